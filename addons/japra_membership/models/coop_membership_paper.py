from odoo import models


class CoopMembership(models.Model):
    """The papers a member may ask for at any time."""

    _inherit = "coop.membership"

    def action_passbook(self):
        """Open what the ledger says of the member, on the screen and to print."""
        self.ensure_one()
        self.check_access("read")
        book = self.env["coop.passbook"].create({"membership_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Passbook"),
            "res_model": "coop.passbook",
            "res_id": book.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
