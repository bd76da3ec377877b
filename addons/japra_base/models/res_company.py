import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    # Core's picture says "Your logo", on every invoice until somebody replaces it.
    logo = fields.Binary(default=False)
    coop_kind = fields.Selection(
        [("primer", "Primary Cooperative"), ("sekunder", "Secondary Cooperative")],
        string="Kind of Cooperative",
    )
    coop_code = fields.Char(
        string="Short Name",
        help="A few letters. The numbers of members begin with them.",
    )

    _coop_code_uniq = models.UniqueIndex(
        "(coop_code) WHERE coop_code IS NOT NULL",
        "Another cooperative has this short name.",
    )
    _coop_code_letters = models.Constraint(
        "CHECK(coop_code IS NULL OR coop_code ~ '^[A-Z][A-Z0-9]{1,7}$')",
        "The short name is two to eight capital letters or digits and begins with a "
        "letter.",
    )

    @api.constrains("coop_kind", "currency_id")
    def _check_coop_whole_rupiah(self):
        for company in self.filtered("coop_kind"):
            if company.currency_id.rounding != 1:
                raise ValidationError(
                    self.env._(
                        "%(company)s keeps its books in whole rupiah: set the "
                        "rounding of %(currency)s to 1 first.",
                        company=company.name,
                        currency=company.currency_id.name,
                    )
                )

    @api.model
    def _coop_paper_lang(self):
        """A paper of a cooperative is Indonesian, whoever prints it."""
        return self.env["res.lang"]._get_data(code="id_ID").code or self.env.lang

    def _coop_today(self):
        """Return today where the cooperative is.

        `context_today` is the day of the user, and of UTC for scheduled actions and
        jobs: from midnight to seven they would book yesterday.
        """
        return fields.Date.context_today(self.with_context(tz=self._coop_timezone()))

    def _coop_local(self, moment):
        """Return a moment of the database (UTC) as the clock of the cooperative."""
        return pytz.utc.localize(moment).astimezone(
            pytz.timezone(self._coop_timezone())
        )

    def _coop_timezone(self):
        self.ensure_one()
        # In sudo: also for who may not read the contact of the company.
        zones = pytz.country_timezones(self.sudo().country_id.code or "ID")
        zone = self.sudo().partner_id.tz
        return zone if zone in zones else zones[0]

    def _coop_companies(self):
        """Return the cooperatives among these companies."""
        # In sudo: a cooperative is one, whoever may read its products.
        products = (
            self.env["coop.product"]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "in", self.ids)])
        )
        return self.filtered(
            lambda company: company.coop_kind or company in products.company_id
        )
