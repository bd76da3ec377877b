from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.japra_base.models import guard

from ..calc import standing

# {code of the counter: its name}
COUNTERS = {
    "coop.membership": "Member number",
    "coop.membership.application": "Application number",
    "coop.certificate": "Certificate number",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_receipt_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Journal of Receipts",
        domain="[('type', '=', 'general'), ('coop_sealed', '=', True)]",
        check_company=True,
    )

    coop_clearing_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Payments on Their Way",
        domain="[('reconcile', '=', True), ('coop_control', '=', False)]",
        check_company=True,
        help="Holds what members paid by transfer or QRIS until the line of the bank "
        "closes it.",
    )

    @api.constrains("coop_receipt_journal_id")
    def _check_coop_receipt_journal_id(self):
        for company in self:
            # In sudo: a foreign journal is refused, readable or not.
            journal = company.sudo().coop_receipt_journal_id
            if journal and not (journal.coop_sealed and journal.company_id == company):
                raise ValidationError(
                    self.env._(
                        "Receipts are booked in a sealed journal of %(company)s: "
                        "%(journal)s is none.",
                        company=company.name,
                        journal=journal.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_member_sequences()
        return companies

    def _create_member_sequences(self):
        """One counter of member numbers for each cooperative, before its first use.

        Two first admissions at one instant would otherwise each make their own.
        """
        # In sudo: who makes a company need have no right on sequences.
        self.env["ir.sequence"].sudo().create(
            [
                {
                    "name": f"{name} {company.id}",
                    "code": code,
                    "company_id": company.id,
                    "implementation": "no_gap",
                    "padding": 4,
                }
                for code, name in COUNTERS.items()
                for company in self.filtered(
                    lambda company, code=code: not company._coop_counter(code)
                )
            ]
        )

    def _member_sequence(self):
        return self._coop_counter("coop.membership")

    def _application_sequence(self):
        return self._coop_counter("coop.membership.application")

    def _coop_counter(self, code):
        """The counter; in sudo, as who admits a member sets no sequences."""
        self.ensure_one()
        return guard.opened(
            self.env["ir.sequence"]
            .sudo()
            .search([("code", "=", code), ("company_id", "=", self.id)], limit=1)
        )

    def _founding_problem(self, day, without=0):
        """Return what the law says where too few members are left, or None.

        `without`: how many of today's members are about to go.
        """
        self.ensure_one()
        parameters = self.env["coop.parameter"]
        code = f"founders.{self.coop_kind}"
        history = parameters._rows([code], self)[code]
        found = parameters._at(history, day)
        if not self.coop_kind or not found:
            return None
        least = int(found[1]._get_value())
        # In sudo: how many there are is no secret of anybody.
        members = self.env["coop.membership"].sudo()
        ids = members._ids_in_state(self, standing.REGISTERED, day)
        ordinary = members.browse(ids).filtered(lambda m: m.member_class == "ordinary")
        count = len(ordinary) - without
        if count >= least:
            return None
        return self.env._(
            "%(company)s has %(count)s members: the law asks for at least %(least)s.",
            company=self.name,
            count=count,
            least=least,
        )

    def _coop_share_products(self):
        """The products every member has an account of, whoever admits the member."""
        self.ensure_one()
        # In sudo: what a member owes does not depend on who admits.
        return (
            self.env["coop.product"]
            .sudo()
            .search([("company_id", "=", self.id), ("share_kind", "!=", False)])
        )
