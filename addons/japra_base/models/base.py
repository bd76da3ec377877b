from odoo import models
from odoo.exceptions import UserError


class Base(models.AbstractModel):
    _inherit = "base"

    def _one_cooperative(self):
        """The sentence that refuses a link to a record of another cooperative."""
        return self.env._("All that is chosen here must belong to one cooperative.")

    def _check_company(self, fnames=None):
        """Core's sentence names the records, whoever may see them."""
        try:
            return super()._check_company(fnames)
        except UserError:
            # Nor does the cause: the server sends it along.
            raise UserError(self._one_cooperative()) from None
