from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _coop_check_merge(self):
        """Refuse to let these contacts disappear into another one.

        The core merge rewrites `partner_id` of sealed lines and drops rows that
        break a unique index.
        """
        for partner in self:
            if partner._coop_holds_ledger():
                raise UserError(
                    self.env._(
                        "%s has money booked in the cooperative and cannot be merged "
                        "into another contact. Keep it, and archive it when it is "
                        "no longer used.",
                        partner.display_name,
                    )
                )

    def _coop_holds_ledger(self):
        self.ensure_one()
        if (
            self.env["coop.account"]
            .sudo()
            .search_count([("partner_id", "=", self.id)], limit=1)
        ):
            return True
        return bool(
            self.env["account.move.line"]
            .sudo()
            .search_count(
                [
                    ("partner_id", "=", self.id),
                    "|",
                    ("move_id.coop_origin_key", "!=", False),
                    ("move_id.inalterable_hash", "!=", False),
                ],
                limit=1,
            )
        )
