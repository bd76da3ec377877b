from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.dates import (
    add_months,
    long_date,
    month_name,
    month_start,
)
from odoo.addons.japra_base.calc.digest import digest
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.coop_checked_input import LIMIT

from ..calc.desk import ORDERS, arrange, lay
from .coop_receipt_key import KEY_FORM

LAST_RECEIPTS = 5
UNPRINTED = 20
# {what a payment says: its type}
PAYLOAD = {
    "key": str,
    "member": int,
    "household": bool,
    "ahead": bool,
    "order": str,
    "means": str,
    "reference": str,
    "given": int,
    "keep": int,
    "fixed": list,
    "lines": list,
}


class Case(NamedTuple):
    """Who may pay at the counter, and what they owe to the end of this month."""

    member: models.BaseModel
    members: models.BaseModel
    today: date
    month_end: date
    statements: dict
    bills: dict
    slices: list

    def owners(self):
        """{key of what may be paid: its member}."""
        accounts = self.members.account_ids
        return {
            account.id: account.membership_id
            for account in accounts
            if account.id in self.statements
        } | {key: bill.membership for key, bill in self.bills.items()}


class CoopReceipt(models.Model):
    """One screen made for a queue: find, open, type the amount, post, print."""

    _inherit = "coop.receipt"

    # === WHAT IS SHOWN === #

    @api.model
    @api.readonly
    def desk_start(self):
        """What the empty desk shows: what is not on paper yet, the last receipts."""
        self._check_desk()
        orders = self.env["coop.parameter"]
        options = orders.search([("code", "=", "desk.order")]).option_ids
        mine = self.search(self._desk_mine(), order="id desc", limit=LAST_RECEIPTS)
        return {
            "orders": [
                {"code": option.code, "name": option.name}
                for option in options
                if option.code in ORDERS
            ],
            "last": [receipt._desk_row() for receipt in mine],
            "unprinted": self._desk_unprinted(),
        }

    @api.model
    def _desk_unprinted(self):
        """The receipts this teller booked at the desk that are not on paper yet."""
        return [
            receipt._desk_row()
            for receipt in self.search(
                [
                    *self._desk_mine(),
                    ("printed_on", "=", False),
                    ("state", "=", "posted"),
                ],
                order="id",
                limit=UNPRINTED,
            )
        ]

    @api.model
    @api.readonly
    def desk_open(self, member_id):
        """Everything the teller sees of a member and the household, in one answer."""
        self._check_desk()
        case = self._desk_case(self._desk_member(member_id))
        member, company = case.member, case.member.company_id
        order = self.env["coop.parameter"]._value("desk.order", company, case.today)
        # From the lines to their receipts: asked in one, PostgreSQL may go through
        # every receipt of the cooperative.
        lines = self.env["coop.receipt.line"].search_fetch(
            [("membership_id", "=", member.id)], ["receipt_id"], order="id"
        )
        last = self.search(
            [("id", "in", lines.receipt_id.ids), ("state", "!=", "draft")],
            limit=LAST_RECEIPTS,
        )
        return {
            **self._desk_rows(member)[0],
            "problem": member._receipt_problem(case.today) or "",
            "warning": member._receipt_warning() or "",
            "members": [
                {
                    "id": one.id,
                    "number": one._shown_number(),
                    "name": one.name,
                    "warning": one._receipt_warning() or "",
                }
                for one in case.members
            ],
            "rows": self._desk_accounts(case) + self._desk_bills(case),
            "orders": {
                code: [
                    [due.account, due.amount, due.date <= case.today]
                    for due in arrange(case.slices, code)
                ]
                for code in ORDERS
            },
            "order": order if order in ORDERS else "oldest",
            "last": [receipt._desk_row() for receipt in last],
        }

    @api.readonly
    def desk_paper(self):
        """The paper of a receipt, as the browser at the desk prints it."""
        self._check_desk()
        self.ensure_one()
        reports = self.env["ir.actions.report"]
        return reports._render_page(self._paper_report(), self.ids)

    @api.model
    def _desk_mine(self):
        return [
            ("company_id", "=", self.env.company.id),
            ("create_uid", "=", self.env.uid),
            ("request_key", "!=", False),
        ]

    def _desk_row(self):
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.name,
            "member": self.membership_id.name,
            "date": long_date(self.date),
            "total": round(self.amount_total),
            "state": self.state,
        }

    @api.model
    def _desk_member(self, member_id):
        """The member of this cooperative whom the user may see, or one sentence."""
        found = self.env["coop.membership"]
        if type(member_id) is int and 0 < member_id < 2**31:
            found = found.search_fetch(
                [("id", "=", member_id), ("company_id", "=", self.env.company.id)]
            )
        if not found:
            raise UserError(
                self.env._(
                    "%(company)s has no such member: search again.",
                    company=self.env.company.name,
                )
            )
        return found

    @api.model
    def _desk_case(self, member):
        """Member and household with all they owe, set-based."""
        today = member.company_id._coop_today()
        members = member | member._household_members().filtered(
            lambda one: not one._receipt_problem(today)
        )
        # What falls due later this month may be paid along with the rest.
        end = fields.Date.subtract(add_months(month_start(today), 1), days=1)
        due = self.env["coop.dues"]._payable(members, today, end)
        return Case(member, members, today, end, due.statements, due.bills, due.slices)

    @api.model
    def _desk_accounts(self, case):
        """The rows of the screen: each account on which money may be put."""
        rows = []
        for member in case.members:
            for account in member.account_ids.sorted(
                lambda account: (account.product_id.sequence, account.id)
            ):
                statement = case.statements.get(account.id)
                if not statement or statement.room == 0:
                    continue
                unpaid = statement.unpaid(case.month_end)
                due = [row for row in unpaid if row.due.date <= case.today]
                soon = [row for row in unpaid if row.due.date > case.today]
                until = statement.paid_until()
                rows.append(
                    {
                        "account": account.id,
                        "number": account.number,
                        "member": member.id,
                        "product": account.product_id.name,
                        "balance": statement.paid,
                        "due": sum(row.residual for row in due),
                        "since": long_date(due[0].due.date) if due else "",
                        "late": bool(due) and due[0].due.date < case.today,
                        "months": self._desk_months(due),
                        "until": month_name(until) if until else "",
                        "soon": sum(row.residual for row in soon),
                        "soon_on": long_date(soon[0].due.date) if soon else "",
                        "room": False if statement.room is None else statement.room,
                    }
                )
        return rows

    @api.model
    def _desk_bills(self, case):
        """The rows of the open invoices; what of one is due later can be paid too."""
        rows = []
        for key, bill in case.bills.items():
            due = [date for date, _amount in bill.terms if date <= case.today]
            later = [
                slice_
                for slice_ in case.slices
                if slice_.account == key and slice_.date > case.today
            ]
            rows.append(
                {
                    "account": key,
                    "number": bill.invoice.name,
                    "member": bill.membership.id,
                    "product": self.env._(
                        "Invoice %(number)s", number=bill.invoice.name
                    ),
                    "balance": 0,
                    "due": bill.due(case.today),
                    "since": long_date(due[0]) if due else "",
                    "late": bool(due) and due[0] < case.today,
                    "months": "",
                    "until": "",
                    "soon": sum(slice_.amount for slice_ in later),
                    "soon_on": long_date(later[0].date) if later else "",
                    "room": bill.open,
                }
            )
        return rows

    @api.model
    def _desk_months(self, unpaid):
        months = [month_name(row.due.period) for row in unpaid if row.due.period]
        return " – ".join(dict.fromkeys([months[0], months[-1]])) if months else ""

    # === WHAT IS BOOKED === #

    @api.model
    def desk_post(self, payload):
        """Book a payment once, however often it is sent; say what to print.

        The amounts are laid here again: what differs from what the teller saw is
        refused, as somebody else has paid meanwhile.
        """
        self._check_desk()
        wish = self._desk_read(payload)
        key, content = wish["key"], digest(dict(wish, key=""))
        company = self.env.company
        if receipt := self._with_key(company, key):
            return receipt._desk_answer(wish["given"], content)
        case = self._desk_case(self._desk_member(wish["member"]))
        amounts = self._desk_lay(case, wish)
        receipt = self._claim(
            key, content, self._prepare_desk_receipt(case, wish, amounts)
        )
        receipt._receive(case.statements)
        return receipt._desk_answer(wish["given"], content)

    @api.model
    def _prepare_desk_receipt(self, case, wish, amounts):
        cash = wish["means"] == "cash"
        return {
            "direction": "in",
            "note": "",
            "membership_id": case.member.id,
            "company_id": case.member.company_id.id,
            "date": case.today,
            "means": wish["means"],
            "reference": "" if cash else wish["reference"],
            "amount_tendered": wish["given"] if cash else 0,
            "line_ids": [
                fields.Command.create(
                    {
                        "sequence": n,
                        **self.env["coop.receipt.line"]._prepare_laid(key, amount),
                    }
                )
                for n, (key, amount) in enumerate(amounts, 1)
            ],
        }

    def _desk_answer(self, given, content):
        """What the desk shows after posting, the same for every time it is asked."""
        self.ensure_one()
        slips = [
            {
                "member": member.name,
                "number": member._shown_number(),
                "total": sum(
                    round(line.amount)
                    for line in self.line_ids
                    if line.membership_id == member
                ),
            }
            for member in self._paper_members()
        ]
        other = self.request_digest != content
        return {
            **self._desk_row(),
            "change": round(self.amount_change),
            "slips": slips,
            "printed": bool(self.printed_on),
            "other": other
            and self.env._(
                "This payment was booked before as %(number)s: nothing new is booked.",
                number=self.name,
            ),
        }

    # === WHAT IS ASKED === #

    def _refuse_payload(self):
        raise UserError(
            self.env._("This payment is not written as the desk writes it: reload it.")
        )

    @api.model
    def _desk_read(self, payload):
        """The payment as it was asked for, of exactly the shape the desk sends."""
        if type(payload) is not dict or payload.keys() != PAYLOAD.keys():
            self._refuse_payload()
        # Not isinstance: True is no amount.
        if any(type(payload[name]) is not kind for name, kind in PAYLOAD.items()):
            self._refuse_payload()
        for name in ("fixed", "lines"):
            pairs = payload[name]
            if len(pairs) > 200 or not all(
                type(pair) is list
                and [type(part) for part in pair] == [int, int]
                and 0 <= pair[1] < LIMIT
                for pair in pairs
            ):
                self._refuse_payload()
            if len({account for account, _amount in pairs}) != len(pairs):
                self._refuse_payload()
        if (
            not KEY_FORM.fullmatch(payload["key"])
            or payload["order"] not in ORDERS
            or payload["means"] not in dict(self._fields["means"].selection)
            or not 0 <= payload["given"] < LIMIT
            or len(payload["reference"]) > 100
        ):
            self._refuse_payload()
        return dict(payload, reference=payload["reference"].strip())

    @api.model
    def _desk_lay(self, case, wish):
        """[[account, amount]] of the receipt, as the teller saw them."""
        if problem := case.member._receipt_problem(case.today):
            raise UserError(problem)
        if not wish["given"]:
            raise UserError(self.env._("Type the amount that was given."))
        if wish["means"] != "cash" and not wish["reference"]:
            raise UserError(
                self.env._("Type the reference of the transfer or QRIS payment.")
            )
        members = case.members if wish["household"] else case.member
        accounts = {key for key, owner in case.owners().items() if owner in members}
        fixed = dict(wish["fixed"])
        keep = wish["keep"] or None
        named = {*fixed, *dict(wish["lines"])}
        if named - accounts or (keep and keep not in accounts & {*case.statements}):
            raise UserError(
                self.env._(
                    "%(member)s does not pay on this account here: open its owner "
                    "first.",
                    member=case.member.display_name,
                )
            )
        laid = lay(
            wish["given"],
            [
                due
                for due in arrange(case.slices, wish["order"])
                if due.account in accounts and (wish["ahead"] or due.date <= case.today)
            ],
            fixed,
            keep,
            case.statements[keep].room if keep else None,
        )
        self._desk_check(case, wish, laid)
        return wish["lines"]

    @api.model
    def _desk_check(self, case, wish, laid):
        if laid.rest < 0:
            raise UserError(
                self.env._(
                    "%(missing)s are missing: count the money again, or pay less.",
                    missing=format_rupiah(-laid.rest),
                )
            )
        lines = {account: amount for account, amount in wish["lines"] if amount}
        if lines != laid.amounts:
            raise UserError(
                self.env._(
                    "What %(member)s owes has changed meanwhile: look at it again.",
                    member=case.member.display_name,
                )
            )
        if not lines:
            raise UserError(
                self.env._("Nothing is due: choose where the money is to be kept.")
            )
        if wish["means"] != "cash" and laid.rest:
            raise UserError(
                self.env._(
                    "%(rest)s more came in than is due: choose where they are kept.",
                    rest=format_rupiah(laid.rest),
                )
            )
