from odoo import models

from odoo.addons.japra_base.models import guard


class CoopReceipt(models.Model):
    """Invoices paid by one of many receipts in one entry."""

    _inherit = "coop.receipt"

    def _post_together(self, origin_key):
        move = super()._post_together(origin_key)
        for receipt in self:
            receipt._pay_invoices()
        return move

    def _book_reversal(self):
        """An invoice is open again, as after the reversal of an entry as a whole."""
        result = super()._book_reversal()
        if not self.shared_place:
            return result
        for credit in self._invoice_credits():
            # In sudo: who reverses need not read the entry that takes it back.
            taken_back = self.sudo().correction_move_id.line_ids.filtered(
                lambda line, credit=credit: line.coop_corrected_line_id == credit
            )
            guard.opened(credit).remove_move_reconcile()
            (credit | taken_back).reconcile()
        return result
