from odoo import api, fields, models
from odoo.exceptions import UserError

from . import guard


class CoopParameterRow(models.Model):
    """A row of a table: of a value, then it stays, or of a line of a draft."""

    _name = "coop.parameter.row"
    _inherit = "coop.checked.input"
    _description = "Row of a Table"
    _order = "sequence, id"

    value_id = fields.Many2one(
        "coop.parameter.value",
        string="Table",
        index="btree_not_null",
        ondelete="cascade",
    )
    line_id = fields.Many2one(
        "coop.decision.line", index="btree_not_null", ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    label = fields.Char(string="What")
    lower = fields.Float(string="From", digits=(16, 4))
    upper = fields.Float(
        string="Up To", digits=(16, 4), help="Empty or zero: without end."
    )
    value = fields.Float(required=True, digits=(16, 4))

    _one_parent = models.Constraint(
        "CHECK(num_nonnulls(value_id, line_id) = 1)",
        "A row belongs to one table.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        # A value brings its rows with it; nobody adds one later.
        if not guard.is_open(self.env):
            rows._check_open()
        return rows

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        if vals.keys() & {"value_id", "line_id"}:
            raise UserError(self.env._("A row stays in its table."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_open()

    def _check_open(self):
        # In sudo: a value that stands refuses, whoever may read it.
        rows = self.sudo()
        rows.value_id._refuse_change()
        # The administrator adds rows to the law only, not to what a board decides.
        self.line_id.decision_id.check_access("write")
        rows.line_id._check_open()
