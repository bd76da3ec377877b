from bisect import bisect_right
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang


class CoopParameter(models.Model):
    _name = "coop.parameter"
    _description = "Rule"
    _order = "code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    unit = fields.Selection(
        [
            ("amount", "Rupiah"),
            ("number", "Number"),
            ("percent", "Percent"),
            ("day", "Day of the month"),
        ],
        required=True,
        default="number",
    )
    description = fields.Text(translate=True)
    current_label = fields.Char(string="In Force Today", compute="_compute_current")
    current_from = fields.Date(string="Since", compute="_compute_current")
    value_ids = fields.One2many("coop.parameter.value", "parameter_id")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another rule has this code.")

    @api.depends("value_ids.value", "value_ids.valid_from")
    @api.depends_context("company")
    def _compute_current(self):
        today = self.env.company._coop_today()
        histories = self._histories(self.mapped("code"), self.env.company)
        for parameter in self:
            history = histories[parameter.code]
            past = [(start, value) for start, value in history if start <= today]
            start, value = past[-1] if past else (False, None)
            parameter.current_from = start
            parameter.current_label = parameter._format_value(value) if past else False

    def _format_value(self, value):
        """Return a value in words a reader expects: Rp 20.000, 7,5 %, day 10."""
        self.ensure_one()
        if self.unit == "amount":
            return self.env.ref("base.IDR").format(float(value))
        # Without the zeros that only say how a value is stored.
        digits = max(0, -Decimal(value).normalize().as_tuple().exponent)
        text = formatLang(self.env, float(value), digits=digits)
        if self.unit == "percent":
            return self.env._("%s %%", text)
        if self.unit == "day":
            return self.env._("day %s of the month", text)
        return text

    @api.model
    def _histories(self, codes, company):
        """Return {code: [(date, value)]} in force for a company, by date.

        The national row holds until the first row of the company; of two rows with
        one date the later written wins. In sudo: a rule binds who cannot read it.
        """
        rows = (
            self.env["coop.parameter.value"]
            .sudo()
            .search_fetch(
                [
                    ("parameter_id.code", "in", codes),
                    ("company_id", "in", [company.id, False]),
                ],
                ["parameter_id", "valid_from", "value", "company_id"],
                order="valid_from, id",
            )
        )
        by_code = rows.grouped(lambda row: row.parameter_id.code)
        return {code: self._in_force(by_code.get(code, ())) for code in codes}

    def _in_force(self, rows):
        own = {row.valid_from: row for row in rows if row.company_id}
        start = min(own, default=None)
        national = {
            row.valid_from: row
            for row in rows
            if not row.company_id and (start is None or row.valid_from < start)
        }
        return [
            (date, Decimal(f"{row.value:.4f}"))
            for date, row in sorted((national | own).items())
        ]

    @api.model
    def _history(self, code, company):
        """Return [(date, value)] in force for a company, by date."""
        return self._histories([code], company)[code]

    @api.model
    def _value(self, code, company, date):
        """Return the value in force for a company on a date."""
        history = self._history(code, company)
        index = bisect_right([start for start, _value in history], date)
        if not index:
            rule = self.sudo().search([("code", "=", code)], limit=1)
            raise UserError(
                self.env._(
                    "%(rule)s has no value on %(date)s in %(company)s. Enter it "
                    "under Rules first.",
                    rule=rule.name or code,
                    date=format_date(self.env, date),
                    company=company.name,
                )
            )
        return history[index - 1][1]
