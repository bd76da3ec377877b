from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah

# While one of these, cash of the box belongs to the session.
LIVE = ("open", "counting")


class AccountJournal(models.Model):
    """A cash box: who works with it, and what the ledger says lies in it."""

    _inherit = "account.journal"

    coop_needs_session = fields.Boolean(
        string="Only in a Session",
        copy=False,
        help="Cash of this box moves only while a teller has a session of it open.",
    )
    coop_safe = fields.Boolean(
        string="Safe of the Treasurer",
        copy=False,
        help="Only the treasurer works with it; tellers hand their cash over to it.",
    )
    coop_session_version = fields.Integer(
        readonly=True,
        copy=False,
        default=0,
        help="Counts the sessions opened: who books at the same instant starts again "
        "and sees the session.",
    )
    coop_session_id = fields.Many2one(
        comodel_name="coop.cash.session",
        string="Session Now",
        compute="_compute_coop_session_id",
        # With the rights of who reads: a teller sees only her own session.
        compute_sudo=False,
    )

    coop_session_ids = fields.One2many(
        comodel_name="coop.cash.session", inverse_name="journal_id"
    )
    # Who has the box, for what books: a collection asks it for each of its receipts.
    coop_live_session_id = fields.Many2one(
        comodel_name="coop.cash.session",
        compute="_compute_coop_live_session_id",
        compute_sudo=True,
        groups=fields.NO_ACCESS,
    )

    def _compute_coop_session_id(self):
        sessions = self.env["coop.cash.session"]
        if sessions.has_access("read"):
            sessions = sessions.search(
                [("journal_id", "in", self.ids), ("state", "in", LIVE)]
            )
        by_box = {session.journal_id.id: session for session in sessions}
        for journal in self:
            journal.coop_session_id = by_box.get(journal._origin.id, False)

    @api.depends("coop_session_ids.state")
    def _compute_coop_live_session_id(self):
        sessions = self.env["coop.cash.session"].search(
            [("journal_id", "in", self.ids), ("state", "in", LIVE)]
        )
        by_box = {session.journal_id.id: session for session in sessions}
        for journal in self:
            journal.coop_live_session_id = by_box.get(journal._origin.id, False)

    # === ACTIONS === #

    def action_coop_need_session(self):
        """From now on cash of these boxes moves in a session only."""
        self._coop_set_session_need(True)

    def action_coop_free_session(self):
        self._coop_set_session_need(False)

    def _coop_set_session_need(self, need):
        if not self.env.user.has_group("japra_base.group_treasurer"):
            raise UserError(self.env._("Cash boxes are set up by the treasurer."))
        self.check_access("read")
        if self.filtered(lambda journal: journal.type != "cash"):
            raise UserError(self.env._("Only a cash box has sessions."))
        # The treasurer is no manager of journals; this one mark is hers.
        self.sudo().write({"coop_needs_session": need})

    # === BUSINESS === #

    def _coop_live_session(self):
        """The session that has the box now, whoever asks.

        In sudo: that another teller has the box is refused to who cannot read it.
        """
        self.ensure_one()
        return self.sudo().coop_live_session_id

    @api.model
    def _coop_default_box(self, company):
        """The box of the session that the user has now, else the first of the counter.

        In sudo: where her own session is, whatever else she may read.
        """
        session = (
            self.env["coop.cash.session"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("user_id", "=", self.env.uid),
                    ("state", "in", LIVE),
                ],
                limit=1,
            )
        )
        return session.journal_id.sudo(False) or self.search(
            [("company_id", "=", company.id), ("type", "=", "cash")],
            order=f"coop_safe, {self._order}",
            limit=1,
        )

    def _coop_cash_in_box(self, until=None):
        """{box id: whole rupiah} of all posted lines, up to a day if one is named.

        In sudo: the caller decides who is told.
        """
        boxes = self.sudo().filtered("default_account_id")
        domain = [
            ("account_id", "in", boxes.default_account_id.ids),
            ("company_id", "in", boxes.company_id.ids),
            ("parent_state", "=", "posted"),
        ]
        if until:
            domain.append(("date", "<=", until))
        totals = {
            (company.id, account.id): round(total or 0)
            for company, account, total in self.env["account.move.line"]
            .sudo()
            ._read_group(domain, ["company_id", "account_id"], ["balance:sum"])
        }
        return {
            box.id: totals.get((box.company_id.id, box.default_account_id.id), 0)
            for box in boxes
        }

    def _coop_cash_expected(self):
        """{box id: whole rupiah} that should lie in it, counted now.

        What sessions found too much or missing counts as booked while it waits: the
        next session finds it so, and would find it once more.
        In sudo: the caller decides who is told.
        """
        waiting = dict(
            self.env["coop.cash.session"]
            .sudo()
            ._read_group(
                [("journal_id", "in", self.ids), ("state", "=", "counted")],
                ["journal_id"],
                ["difference:sum"],
            )
        )
        return {
            box_id: held + round(waiting.get(self.browse(box_id), 0))
            for box_id, held in self._coop_cash_in_box().items()
        }

    def _coop_box_problem(self):
        """Why no session of this can be opened, in one sentence, or None."""
        self.ensure_one()
        # In sudo: how a box is set up is judged the same for everybody.
        box = self.sudo()
        if box.type != "cash" or not box.default_account_id:
            return self.env._(
                "Choose a cash box: %(journal)s is none.", journal=box.name
            )
        if box.coop_safe and not self.env.user.has_group("japra_base.group_treasurer"):
            return self.env._(
                "%(box)s is the safe of the treasurer: choose a cash box of the "
                "counter.",
                box=box.name,
            )
        return None

    def _coop_payout_problem(self, amount, day):
        """Why the user cannot take whole rupiah out on a day, in one sentence, or None.

        In sudo: a teller reads no entries, what lies in her box she counts.
        """
        if problem := self._coop_box_problem():
            return problem
        session = self._coop_live_session()
        if session and session.user_id != self.env.user:
            return self.env._(
                "%(box)s is worked by %(teller)s, who hands its cash over.",
                box=session.journal_id.name,
                teller=session.user_id.name,
            )
        if session.state == "counting":
            # How much lies there is not told while it is counted.
            return self.env["account.move"]._coop_session_problem(self, session, day)
        return self._coop_short_problem(amount, day)

    def _coop_short_problem(self, amount, day):
        """Why whole rupiah cannot be taken out on a day: less lies there, or None."""
        lowest, held = self._coop_lowest(day)
        held = max(held, 0)
        if amount <= held:
            return None
        return self.env._(
            "The cash box holds %(held)s on %(date)s: so much can be taken out at "
            "most.",
            held=format_rupiah(held),
            date=long_date(lowest),
        )

    def _coop_lowest(self, since):
        """(day, whole rupiah) when the box holds least, from a day on."""
        box = self.sudo()
        held = box._coop_cash_in_box(since)[box.id]
        moved = box.env["account.move.line"]._read_group(
            [
                ("account_id", "=", box.default_account_id.id),
                ("company_id", "=", box.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", ">", since),
            ],
            ["date:day"],
            ["balance:sum"],
            order="date:day",
        )
        lowest = since, held
        for day, balance in moved:
            held += round(balance)
            if held < lowest[1]:
                lowest = day, held
        return lowest

    def _coop_claim(self):
        """Let who books at this instant start again, and see the session."""
        self.ensure_one()
        self.env.execute_query(
            SQL(
                "UPDATE account_journal"
                " SET coop_session_version = coalesce(coop_session_version, 0) + 1"
                " WHERE id = %s RETURNING id",
                self.id,
            )
        )
        self.invalidate_recordset(["coop_session_version"], flush=False)

    @api.model
    def _coop_boxes(self, companies):
        """The cash boxes of some cooperatives; in sudo, as who books reads no setup."""
        return (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("company_id", "in", companies.ids),
                    ("type", "=", "cash"),
                    ("default_account_id", "!=", False),
                ],
                ["company_id", "default_account_id"],
            )
        )
