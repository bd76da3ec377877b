from odoo import fields, models
from odoo.exceptions import UserError


class CoopReceiptReverse(models.TransientModel):
    _name = "coop.receipt.reverse"
    _inherit = "coop.checked.input"
    _description = "Reverse a Receipt"

    receipt_id = fields.Many2one(
        comodel_name="coop.receipt", required=True, readonly=True, ondelete="cascade"
    )
    # With the rights of who reads: a receipt of another cooperative tells nothing.
    currency_id = fields.Many2one(related="receipt_id.currency_id", related_sudo=False)
    amount_total = fields.Monetary(
        related="receipt_id.amount_total", related_sudo=False
    )
    membership_id = fields.Many2one(
        related="receipt_id.membership_id", related_sudo=False
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Only a treasurer may make this wizard; the receipt must be hers to read."""
        self.ensure_one()
        self.receipt_id.check_access("read")
        if not self.reason.strip():
            raise UserError(self.env._("Give the reason of the reversal."))
        if self.receipt_id._reverse(self.reason.strip()):
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                # In sudo: who reverses is told whose turn it is now.
                "message": self.receipt_id.approval_id.sudo()._describe_who(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
