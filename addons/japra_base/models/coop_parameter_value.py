from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# More than any rule ever says; beyond it a float is not whole rupiah any more.
LIMIT = 10**12


class CoopParameterValue(models.Model):
    _name = "coop.parameter.value"
    _description = "Value of a Rule"
    _order = "parameter_id, company_id, valid_from desc, id desc"
    _rec_name = "parameter_id"

    parameter_id = fields.Many2one(
        "coop.parameter", string="Rule", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        # Emptied, a bylaw of one cooperative would become the law of all.
        ondelete="restrict",
        string="Cooperative",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: the law, for every cooperative.",
    )
    unit = fields.Selection(related="parameter_id.unit")
    valid_from = fields.Date(required=True)
    value = fields.Float(required=True, digits=(16, 4))
    value_label = fields.Char(compute="_compute_value_label")
    legal_basis = fields.Char(help="The article, or the decision of the meeting.")
    source = fields.Char()
    confirmed = fields.Boolean(default=True)

    @api.depends("parameter_id.unit", "value")
    def _compute_value_label(self):
        for row in self:
            value = Decimal(f"{row.value:.4f}")
            row.value_label = row.parameter_id._format_value(value)

    @api.constrains("parameter_id", "value")
    def _check_value(self):
        for row in self:
            if abs(row.value) >= LIMIT:
                raise ValidationError(
                    self.env._(
                        "%s has no such value: enter a number below one trillion.",
                        row.parameter_id.name,
                    )
                )
            whole = row.value.is_integer()
            if row.unit == "amount" and (row.value < 0 or not whole):
                raise ValidationError(
                    self.env._(
                        "%s is an amount in whole rupiah, zero or more.",
                        row.parameter_id.name,
                    )
                )
            if row.unit == "day" and not (whole and 1 <= row.value <= 31):
                raise ValidationError(
                    self.env._(
                        "%s is a day of the month: a whole number from 1 to 31.",
                        row.parameter_id.name,
                    )
                )

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        if self:
            raise UserError(
                self.env._(
                    "A value that has been entered stays. Enter a new one: of two "
                    "with the same date the later one counts."
                )
            )
