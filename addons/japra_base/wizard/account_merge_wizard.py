from odoo import models
from odoo.exceptions import UserError


class AccountMergeWizard(models.TransientModel):
    _inherit = "account.merge.wizard"

    def _action_merge(self, accounts):
        if control := accounts.filtered("coop_control"):
            raise UserError(
                self.env._(
                    "The account %s holds members' money and cannot be merged.",
                    control[0].display_name,
                )
            )
        return super()._action_merge(accounts)
