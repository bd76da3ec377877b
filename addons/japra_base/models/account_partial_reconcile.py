from odoo import api, models
from odoo.exceptions import UserError

from . import guard


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        """What an entry of the cooperative is matched with goes by its reversal."""
        if guard.is_open(self.env):
            return
        moves = (self.debit_move_id | self.credit_move_id).move_id
        if booked := moves.sudo()._coop_booked():
            raise UserError(
                self.env._(
                    "This is matched with %s. To undo it, reverse that entry.",
                    booked[0].name,
                )
            )
