from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.japra_base.calc.dates import add_months

from ..calc.dues import Rule, Statement
from ..calc.terms import Exceptions, class_key

# How far ahead a mandatory share may be paid: a typing error ends here.
MONTHS_AHEAD = 60


class _Book(NamedTuple):
    """The values of the bylaws that make members of a cooperative owe something."""

    values: dict[str, list]
    last: date

    def amount(self, code):
        return [(day, int(value)) for day, value in self.values.get(code, ())]

    def table(self, code):
        """{class of members: amount} by date."""
        return [
            (day, {class_key(row.label): int(row.value) for row in rows})
            for day, rows in self.values.get(code, ())
        ]


class DueRow(NamedTuple):
    account: models.BaseModel
    kind: str
    period: date | None
    date: date
    amount: int
    paid: int
    residual: int


class CoopDues(models.AbstractModel):
    _name = "coop.dues"
    _description = "What Members Owe"

    @api.model
    def _get_rules(self, company, as_of) -> dict[models.BaseModel, Rule]:
        """{product: rule} of a cooperative. Add-ons plug their kinds of due in here."""
        products = self.env["coop.product"].search_fetch(
            [("company_id", "=", company.id), ("share_kind", "!=", False)],
            [
                "account_id",
                "class_tariff_id",
                "due_period",
                "name",
                "sequence",
                "share_kind",
                "tariff_id",
            ],
        )
        # In sudo: a rule binds who cannot read it.
        tariffs = products.sudo().tariff_id | products.sudo().class_tariff_id
        codes = {
            "membership.pokok",
            "membership.wajib",
            "membership.wajib_class",
            "membership.entry_fee",
            "membership.due_day",
        }
        histories = self.env["coop.parameter"]._histories(
            [*codes, *(set(tariffs.mapped("code")) - codes)], company
        )
        book = _Book(histories, last=add_months(as_of, MONTHS_AHEAD))
        return {product: product._rule(book) for product in products}

    @api.model
    def _get_exceptions(self, company, as_of, rules, members=None) -> Exceptions:
        """What holds on a day for single members beside the rules.

        :param members: ids, by default all of the cooperative
        """
        return Exceptions()

    @api.model
    def _statements(self, accounts, as_of=None) -> dict[int, Statement]:
        """{account id: statement} of these accounts, by default of today."""
        statements = {}
        for company, own in accounts.grouped("company_id").items():
            day = as_of or company._coop_today()
            rules = self._get_rules(company, day)
            paid = own._balances(day)
            book = self._get_exceptions(
                company, day, rules.values(), own.membership_id.ids
            )
            for account in own.filtered(lambda a, rules=rules: a.product_id in rules):
                rule = self._rule_of(
                    rules[account.product_id],
                    book,
                    account.id,
                    account.membership_id.id,
                    account.date_opened,
                )
                ends = (account.date_closed, account.dues_until)
                stop = min((end for end in ends if end), default=None)
                statements[account.id] = Statement(
                    rule,
                    account.date_opened,
                    paid[account.id],
                    as_of=min(day, stop or day),
                    stop=stop,
                )
        return statements

    def _rule_of(self, rule, book, account_id, member_id, opened):
        terms = book and book.terms(account_id, member_id, opened)
        return rule.of(terms) if terms else rule

    @api.model
    def _due(self, accounts, as_of) -> list[DueRow]:
        """What is unpaid on these accounts, oldest first."""
        statements = self._statements(accounts, as_of)
        rows = [
            DueRow(account, row.rule.kind, *unpaid.due, unpaid.paid, unpaid.residual)
            for account in accounts
            if (row := statements.get(account.id))
            for unpaid in row.unpaid()
        ]
        return sorted(rows, key=lambda row: (row.date, row.account.product_id.sequence))

    @api.model
    def _arrears(self, company, as_of, accounts=None):
        """{account id: (amount late, day its oldest part was due)} from the ledger."""
        return {
            account_id: late
            for account_id, _member, late in self._late(company, as_of, accounts)
        }

    @api.model
    def _members_in_arrears(self, companies, as_of):
        """[(oldest day, membership id)] of these cooperatives, the oldest first."""
        oldest = {}
        for company in companies:
            for _account, member, (_amount, since) in self._late(company, as_of):
                if since and member:
                    oldest[member] = min(since, oldest.get(member, since))
        return sorted((since, member) for member, since in oldest.items())

    def _late(self, company, as_of, accounts=None):
        """Yield (account id, membership id, (amount late, since))."""
        for account_id, member, rule, *facts in self._owing(company, as_of, accounts):
            yield account_id, member, rule.arrears(*facts)

    def _owing(self, company, as_of, accounts=None):
        """Yield (account id, membership id, rule, opened, until, paid).

        Set-based: the accounts in one query, what was paid on them in another. In
        sudo, because who may see what is owed may see what was paid. Before the
        admission nothing is late: what is unpaid then keeps the applicant out.
        """
        rules = {
            product.id: rule
            for product, rule in self._get_rules(company, as_of).items()
            if rule.owed
        }
        members = accounts.sudo().membership_id.ids if accounts is not None else None
        book = self._get_exceptions(company, as_of, rules.values(), members)
        lines = self.env["account.move.line"].sudo()
        domain = Domain("company_id", "=", company.id)
        chosen = Domain("coop_account_id", "!=", False)
        if accounts is not None:
            domain &= Domain("id", "in", accounts.ids)
            chosen = Domain("coop_account_id", "in", accounts.ids)
        moved = lines._search(
            chosen
            & Domain("parent_state", "=", "posted")
            & Domain("company_id", "=", company.id)
            & Domain("date", "<=", as_of)
        )
        # No _read_group: it makes a record of each of 200,000 accounts.
        account, balance = (
            lines._field_to_sql(moved.table, name, moved)
            for name in ("coop_account_id", "balance")
        )
        moved.groupby = account
        sums = moved.select(account, SQL("SUM(%s)", balance))
        paid = {id_: -round(balance) for id_, balance in self.env.execute_query(sums)}
        table = (
            self.env["coop.account"]
            .sudo()
            ._search(domain & Domain("product_id", "in", list(rules)))
        )
        names = ("id", "membership_id", "product_id", "date_opened", "date_closed")
        names += ("dues_until",)
        columns = [
            self.env["coop.account"]._field_to_sql(table.table, name) for name in names
        ]
        self.env["coop.membership"].flush_model(["date_admitted"])
        member = table.left_join(
            table.table, "membership_id", "coop_membership", "id", "membership_id"
        )
        # An account that ended is of an earlier membership of who applies again.
        table.add_where(
            SQL(
                "(%s IS NULL OR %s IS NOT NULL OR %s <= %s)",
                SQL.identifier(table.table, "membership_id"),
                SQL.identifier(table.table, "dues_until"),
                SQL.identifier(member, "date_admitted"),
                as_of,
            )
        )
        for account_id, member, product, opened, closed, stop in self.env.execute_query(
            table.select(*columns)
        ):
            rule = rules[product]
            if book:
                rule = self._rule_of(rule, book, account_id, member, opened)
            yield (
                account_id,
                member,
                rule,
                opened,
                min(as_of, closed or as_of, stop or as_of),
                paid.get(account_id, 0),
            )
