from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.dates import long_date, month_name
from odoo.addons.japra_base.calc.rupiah import format_rupiah


class CoopPassbook(models.TransientModel):
    """What the ledger says of one member: each movement, and how it stands on a day."""

    _name = "coop.passbook"
    _inherit = "coop.checked.input"
    _description = "Passbook of a Member"

    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._coop_today().replace(month=1, day=1),
    )
    date_until = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self.env.company._coop_today(),
    )
    book_html = fields.Html(string="Passbook", compute="_compute_book_html")

    @api.depends("membership_id", "date_from", "date_until")
    @api.depends_context("lang")
    def _compute_book_html(self):
        for book in self:
            dated = book.date_from and book.date_until
            if dated and book.date_from <= book.date_until:
                book.book_html = self.env["ir.qweb"]._render(
                    "japra_membership.passbook_screen",
                    {**book._paper_values(), "book": book._book()},
                )
            else:
                book.book_html = False

    @api.depends("membership_id", "date_until")
    def _compute_display_name(self):
        for book in self:
            book.display_name = self.env._(
                "Passbook %(number)s %(date)s",
                number=book.membership_id.number or "",
                date=fields.Date.to_string(book.date_until) if book.date_until else "",
            )

    # === ACTIONS === #

    def action_print(self):
        return self._action_paper("japra_membership.action_report_passbook")

    def action_print_statement(self):
        return self._action_paper("japra_membership.action_report_statement")

    # === BUSINESS === #

    def _action_paper(self, report):
        self.ensure_one()
        self._check_days()
        return self.env.ref(report).report_action(self)

    @api.model
    def _paper_values(self):
        return {
            "rupiah": format_rupiah,
            "some": lambda amount: format_rupiah(amount) if amount else "",
            "long_date": long_date,
            "month_name": month_name,
        }

    def _check_days(self):
        if self.date_from > self.date_until:
            raise UserError(
                self.env._(
                    "The first day is after the last one: choose an earlier one."
                )
            )

    def _book(self):
        """Return {member, company, statement, accounts, owed} of the days chosen.

        Posted lines only. In sudo after the check of who reads: whoever may read a
        member may read the money of the member, as on the form.
        """
        self.ensure_one()
        self._check_days()
        self.membership_id.check_access("read")
        lang = self.env["res.company"]._coop_paper_lang()
        member = self.membership_id.sudo().with_context(lang=lang)
        accounts = member.account_ids.sorted(
            lambda account: (account.product_id.sequence, account.number)
        )
        before = accounts._balances(fields.Date.subtract(self.date_from, days=1))
        lines = (
            accounts.env["account.move.line"]
            .search(
                [
                    ("coop_account_id", "in", accounts.ids),
                    ("company_id", "=", member.company_id.id),
                    ("parent_state", "=", "posted"),
                    ("date", ">=", self.date_from),
                    ("date", "<=", self.date_until),
                ],
                order="date, id",
            )
            .grouped("coop_account_id")
        )
        nothing = accounts.env["account.move.line"]
        statement = self._statement(accounts)
        pages = [
            self._movements(
                account, lines.get(account, nothing), before.get(account.id, 0)
            )
            for account in accounts
        ]
        return {
            "member": member,
            "company": member.company_id,
            "date_from": self.date_from,
            "date_until": self.date_until,
            "statement": statement,
            "owed": sum(row["owed"] for row in statement),
            # Who never saved by choice reads nothing of it.
            "accounts": [page for page in pages if page["opening"] or page["rows"]],
        }

    def _movements(self, account, lines, balance):
        """The page of one account: where it began, each movement, where it ends."""
        sign = account._natural_sign(account.account_id.account_type)
        page = {"account": account, "opening": balance, "rows": []}
        for line in lines:
            amount = sign * round(line.balance)
            balance += amount
            number, text = self._describe(line)
            page["rows"].append(
                {
                    "date": f"{line.date:%d/%m/%Y}",
                    "number": number,
                    "text": text,
                    "in": max(amount, 0),
                    "out": max(-amount, 0),
                    "balance": balance,
                }
            )
        page["in"] = sum(row["in"] for row in page["rows"])
        page["out"] = sum(row["out"] for row in page["rows"])
        page["closing"] = balance
        return page

    @api.model
    def _describe(self, line):
        """(number, text) of a line; the number is that of the receipt on paper."""
        receipt = line.coop_receipt_id
        reverses = line.move_id.reversed_entry_id
        if reverses or line.coop_corrected_line_id:
            number = receipt.name or reverses.name or ""
            return line.move_id.name, line.env._(
                "Reversal of %(number)s", number=number
            )
        paid = receipt.line_ids.filtered(
            lambda row: row.coop_account_id == line.coop_account_id
        )
        if paid:
            return receipt.name, ", ".join(paid.mapped("label"))
        return line.move_id.name, line.name or line.move_id.ref or ""

    def _statement(self, accounts):
        """How each kind stands on the last day: due, paid, owed since when, balance."""
        statements = accounts.env["coop.dues"]._statements(accounts, self.date_until)
        balances = accounts._balances(self.date_until)
        rows = []
        for account in accounts:
            balance = balances.get(account.id, 0)
            row = statements.get(account.id)
            owed, since = row.arrears if row else (0, None)
            due = row.rule.dues(row.opened, row.as_of) if row else []
            until = row.paid_until() if row else None
            rows.append(
                {
                    "product": account.product_id.name,
                    "number": account.number,
                    "due": sum(one.amount for one in due),
                    "paid": row.paid if row else balance,
                    "owed": owed,
                    "since": since if owed else None,
                    "until": until,
                    # Income of the cooperative is no balance of the member.
                    "balance": (0 if row and row.rule.kind == "entry_fee" else balance),
                }
            )
        return [row for row in rows if row["due"] or row["paid"] or row["owed"]]
