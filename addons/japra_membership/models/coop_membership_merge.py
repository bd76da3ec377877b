from odoo import api, fields, models

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.labels import labels


class CoopMembership(models.Model):
    """A member of whom there was a second record: both are read from the one."""

    _inherit = "coop.membership"

    merged_html = fields.Html(
        string="Other Records", compute="_compute_merged_html", sanitize=False
    )

    @api.depends("partner_id.merged_into_id", "partner_id.merged_ids")
    @api.depends_context("uid", "lang")
    def _compute_merged_html(self):
        states = labels(self, "state")
        for membership in self:
            rows = membership._same_person()
            keep = membership.partner_id.merged_into_id
            balances = rows.account_ids._balances(membership.company_id._coop_today())
            held = {
                row.id: format_rupiah(sum(balances[own.id] for own in row.account_ids))
                for row in rows
            }
            membership.merged_html = bool(rows or keep) and self.env["ir.qweb"]._render(
                "japra_membership.membership_merged",
                {"rows": rows, "keep": keep, "states": states, "held": held},
            )

    def _same_person(self):
        """The memberships here of the other records of this person, as one reads."""
        self.ensure_one()
        person = self.partner_id
        people = (person.merged_into_id or person) | person.merged_ids
        people |= person.merged_into_id.merged_ids
        others = people - person
        if not others:
            return self.browse()
        return self.search(
            [
                ("partner_id", "in", others.ids),
                ("company_id", "=", self.company_id.id),
            ]
        )

    @api.constrains("partner_id")
    def _check_partner_merged(self):
        self.partner_id._claim_people()
        self.partner_id._check_not_merged()

    def action_merge_person(self):
        """Open the comparison with the record this person seems to be already."""
        self.ensure_one()
        self.check_access("read")
        others = self._doubles() - self.partner_id
        return self.partner_id._open_merge(others[:1], self.company_id)

    def _receipt_warning(self):
        """The card of the old number may still come to the desk."""
        warning = super()._receipt_warning()
        if not warning or self.state == "suspended":
            # Only what has ended is ever merged into another record.
            return warning
        keep = self.partner_id.merged_into_id
        if not keep:
            return warning
        member = keep._coop_membership(self.company_id)
        return " ".join(
            [
                warning,
                self.env._(
                    "The same person is recorded as %s now.",
                    member.display_name or keep.name,
                ),
            ]
        )
