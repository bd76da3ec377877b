from odoo import models


class CoopReceipt(models.Model):
    _inherit = "coop.receipt"

    def _paper_report(self):
        """On the paper that the printer beside the box holds."""
        if self.cash_journal_id.coop_receipt_paper != "roll":
            return super()._paper_report()
        return self.env.ref("japra_membership.action_report_kwitansi_roll")
