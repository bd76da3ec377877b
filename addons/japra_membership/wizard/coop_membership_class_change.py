from odoo import fields, models
from odoo.exceptions import UserError


class CoopMembershipClassChange(models.TransientModel):
    """One class for many members at once: an entry in the register of each.

    What a single change is refused for keeps that member out, by name; the others are
    changed.
    """

    _name = "coop.membership.class.change"
    _inherit = "coop.checked.input"
    _description = "Change of Class of Many Members"

    membership_ids = fields.Many2many(
        comodel_name="coop.membership",
        string="Members",
        default=lambda self: self._default_membership_ids(),
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    class_id = fields.Many2one(
        comodel_name="coop.member.class",
        string="New Class",
        domain="[('company_id', '=', company_id)]",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._coop_today()
    )
    reason = fields.Char()
    decision_id = fields.Many2one(
        comodel_name="coop.decision",
        domain="[('company_id', '=', company_id), ('state', '=', 'issued')]",
    )
    decision_ref = fields.Char(
        string="Decided In", help="Number, day and body, as the minutes name it."
    )
    changed_count = fields.Integer(string="Changed", readonly=True)
    failures = fields.Text(string="Not Changed", readonly=True)

    def _default_membership_ids(self):
        if self.env.context.get("active_model") != "coop.membership":
            return False
        return self.env.context.get("active_ids")

    def action_apply(self):
        """Change whom it can be changed for; tell of the others by name."""
        self.ensure_one()
        members = self.membership_ids
        if not members:
            raise UserError(self.env._("Choose the members in the list first."))
        members.check_access("write")
        failures = {}
        for member in members:
            try:
                # Of one who is refused nothing stays.
                with self.env.cr.savepoint():
                    self._change(member)
            except UserError as error:
                failures[member] = error.args[0]
        sentences = [
            problem
            if member.display_name in problem
            else f"{member.display_name}: {problem}"
            for member, problem in failures.items()
        ]
        if len(failures) == len(members):
            # What is missing for all is said once.
            same = set(failures.values())
            raise UserError(same.pop() if len(same) == 1 else "\n".join(sentences))
        if not failures:
            return {"type": "ir.actions.act_window_close"}
        self.changed_count = len(members) - len(failures)
        self.failures = "\n".join(sentences)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Class"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _change(self, member):
        """As the button of one member does it, with its checks."""
        step = self.env["coop.membership.step"].create(
            {
                "membership_id": member.id,
                "kind": "class",
                "date": self.date,
                "class_id": self.class_id.id,
                "reason": self.reason,
                "decision_id": self.decision_id.id,
                "decision_ref": self.decision_ref,
            }
        )
        step.action_apply()
