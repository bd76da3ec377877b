from odoo import api, models


class AccountFullReconcile(models.Model):
    _inherit = "account.full.reconcile"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        self.partial_reconcile_ids._coop_check_fixed()
