from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.dates import long_date

from ..models.coop_cash_session import READERS


class CoopCashBook(models.TransientModel):
    """The cash book of one box and day, read from posted lines as of that day."""

    _name = "coop.cash.book"
    _inherit = "coop.checked.input"
    _description = "Cash Book of the Day"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Cash Box",
        required=True,
        check_company=True,
        domain="[('company_id', '=', company_id), ('type', '=', 'cash')]",
        default=lambda self: self._default_journal_id(),
    )
    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: self.env.company._coop_today(),
    )

    def _default_journal_id(self):
        last = self.env["coop.cash.session"].search(
            [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)],
            limit=1,
        )
        return last.journal_id or self.env["account.journal"].search(
            [("company_id", "=", self.env.company.id), ("type", "=", "cash")], limit=1
        )

    @api.depends("journal_id", "date")
    def _compute_display_name(self):
        for book in self:
            book.display_name = self.env._(
                "Cash Book %(box)s %(date)s",
                box=book.journal_id.code or "",
                date=fields.Date.to_string(book.date) if book.date else "",
            )

    # === ACTIONS === #

    def action_print(self):
        self.ensure_one()
        self._check_reader()
        report = self.env.ref("japra_membership.action_report_cash_book")
        return report.report_action(self)

    def action_xlsx(self):
        self.ensure_one()
        self._check_reader()
        report = self.env.ref("japra_membership.action_report_cash_book_xlsx")
        return report.report_action(self)

    # === BUSINESS === #

    def _check_reader(self):
        """A teller reads the days on which she had the box; who oversees, all."""
        self.ensure_one()
        self.journal_id.check_access("read")
        user = self.env.user
        if self.journal_id.type != "cash":
            raise UserError(
                self.env._(
                    "Choose a cash box: %(journal)s is none.",
                    journal=self.journal_id.name,
                )
            )
        if any(user.has_group(group) for group in READERS):
            return
        mine = self._sessions().filtered(lambda session: session.user_id == user)
        if not mine:
            raise UserError(
                self.env._(
                    "You had no session of %(box)s on %(date)s: the treasurer prints "
                    "this cash book.",
                    box=self.journal_id.name,
                    date=long_date(self.date),
                )
            )

    def _sessions(self):
        """The sessions that had the box on the day.

        In sudo: the paper shows every one of them, to whom the paper may be shown.
        """
        return (
            self.env["coop.cash.session"]
            .sudo()
            .search(
                [
                    ("journal_id", "=", self.journal_id.id),
                    ("state", "!=", "draft"),
                    ("date", "<=", self.date),
                    "|",
                    ("date_counted", "=", False),
                    ("date_counted", ">=", self.date),
                ],
                order="id",
            )
        )

    def _book(self):
        """Return {opening, rows, in, out, closing, sessions, waiting} of the day.

        In sudo after the check of who reads: a teller has no rights on entries.
        """
        self._check_reader()
        lang = self.env["res.company"]._coop_paper_lang()
        box = self.journal_id.sudo().with_context(lang=lang)
        lines = (
            self.env["account.move.line"]
            .sudo()
            .with_context(lang=lang)
            .search(
                [
                    ("company_id", "=", box.company_id.id),
                    ("account_id", "=", box.default_account_id.id),
                    ("parent_state", "=", "posted"),
                    ("date", "=", self.date),
                ],
                order="id",
            )
        )
        closing = box._coop_cash_in_box(self.date)[box.id]
        came = round(sum(lines.mapped("debit")))
        went = round(sum(lines.mapped("credit")))
        running = opening = closing - came + went
        rows = []
        for row in self._rows(lines):
            running += row["in"] - row["out"]
            rows.append({**row, "balance": running})
        return {
            "box": box.name,
            "company": box.company_id,
            "date": self.date,
            "opening": opening,
            "rows": rows,
            "in": came,
            "out": went,
            "closing": closing,
            "sessions": [
                self._session(s.with_context(lang=lang)) for s in self._sessions()
            ],
        }

    def _rows(self, lines):
        """Yield a row for each line; of a collection one for each of its receipts."""
        shared = (
            lines.env["coop.receipt"]
            .search(
                [("move_id", "in", lines.move_id.ids), ("shared_place", ">", 0)],
                order="shared_place",
            )
            .grouped("move_id")
        )
        for line in lines:
            together = not line.coop_receipt_id and shared.get(line.move_id)
            for receipt in together or ():
                yield {
                    "number": receipt.name,
                    "member": receipt.membership_id._shown_number(),
                    "text": self._say_paid(receipt),
                    "in": round(receipt.amount_total),
                    "out": 0,
                }
            if together:
                continue
            yield {
                "number": line.move_id.name,
                "member": line.coop_receipt_id.membership_id._shown_number(),
                "text": self._describe(line),
                "in": round(line.debit),
                "out": round(line.credit),
            }

    def _say_paid(self, receipt):
        """What was paid; of several members also for whom."""
        lines = receipt.line_ids
        several = len(lines.coop_account_id.membership_id) > 1
        said = []
        for line in lines:
            member = several and line.coop_account_id.membership_id
            said.append(
                f"{member._shown_number()} {line.label}" if member else line.label
            )
        return ", ".join(said)

    def _describe(self, line):
        reversed_entry = line.move_id.reversed_entry_id
        if reversed_entry:
            return line.env._("Reversal of %(number)s", number=reversed_entry.name)
        receipt = line.coop_receipt_id
        if receipt:
            return self._say_paid(receipt)
        return line.name or line.move_id.ref or ""

    def _session(self, session):
        """What the paper says of a session; nothing of a count not handed in."""
        done = session.state in ("counted", "closed")
        return {
            "teller": session.user_id.name,
            "opening": round(session.amount_opening),
            "done": done,
            "expected": round(session.amount_sealed) if done else 0,
            "counted": round(session.amount_counted) if done else 0,
            "difference": round(session.difference) if done else 0,
            "explanation": session.explanation or "",
            "booked": session.move_id.name or "",
            "counts": [
                (
                    count.denomination_id.display_name,
                    count.quantity,
                    round(count.amount),
                )
                for count in session.count_ids
                if done and count.quantity
            ],
        }
