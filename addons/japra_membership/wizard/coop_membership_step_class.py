from odoo import fields, models


class CoopMembershipStep(models.TransientModel):
    """The class of a member changes, on a day and by a decision."""

    _inherit = "coop.membership.step"

    kind = fields.Selection(
        selection_add=[("class", "Change the Class")], ondelete={"class": "cascade"}
    )
    class_id = fields.Many2one(
        comodel_name="coop.member.class",
        string="New Class",
        domain="[('company_id', '=', company_id)]",
    )

    def _get_problem(self):
        if self.kind != "class":
            return super()._get_problem()
        member = self.membership_id
        if not self.class_id:
            return self.env._("Choose the class.")
        if problem := member._class_problem(self.class_id, member.company_id):
            return problem
        if self.class_id == member.class_id:
            return self.env._(
                "%(member)s is of class %(name)s already.",
                member=member.display_name,
                name=self.class_id.name,
            )
        # The board decides on an applicant as a whole, the class included.
        decided = self.decision_id or (self.decision_ref or "").strip()
        if member.number and not decided:
            return self.env._(
                "Enter the decision: its number, its day and who decided."
            )
        return super()._get_problem()

    def _prepare_entry(self):
        values = super()._prepare_entry()
        if self.kind == "class":
            values["class_id"] = self.class_id.id
            if self.decision_ref:
                values["decision_ref"] = self.decision_ref
            if self.decision_id:
                values["decision_id"] = self.decision_id.id
        return values
