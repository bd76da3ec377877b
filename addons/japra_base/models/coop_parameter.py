from bisect import bisect_right
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

from .coop_checked_input import LIMIT

NUMBERS = [("amount", "Rupiah"), ("number", "Number"), ("percent", "Percent")]

STANDINGS = [
    ("confirmed", "Confirmed"),
    ("unconfirmed", "Not Confirmed"),
    ("missing", "No Value Yet"),
]


class CoopParameter(models.Model):
    _name = "coop.parameter"
    _description = "Rule"
    _order = "code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    scope = fields.Selection(
        [("national", "Law"), ("bylaw", "Bylaws")],
        required=True,
        default="bylaw",
        help="The administrator enters the law; bylaws change by a decision only.",
    )
    unit = fields.Selection(
        [
            *NUMBERS,
            ("day", "Day of the month"),
            ("date", "Date"),
            ("choice", "Choice"),
            ("table", "Table"),
        ],
        string="Kind of Value",
        required=True,
        default="number",
    )
    cell_unit = fields.Selection(
        NUMBERS, string="Values in the Table", required=True, default="number"
    )
    measure = fields.Char(translate=True, help="What is counted: persons, days.")
    description = fields.Text(translate=True)
    option_ids = fields.One2many("coop.parameter.option", "parameter_id")
    current_label = fields.Char(string="In Force Today", compute="_compute_current")
    current_from = fields.Date(string="Since", compute="_compute_current")
    current_standing = fields.Selection(
        STANDINGS, string="Standing", compute="_compute_current"
    )
    value_ids = fields.One2many("coop.parameter.value", "parameter_id")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another rule has this code.")

    @api.depends("value_ids")
    @api.depends_context("company", "lang")
    def _compute_current(self):
        today = self.env.company._coop_today()
        histories = self._rows(self.mapped("code"), self.env.company)
        for parameter in self:
            start, row = self._at(histories[parameter.code], today) or (False, None)
            parameter.current_from = start
            parameter.current_label = row and parameter._format_short(row._get_value())
            parameter.current_standing = row.standing if row else "missing"

    # === IN WORDS === #

    def _format_value(self, value):
        """Return a value in words a reader expects: Rp 20.000, 7,5 %, day 10."""
        self.ensure_one()
        if self.unit == "date":
            return format_date(self.env, value, date_format="d MMMM y")
        if self.unit == "choice":
            # In sudo: a choice is put in words for whoever may read the value.
            options = self.sudo().option_ids
            return options.filtered(lambda option: option.code == value).name
        if self.unit == "table":
            return "; ".join(self._format_row(row) for row in value)
        return self._format_number(value, self.unit)

    def _format_short(self, value):
        """Return a value in a few words, for a list."""
        if self.unit == "table":
            return self.env._("table of %s rows", len(value))
        return self._format_value(value)

    def _format_row(self, row):
        span = ""
        if row.lower or row.upper is not None:
            until = "…" if row.upper is None else self._format_number(row.upper)
            span = f"{self._format_number(row.lower)}–{until}"
        head = " ".join(filter(None, (row.label, span)))
        cell = self._format_number(row.value, self.cell_unit)
        return f"{head}: {cell}" if head else cell

    def _format_number(self, value, unit=None):
        if unit == "amount":
            return self.env.ref("base.IDR").format(float(value))
        # Without the zeros that only say how a value is stored.
        digits = max(0, -Decimal(value).normalize().as_tuple().exponent)
        text = formatLang(self.env, float(value), digits=digits)
        if unit == "percent":
            return self.env._("%s %%", text)
        if unit == "day":
            return self.env._("day %s of the month", text)
        if unit == "number" and self.measure:
            return f"{text} {self.measure}"
        return text

    def _check_number(self, value, unit):
        """Refuse a number that the rule cannot have."""
        self.ensure_one()
        # Written so that what is not a number at all fails too.
        if not abs(value) < LIMIT:
            raise ValidationError(
                self.env._(
                    "%s has no such value: enter a number below one trillion.",
                    self.name,
                )
            )
        whole = float(value).is_integer()
        if unit == "amount" and (value < 0 or not whole):
            raise ValidationError(
                self.env._("%s is an amount in whole rupiah, zero or more.", self.name)
            )
        if unit == "day" and not (whole and 1 <= value <= 31):
            raise ValidationError(
                self.env._(
                    "%s is a day of the month: a whole number from 1 to 31.",
                    self.name,
                )
            )

    # === WHAT HOLDS WHEN === #

    @api.model
    def _rows(self, codes, company):
        """Return {code: [(date, row)]} in force for a company, by date.

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
                ["parameter_id", "valid_from", "value", "company_id", "confirmed"],
                order="valid_from, id",
            )
        )
        by_code = rows.grouped(lambda row: row.parameter_id.code)
        return {code: self._in_force(by_code.get(code, ())) for code in codes}

    @api.model
    def _in_force(self, rows):
        own = {row.valid_from: row for row in rows if row.company_id}
        start = min(own, default=None)
        national = {
            row.valid_from: row
            for row in rows
            if not row.company_id and (start is None or row.valid_from < start)
        }
        return sorted((national | own).items(), key=lambda item: item[0])

    @api.model
    def _at(self, history, date):
        """Return the (date, row) of a history that holds on a date, or None."""
        index = bisect_right(history, date, key=lambda item: item[0])
        return history[index - 1] if index else None

    @api.model
    def _histories(self, codes, company):
        """Return {code: [(date, value)]} in force for a company, by date."""
        return {
            code: [(date, row._get_value()) for date, row in history]
            for code, history in self._rows(codes, company).items()
        }

    @api.model
    def _history(self, code, company):
        """Return [(date, value)] in force for a company, by date."""
        return self._histories([code], company)[code]

    @api.model
    def _value(self, code, company, date):
        """Return the value in force for a company on a date.

        Decimal for what is a number, `date`, the code of a choice, or the rows of a
        table as [TableRow].
        """
        found = self._at(self._rows([code], company)[code], date)
        if not found:
            # In sudo: the rule that is missing is named to who cannot read it.
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
        return found[1]._get_value()

    @api.model
    def _is_confirmed(self, code, company, date):
        """Whether a value is in force on a date and settled: else papers say so."""
        found = self._at(self._rows([code], company)[code], date)
        return bool(found) and found[1].confirmed

    # === ACTIONS === #

    def action_decide(self):
        """Open a new decision with a line for this rule."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Decision"),
            "res_model": "coop.decision",
            "view_mode": "form",
            "context": {
                "default_line_ids": [
                    fields.Command.create(
                        {
                            "parameter_id": self.id,
                            "valid_from": self.env.company._coop_today(),
                        }
                    )
                ]
            },
        }
