from odoo import api, models
from odoo.exceptions import UserError

from . import guard
from .coop_live import LIVE


class IrConfigParameter(models.Model):
    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        parameters = super().create(vals_list)
        parameters._check_live()
        return parameters

    def write(self, vals):
        self._check_live()
        result = super().write(vals)
        self._check_live()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_live(self):
        self._check_live()

    def _check_live(self):
        if LIVE in self.mapped("key") and not guard.is_open(self.env):
            raise UserError(self.env._("A database is declared live by its menu only."))
