from odoo import api, models


class CoopControl(models.AbstractModel):
    _name = "coop.control"
    _description = "Control Check"

    @api.model
    def _failures(self, company, as_of=None):
        """Return what is wrong: dicts of check, record and message."""
        return []
