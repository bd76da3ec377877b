from odoo import models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard

from .res_company import COUNTERS


class IrSequence(models.Model):
    """Who takes the next number of a member without admitting one leaves a gap."""

    _inherit = "ir.sequence"

    def _next(self, sequence_date=None):
        # Core lets every user of the database draw the next number of any sequence.
        if self.code in COUNTERS and not guard.is_open(self.env):
            raise UserError(
                self.env._(
                    "A number of a member is given by the approval or the admission "
                    "only."
                )
            )
        return super()._next(sequence_date=sequence_date)
