from odoo import api, fields, models
from odoo.exceptions import ValidationError


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

    def _coop_fixed_fields(self):
        return super()._coop_fixed_fields() | {"coop_receipt_id"}

    @api.constrains("coop_receipt_id", "move_id")
    def _check_coop_receipt_id(self):
        for line in self:
            if line.coop_receipt_id and not line.move_id.coop_origin_key:
                raise ValidationError(
                    self.env._(
                        "Only the entry of a receipt names it, never one made by hand."
                    )
                )
