from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import TranslationImporter, get_base_langs


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Put our words over those of core that mislead, where core puts its own."""
        super()._load_module_terms(modules, langs, overwrite)
        if not {"account", "japra_base"} & {*modules}:
            return
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            for code in get_base_langs(lang):
                importer.load_file(f"japra_base/i18n_core/{code}.po", lang)
        importer.save(force_overwrite=True)

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
        # In sudo: who installs modules reads no entries.
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
