from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        (self + self.downstream_dependencies())._coop_check_uninstall()
        return super().button_uninstall()

    def module_uninstall(self):
        # Public in core, and what a state written by hand comes to.
        self._coop_check_uninstall()
        return super().module_uninstall()

    def _coop_ledger_modules(self):
        """Return the add-ons without which booked entries cannot be explained."""
        return {"japra_base"}

    def _coop_check_uninstall(self):
        if self._coop_ledger_modules() & set(self.mapped("name")) and (
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
