from odoo import api, fields, models

from odoo.addons.japra_base.calc.dates import month_name

# {what is late: days}
BUCKETS = ("late_0_30", "late_31_60", "late_61_90", "late_over_90")


class CoopMembership(models.Model):
    """How old what a member owes is, on the day the context names."""

    _inherit = "coop.membership"

    late_0_30 = fields.Monetary(
        string="0–30 Days", compute="_compute_ageing", compute_sudo=True
    )
    late_31_60 = fields.Monetary(
        string="31–60 Days", compute="_compute_ageing", compute_sudo=True
    )
    late_61_90 = fields.Monetary(
        string="61–90 Days", compute="_compute_ageing", compute_sudo=True
    )
    late_over_90 = fields.Monetary(
        string="Over 90 Days", compute="_compute_ageing", compute_sudo=True
    )
    oldest_month = fields.Char(
        string="Oldest Unpaid Month",
        compute="_compute_ageing",
        compute_sudo=True,
        help="Of what is owed by the month; an entry share has none.",
    )

    @api.depends("account_ids", "date_admitted")
    @api.depends_context("coop_as_of", "lang")
    def _compute_ageing(self):
        as_of = self._coop_as_of()
        statements = self.env["coop.dues"]._statements(self.account_ids, as_of)
        for membership in self:
            rows = membership._late_statements(statements, as_of)
            ages = [row.ageing(as_of) for row in rows]
            for name, amounts in zip(
                BUCKETS, zip(*ages, strict=True) if ages else [()] * 4, strict=True
            ):
                membership[name] = sum(amounts)
            months = [
                unpaid.due.period
                for row in rows
                for unpaid in row.unpaid()[:1]
                if unpaid.due.period
            ]
            membership.oldest_month = month_name(min(months)) if months else False
