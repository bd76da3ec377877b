from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..calc.dates import long_date, month_start


class CoopClose(models.TransientModel):
    _name = "coop.close"
    _inherit = "coop.checked.input"
    _description = "Closing of the Books"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    closed_until = fields.Date(compute="_compute_closed_until", compute_sudo=True)
    date = fields.Date(
        string="Close Until",
        required=True,
        default=lambda self: (
            month_start(self.env.company._coop_today()) - timedelta(days=1)
        ),
        help="The last day on which nothing can be booked any more.",
    )

    @api.depends("company_id")
    def _compute_closed_until(self):
        for closing in self:
            closing.closed_until = closing.company_id.fiscalyear_lock_date

    def action_apply(self):
        """The treasurer closes; what is closed only the board opens again."""
        self.ensure_one()
        company = self.company_id
        if company not in self.env.companies:
            raise AccessError(self.env._("You do not work in this cooperative."))
        if self.date >= company._coop_today():
            raise UserError(
                self.env._("Close the books until yesterday or an earlier day.")
            )
        if (
            self.closed_until
            and self.date < self.closed_until
            and not self.env.user.has_group("japra_base.group_board")
        ):
            raise UserError(
                self.env._(
                    "The books are closed until %(date)s. Only the board opens them "
                    "again.",
                    date=long_date(self.closed_until),
                )
            )
        # Nobody but an administrator may write the cooperative; this is the one
        # date, checked above, and core keeps who changed it.
        company.sudo().fiscalyear_lock_date = self.date
        return {"type": "ir.actions.act_window_close"}
