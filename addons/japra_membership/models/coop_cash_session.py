from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.japra_base.models import guard

# Who reads every session, and what the ledger expects before it is counted.
READERS = (
    "japra_base.group_treasurer",
    "japra_base.group_board",
    "japra_base.group_supervisor",
    "japra_base.group_auditor",
)


class CoopCashSession(models.Model):
    """One teller with one cash box, from what lay in it to what was counted."""

    _name = "coop.cash.session"
    _inherit = "coop.typed.document"
    _description = "Cash Session"
    _order = "date desc, id desc"
    _check_company_auto = True
    _typed = {
        "draft": {"journal_id", "amount_opening"},
        "counting": {"count_ids", "explanation"},
        "counted": {"explanation"},
    }
    _typed_amount = "amount_opening"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Cash Box",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_journal_id(),
        domain="[('company_id', '=', company_id), ('type', '=', 'cash')]",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Teller",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Not Open Yet"),
            ("open", "Open"),
            ("counting", "Being Counted"),
            ("counted", "Difference Waits"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        index=True,
        default="draft",
        copy=False,
    )
    date = fields.Date(
        string="Day",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.company._coop_today(),
    )
    opened_at = fields.Datetime(string="Opened", readonly=True, copy=False)
    counted_at = fields.Datetime(string="Counted", readonly=True, copy=False)
    date_counted = fields.Date(string="Day of the Count", readonly=True, copy=False)
    counted_by = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    amount_opening = fields.Monetary(
        string="Counted at Opening",
        copy=False,
        help="What really lies in the box when you open it, counted.",
    )
    count_ids = fields.One2many(
        comodel_name="coop.cash.count", inverse_name="session_id"
    )
    amount_counted = fields.Monetary(
        string="Counted at Closing", compute="_compute_amount_counted", store=True
    )
    # The sealed report: what the ledger said when the count was handed in.
    amount_sealed = fields.Monetary(readonly=True, copy=False)
    difference = fields.Monetary(compute="_compute_difference", store=True)
    explanation = fields.Char(
        string="About the Difference",
        copy=False,
        help="What you know of it; who approves reads it.",
    )
    amount_in = fields.Monetary(string="In", compute="_compute_running")
    amount_out = fields.Monetary(string="Out", compute="_compute_running")
    receipt_count = fields.Integer(string="Receipts", compute="_compute_running")
    amount_book_opening = fields.Monetary(
        string="In the Books at Opening", compute="_compute_running"
    )
    amount_expected = fields.Monetary(
        string="Should Be There", compute="_compute_running"
    )
    difference_opening = fields.Monetary(
        string="Difference at Opening", compute="_compute_running"
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry of the Difference",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )

    _box_uniq = models.UniqueIndex(
        "(journal_id) WHERE state IN ('open', 'counting')",
        "This cash box has an open session already.",
    )
    _teller_uniq = models.UniqueIndex(
        "(company_id, user_id) WHERE state IN ('open', 'counting')",
        "This teller has an open session already.",
    )
    _opening_whole = models.Constraint(
        "CHECK(amount_opening >= 0 AND amount_opening = trunc(amount_opening)"
        " AND amount_opening != 'NaN')",
        "An amount is in whole rupiah and never below zero.",
    )

    def _default_journal_id(self):
        """The box of the counter nobody has at the moment."""
        boxes = self.env["account.journal"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("type", "=", "cash"),
                ("coop_safe", "=", False),
            ]
        )
        free = boxes.filtered(lambda box: not box._coop_live_session())
        return (free or boxes)[:1]

    @api.depends("count_ids.amount", "count_ids.active")
    def _compute_amount_counted(self):
        for session in self:
            session.amount_counted = sum(session.count_ids.mapped("amount"))

    @api.depends("amount_counted", "amount_sealed", "state")
    def _compute_difference(self):
        for session in self:
            counted = session.state in ("counted", "closed")
            session.difference = (
                session.amount_counted - session.amount_sealed if counted else 0
            )

    @api.depends("state", "amount_opening", "amount_sealed")
    @api.depends_context("uid")
    def _compute_running(self):
        """Of posted lines; what is expected is told after the count only.

        In sudo: a teller reads no entries, those of her own box she made.
        """
        for session in self:
            session.update(
                dict.fromkeys(
                    (
                        "amount_in",
                        "amount_out",
                        "receipt_count",
                        "amount_book_opening",
                        "amount_expected",
                        "difference_opening",
                    ),
                    0,
                )
            )
        begun = self.filtered(lambda s: s._origin.id and s.state != "draft")
        movements = begun._movements()
        # In sudo: how many the box took, also for who may read none of them.
        receipts = dict(
            self.env["coop.receipt"]
            .sudo()
            ._read_group(
                [("session_id", "in", begun._origin.ids)], ["session_id"], ["__count"]
            )
        )
        expectations = begun.journal_id._coop_cash_expected()
        for session in begun:
            came, went = movements.get(session._origin.id, (0, 0))
            told = session._may_know_expected()
            if told or session.state == "open":
                session.amount_in, session.amount_out = came, went
                session.receipt_count = receipts.get(session._origin, 0)
            expected = session._ledger(expectations)
            book_opening = expected - came + went
            if told or session.state == "open":
                session.amount_book_opening = book_opening
                session.difference_opening = session.amount_opening - book_opening
            if told:
                session.amount_expected = expected

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_mine(self):
        for session in self:
            session.is_mine = session.user_id == self.env.user

    @api.depends("journal_id", "date", "user_id")
    def _compute_display_name(self):
        for session in self:
            session.display_name = ", ".join(
                (
                    session.journal_id.name or "",
                    format_date(self.env, session.date) or "",
                    # In sudo: the teller is named, also to who cannot read the user.
                    session.user_id.sudo().name or "",
                )
            )

    # === CRUD === #

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        if not self._is_treasurer() and self.user_id - self.env.user:
            self._refuse_change()
        if "explanation" in vals and self.filtered(
            lambda session: session.approval_state in ("waiting", "approved")
        ):
            raise UserError(
                self.env._(
                    "The difference waits for approval already: withdraw the request "
                    "to say more."
                )
            )
        return super().write(vals)

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "A cash session is opened, counted and closed by its buttons only, "
                "and what was counted stays."
            )
        )

    @api.model
    def _is_treasurer(self):
        return self.env.user.has_group("japra_base.group_treasurer")

    def _check_own(self):
        """Buttons are for the teller herself, and the treasurer in her place."""
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user and not self._is_treasurer():
            raise UserError(
                self.env._(
                    "This is the session of %(teller)s.", teller=self.user_id.name
                )
            )

    def _check_counting(self):
        for session in self:
            session._check_own()
            if session.state != "counting":
                raise UserError(
                    self.env._(
                        "This count was handed in or has not begun: nothing of it can "
                        "be changed."
                    )
                )

    # === BUSINESS === #

    def _may_know_expected(self):
        """Before the count is handed in not the teller, whatever else she is."""
        self.ensure_one()
        if self.state in ("counted", "closed"):
            return True
        if self.user_id == self.env.user:
            return False
        return any(self.env.user.has_group(group) for group in READERS)

    def _movements(self):
        """{session id: (in, out)}, whole rupiah of posted lines."""
        result = {}
        for box, sessions in self.grouped("journal_id").items():
            # In sudo: a teller reads no entries; the caller decides what is told.
            rows = (
                self.env["account.move.line"]
                .sudo()
                ._read_group(
                    [
                        ("coop_session_id", "in", sessions._origin.ids),
                        ("account_id", "=", box.sudo().default_account_id.id),
                        ("parent_state", "=", "posted"),
                    ],
                    ["coop_session_id"],
                    ["debit:sum", "credit:sum"],
                )
            )
            for session, debit, credit in rows:
                result[session.id] = (round(debit), round(credit))
        return result

    def _ledger(self, expectations):
        """What should lie in the box: sealed at the count, before it as of now."""
        if self.state in ("counted", "closed"):
            return round(self.amount_sealed)
        return expectations.get(self.journal_id.id, 0)
