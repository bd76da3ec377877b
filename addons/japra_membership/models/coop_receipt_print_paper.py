from odoo import models


class CoopReceipt(models.Model):
    _inherit = "coop.receipt"

    def action_print(self):
        """On the paper that the printer beside the box holds."""
        self.ensure_one()
        if self.cash_journal_id.coop_receipt_paper != "roll":
            return super().action_print()
        report = self.env.ref("japra_membership.action_report_kwitansi_roll")
        return report.report_action(self)
