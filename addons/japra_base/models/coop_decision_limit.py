from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopDecisionLimit(models.Model):
    _name = "coop.decision.limit"
    _inherit = "coop.approval.limit"
    _description = "New Limit of Approval by a Decision"
    _order = "decision_id, kind, amount_above"

    decision_id = fields.Many2one(
        "coop.decision", required=True, index=True, ondelete="cascade"
    )

    _once = models.Constraint(
        "UNIQUE(decision_id, kind, amount_above)",
        "A decision sets one limit for each amount.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        limits = super().create(vals_list)
        limits._check_open()
        return limits

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
        # In sudo: the limit was checked; its decision is only marked as changed.
        self.sudo().decision_id._touch()

    def _describe(self):
        """Return the limit as the one who approves reads it."""
        return self.env._(
            "%(kind)s above %(amount)s: %(role)s, persons: %(count)s",
            kind=self.display_name,
            amount=self.currency_id.format(self.amount_above),
            role=self.env["coop.approval.rule"]._role_label(self.role),
            count=self.approvals,
        )

    def _prepare_rule(self):
        return {
            **self._prepare_limit(),
            "company_id": self.decision_id.company_id.id,
            "decision_id": self.decision_id.id,
        }

    def _prepare_limit(self):
        return {
            "kind": self.kind,
            "amount_above": round(self.amount_above),
            "role": self.role,
            "approvals": self.approvals,
        }
