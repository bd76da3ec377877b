from odoo import models
from odoo.exceptions import AccessError, UserError

# What stands at the head of the papers of a cooperative.
LETTERHEAD = {
    "active",
    "city",
    "email",
    "image_1920",
    "name",
    "phone",
    "street",
    "street2",
    "vat",
    "website",
    "zip",
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if vals.get("company_id"):
            self._coop_check_company(vals["company_id"])
        if not self.env.su and vals.keys() & LETTERHEAD:
            self._coop_check_letterhead()
        return super().write(vals)

    def _coop_check_letterhead(self):
        """The record of a cooperative is kept there, and by no other one's staff."""
        # In sudo: what is refused does not depend on what the user may see.
        others = self.sudo().ref_company_ids - self.env.user.company_ids
        if others:
            raise AccessError(
                self.env._(
                    "%s keeps its own name and address: ask its administrator.",
                    others[0].name,
                )
            )

    def _coop_check_company(self, company_id):
        """A member stays where her money is: another cooperative would read of her."""
        for partner in self:
            homes = partner._coop_homes()
            if homes and homes.ids != [company_id]:
                raise UserError(
                    self.env._(
                        "%(person)s belongs to %(company)s and cannot be moved to "
                        "another cooperative.",
                        person=partner.display_name,
                        company=homes[0].name,
                    )
                )

    def _coop_homes(self):
        """Return the cooperatives that keep an account of this person."""
        # In sudo: an account in a cooperative the user is not in counts too.
        return (
            self.env["coop.account"]
            .sudo()
            .search([("partner_id", "=", self.id)])
            .company_id
        )

    def _coop_check_merge(self):
        """Refuse to let these contacts disappear into another one.

        The core merge rewrites `partner_id` of sealed lines and drops rows that
        break a unique index.
        """
        # In sudo: money holds a contact, whoever may read accounts and entries.
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
