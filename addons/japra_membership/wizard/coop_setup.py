from odoo import api, fields, models
from odoo.exceptions import UserError

BYLAW_FIELDS = {
    "membership.pokok": "pokok",
    "membership.wajib": "wajib",
    "membership.due_day": "due_day",
}


class CoopSetup(models.TransientModel):
    _inherit = "coop.setup"

    currency_id = fields.Many2one(
        comodel_name="res.currency", default=lambda self: self.env.ref("base.IDR")
    )
    pokok = fields.Monetary(
        string="Entry Share", default=lambda self: self._bylaw("membership.pokok")
    )
    wajib = fields.Monetary(
        string="Mandatory Share a Month",
        default=lambda self: self._bylaw("membership.wajib"),
    )
    due_day = fields.Integer(
        string="Due Day of the Month",
        default=lambda self: self._bylaw("membership.due_day") or 10,
    )
    bylaw_from = fields.Date(
        string="In Force Since",
        required=True,
        default=lambda self: self.env.company._coop_today().replace(day=1),
        help="Months before this day owe nothing. An older cooperative gives the day "
        "from which these amounts were asked.",
    )

    @api.model
    def _bylaw(self, code):
        company = self.env.company
        history = self.env["coop.parameter"]._history(code, company)
        return int(history[-1][1]) if history else 0

    def _apply_company(self):
        result = super()._apply_company()
        self._apply_bylaws()
        return result

    def _apply_bylaws(self):
        """Write the values that differ from those in force; none is overwritten."""
        if self.pokok < 0 or self.wajib < 0 or not 1 <= self.due_day <= 31:
            raise UserError(
                self.env._(
                    "Shares are never below zero, and the due day is from 1 to 31."
                )
            )
        if self.bylaw_from > self.company_id._coop_today():
            raise UserError(self.env._("The values must be in force by today."))
        parameters = self.env["coop.parameter"]
        for code, name in BYLAW_FIELDS.items():
            history = parameters._history(code, self.company_id)
            if not history or history[-1] != (self.bylaw_from, round(self[name])):
                self.env["coop.parameter.value"].create(
                    {
                        "parameter_id": parameters.search([("code", "=", code)]).id,
                        "company_id": self.company_id.id,
                        "valid_from": self.bylaw_from,
                        "value": round(self[name]),
                        "source": self.env._("Setup"),
                    }
                )
