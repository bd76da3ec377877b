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
    bylaw_number = fields.Char(
        string="Number of the Bylaws",
        required=True,
        default="ART",
        help="These amounts stand in the bylaws: their number and day.",
    )
    bylaw_date = fields.Date(
        string="Bylaws Of",
        required=True,
        default=lambda self: self.env.company._coop_today().replace(day=1),
    )
    bylaws_set = fields.Boolean(
        compute="_compute_bylaws_set",
        help="After the first setup they change by a decision only.",
    )

    @api.depends("company_id")
    def _compute_bylaws_set(self):
        for setup in self:
            setup.bylaws_set = bool(setup._get_own_values())

    def _get_own_values(self):
        return self.env["coop.parameter.value"].search(
            [
                ("parameter_id.code", "in", list(BYLAW_FIELDS)),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
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
        """Write the first values, with the founding bylaws as their decision."""
        if self.pokok < 0 or self.wajib < 0 or not 1 <= self.due_day <= 31:
            raise UserError(
                self.env._(
                    "Shares are never below zero, and the due day is from 1 to 31."
                )
            )
        if self._get_own_values():
            self._check_unchanged()
            return
        if self.bylaw_from > self.company_id._coop_today():
            raise UserError(self.env._("The values must be in force by today."))
        # In sudo, as an administrator decides nothing: these are the values of the
        # bylaws that were there before the books, and no cooperative has them twice.
        self.env["coop.decision"].sudo()._found(
            self.company_id,
            self.bylaw_number,
            self.bylaw_date,
            self.bylaw_from,
            {code: round(self[name]) for code, name in BYLAW_FIELDS.items()},
        )

    def _check_unchanged(self):
        histories = self.env["coop.parameter"]._histories(
            list(BYLAW_FIELDS), self.company_id
        )
        for code, name in BYLAW_FIELDS.items():
            history = histories[code]
            if not history or history[-1][1] != round(self[name]):
                raise UserError(
                    self.env._(
                        "The bylaws are set already: the board changes them by a "
                        "decision, under Decisions."
                    )
                )
