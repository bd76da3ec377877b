from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class CoopDues(models.AbstractModel):
    """Months that are waived, from the day of the decision on."""

    _inherit = "coop.dues"

    @api.model
    def _get_exceptions(self, company, as_of, rules, members=None):
        found = super()._get_exceptions(company, as_of, rules, members)
        waived = self._waived(company, as_of, members)
        return replace(found, waived=waived) if waived else found

    def _waived(self, company, as_of, members):
        """{account id: spans in which nothing falls due}.

        In sudo: a waiver holds whoever asks.
        """
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("date_granted", "<=", as_of)
        if members is not None:
            domain &= Domain("membership_id", "in", members)
        rows = (
            self.env["coop.dues.waiver"]
            .sudo()
            .search_fetch(
                domain, ["account_id", "month_from", "month_until", "revokes_id"]
            )
        )
        ends = {row.revokes_id.id: row.month_from for row in rows if row.revokes_id}
        spans = defaultdict(list)
        for row in rows:
            last = row.month_until
            if end := ends.get(row.id):
                last = end - timedelta(days=1)
            if not row.revokes_id and row.month_from <= last:
                spans[row.account_id.id].append((row.month_from, last))
        return dict(spans)
