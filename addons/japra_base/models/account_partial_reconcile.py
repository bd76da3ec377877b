from odoo import models
from odoo.exceptions import UserError

from . import guard


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def unlink(self):
        if not guard.is_open(self.env):
            moves = (self.debit_move_id | self.credit_move_id).move_id
            if booked := moves.sudo()._coop_booked():
                raise UserError(
                    self.env._(
                        "This is matched with %s. To undo it, reverse that entry.",
                        booked[0].name,
                    )
                )
        return super().unlink()
