from odoo import models

# Where each role begins the day; the first that fits counts.
HOME_ACTIONS = {
    "japra_membership.group_teller": "japra_membership.coop_board_cash_action",
    "japra_base.group_treasurer": "japra_membership.coop_board_cash_action",
    "japra_membership.group_registrar": "japra_membership.coop_board_members_action",
    "japra_base.group_board": "japra_membership.coop_board_members_action",
}


class CoopSetupUser(models.TransientModel):
    _inherit = "coop.setup.user"

    def _prepare_user_vals(self, login, password):
        vals = super()._prepare_user_vals(login, password)
        for group, action in HOME_ACTIONS.items():
            if self.env.ref(group) in self.group_ids:
                vals.setdefault("action_id", self.env.ref(action).id)
        return vals
