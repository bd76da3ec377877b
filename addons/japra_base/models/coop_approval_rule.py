from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class CoopApprovalRule(models.Model):
    _name = "coop.approval.rule"
    _description = "Rule of Approval"
    _inherit = ["mail.thread"]
    _order = "company_id, kind, amount_above"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        index=True,
        # Emptied, the rule of one cooperative would become the rule of all.
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Empty: the proposal of Japra, for every cooperative without a rule of "
        "its own.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        selection=lambda self: self.env["coop.approval"]._get_kinds(),
        string="What",
        required=True,
    )
    amount_above = fields.Monetary(
        string="Above",
        tracking=True,
        help="More than this amount needs the approval. What has no amount always "
        "needs it.",
    )
    role = fields.Selection(
        selection=[
            ("board", "Board"),
            ("treasurer", "Treasurer"),
            ("supervisor", "Supervisor"),
        ],
        string="Approved By",
        required=True,
        default="board",
        tracking=True,
    )
    approvals = fields.Integer(
        string="Persons",
        required=True,
        default=1,
        tracking=True,
        help="How many different persons must approve: one or two.",
    )

    _approvals_few = models.Constraint(
        "CHECK(approvals IN (1, 2))", "One person approves, or two."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount_above >= 0)", "The amount of a rule is zero or more."
    )
    _limit_uniq = models.UniqueIndex(
        "(company_id, kind, amount_above) WHERE active",
        "Another rule stands for this amount already: change that one.",
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = rule.company_id.currency_id or self.env.ref("base.IDR")

    @api.depends("kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = kinds.get(rule.kind, rule.kind)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    @api.ondelete(at_uninstall=True)
    def _unlink_cached(self):
        self.env.registry.clear_cache()

    def write(self, vals):
        for name in ("company_id", "kind"):
            if name in vals and any(
                (rule[name].id if name == "company_id" else rule[name]) != vals[name]
                for rule in self
            ):
                raise UserError(
                    self.env._(
                        "A rule of approval stays in its cooperative and for its kind: "
                        "archive it and make a new one."
                    )
                )
        self.env.registry.clear_cache()
        return super().write(vals)

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
        return dict(self._fields["role"]._description_selection(self.env))[role]

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
        rules = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", [company_id, False])],
            order="amount_above",
        )
        return tuple(
            (round(rule.amount_above), rule.role, rule.approvals)
            for rule in rules.filtered("company_id") or rules
        )
