import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command

from odoo.addons.japra_base.models import guard

from .account_journal_cash import LIVE


class CoopCashSession(models.Model):
    """The steps of a session: opened, counted, handed in."""

    _inherit = "coop.cash.session"

    # === ACTIONS === #

    @api.model
    def action_my_session(self):
        """Open the session that goes on, or a new one with one button.

        What waits for another person is in the list: the next day begins without it.
        """
        mine = self.search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("draft", *LIVE)),
            ]
        )
        # What goes on before what has not begun.
        mine = mine.sorted(lambda session: session.state == "draft")[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My Cash Session"),
            "res_model": self._name,
            "res_id": mine.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_open(self):
        """Take the box; from now on its cash belongs to this session."""
        self._check_own()
        if self.state != "draft":
            raise UserError(self.env._("This session is open already."))
        if self.user_id != self.env.user:
            raise UserError(
                self.env._("A session is opened by who works with the box.")
            )
        if problem := self._opening_problem():
            raise UserError(problem)
        self.journal_id._coop_claim()
        self._write_state(
            {
                "state": "open",
                "date": self.company_id._coop_today(),
                "opened_at": fields.Datetime.now(),
            }
        )
        return True

    def action_count(self):
        """Close the box for booking, and lay out the sheet of the count."""
        self._check_own()
        self._lock()
        if self.state != "open":
            raise UserError(self.env._("Only an open session is counted."))
        self._write_state(
            {
                "state": "counting",
                "count_ids": self._prepare_sheet(),
            }
        )
        return True

    def action_resume(self):
        """Go on with the queue; what was typed of the count is kept."""
        self._check_own()
        self._lock()
        self._check_counting()
        self._write_state({"state": "open"})
        return True

    def action_hand_in(self):
        """Seal the count; only now is the difference told."""
        self._check_own()
        self._lock()
        self._check_counting()
        self._write_state(
            {
                "amount_sealed": self._ledger(self.journal_id._coop_cash_expected()),
                "counted_at": fields.Datetime.now(),
                "date_counted": self.company_id._coop_today(),
                "counted_by": self.env.uid,
                "state": "counted",
            }
        )
        if not round(self.difference):
            self._write_state({"state": "closed"})
        self._seal()
        return True

    def action_recount(self):
        """Count again after a refusal; the first count stays beside it."""
        self._check_own()
        self._lock()
        if self.state != "counted" or self.approval_state != "refused":
            raise UserError(
                self.env._(
                    "A count is repeated only after who approves has refused its "
                    "difference."
                )
            )
        if problem := self._opening_problem():
            raise UserError(problem)
        # In sudo: rows of a count are nobody's to put aside but this button's.
        guard.opened(self.sudo().count_ids).write({"active": False})
        self.journal_id._coop_claim()
        self._write_state(
            {
                "state": "counting",
                "amount_sealed": 0,
                "counted_at": False,
                "date_counted": False,
                "counted_by": False,
                "explanation": False,
                "count_ids": self._prepare_sheet(),
            }
        )
        return True

    def action_hand_over(self):
        """Bring cash of the box to the safe or to the bank."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Cash Over"),
            "res_model": "coop.cash.transfer",
            "view_mode": "form",
            "context": {"default_journal_id": self.journal_id.id},
        }

    def action_receipts(self):
        """The receipts of this session."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "japra_membership.coop_receipt_action"
        )
        return dict(action, domain=[("session_id", "=", self.id)])

    # === BUSINESS === #

    def _prepare_sheet(self):
        """A row for every note and coin in circulation that has none yet."""
        denominations = self.env["coop.cash.denomination"].search(
            [("active", "=", True)]
        )
        return [
            Command.create({"denomination_id": one.id})
            for one in denominations - self.count_ids.denomination_id
        ]

    def _opening_problem(self):
        """Why the box cannot be taken, in one sentence, or None."""
        box = self.journal_id
        if problem := box._coop_box_problem():
            return problem
        # In sudo: a box with the same account is one, whoever may read it.
        others = (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("type", "=", "cash"),
                    ("id", "!=", box.id),
                    ("default_account_id", "=", box.sudo().default_account_id.id),
                ],
                limit=1,
            )
        )
        if others:
            return self.env._(
                "%(box)s and %(other)s share one account: give each cash box its own "
                "first.",
                box=box.name,
                other=others.name,
            )
        if session := box._coop_live_session():
            return self.env._(
                "%(box)s has a session of %(teller)s already: it is counted and closed "
                "first.",
                box=box.name,
                teller=session.user_id.name,
            )
        mine = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("user_id", "=", self.user_id.id),
                ("state", "in", LIVE),
            ],
            limit=1,
        )
        if mine:
            return self.env._(
                "You have a session of %(box)s still: close that one first.",
                box=mine.journal_id.name,
            )
        return None

    def _write_state(self, values):
        """Write what nobody writes by hand; the caller has checked.

        In sudo: the rows of the count are nobody's to make.
        """
        try:
            with self.env.cr.savepoint():
                guard.opened(self.sudo()).write(values)
                self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            # Opened twice at one instant: tried again, the other session is seen.
            raise ConcurrencyError(str(error)) from error

    def _lock(self):
        """Let one button at a time move it, and nobody book in it meanwhile."""
        guard.lock(self, self.env._("Somebody is booking in this session: try again."))
        self.invalidate_recordset(["state"])

    def _seal(self):
        """Seal by hash what the session booked, without waiting for the minute.

        In sudo: a teller has no rights on entries.
        """
        company = self.company_id.sudo()
        moves = self.env["account.move"].sudo()
        for journal in company.coop_receipt_journal_id | company.coop_cash_journal_id:
            while moves._coop_seal(journal):
                pass
