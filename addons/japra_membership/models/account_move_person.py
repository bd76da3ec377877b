from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        # What a merged record owed could not be paid at the desk any more.
        bills = self.filtered(lambda move: move.move_type == "out_invoice")
        bills.commercial_partner_id._check_not_merged()
        return super()._post(soft)
