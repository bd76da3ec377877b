from odoo import models


class CoopReceipt(models.Model):
    """Customer invoices paid in the same receipt, without a payment of their own."""

    _inherit = "coop.receipt"

    def _proposed_lines(self, members):
        return super()._proposed_lines(members) + [
            (invoice.invoice_date_due or invoice.date, 0, values)
            for invoice, values in self._proposed_invoices(members)
        ]

    def _proposed_invoices(self, members):
        """Yield (invoice, values of its line), the open ones of these members."""
        if self.direction != "in" or not members:
            return
        today = self.company_id._coop_today()
        dues = self.env["coop.dues"]
        for invoice in dues._open_invoices(self.company_id, members):
            late = (invoice.invoice_date_due or invoice.date) <= today
            amount = round(invoice.amount_residual) if late else 0
            yield invoice, {"invoice_id": invoice.id, "amount": amount}

    def _post(self, statements=None):
        result = super()._post(statements)
        for receipt in self:
            receipt._pay_invoices()
        return result

    def _pay_invoices(self):
        """Match what came in with the invoices it pays."""
        lines = self.line_ids.filtered("invoice_id")
        if not lines:
            return
        for line, credit in zip(lines, self._invoice_credits(), strict=True):
            (credit | line._open_terms()).reconcile()

    def _invoice_credits(self):
        """The lines of the entry that pay invoices, in the order of the receipt.

        In sudo: the entry was booked by this receipt, alone or with others.
        """
        receipt = self.sudo()
        return receipt.move_id.line_ids.filtered(
            lambda line: (
                line.coop_receipt_id == receipt
                and line.account_id.account_type == "asset_receivable"
                and not line.coop_account_id
            )
        ).sorted("id")
