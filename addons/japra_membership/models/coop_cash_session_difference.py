from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.paper import on_paper

from .account_move_cash import DIFFERENCE


class CoopCashSession(models.Model):
    """The difference of a count: another person agrees, then it is booked."""

    _name = "coop.cash.session"
    _inherit = ["coop.cash.session", "coop.approval.mixin"]

    @api.model
    def _approval_kinds(self):
        return [("cash.difference", self.env._("Cash difference"))]

    def _approval_kind(self):
        return "cash.difference"

    def _approval_requirement(self):
        # In sudo: a teller cannot read whether there is an entry.
        if self.state != "counted" and not self.sudo().move_id:
            return None
        return super()._approval_requirement()

    def _approval_amount(self):
        return abs(round(self.difference))

    def _approval_partner(self):
        """Neither who had the box nor who counted it agrees to what is missing."""
        # In sudo: the people are the same, whichever users the asker may read.
        return (self.user_id | self.counted_by).sudo().partner_id

    def _approval_title(self):
        if self.difference < 0:
            return self.env._(
                "Missing in the cash: %(session)s", session=self.display_name
            )
        return self.env._(
            "Too much in the cash: %(session)s", session=self.display_name
        )

    def _approval_reason(self):
        return self.explanation

    def _approval_content(self):
        return {
            "box": self.journal_id.id,
            "counted": round(self.amount_counted),
            "expected": round(self.amount_sealed),
            "counts": sorted([count.value, count.quantity] for count in self.count_ids),
            "explanation": self.explanation or None,
        }

    def action_request_approval(self):
        """Ask another person to agree to the difference, with what is known of it."""
        self._check_own()
        self._check_difference()
        return super().action_request_approval()

    def action_book_difference(self):
        """Book a difference so small that nobody needs to agree."""
        self._check_own()
        self._lock()
        self._check_difference()
        self._book_difference()
        return True

    def action_open_entry(self):
        self.ensure_one()
        return self.move_id._get_records_action()

    def _on_approved(self):
        if self.state == "counted":
            self._book_difference()

    def _check_difference(self):
        if self.state != "counted":
            raise UserError(self.env._("There is no difference to book here."))
        if not (self.explanation or "").strip():
            raise UserError(
                self.env._("Write what you know about the difference first.")
            )

    def _book_difference(self):
        """Book it on the day of the count, or today when those books are closed.

        In sudo: who approves or closes a session books its entry by this only.
        """
        self._check_approved()
        session = self.sudo()
        company, box = session.company_id, session.journal_id
        difference = round(session.difference)
        journal = company.coop_cash_journal_id
        if difference < 0:
            account = (
                box.loss_account_id
                or company.default_cash_difference_expense_account_id
            )
        else:
            account = (
                box.profit_account_id
                or company.default_cash_difference_income_account_id
            )
        if not journal or not account:
            raise UserError(
                self.env._(
                    "%(company)s has no journal or account of cash differences yet: "
                    "load its chart of accounts first.",
                    company=company.name,
                )
            )
        day = session.date_counted
        if company._get_violated_lock_dates(day, False, journal):
            day = company._coop_today()
        paper = on_paper(self)
        label = paper.env._("Cash difference of %(box)s", box=box.code)
        move = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entry(
                journal,
                day,
                f"{DIFFERENCE}{self.id}",
                [
                    {
                        "account": box.default_account_id,
                        "name": label,
                        "amount": difference,
                    },
                    {"account": account, "name": label, "amount": -difference},
                ],
            )
        )
        guard.opened(session).write({"move_id": move.id, "state": "closed"})
