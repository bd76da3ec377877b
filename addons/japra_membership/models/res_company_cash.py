from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_cash_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Journal of Cash Movements",
        domain="[('type', '=', 'general'), ('coop_sealed', '=', True)]",
        check_company=True,
    )
    coop_cash_transit_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Cash Being Handed Over",
        domain="[('account_type', '=', 'asset_current'), ('coop_control', '=', False)]",
        check_company=True,
        help="Holds cash that has left one box and was not accepted at the other yet.",
    )

    @api.constrains("coop_cash_journal_id", "coop_receipt_journal_id")
    def _check_coop_cash_journal_id(self):
        for company in self:
            # In sudo: what a journal is does not depend on who may read it.
            journal = company.sudo().coop_cash_journal_id
            if journal and not (journal.coop_sealed and journal.company_id == company):
                raise ValidationError(
                    self.env._(
                        "Movements of cash are booked in a sealed journal of "
                        "%(company)s: %(journal)s is none.",
                        company=company.name,
                        journal=journal.name,
                    )
                )
            if journal and journal == company.sudo().coop_receipt_journal_id:
                raise ValidationError(
                    self.env._(
                        "Receipts are numbered in a journal of their own: %(journal)s "
                        "is none.",
                        journal=journal.name,
                    )
                )
