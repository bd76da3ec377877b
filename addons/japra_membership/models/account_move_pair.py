from odoo import models


class AccountMove(models.Model):
    """An entry that is reversed is no half of a pair any more, however it was done."""

    _inherit = "account.move"

    def _coop_prepare_reversal(self, values):
        result = super()._coop_prepare_reversal(values)
        # In sudo: what a reversal does not depend on what the user may see.
        for model, half in (("coop.investment", "paid"), ("coop.receipt", "received")):
            document = (
                self.env[model]
                .sudo()
                .search([("move_id", "=", self.id), ("pair_id", "!=", False)], limit=1)
            )
            if document:
                document.pair_id._release(half)
        return result
