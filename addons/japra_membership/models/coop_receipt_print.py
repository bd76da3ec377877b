from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard


class CoopReceipt(models.Model):
    """The original and its copies.

    A receipt is marked once its paper is out, never before: what was booked and not
    printed when the power went is printed as the original afterwards.
    """

    _inherit = "coop.receipt"

    printed_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the original was printed; every print after it is a copy.",
    )

    def action_mark_printed(self):
        """Note that the original is out; what was printed before stays as it is."""
        self.check_access("write")
        if any(receipt.state == "draft" for receipt in self):
            raise UserError(
                self.env._("A draft has no original yet: receive it first.")
            )
        # In sudo: a booked receipt is changed by nobody, this mark apart.
        unmarked = self.filtered(lambda receipt: not receipt.printed_on)
        guard.opened(unmarked.sudo()).write({"printed_on": fields.Datetime.now()})
        return True

    def _is_copy(self):
        """Whether a paper printed now is a copy.

        The original is handed out at the counter: who only reads receipts gets a
        copy of each.
        """
        self.ensure_one()
        return self.state != "draft" and bool(
            self.printed_on or not self.has_access("write")
        )
