from odoo import api, models


class CoopReceipt(models.Model):
    """Money out and reversals that another person must agree to."""

    _name = "coop.receipt"
    _inherit = ["coop.receipt", "coop.approval.mixin"]

    @api.model
    def _approval_kinds(self):
        payout = self.env._("Money out")
        reversal = self.env._("Reversal of a receipt")
        return [("receipt.payout", payout), ("receipt.reversal", reversal)]

    def _approval_kind(self):
        return "receipt.reversal" if self.reversal_reason else "receipt.payout"

    def action_request_approval(self):
        """Ask for a payout; a reversal is asked for by who may reverse only."""
        # First: the sentence below names a receipt.
        self.check_access("write")
        self._check_draft()
        return super().action_request_approval()

    def _approval_requirement(self):
        if self.reversal_reason:
            return super()._approval_requirement()
        if self.direction == "in":
            return None
        # Shares: whatever the amount. Else all that these members were paid out that
        # day, as a limit is not kept in slices.
        amount = None
        if not self._returns_shares():
            amount = self._approval_amount() + self._paid_out_before()
        return self.env["coop.approval.rule"]._required(
            self.company_id, "receipt.payout", amount
        )

    def _returns_shares(self):
        """Whether shares go back to somebody whose application came to nothing."""
        return self.direction == "out" and not all(
            self.line_ids.coop_account_id.product_id.mapped("can_pay_out")
        )

    def _approval_amount(self):
        return round(self.amount_total)

    def _paid_out_before(self):
        # In sudo: what another teller paid counts too, read or not.
        others = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("direction", "=", "out"),
                ("state", "=", "posted"),
                ("date", "=", self.date),
                ("line_ids.membership_id", "in", self._members().ids),
                ("id", "!=", self._origin.id),
            ]
        )
        entry = self.sudo().move_id
        if entry:
            others = others.filtered(lambda one: one.move_id.id < entry.id)
        return sum(round(one.amount_total) for one in others)

    def _approval_partner(self):
        return self.partner_id | self._members().partner_id

    def _approval_reason(self):
        return self.reversal_reason or self.note

    def _approval_title(self):
        if self.reversal_reason:
            return self.env._("Reversal of %(number)s", number=self.name)
        return self.env._("Payout to %(name)s", name=self.partner_id.name)

    def _approval_report(self):
        return self.env.ref("japra_membership.action_report_kwitansi")

    def _approval_content(self):
        return {
            "reason": self.reversal_reason or self.note or None,
            "entry": self.move_id.id if self.reversal_reason else None,
            "date": self.date,
            "means": self.means,
            "box": self.cash_journal_id.id,
            "lines": sorted(
                [line.coop_account_id.id or -line.invoice_id.id, round(line.amount)]
                for line in self.line_ids
                if line.amount
            ),
        }

    def _on_approved(self):
        """A reversal is booked at once; a payout waits for who hands out the money."""
        if self.state == "posted" and self.reversal_reason:
            self._book_reversal()
