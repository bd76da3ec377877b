from odoo import models
from odoo.exceptions import UserError

# Whose standing is not ended: an applicant as well, whose money may be here.
SITTING = ("applicant", "approved", "member", "suspended", "leaving")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _coop_homes(self):
        # Also who only applied; in sudo as the accounts.
        memberships = (
            self.env["coop.membership"].sudo().search([("partner_id", "=", self.id)])
        )
        return super()._coop_homes() | memberships.company_id

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._check_no_member()
        if "name" in vals and self.env.user._is_portal():
            self._check_own_name(vals["name"])
        return super().write(vals)

    def _check_own_name(self, name):
        """A member who has a login writes no other name into the register."""
        renamed = self.filtered(lambda person: person.name != name)
        # In sudo: a portal user reads no register.
        if renamed and self.env["coop.membership"].sudo().search_count(
            [("partner_id", "in", renamed.ids), ("state", "in", SITTING)], limit=1
        ):
            raise UserError(
                self.env._(
                    "Your name stands in the register of members: ask your cooperative "
                    "to change it."
                )
            )

    def _check_no_member(self):
        """Who stands in a register as a member is not put out of sight."""
        # In sudo: a member of any cooperative is one.
        membership = (
            self.env["coop.membership"]
            .sudo()
            .search([("partner_id", "in", self.ids), ("state", "in", SITTING)], limit=1)
        )
        if membership:
            raise UserError(
                self.env._(
                    "%(name)s is in the register of a cooperative: record the leaving "
                    "there instead of archiving.",
                    name=membership.partner_id.name,
                )
            )
