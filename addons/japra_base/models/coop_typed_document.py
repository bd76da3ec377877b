from odoo import api, models
from odoo.exceptions import UserError

from . import guard


class CoopTypedDocument(models.AbstractModel):
    """A document people type in, some fields in each state; its buttons do the rest."""

    _name = "coop.typed.document"
    _inherit = "coop.checked.input"
    _description = "Document Moved by Its Buttons"

    # {state: the fields that are typed in it}; those of the draft when it is made.
    _typed = {}
    _typed_amount = "amount"

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.is_open(self.env):
            typed = self._typed["draft"] | {"company_id"}
            for vals in vals_list:
                self._check_typed(vals, typed)
            # Values may come from the context, which is anybody's to send.
            forged = {f"default_{name}" for name in self._fields.keys() - typed}
            if forged & self.env.context.keys():
                self._refuse_change()
        return super().create(vals_list)

    def write(self, vals):
        if not guard.is_open(self.env):
            for document in self:
                document._check_typed(vals, self._typed.get(document.state, set()))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for document in self:
            if document.state != "draft":
                document._refuse_change()

    def _check_typed(self, vals, allowed):
        if vals.keys() - allowed:
            self._refuse_change()

    def _refuse_change(self):
        raise UserError(
            self.env._("This document is changed by its buttons only, and stays.")
        )
