from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.japra_base.calc.dates import month_name
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.coop_checked_input import YEARS


class CoopMembership(models.Model):
    """What the ledger and the rules say of a member, on the day the context names."""

    _inherit = "coop.membership"

    currency_id = fields.Many2one(related="company_id.currency_id")
    balance_pokok = fields.Monetary(
        string="Entry Share", compute="_compute_money", compute_sudo=True
    )
    balance_wajib = fields.Monetary(
        string="Mandatory Share", compute="_compute_money", compute_sudo=True
    )
    balance_sukarela = fields.Monetary(
        string="Voluntary Savings", compute="_compute_money", compute_sudo=True
    )
    amount_due = fields.Monetary(
        string="In Arrears",
        compute="_compute_money",
        compute_sudo=True,
        search="_search_amount_due",
    )
    is_late = fields.Boolean(compute="_compute_money", compute_sudo=True)
    oldest_due = fields.Date(
        string="Unpaid Since", compute="_compute_money", compute_sudo=True
    )
    paid_until = fields.Char(compute="_compute_money", compute_sudo=True)
    dues_html = fields.Html(
        string="What Is Due", compute="_compute_dues_html", compute_sudo=True
    )

    def _compute_receipt_ids(self):
        lines = self.env["coop.receipt.line"].search(
            [("membership_id", "in", self.ids)]
        )
        receipts = lines.grouped("membership_id")
        for membership in self:
            found = receipts.get(membership, lines.browse()).receipt_id
            membership.receipt_ids = found.sorted(
                lambda receipt: (receipt.date, receipt.id), reverse=True
            )

    @api.depends("account_ids", "date_admitted")
    @api.depends_context("coop_as_of")
    def _compute_money(self):
        as_of = self._coop_as_of()
        statements = self.env["coop.dues"]._statements(self.account_ids, as_of)
        for membership in self:
            rows = [
                statements[account.id]
                for account in membership.account_ids
                if account.id in statements
            ]
            counting = membership._late_statements(statements, as_of)
            late = [row.arrears for row in counting]
            held = defaultdict(int)
            for row in rows:
                held[row.rule.kind] += row.paid
            months = [until for row in rows if (until := row.paid_until())]
            membership.balance_pokok = held["pokok"]
            membership.balance_wajib = held["wajib"]
            membership.balance_sukarela = held["sukarela"]
            membership.amount_due = sum(amount for amount, _since in late)
            membership.oldest_due = min(
                (since for _amount, since in late if since), default=False
            )
            # Who still has the whole of the day is not late.
            membership.is_late = (
                membership.amount_due > 0 and membership.oldest_due < as_of
            )
            membership.paid_until = month_name(min(months)) if months else False

    def _late_statements(self, statements, as_of):
        """The statements of each account that counts: nothing is late before admission.

        What an earlier membership left unpaid stays, as its account has ended.
        """
        admitted = self.date_admitted and self.date_admitted <= as_of
        return [
            statements[account.id]
            for account in self.account_ids
            if account.id in statements and (admitted or account.dues_until)
        ]

    @api.depends("account_ids", "date_admitted")
    @api.depends_context("coop_as_of", "lang")
    def _compute_dues_html(self):
        as_of = self._coop_as_of()
        for membership in self:
            rows = self.env["coop.dues"]._due(membership.account_ids, as_of)
            membership.dues_html = self.env["ir.qweb"]._render(
                "japra_membership.membership_dues",
                {
                    "rows": rows,
                    "month_name": month_name,
                    "format_rupiah": format_rupiah,
                },
            )

    def _coop_as_of(self) -> date:
        named = self.env.context.get("coop_as_of")
        try:
            day = fields.Date.to_date(named or None)
        except (LookupError, TypeError, ValueError):
            day = date.max
        if day and day.year not in YEARS:
            raise UserError(self.env._("Arrears are of a day: choose one."))
        return day or self.env.company._coop_today()

    def _search_amount_due(self, operator, value):
        if operator != ">" or value != 0:
            return NotImplemented
        return Domain("id", "in", self._ids_in_arrears())

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == "oldest_due":
            return SQL(
                "array_position(%s::int[], %s) %s %s",
                self._ids_in_arrears(),
                SQL.identifier(alias, "id"),
                direction,
                nulls,
            )
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _ids_in_arrears(self):
        """The members in arrears of the companies in sight, the oldest debt first."""
        late = self.env["coop.dues"]._members_in_arrears(
            self.env.companies, self._coop_as_of()
        )
        return [member for _since, member in late]
