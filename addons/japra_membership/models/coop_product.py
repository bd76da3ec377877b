from odoo import fields, models
from odoo.exceptions import UserError


class CoopProduct(models.Model):
    _inherit = "coop.product"

    share_kind = fields.Selection(
        selection=[("pokok", "Entry share"), ("wajib", "Mandatory share")],
        help="What the rule of the bylaws makes every member owe: the entry share "
        "once, the mandatory share each month.",
    )

    def write(self, vals):
        if "share_kind" in vals:
            changed = self.filtered(lambda p: p.share_kind != vals["share_kind"])
            # In sudo: closed and foreign accounts count too.
            if changed.sudo().coop_account_ids:
                raise UserError(
                    self.env._(
                        "Members have accounts of %s already, so what it makes them "
                        "owe cannot change. Make a new product instead.",
                        changed[0].name,
                    )
                )
        if not vals.get("active", True):
            # What an archived product makes members owe would vanish with it.
            used = self.filtered("share_kind").sudo()
            if used.coop_account_ids:
                raise UserError(
                    self.env._(
                        "Members have accounts of %s, so it cannot be archived.",
                        used[0].name,
                    )
                )
        return super().write(vals)
