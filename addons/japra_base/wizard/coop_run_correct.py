from odoo import fields, models
from odoo.exceptions import UserError


class CoopRunCorrect(models.TransientModel):
    _name = "coop.run.correct"
    _inherit = "coop.checked.input"
    _description = "Correction of One Booking of a Run"

    item_id = fields.Many2one(
        comodel_name="coop.run.item", required=True, readonly=True, ondelete="cascade"
    )
    # With the rights of who reads: a run of another cooperative tells nothing.
    currency_id = fields.Many2one(related="item_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="item_id.amount", related_sudo=False)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Only a treasurer may make this wizard; the run must be hers to write."""
        self.ensure_one()
        self.item_id.run_id.check_access("write")
        if not self.reason.strip():
            raise UserError(self.env._("Give the reason of the correction."))
        self.item_id._correct(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
