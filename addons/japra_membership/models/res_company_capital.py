from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_investment_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Shares in Other Cooperatives",
        domain="[('account_type', '=', 'asset_non_current'),"
        " ('coop_control', '=', False)]",
        check_company=True,
        help="Holds what this cooperative paid as a member of a secondary one.",
    )
