from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date


class CoopDecisionLine(models.Model):
    _name = "coop.decision.line"
    _inherit = "coop.dated.value"
    _description = "New Value by a Decision"
    _order = "decision_id, id"
    _rec_name = "parameter_id"

    decision_id = fields.Many2one(
        "coop.decision", required=True, index=True, ondelete="cascade"
    )
    parameter_id = fields.Many2one(domain="[('scope', '=', 'bylaw')]")
    row_ids = fields.One2many("coop.parameter.row", "line_id", string="Table")

    _once = models.Constraint(
        "UNIQUE(decision_id, parameter_id, valid_from)",
        "A decision sets a rule once for each date.",
    )

    @api.constrains("parameter_id")
    def _check_scope(self):
        for line in self:
            if line.parameter_id.scope != "bylaw":
                raise ValidationError(
                    self.env._(
                        "%s is law: no decision of a cooperative changes it.",
                        line.parameter_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        if "decision_id" in vals:
            raise UserError(self.env._("A line stays in its decision."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._check_open()

    def _check_open(self):
        # In sudo: the line was checked; its decision is only marked as changed.
        self.sudo().decision_id._touch()

    def _check_issuable(self):
        """Refuse what would change the past.

        Done under a value was right then, and no later decision makes it wrong. The
        first value of a rule may be older than the paper that states it: before it
        there was none, and the dues of the years before the books are reckoned by it.
        """
        self._check_value()
        for line in self:
            if line.valid_from < line.decision_id.date and line._get_own_values():
                raise UserError(
                    self.env._(
                        "%(rule)s has a value already: a new one is valid from the "
                        "day of the decision, %(date)s, or later.",
                        rule=line.parameter_id.name,
                        date=format_date(self.env, line.decision_id.date),
                    )
                )

    def _get_own_values(self):
        # In sudo: a value that stands counts, also for who cannot read it.
        return (
            self.env["coop.parameter.value"]
            .sudo()
            .search(
                [
                    ("parameter_id", "=", self.parameter_id.id),
                    ("company_id", "=", self.decision_id.company_id.id),
                ],
                limit=1,
            )
        )

    def _approval_content(self):
        return {
            "rule": self.parameter_id.id,
            "from": str(self.valid_from),
            "value": f"{self.value:.4f}",
            "date": str(self.value_date or ""),
            "choice": self.choice_id.id,
            "rows": [
                [
                    row.label or "",
                    *(f"{row[name]:.4f}" for name in ("lower", "upper", "value")),
                ]
                for row in self.row_ids
            ],
        }

    def _describe(self):
        """Return the line as the one who approves reads it."""
        return self.env._(
            "%(rule)s from %(date)s: %(value)s",
            rule=self.parameter_id.name,
            date=format_date(self.env, self.valid_from),
            value=self.value_label,
        )

    def _prepare_value(self):
        return {
            **self._prepare_typed(),
            "company_id": self.decision_id.company_id.id,
            "decision_id": self.decision_id.id,
            "valid_from": self.valid_from,
        }
