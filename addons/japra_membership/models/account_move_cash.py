from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.japra_base.models import guard

from .account_journal_cash import LIVE

# Booked after the count, when the session is over.
DIFFERENCE = "cash-difference/"


class AccountMove(models.Model):
    """Whatever moves cash of a box while a session has it belongs to the session."""

    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state") == "posted":
            # Every way of posting writes this.
            self.filtered(lambda move: move.state != "posted")._coop_enter_sessions()
        elif vals.keys() & {"state", "date", "journal_id"}:
            self.filtered(lambda move: move.state == "posted").line_ids.filtered(
                lambda line: not line.move_id.coop_origin_key
            )._coop_check_session_over()
        return super().write(vals)

    def _coop_enter_sessions(self):
        """Note on each line of a cash box its session; refuse where there is none."""
        boxes = self.env["account.journal"]._coop_boxes(self.company_id)
        box_of = {(box.company_id, box.default_account_id): box for box in boxes}
        # In sudo: a teller reads no entries.
        lines = self.sudo().line_ids.filtered(
            lambda line: (line.company_id, line.account_id) in box_of
        )
        if not lines:
            return
        by_box = lines.grouped(lambda line: box_of[line.company_id, line.account_id])
        ids = tuple(sorted(box.id for box in by_box))
        # A session opened or counted meanwhile makes this a serialization failure,
        # which is tried again and then sees it. Sharers do not wait for each other.
        self.env.execute_query(
            SQL("SELECT id FROM account_journal WHERE id IN %s FOR SHARE", ids)
        )
        self.env["coop.cash.session"].flush_model(["journal_id", "state"])
        rows = self.env.execute_query(
            SQL(
                "SELECT journal_id, id FROM coop_cash_session"
                " WHERE journal_id IN %s AND state IN %s FOR SHARE",
                ids,
                LIVE,
            )
        )
        # In sudo: the session may be the one of another teller.
        sessions = self.env["coop.cash.session"].sudo()
        session_of = {box_id: sessions.browse(id_) for box_id, id_ in rows}
        for box, moved in by_box.items():
            session = session_of.get(box.id, sessions)
            for line in moved:
                belongs = session
                if (line.move_id.coop_origin_key or "").startswith(DIFFERENCE):
                    belongs = sessions
                elif problem := self._coop_session_problem(box, session, line.date):
                    raise UserError(problem)
                if line.coop_session_id != belongs:
                    guard.opened(line).coop_session_id = belongs
            if problem := self._coop_by_hand_problem(box, moved):
                raise UserError(problem)

    def _coop_by_hand_problem(self, box, lines):
        """Why an entry that no document makes cannot move this cash, or None."""
        lines = lines.filtered(lambda line: not line.move_id.coop_origin_key)
        if not lines or not box.company_id.coop_kind:
            return None
        moved = 0
        for day, of_day in sorted(lines.grouped("date").items()):
            moved += round(sum(of_day.mapped("balance")))
            if problem := box._coop_short_problem(-moved, day):
                return problem
        return None

    def _coop_session_problem(self, box, session, date):
        """Why cash cannot move in this box now, in one sentence, or None."""
        if not session:
            if box.coop_needs_session:
                return self.env._(
                    "%(box)s is closed: open a session of it first (Cash > My Cash "
                    "Session).",
                    box=box.name,
                )
        elif session.state == "counting":
            return self.env._(
                "%(box)s is being counted by %(teller)s: hand the count in, or go "
                "back to the open session first.",
                box=box.name,
                teller=session.user_id.name,
            )
        elif date < session.date:
            return self.env._(
                "The session of %(box)s began on %(date)s, and the days before are "
                "closed: take that day or a later one.",
                box=box.name,
                date=format_date(self.env, session.date),
            )
        return None
