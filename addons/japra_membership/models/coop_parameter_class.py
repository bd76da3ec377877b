from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopParameter(models.Model):
    """A table of the bylaws whose rows are classes of members."""

    _inherit = "coop.parameter"

    by_class = fields.Boolean(
        string="By Class of Members",
        help="Every row names a class; who is of none of them owes the ordinary "
        "amount.",
    )

    @api.constrains("by_class", "scope", "unit", "cell_unit")
    def _check_by_class(self):
        for parameter in self:
            if parameter.by_class and (
                parameter.scope,
                parameter.unit,
                parameter.cell_unit,
            ) != ("bylaw", "table", "amount"):
                raise ValidationError(
                    self.env._(
                        "What is set by class of members is a table of amounts that "
                        "stands in the bylaws."
                    )
                )
