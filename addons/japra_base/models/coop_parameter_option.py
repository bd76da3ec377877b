from odoo import fields, models


class CoopParameterOption(models.Model):
    _name = "coop.parameter.option"
    _description = "Choice of a Rule"
    _order = "parameter_id, sequence, id"

    parameter_id = fields.Many2one(
        "coop.parameter", string="Rule", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)

    _code_uniq = models.Constraint(
        "UNIQUE(parameter_id, code)", "This choice is there already."
    )
