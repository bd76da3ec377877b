from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopMembership(models.Model):
    """The class of a member, read from the register."""

    _inherit = "coop.membership"

    class_id = fields.Many2one(
        comodel_name="coop.member.class",
        compute="_compute_class_id",
        store=True,
        # Of a new member it may be given; from then on a step changes it.
        readonly=False,
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

    @api.model
    def _class_problem(self, member_class, company):
        """Why nobody of a cooperative gets a class now, in one sentence, or None."""
        # In sudo: it may be one that nobody may read here.
        if member_class.sudo().company_id != company:
            return self.env._("The class is of another cooperative.")
        if not member_class.active:
            return self.env._("Class %s is archived.", member_class.name)
        return None

    def _begin_in_class(self, classes):
        """Write the class of new memberships, which they have from their first day."""
        entries = []
        for membership, member_class in zip(self, classes, strict=True):
            if not member_class:
                continue
            if problem := self._class_problem(member_class, membership.company_id):
                raise UserError(problem)
            entries.append(
                {
                    "membership_id": membership.id,
                    "kind": "class",
                    "date": membership.date_admitted or membership.date_applied,
                    "class_id": member_class.id,
                }
            )
        self._write_entries(entries)

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
