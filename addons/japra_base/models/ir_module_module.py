from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        leaving = (self + self.downstream_dependencies()).mapped("name")
        if "japra_base" in leaving and (
            self.env["account.move"]
            .sudo()
            .search_count(
                [("coop_origin_key", "!=", False), ("state", "=", "posted")], limit=1
            )
        ):
            raise UserError(
                self.env._(
                    "Members' entries are posted in this database, and their seals "
                    "can only be checked with this module. It stays installed."
                )
            )
        return super().button_uninstall()
