from odoo import api, models
from odoo.exceptions import UserError

from . import guard


class CoopAppendOnly(models.AbstractModel):
    """Rows that are written once and then stay, whoever asks and whatever the rights.

    Who inherits says in `_append_refusal` what to do instead.
    """

    _name = "coop.append.only"
    _description = "Append-Only Row"

    # Whether our own methods alone make the rows; else whoever has the right does.
    _append_guarded = False

    @api.model_create_multi
    def create(self, vals_list):
        if self._append_guarded and not guard.is_open(self.env):
            raise UserError(self._append_refusal())
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        if self:
            raise UserError(self._append_refusal())

    def _append_refusal(self):
        raise NotImplementedError
