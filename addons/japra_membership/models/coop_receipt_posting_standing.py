from odoo import api, fields, models

from odoo.addons.japra_base.models.paper import on_paper


class CoopReceipt(models.Model):
    """Invoices that stay open stand on the paper among what is still owed."""

    _inherit = "coop.receipt"

    # A field, so that a collection asks the ledger once for all of its receipts.
    open_invoices = fields.Json(compute="_compute_open_invoices", compute_sudo=True)

    @api.depends("membership_id", "line_ids.membership_id", "direction")
    def _compute_open_invoices(self):
        """[[member, invoice, number, due date, open]] of who gets a slip."""
        self.open_invoices = []
        coming = self.filtered(lambda receipt: receipt.direction == "in")
        for company, receipts in coming.grouped("company_id").items():
            members = receipts.membership_id | receipts.line_ids.membership_id
            if not members:
                continue
            found = (
                self.env["coop.dues"]
                ._open_invoices(company, members)
                .grouped("commercial_partner_id")
            )
            for receipt in receipts:
                receipt.open_invoices = [
                    [
                        member.id,
                        invoice.id,
                        invoice.name,
                        fields.Date.to_string(invoice.invoice_date_due or invoice.date),
                        round(invoice.amount_residual),
                    ]
                    for member in receipt._paper_members()
                    for invoice in found.get(member.partner_id, ())
                ]

    def _get_standing(self, statements):
        rows = super()._get_standing(statements)
        if not self.open_invoices:
            return rows
        paid = {line.invoice_id.id: round(line.amount) for line in self.line_ids}
        paper = on_paper(self)
        for member, invoice, number, due, amount in self.open_invoices:
            if owed := amount - paid.get(invoice, 0):
                day = fields.Date.to_date(due)
                rows.append(
                    {
                        "member": member,
                        "product": paper.env._("Invoice %(number)s", number=number),
                        "number": paper.env._("due %(date)s", date=f"{day:%d/%m/%Y}"),
                        # No balance of the member.
                        "balance": None,
                        "owed": owed,
                        "paid_until": False,
                    }
                )
        return rows
