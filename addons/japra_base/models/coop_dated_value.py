from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TableRow(NamedTuple):
    """A row of a table: from `lower` up to and with `upper`, None without end."""

    label: str
    lower: Decimal
    upper: Decimal | None
    value: Decimal


def as_decimal(number):
    return Decimal(f"{number:.4f}")


class CoopDatedValue(models.AbstractModel):
    """A value of the kind its rule has: a value in force, or a line to decide.

    Who inherits has `row_ids`, the rows of a table.
    """

    _name = "coop.dated.value"
    _inherit = "coop.checked.input"
    _description = "Dated Value of a Rule"

    parameter_id = fields.Many2one(
        "coop.parameter", string="Rule", required=True, index=True, ondelete="restrict"
    )
    unit = fields.Selection(related="parameter_id.unit")
    valid_from = fields.Date(required=True)
    value = fields.Float(digits=(16, 4))
    value_date = fields.Date(string="Date")
    choice_id = fields.Many2one(
        "coop.parameter.option",
        ondelete="restrict",
        domain="[('parameter_id', '=', parameter_id)]",
    )
    value_label = fields.Char(string="In Words", compute="_compute_value_label")

    def _typed_fields(self):
        names = ("parameter_id", "value", "value_date", "choice_id", "row_ids")
        return [name for name in names if name in self._fields]

    @api.depends(_typed_fields)
    def _compute_value_label(self):
        for row in self:
            value = row.parameter_id and row._get_value()
            known = value or row.unit in ("amount", "number", "percent")
            row.value_label = known and row.parameter_id._format_value(value)

    @api.constrains(_typed_fields)
    def _check_value(self):
        for row in self:
            parameter = row.parameter_id
            if parameter.unit == "date":
                if not row.value_date:
                    raise ValidationError(
                        self.env._("%s is a date: enter it.", parameter.name)
                    )
            elif parameter.unit == "choice":
                if row.choice_id not in parameter.option_ids:
                    raise ValidationError(
                        self.env._(
                            "%(rule)s is one of these: %(choices)s.",
                            rule=parameter.name,
                            choices=", ".join(parameter.option_ids.mapped("name")),
                        )
                    )
            elif parameter.unit == "table":
                row._check_rows()
            else:
                parameter._check_number(row.value, parameter.unit)

    def _check_rows(self):
        parameter = self.parameter_id
        if not self.row_ids:
            raise ValidationError(
                self.env._("%s is a table: enter at least one row.", parameter.name)
            )
        for cell in self.row_ids:
            parameter._check_number(cell.value, parameter.cell_unit)
            if cell.upper and cell.upper < cell.lower:
                raise ValidationError(
                    self.env._("A row of %s ends before it begins.", parameter.name)
                )
        for rows in self.row_ids.grouped(lambda row: row.label or "").values():
            ordered = rows.sorted("lower")
            for before, after in zip(ordered, ordered[1:], strict=False):
                if not before.upper or after.lower <= before.upper:
                    raise ValidationError(
                        self.env._(
                            "Two rows of %s say something about the same: end one "
                            "before the next begins.",
                            parameter.name,
                        )
                    )

    def _get_value(self):
        """Return the value as what it is: Decimal, date, code, list of rows."""
        self.ensure_one()
        unit = self.parameter_id.unit
        if unit == "date":
            return self.value_date
        if unit == "choice":
            return self.choice_id.code
        if unit == "table":
            return [
                TableRow(
                    row.label or "",
                    as_decimal(row.lower),
                    as_decimal(row.upper) if row.upper else None,
                    as_decimal(row.value),
                )
                for row in self.row_ids
            ]
        return as_decimal(self.value)

    def _prepare_typed(self):
        """Return the values of a row that says the same."""
        self.ensure_one()
        return {
            "parameter_id": self.parameter_id.id,
            "value": self.value,
            "value_date": self.value_date,
            "choice_id": self.choice_id.id,
            "row_ids": [
                fields.Command.create(
                    {
                        name: row[name]
                        for name in ("sequence", "label", "lower", "upper", "value")
                    }
                )
                for row in self.row_ids
            ],
        }
