from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.japra_base.calc.dates import add_months

from ..calc.dues import Monthly, Once, Rule, Statement

# How far ahead a mandatory share may be paid: a typing error ends here.
MONTHS_AHEAD = 60


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
        values = self.env["coop.parameter"]
        last = add_months(as_of, MONTHS_AHEAD)

        def history(code):
            return [(day, int(value)) for day, value in values._history(code, company)]

        rules = {}
        products = self.env["coop.product"].search_fetch(
            [("company_id", "=", company.id), ("share_kind", "!=", False)],
            ["share_kind"],
        )
        for product in products:
            if product.share_kind == "pokok":
                rules[product] = Once("pokok", history("membership.pokok"))
            else:
                rules[product] = Monthly(
                    "wajib",
                    history("membership.wajib"),
                    history("membership.due_day"),
                    last,
                )
        return rules

    @api.model
    def _statements(self, accounts, as_of=None) -> dict[int, Statement]:
        """{account id: statement} of accounts of one cooperative, today by default."""
        if not accounts:
            return {}
        company = accounts.company_id.ensure_one()
        as_of = as_of or company._coop_today()
        rules = self._get_rules(company, as_of)
        paid = accounts._balances(as_of)
        return {
            account.id: Statement(
                rules[account.product_id],
                account.date_opened,
                paid[account.id],
                min(as_of, account.date_closed or as_of),
            )
            for account in accounts
            if account.product_id in rules
        }

    @api.model
    def _due(self, accounts, as_of) -> list[DueRow]:
        """What is unpaid on these accounts of one cooperative, oldest first."""
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
        """{account id: (amount late, day its oldest part was due)} from the ledger.

        Set-based: the accounts in one query, what was paid in another.
        """
        rules = self._get_rules(company, as_of)
        by_product = {product.id: rule for product, rule in rules.items()}
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("product_id", "in", list(by_product))
        paid_domain = Domain("coop_account_id", "!=", False)
        if accounts is not None:
            domain &= Domain("id", "in", accounts.ids)
            paid_domain = Domain("coop_account_id", "in", accounts.ids)
        table = self.env["coop.account"]._search(domain)
        columns = [
            self.env["coop.account"]._field_to_sql(table.table, name, table)
            for name in ("id", "product_id", "date_opened", "date_closed")
        ]
        paid = defaultdict(
            int,
            {
                account.id: -round(balance)
                # Who may see what is owed may see what was paid.
                for account, balance in self.env["account.move.line"]
                .sudo()
                ._read_group(
                    paid_domain
                    & Domain("parent_state", "=", "posted")
                    & Domain("company_id", "=", company.id)
                    & Domain("date", "<=", as_of),
                    ["coop_account_id"],
                    ["balance:sum"],
                )
            },
        )
        return {
            account_id: by_product[product_id].arrears(
                opened, min(as_of, closed or as_of), paid[account_id]
            )
            for account_id, product_id, opened, closed in self.env.execute_query(
                table.select(*columns)
            )
        }
