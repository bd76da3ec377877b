from odoo import fields, models


class CoopControlResult(models.Model):
    _inherit = "coop.control.result"

    check_name = fields.Selection(
        selection_add=[("cash", "Cash on Its Way")], ondelete={"cash": "cascade"}
    )
