from odoo import models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard

from .res_company import COUNTERS


class IrSequence(models.Model):
    """Who takes the next number of a register without a row of it leaves a gap."""

    _inherit = "ir.sequence"

    def _next(self, sequence_date=None):
        # Core lets every user of the database draw the next number of any sequence.
        if self.code in COUNTERS and not guard.is_open(self.env):
            raise UserError(
                self.env._(
                    "A number of the register is given by the approval, the admission "
                    "or the certificate only."
                )
            )
        return super()._next(sequence_date=sequence_date)
