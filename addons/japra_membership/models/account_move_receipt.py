from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _coop_prepare_reversal(self, values):
        # In sudo: what is refused does not depend on what the user may see.
        receipts = self.env["coop.receipt"].sudo()
        if taken_back := receipts.search(
            [("correction_move_id", "=", self.id)], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(entry)s takes back receipt %(number)s and is not reversed: "
                    "enter a new receipt instead.",
                    entry=self.name,
                    number=taken_back.name,
                )
            )
        if receipts.search_count(
            [("move_id", "=", self.id), ("correction_move_id", "!=", False)], limit=1
        ):
            raise UserError(
                self.env._(
                    "One of the receipts of %(entry)s was reversed already and would "
                    "be booked back twice. Reverse the others one by one.",
                    entry=self.name,
                )
            )
        return super()._coop_prepare_reversal(values)
