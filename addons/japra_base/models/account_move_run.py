from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _coop_prepare_reversal(self, values):
        # In sudo: what is refused does not depend on what the user may see.
        corrected = (
            self.env["coop.run.item"]
            .sudo()
            .search_count([("move_id", "=", self.id), ("state", "=", "corrected")])
        )
        if corrected:
            raise UserError(
                self.env._(
                    "%(count)s bookings of %(entry)s were corrected already and would "
                    "be booked back twice. Correct the others one by one.",
                    count=corrected,
                    entry=self.name,
                )
            )
        return super()._coop_prepare_reversal(values)
