from odoo import models
from odoo.exceptions import UserError

from ..calc.dates import long_date


class CoopRun(models.Model):
    """What a run would book: the same for its dry run, its parts and a retry."""

    _inherit = "coop.run"

    def _check_bookable(self):
        """Refuse the run as a whole with one sentence."""
        kind = self._get_kind()
        journal = self._get_journal(kind)
        # In sudo: nothing is made; the entry only says whether the day is open.
        self.env["account.move"].sudo().new(
            {"company_id": self.company_id.id, "journal_id": journal.id}
        )._coop_check_date(self.date)
        if sentence := kind._run_refusal(self):
            raise UserError(sentence)

    def _get_journal(self, kind):
        # In sudo, as whoever may start a run: what it books was checked.
        journal = kind._run_journal(self).sudo()
        if journal.company_id != self.company_id or not journal.coop_sealed:
            raise UserError(
                self.env._(
                    "%(company)s has no sealed journal for this kind of run yet: "
                    "load its chart of accounts first.",
                    company=self.company_id.name,
                )
            )
        return journal

    def _compute_rows(self, records=None):
        """Return the values of the items, by the same code that books them."""
        kind = self._get_kind()
        rows = []
        amounts = kind._run_amounts(self, records)
        for part in self._parts([r for r in amounts if amounts[r]]):
            part = {record: amounts[record] for record in part}
            lines, problems = self._plan(kind, part)
            for record, amount in part.items():
                account = self._get_member_account(lines.get(record, ()))
                if not account and record._name == "coop.account":
                    account = record
                rows.append(
                    {
                        "run_id": self.id,
                        "name": record.display_name,
                        "res_id": record.id,
                        "coop_account_id": account.id if account else False,
                        "amount": amount,
                        "error": problems.get(record, False),
                    }
                )
        return rows

    def _plan(self, kind, amounts):
        """Split bad records off; return ({record: lines}, {record: sentence})."""
        if any(type(amount) is not int for amount in amounts.values()):
            raise ValueError(f"{kind._name}: not whole rupiah")
        problems = dict(kind._run_problems(self, amounts))
        lines = kind._run_lines(
            self, {r: amount for r, amount in amounts.items() if r not in problems}
        )
        for record, own in lines.items():
            if sum(line["amount"] for line in own):
                raise ValueError(f"{kind._name}: {record} is not balanced")
            if sentence := self._get_problem(own):
                problems[record] = sentence
        good = {r: lines[r] for r in amounts if r not in problems}
        return good, problems

    def _get_problem(self, lines):
        """Return why these lines cannot be booked, whatever the kind says."""
        for line in lines:
            account = line.get("coop_account")
            if not account:
                continue
            if account.company_id != self.company_id:
                return self.env._(
                    "This account is of another cooperative: take it out."
                )
            if account.date_closed and account.date_closed < self.date:
                return self.env._(
                    "The account was closed on %(date)s: leave it out or open a new "
                    "one.",
                    date=long_date(account.date_closed),
                )
            if account.date_opened > self.date:
                return self.env._(
                    "The account was opened on %(date)s, after the day of this run.",
                    date=long_date(account.date_opened),
                )
        return None

    def _get_member_account(self, lines):
        for line in lines:
            if line.get("coop_account"):
                return line["coop_account"]
        return self.env["coop.account"]

    def _show(self, rows):
        self._back_to_draft()
        self._open_items().create(rows)
        self._set({"state": "ready"})

    def _back_to_draft(self):
        shown = self.filtered(lambda run: run.state == "ready")
        shown._open_items(shown.item_ids).unlink()
        shown._set({"state": "draft"})
