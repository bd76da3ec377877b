from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.paper import on_paper


class CoopReceipt(models.Model):
    """How a receipt reaches the ledger, and how it is reversed."""

    _inherit = "coop.receipt"

    # === POSTING === #

    def _batches(self):
        """Split so that every payment sees what was paid before it, by the same
        member or out of the same box.
        """
        batch = self.browse()
        for receipt in self:
            if batch and (
                receipt.company_id != batch.company_id
                or receipt._members() & batch._members()
                # What the box holds is read from the ledger.
                or receipt.direction == "out"
            ):
                yield batch
                batch = self.browse()
            batch += receipt
        yield batch

    def _members(self):
        """Everybody whose money a receipt moves, and who stands at the counter."""
        return self.membership_id | self.line_ids.membership_id

    def _receive(self, statements=None):
        """Book drafts of one cooperative, of each member one, as the user.

        :param statements: of their members today, where they were asked already
        """
        self.check_access("write")
        self._lock()
        self._check_draft()
        # Two who take from one box at one instant: the second starts again.
        for receipt in self:
            if receipt.direction == "out" and receipt.means == "cash":
                receipt.cash_journal_id._coop_claim()
        self._post(statements)

    def _post(self, statements=None):
        """Book what `_receive` has locked and found to be drafts."""
        statements = self._prepare_posting(statements)
        # A teller has no accounting rights. What is booked was checked above and is
        # written by this method alone.
        moves = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entries(
                self.sudo().company_id.coop_receipt_journal_id,
                [receipt._prepare_entry() for receipt in self],
            )
        )
        for receipt, move in zip(self, moves, strict=True):
            receipt._keep_entry(move, statements)

    def _prepare_posting(self, statements=None):
        """Check the receipts and fix what they say; return what was owed before."""
        if statements is None:
            accounts = self._members().account_ids
            statements = self.env["coop.dues"]._statements(accounts)
        self._check_postable(statements)
        self._check_approved()
        self.line_ids.filtered(lambda line: not line.amount).unlink()
        lines = self.line_ids
        guard.assign(
            lines,
            "posted_label",
            [line._describe(statements.get(line.coop_account_id.id)) for line in lines],
        )
        lines.invalidate_recordset(["label"], flush=False)
        return statements

    def _keep_entry(self, move, statements):
        """Note the entry that books these receipts, and what their papers say."""
        guard.assign(
            self, "standing", [receipt._get_standing(statements) for receipt in self]
        )
        self._write_posted(self._prepare_kept(move))

    def _prepare_kept(self, move):
        return {"move_id": move.id}

    def _write_posted(self, values):
        """Write what posting and reversing alone write."""
        # In sudo: who books or reverses has no right on it afterwards.
        guard.opened(self.sudo()).write(values)

    def _lock(self):
        """Let one person at a time book or reverse a receipt."""
        guard.lock(
            self, self.env._("Somebody else is booking this receipt at this moment.")
        )

    def _check_postable(self, statements):
        """Refuse with one sentence what must not reach the ledger."""
        self.partner_id._check_not_merged()
        # Asked once for all whose money goes into one box.
        for receipts in self.grouped(
            lambda receipt: (receipt.cash_journal_id, receipt.means, receipt.date)
        ).values():
            if problem := receipts[0]._get_problem_of_means():
                raise UserError(problem)
        for receipt in self:
            if problem := receipt._get_problem(statements):
                raise UserError(problem)

    def _get_problem(self, statements):
        for member in self._members():
            if problem := self._get_problem_of_member(member):
                return problem
        if problem := self._get_problem_of_cash():
            return problem
        if not sum(self.line_ids.mapped("amount")):
            return self.env._("A receipt of nothing cannot be booked: enter an amount.")
        for line in self.line_ids:
            if problem := line._get_problem(statements.get(line.coop_account_id.id)):
                return problem
        return None

    def _get_problem_of_member(self, member):
        if self.direction == "out":
            return member._payout_problem(self.date)
        return member._receipt_problem(self.date)

    def _get_problem_of_means(self):
        """Why nothing can be booked by these means at all, in one sentence."""
        # In sudo: of the setup no more is told than what is missing, and what can
        # hold the money does not depend on who books.
        company, journal = self.company_id.sudo(), self.cash_journal_id.sudo()
        if not company.coop_receipt_journal_id:
            return self.env._(
                "%(company)s has no journal of receipts yet: load its chart of "
                "accounts first.",
                company=company.name,
            )
        if self.means == "cash":
            if journal.type != "cash" or not journal.default_account_id:
                return self.env._(
                    "Choose a cash box: %(journal)s is none.", journal=journal.name
                )
        elif journal.type != "bank":
            return self.env._(
                "Choose a bank account: %(journal)s is none.", journal=journal.name
            )
        elif not company.coop_clearing_account_id:
            return self.env._(
                "%(company)s has no account for payments on their way yet: load its "
                "chart of accounts first.",
                company=company.name,
            )
        return None

    def _get_problem_of_cash(self):
        """Why so much money cannot change hands, in one sentence."""
        if self.amount_tendered:
            if self.direction == "out" or self.means != "cash":
                return self.env._("Only who pays in cash gets change.")
            if self.amount_tendered < self.amount_total:
                return self.env._(
                    "%(missing)s are missing: less cash is given than the receipt "
                    "says.",
                    missing=format_rupiah(
                        round(self.amount_total - self.amount_tendered)
                    ),
                )
        if self.direction == "out" and self.means == "cash":
            return self.cash_journal_id._coop_payout_problem(
                round(self.amount_total), self.date
            )
        return None

    def _prepare_entry(self):
        self.ensure_one()
        return {
            "date": self.date,
            "origin_key": f"receipt/{self.id}",
            "ref": self.membership_id._shown_number(),
            "lines": self._prepare_entry_lines(),
        }

    def _prepare_entry_lines(self):
        lines = self.line_ids
        extra = {"coop_receipt_id": self.id}
        sign = 1 if self.direction == "in" else -1
        cash = {
            "account": self._money_account(),
            "partner": self.partner_id,
            "name": ", ".join(line.document for line in lines),
            "amount": sign * round(self.amount_total),
            "extra": extra,
        }
        return [cash] + [
            {**line._prepare_entry_line(sign), "extra": extra} for line in lines
        ]

    def _money_account(self):
        """Where the money is: in the box, or on its way to or from the bank."""
        # In sudo, as the entry that the account goes into.
        if self.means == "cash":
            return self.cash_journal_id.sudo().default_account_id
        return self.company_id.sudo().coop_clearing_account_id

    def _get_standing(self, statements):
        """The rows of the paper: every account of each member after this payment."""
        sign = 1 if self.direction == "in" else -1
        amounts = {
            line.coop_account_id: sign * round(line.amount) for line in self.line_ids
        }
        rows = []
        accounts = on_paper(self._paper_members().account_ids)
        for account in accounts.sorted(lambda a: a.product_id.sequence):
            if statement := statements.get(account.id):
                after = statement.after(amounts.get(account, 0), self.date)
                if after.rule.kind == "entry_fee" and not after.arrears[0]:
                    # Income: paid, it is no balance of the member.
                    continue
                if after.rule.kind == "sukarela" and account not in amounts:
                    if not after.paid:
                        # Who never saved by choice reads nothing of it.
                        continue
                until = after.paid_until()
                # What is saved by choice is never owed, and so never paid up.
                owed = None if after.rule.kind == "sukarela" else after.arrears[0]
                rows.append(
                    {
                        "member": account.membership_id.id,
                        "product": account.product_id.name,
                        "number": account.number,
                        "balance": 0 if after.rule.kind == "entry_fee" else after.paid,
                        "owed": owed,
                        "paid_until": fields.Date.to_string(until) if until else False,
                    }
                )
        return rows

    def _paper_members(self):
        """Everybody who gets a slip: who has a line on the receipt."""
        return (self.line_ids.membership_id or self.membership_id).sorted("number")

    def _reverse(self, reason):
        """Reverse the whole receipt, or ask who must agree; the caller checks rights.

        Return whether it is reversed already.
        """
        self.ensure_one()
        self._lock()
        if self.state != "posted":
            raise UserError(
                self.env._("Receipt %(number)s is reversed already.", number=self.name)
                if self.state == "reversed"
                else self.env._("A draft is not reversed: delete it.")
            )
        self._write_posted({"reversal_reason": reason})
        if self._approval_required() and self.approval_state != "approved":
            self._request_approval()
            return False
        self._book_reversal()
        return True

    def _book_reversal(self):
        self._check_approved()
        paper = on_paper(self)
        ref = paper.env._("Reversal of %(number)s", number=self.name)
        # In sudo: who approves or reverses a receipt books its entry by this only.
        self.sudo().move_id._reverse_moves([{"ref": ref}], cancel=True)
