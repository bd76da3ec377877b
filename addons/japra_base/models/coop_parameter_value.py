from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from . import guard
from .coop_parameter import STANDINGS


class CoopParameterValue(models.Model):
    _name = "coop.parameter.value"
    _inherit = ["coop.append.only", "coop.dated.value"]
    _description = "Value of a Rule"
    _order = "parameter_id, company_id, valid_from desc, id desc"
    _rec_name = "parameter_id"

    company_id = fields.Many2one(
        "res.company",
        # Emptied, a bylaw of one cooperative would become the law of all.
        ondelete="restrict",
        string="Cooperative",
        index=True,
        help="Empty: for every cooperative.",
    )
    decision_id = fields.Many2one(
        "coop.decision",
        index="btree_not_null",
        ondelete="restrict",
        help="What the bylaws of a cooperative say stands in a decision.",
    )
    row_ids = fields.One2many("coop.parameter.row", "value_id", string="Table")
    legal_basis = fields.Char(help="The article of the law.")
    source = fields.Char(help="Where it was read.")
    confirmed = fields.Boolean(default=True)
    standing = fields.Selection(STANDINGS, compute="_compute_standing")

    @api.depends("confirmed")
    def _compute_standing(self):
        for row in self:
            row.standing = "confirmed" if row.confirmed else "unconfirmed"

    @api.constrains("parameter_id", "company_id", "decision_id", "confirmed")
    def _check_scope(self):
        for row in self:
            name = row.parameter_id.name
            if row.parameter_id.scope == "national":
                if row.company_id or row.decision_id:
                    raise ValidationError(
                        self.env._(
                            "%s is law: its value is the same for every cooperative.",
                            name,
                        )
                    )
            elif row.decision_id.company_id != row.company_id:
                raise ValidationError(
                    self.env._(
                        "%s stands in the bylaws: a value of it needs a decision of "
                        "the same cooperative.",
                        name,
                    )
                )
            elif not row.company_id and row.confirmed:
                raise ValidationError(
                    self.env._(
                        "%s stands in the bylaws: what holds for every cooperative "
                        "is a proposal only, so it is not confirmed.",
                        name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        values = super(CoopParameterValue, guard.opened(self)).create(vals_list)
        values = values.with_env(self.env)
        if not guard.is_open(self.env) and (own := values.filtered("company_id")):
            raise UserError(
                self.env._(
                    "%s stands in the bylaws: enter its new value in a decision.",
                    own[0].parameter_id.name,
                )
            )
        return values

    def _append_refusal(self):
        return self.env._(
            "A value that has been entered stays. Enter a new one: of two with the "
            "same date the later one counts."
        )
