from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def write(self, vals):
        if "rounding" in vals and float_compare(
            vals["rounding"] or 0, 1, precision_digits=6
        ):
            # In sudo: companies the user is not in keep whole rupiah too.
            used = (
                self.env["res.company"]
                .sudo()
                .search([("currency_id", "in", self.ids)])
                ._coop_companies()
            )
            if used:
                raise UserError(
                    self.env._(
                        "%s keeps its books in whole rupiah: leave the rounding of "
                        "this currency at 1.",
                        used[0].name,
                    )
                )
        return super().write(vals)
