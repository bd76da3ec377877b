from odoo import models
from odoo.exceptions import UserError

from ..models.account_move_cash import DIFFERENCE

# What is booked by a document is reversed by it: with its reason, its second person,
# and what else follows from it.
DOCUMENTS = ("coop.receipt", "coop.investment")
KEYS = ("cash-transfer/", DIFFERENCE)


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        # In sudo: what is refused does not depend on what the user may see.
        moves = self.sudo().move_ids
        booked = moves.filtered(
            lambda move: (move.coop_origin_key or "").startswith(KEYS)
        )
        for model in DOCUMENTS:
            documents = self.env[model].sudo().search([("move_id", "in", moves.ids)])
            booked |= documents.move_id
        if booked:
            raise UserError(
                self.env._(
                    "Open the receipt or payment of %s and reverse it there, with a "
                    "reason; cash handed over comes back by another hand-over, and a "
                    "cash difference is set right by the next count.",
                    booked[0].name,
                )
            )
        return super().reverse_moves(is_modify=is_modify)
