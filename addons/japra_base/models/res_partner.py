from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _coop_check_merge(self):
        """Refuse to let these contacts disappear into another one.

        The core merge rewrites `partner_id` of sealed lines and drops rows that
        break a unique index.
        """
        account = (
            self.env["coop.account"]
            .sudo()
            .search([("partner_id", "in", self.ids)], limit=1)
        )
        line = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.ids),
                    "|",
                    ("move_id.coop_origin_key", "!=", False),
                    ("move_id.inalterable_hash", "!=", False),
                ],
                limit=1,
            )
        )
        if holder := account.partner_id or line.partner_id:
            raise UserError(
                self.env._(
                    "%s has money booked in the cooperative and cannot be merged "
                    "into another contact. Keep it, and archive it when it is "
                    "no longer used.",
                    holder.display_name,
                )
            )
