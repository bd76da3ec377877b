from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopProduct(models.Model):
    _inherit = "coop.product"

    share_kind = fields.Selection(
        selection=[
            ("pokok", "Entry share"),
            ("wajib", "Mandatory share"),
            ("sukarela", "Voluntary savings"),
        ],
        help="Every member has an account of it. The rule of the bylaws makes the "
        "entry share owed once and the mandatory share each month; voluntary savings "
        "are paid in and taken out as the member likes.",
    )
    can_pay_out = fields.Boolean(compute="_compute_can_pay_out")

    @api.depends("share_kind")
    def _compute_can_pay_out(self):
        """Shares stay until the member leaves (UU 25/1992 Art. 41)."""
        for product in self:
            product.can_pay_out = product.share_kind == "sukarela"

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
