import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_kind = fields.Selection(
        [("primer", "Primary Cooperative"), ("sekunder", "Secondary Cooperative")],
        string="Kind of Cooperative",
    )
    coop_code = fields.Char(
        string="Short Name",
        help="A few letters. The numbers of members begin with them.",
    )

    def _coop_today(self):
        """Return today where the cooperative is.

        `context_today` is the day of the user, and of UTC for scheduled actions and
        jobs: from midnight to seven they would book yesterday.
        """
        self.ensure_one()
        zones = pytz.country_timezones(self.sudo().country_id.code or "ID")
        zone = self.sudo().partner_id.tz
        return fields.Date.context_today(
            self.with_context(tz=zone if zone in zones else zones[0])
        )

    def _coop_companies(self):
        """Return the cooperatives among these companies."""
        return self.filtered("coop_kind")
