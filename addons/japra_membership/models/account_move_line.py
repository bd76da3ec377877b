from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    coop_receipt_id = fields.Many2one(
        comodel_name="coop.receipt",
        string="Receipt",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
