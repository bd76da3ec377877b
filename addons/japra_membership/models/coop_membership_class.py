from odoo import api, fields, models


class CoopMembership(models.Model):
    """The class of a member, read from the register."""

    _inherit = "coop.membership"

    class_id = fields.Many2one(
        comodel_name="coop.member.class",
        compute="_compute_class_id",
        store=True,
        index="btree_not_null",
        # What a cooperative has one of is never taken from it.
        ondelete="restrict",
        help="Follows from the register; the mandatory share may depend on it.",
    )

    has_classes = fields.Boolean(compute="_compute_has_classes")

    @api.depends("event_ids.void", "event_ids.kind", "event_ids.class_id")
    def _compute_class_id(self):
        for membership in self:
            found = membership.env["coop.member.class"]
            for event in membership._live_events():
                if event.kind in ("applied", "class"):
                    # Who comes back begins anew.
                    found = event.class_id
            membership.class_id = found

    @api.depends("company_id")
    def _compute_has_classes(self):
        classes = self.env["coop.member.class"]
        known = classes.search([("company_id", "in", self.company_id.ids)]).company_id
        for membership in self:
            membership.has_classes = membership.company_id in known

    def _approval_content(self):
        """The class of an applicant is part of what the board agrees to."""
        content = super()._approval_content()
        found, decided = False, False
        for event in self._live_events():
            if event.kind == "applied":
                found, decided = False, False
            elif event.kind == "class" and not decided:
                found = event.class_id.id
            decided = decided or event.kind == "admitted"
        # Without one the content is what it was before there were classes.
        return dict(content, member_class_id=found) if found else content
