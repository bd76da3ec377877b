from odoo import api, models
from odoo.exceptions import AccessError, UserError

# What stands at the head of the papers of a cooperative.
LETTERHEAD = {
    "active",
    "city",
    "company_registry",
    "country_id",
    "email",
    "image_1920",
    "is_company",
    "lang",
    "name",
    "phone",
    "state_id",
    "street",
    "street2",
    "type",
    "tz",
    "vat",
    "website",
    "zip",
}
# Where core books what somebody owes and is owed.
ACCOUNTS = {"property_account_payable_id", "property_account_receivable_id"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if vals.get("company_id") or ("company_id" in vals and not self.env.su):
            self._coop_check_company(vals["company_id"])
        if not self.env.su:
            self._coop_check_letterhead(vals)
            self._coop_check_accounts(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._coop_check_accounts(vals)
        return super().create(vals_list)

    def _coop_check_accounts(self, vals):
        """What is owed is booked where the accountants say."""
        if any(vals.get(name) for name in ACCOUNTS) and not (
            self.env.user.has_group("account.group_account_user")
            or self._coop_is_administrator()
        ):
            raise AccessError(
                self.env._("The accounts of a person are chosen by the accountants.")
            )

    def _coop_check_letterhead(self, vals):
        """The record of a cooperative is kept there, by its administrator."""
        # In sudo: what is refused does not depend on what the user may see.
        own = self.sudo().ref_company_ids.filtered("coop_kind")
        others = own - self.env.user.company_ids
        if own and vals.keys() & LETTERHEAD and not self._coop_is_administrator():
            others = own
        if others:
            raise AccessError(
                self.env._(
                    "%s keeps its own name and address: ask its administrator.",
                    others[0].name,
                )
            )

    def _coop_is_administrator(self):
        user = self.env.user
        return user.has_groups("japra_base.group_administrator,base.group_erp_manager")

    def _coop_check_company(self, company_id):
        """A member stays where her money is: another cooperative would read of her."""
        for partner in self:
            if partner.company_id.id == company_id:
                continue
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
