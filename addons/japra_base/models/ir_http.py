from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Open the setup for the administrator until the cooperative has a kind."""
        info = super().session_info()
        user = self.env.user
        if not self.env.company.coop_kind and user.has_group(
            "japra_base.group_administrator"
        ):
            info["home_action_id"] = self.env.ref("japra_base.coop_setup_action").id
        return info
