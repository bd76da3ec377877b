from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .labels import labels


class CoopApprovalLimit(models.AbstractModel):
    """From which amount on who approves: a rule in force, or a line to decide."""

    _name = "coop.approval.limit"
    _description = "Limit of Approval"

    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    kind = fields.Selection(
        selection=lambda self: self.env["coop.approval"]._get_kinds(),
        string="What",
        required=True,
    )
    amount_above = fields.Monetary(
        string="Above",
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
    )
    approvals = fields.Integer(
        string="Persons",
        required=True,
        default=1,
        help="How many different persons must approve: one or two.",
    )

    _approvals_few = models.Constraint(
        "CHECK(approvals IN (1, 2))", "One person approves, or two."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount_above >= 0)", "The amount of a rule is zero or more."
    )

    @api.constrains("kind")
    def _check_kind(self):
        # Core lets any word into a selection that a method makes.
        kinds = dict(self.env["coop.approval"]._get_kinds())
        if any(limit.kind not in kinds for limit in self):
            raise ValidationError(
                self.env._("There is nothing of this kind to approve: take another.")
            )

    def _compute_currency_id(self):
        # Also for the proposal, which has no cooperative: all keep rupiah.
        self.currency_id = self.env.ref("base.IDR")

    @api.depends("kind")
    def _compute_display_name(self):
        kinds = labels(self, "kind")
        for limit in self:
            limit.display_name = kinds.get(limit.kind, limit.kind)
