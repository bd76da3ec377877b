from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from . import guard
from .labels import labels


class CoopApprovalRule(models.Model):
    """A limit in force; decisions of a cooperative make and end its own."""

    _name = "coop.approval.rule"
    _description = "Rule of Approval"
    _inherit = "coop.approval.limit"
    _order = "company_id, kind, amount_above"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        index=True,
        # Emptied, the rule of one cooperative would become the rule of all.
        ondelete="restrict",
        help="Empty: the proposal of Japra, for every cooperative without a rule of "
        "its own.",
    )
    active = fields.Boolean(default=True, help="In force.")
    decision_id = fields.Many2one(
        comodel_name="coop.decision",
        index="btree_not_null",
        ondelete="restrict",
        help="What made this rule.",
    )

    _limit_uniq = models.UniqueIndex(
        "(company_id, kind, amount_above) WHERE active",
        "Another rule stands for this amount already: change that one.",
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        if not guard.is_open(self.env) and rules.filtered("company_id"):
            self._refuse_change()
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        self.check_access("write")
        if not guard.is_open(self.env) and self.filtered("company_id"):
            self._refuse_change()
        self.env.registry.clear_cache()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposal(self):
        if self.filtered("company_id"):
            self._refuse_change()

    @api.ondelete(at_uninstall=True)
    def _unlink_cached(self):
        self.env.registry.clear_cache()

    def _refuse_change(self):
        raise UserError(
            self.env._("Limits of approval change by a decision only: enter one.")
        )

    # === ACTIONS === #

    @api.model
    def action_decide(self):
        """Open a new decision, the one way to a limit."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Decision"),
            "res_model": "coop.decision",
            "view_mode": "form",
        }

    # === WHO MUST APPROVE === #

    @api.model
    def _role_groups(self):
        """Return {role: group}: the one list of who may be the second pair of eyes."""
        return {
            "board": "japra_base.group_board",
            "treasurer": "japra_base.group_treasurer",
            "supervisor": "japra_base.group_supervisor",
        }

    @api.model
    def _role_label(self, role):
        return labels(self, "role")[role]

    @api.model
    def _required(self, company, kind, amount):
        """Return (role, number of persons) that must approve, or None.

        `amount`: whole rupiah, or None for what has no amount. Where nobody has made
        a rule one of the board approves everything.
        """
        limits = self._limits(company.id, kind)
        if not limits:
            return "board", 1
        if amount is not None:
            limits = [limit for limit in limits if limit[0] < abs(amount)][-1:]
        return limits[0][1:] if limits else None

    @tools.ormcache("company_id", "kind")
    def _limits(self, company_id, kind):
        """Return ((amount, role, persons), ...) that bind a cooperative, by amount.

        In sudo: a rule binds who cannot read it.
        """
        # Whatever the context says: what was replaced binds nobody, and the answer is
        # kept for all.
        rules = (
            self.sudo()
            .with_context(active_test=True)
            .search(
                [("kind", "=", kind), ("company_id", "in", [company_id, False])],
                order="amount_above",
            )
        )
        return tuple(
            (round(rule.amount_above), rule.role, rule.approvals)
            for rule in rules.filtered("company_id") or rules
        )
