from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _coop_ledger_modules(self):
        # Receipts and the register are what the sealed entries were booked for.
        return super()._coop_ledger_modules() | {"japra_membership"}
