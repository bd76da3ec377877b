from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard

# More than anybody counts of one kind; beyond it the number is a typing error.
MOST = 1_000_000


class CoopCashCount(models.Model):
    """How many of one note or coin lay in the box when a session was counted."""

    _name = "coop.cash.count"
    _inherit = "coop.checked.input"
    _description = "Count of a Note or Coin"
    _order = "session_id, value desc, id"
    _check_company_auto = True

    session_id = fields.Many2one(
        comodel_name="coop.cash.session",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="session_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    denomination_id = fields.Many2one(
        comodel_name="coop.cash.denomination",
        string="Note or Coin",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    value = fields.Integer(related="denomination_id.value", store=True)
    quantity = fields.Integer(string="Pieces", default=0)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    # What was counted before a recount stays, to be read beside the new count.
    active = fields.Boolean(default=True, readonly=True)

    _denomination_uniq = models.UniqueIndex(
        "(session_id, denomination_id) WHERE active",
        "Each note or coin is counted once.",
    )
    _quantity_sane = models.Constraint(
        f"CHECK(quantity >= 0 AND quantity < {MOST})",
        "Pieces are counted from 0 up to 999.999.",
    )

    @api.depends("quantity", "value")
    def _compute_amount(self):
        for count in self:
            count.amount = count.quantity * count.value

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.is_open(self.env):
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if not guard.is_open(self.env):
            # What was counted before a recount stays as it was.
            if vals.keys() - {"quantity"} or not all(self.mapped("active")):
                self._refuse()
            quantity = vals.get("quantity")
            # `True` is a number to Python.
            if type(quantity) is not int or not 0 <= quantity < MOST:
                raise UserError(self.env._("Pieces are counted from 0 up to 999.999."))
            self.session_id._check_counting()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not guard.is_open(self.env):
            self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._(
                "The sheet of a count is made by the session: enter the pieces only."
            )
        )
