from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# More than any rule ever says; beyond it a float is not whole rupiah any more.
LIMIT = 10**12


class CoopCheckedInput(models.AbstractModel):
    """One sentence for what the ORM would answer with a traceback over RPC."""

    _name = "coop.checked.input"
    _description = "Checked Input"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_input(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_input(vals)
        return super().write(vals)

    @api.model
    def _check_input(self, vals):
        for name in vals.keys() & self._fields.keys():
            field, value = self._fields[name], vals[name]
            if not value:
                continue
            if field.type == "float" and not (
                isinstance(value, (int, float, Decimal))
                and value is not True
                # Written so that what is not a number at all fails too.
                and abs(value) < LIMIT
            ):
                raise ValidationError(
                    self.env._(
                        "%s has no such value: enter a number below one trillion.",
                        field._description_string(self.env),
                    )
                )
            if field.type == "date":
                try:
                    fields.Date.to_date(value)
                except (TypeError, ValueError) as error:
                    raise ValidationError(
                        self.env._(
                            "%s is a date: enter day, month and year.",
                            field._description_string(self.env),
                        )
                    ) from error
