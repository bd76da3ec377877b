from typing import NamedTuple

from odoo import api, models

from ..calc.desk import Slice

# In the order by product, what is owed to the cooperative by invoice comes last.
INVOICE_PLACE = 10_000


class Bill(NamedTuple):
    """An open customer invoice of a member: a term of it for each slice."""

    invoice: models.BaseModel
    membership: models.BaseModel
    terms: list
    open: int

    def due(self, day):
        """What of it is due on a day, whole rupiah."""
        return sum(amount for date, amount in self.terms if date <= day)


class Payable(NamedTuple):
    """What members may pay: their accounts, their invoices, both as slices.

    `bills`: by the key of the slices of each, which is the id below zero.
    """

    members: models.BaseModel
    statements: dict
    bills: dict[int, Bill]
    slices: list[Slice]

    def by_member(self):
        """{membership id: its slices}."""
        found = {member.id: [] for member in self.members}
        ids = self.members.ids
        for due in self.slices:
            found[ids[due.member]].append(due)
        return found


class CoopDues(models.AbstractModel):
    """What is due as slices, for whoever lays money over it: desk and collection."""

    _inherit = "coop.dues"

    @api.model
    def _payable(self, members, day, until=None):
        """What these members may pay on a day: dues, and invoices of that day or older.

        `until`: what falls due up to then is among the slices too. The first of
        `members` is who stands at the counter.
        """
        places = {member.id: place for place, member in enumerate(members)}
        accounts = members.account_ids
        statements = self._statements(accounts, day)
        bills = self._bills(members, day)
        slices = [
            Slice(
                account.id,
                places[account.membership_id.id],
                account.product_id.sequence,
                unpaid.due.date,
                unpaid.residual,
            )
            for account in accounts
            if account.id in statements
            for unpaid in statements[account.id].unpaid(until)
        ]
        slices += [
            Slice(key, places[bill.membership.id], INVOICE_PLACE, due, amount)
            for key, bill in bills.items()
            for due, amount in bill.terms
            if due <= (until or day)
        ]
        return Payable(members, statements, bills, slices)

    @api.model
    def _bills(self, members, day=None):
        """{-invoice id: bill} of these members, the one due first at the front."""
        bills = {}
        for company, own in members.grouped("company_id").items():
            owners = {member.partner_id.id: member for member in own}
            for invoice in self._open_invoices(company, own):
                if day and invoice.date > day:
                    continue
                terms = sorted(
                    (line.date_maturity or line.date, round(line.amount_residual))
                    for line in invoice.line_ids
                    if line.display_type == "payment_term" and not line.reconciled
                )
                bills[-invoice.id] = Bill(
                    invoice,
                    owners[invoice.commercial_partner_id.id],
                    terms,
                    round(invoice.amount_residual),
                )
        return bills

    @api.model
    def _open_invoices(self, company, members):
        """The open customer invoices of these members, by the day they are due.

        In sudo: who takes the money in reads no invoices, but what is owed on them.
        """
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("commercial_partner_id", "in", members.partner_id.ids),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("payment_state", "in", ("not_paid", "partial")),
                    ("currency_id", "=", company.currency_id.id),
                ],
                order="invoice_date_due, invoice_date, id",
            )
        )
