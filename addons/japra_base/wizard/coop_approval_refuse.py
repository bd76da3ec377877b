from odoo import fields, models


class CoopApprovalRefuse(models.TransientModel):
    _name = "coop.approval.refuse"
    _inherit = "coop.checked.input"
    _description = "Refusal of an Approval"

    approval_id = fields.Many2one(
        comodel_name="coop.approval", required=True, readonly=True, ondelete="cascade"
    )
    # With the rights of who reads: a request of another cooperative tells nothing.
    title = fields.Char(related="approval_id.title", related_sudo=False)
    note = fields.Text(string="Reason", required=True)

    def action_apply(self):
        self.ensure_one()
        self.approval_id._decide("refuse", self.note)
        return {"type": "ir.actions.act_window_close"}
