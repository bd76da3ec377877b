from odoo import fields, models


class CoopProduct(models.Model):
    _inherit = "coop.product"

    share_kind = fields.Selection(
        selection=[("pokok", "Entry share"), ("wajib", "Mandatory share")],
        help="What the rule of the bylaws makes every member owe: the entry share "
        "once, the mandatory share each month.",
    )
