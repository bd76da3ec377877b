from odoo import fields, models
from odoo.tools import SQL

from ..calc.series import name_range

# So many are named; the count says how many there are.
NAMED = 20


class CoopSeries(models.Model):
    """The numbers of the posted entries of a journal and year, and what is wrong.

    Each prefix of a journal counts from one (most of them anew each month), so a
    number is missing where the count of a prefix stops short of its last number.
    Receipts of a collection share the number of their entry and count from one in it.
    """

    _name = "coop.series"
    _description = "Number Series"
    _auto = False
    _order = "gaps desc, duplicates desc, year desc, journal_id, id"
    _rec_name = "journal_id"
    _depends = {
        "account.move": [
            "company_id",
            "date",
            "journal_id",
            "name",
            "sequence_number",
            "sequence_prefix",
            "state",
        ],
        "coop.receipt": ["move_id", "shared_place"],
    }

    company_id = fields.Many2one(
        comodel_name="res.company", string="Cooperative", readonly=True
    )
    journal_id = fields.Many2one(comodel_name="account.journal", readonly=True)
    # As text: a year has no thousands separator.
    year = fields.Char(readonly=True)
    first = fields.Char(string="First Number", readonly=True)
    last = fields.Char(string="Last Number", readonly=True)
    entries = fields.Integer(string="Posted Entries", readonly=True, aggregator="sum")
    receipts = fields.Integer(readonly=True, aggregator="sum")
    gaps = fields.Integer(string="Missing Numbers", readonly=True, aggregator="sum")
    duplicates = fields.Integer(
        string="Numbers Used Twice", readonly=True, aggregator="sum"
    )
    details = fields.Char(string="Which Ones", compute="_compute_details")

    @property
    def _table_query(self):
        return SQL(
            """SELECT journal_id * 10000 + year AS id, company_id, journal_id,
                      year::text AS year,
                      (array_agg(first ORDER BY sequence_prefix))[1] AS first,
                      (array_agg(last ORDER BY sequence_prefix DESC))[1] AS last,
                      SUM(entries)::int AS entries,
                      SUM(receipts)::int AS receipts,
                      SUM(highest - numbers + places_lost)::int AS gaps,
                      SUM(entries - numbers + places_twice)::int AS duplicates
                 FROM (SELECT company_id, journal_id, sequence_prefix,
                              MIN(EXTRACT(year FROM date))::int AS year,
                              (array_agg(name ORDER BY sequence_number))[1] AS first,
                              (array_agg(name ORDER BY sequence_number DESC))[1]
                              AS last,
                              COUNT(*) AS entries,
                              COUNT(DISTINCT sequence_number) AS numbers,
                              MAX(sequence_number) AS highest,
                              COALESCE(SUM(receipts), 0) AS receipts,
                              COALESCE(SUM(last_place - places), 0) AS places_lost,
                              COALESCE(SUM(placed - places), 0) AS places_twice
                         FROM account_move
                    LEFT JOIN (SELECT move_id, COUNT(*) AS receipts,
                                      COUNT(NULLIF(shared_place, 0)) AS placed,
                                      COUNT(DISTINCT NULLIF(shared_place, 0)) AS places,
                                      COALESCE(MAX(shared_place), 0) AS last_place
                                 FROM coop_receipt
                             GROUP BY move_id) AS papers
                           ON papers.move_id = account_move.id
                        WHERE state = 'posted'
                     GROUP BY company_id, journal_id, sequence_prefix) AS prefixes
             GROUP BY company_id, journal_id, year"""
        )

    def _compute_details(self):
        for series in self:
            series.details = (
                ", ".join(
                    series._missing()
                    + series._missing_places()
                    + series._twice()
                    + series._places_twice()
                )
                if series.gaps or series.duplicates
                else False
            )

    def _missing(self):
        """The numbers that are missing, or the first of them."""
        # Between an entry and the one before it; from one to the first of a prefix.
        rows = self.env.execute_query(
            SQL(
                """SELECT name, sequence_prefix, before + 1, sequence_number - 1
                     FROM (SELECT name, sequence_prefix, sequence_number,
                                  LAG(sequence_number, 1, 0) OVER prefix AS before,
                                  MIN(EXTRACT(year FROM date)) OVER (
                                      PARTITION BY sequence_prefix) AS year
                             FROM account_move
                            WHERE state = 'posted' AND journal_id = %s
                              AND company_id = %s
                           WINDOW prefix AS (PARTITION BY sequence_prefix
                                             ORDER BY sequence_number)) AS numbers
                    WHERE sequence_number > before + 1 AND year = %s
                 ORDER BY sequence_prefix, sequence_number LIMIT %s""",
                self.journal_id.id,
                self.company_id.id,
                int(self.year),
                NAMED,
            )
        )
        return [name_range(*row) for row in rows]

    def _missing_places(self):
        """The receipts that are missing inside of shared entries."""
        rows = self.env.execute_query(
            SQL(
                """SELECT receipt, entry || '/', before + 1, place - 1
                     FROM (SELECT r.name AS receipt, m.name AS entry,
                                  r.shared_place AS place,
                                  LAG(r.shared_place, 1, 0) OVER (
                                      PARTITION BY r.move_id ORDER BY r.shared_place
                                  ) AS before
                             FROM coop_receipt r JOIN account_move m ON m.id = r.move_id
                            WHERE r.shared_place > 0 AND %s) AS places
                    WHERE place > before + 1
                 ORDER BY entry, place LIMIT %s""",
                self._of_series(),
                NAMED,
            )
        )
        return [name_range(*row) for row in rows]

    def _places_twice(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT string_agg(r.name, ' = ' ORDER BY r.id)
                     FROM coop_receipt r JOIN account_move m ON m.id = r.move_id
                    WHERE r.shared_place > 0 AND %s
                 GROUP BY r.move_id, r.shared_place HAVING COUNT(*) > 1
                 ORDER BY r.move_id, r.shared_place LIMIT %s""",
                self._of_series(),
                NAMED,
            )
        )
        return [name for [name] in rows]

    def _of_series(self):
        return SQL(
            "m.state = 'posted' AND m.journal_id = %s AND m.company_id = %s"
            " AND EXTRACT(year FROM m.date) = %s",
            self.journal_id.id,
            self.company_id.id,
            int(self.year),
        )

    def _twice(self):
        """The names of the entries that share their number with another."""
        rows = self.env.execute_query(
            SQL(
                """SELECT string_agg(name, ' = ' ORDER BY id)
                     FROM account_move
                    WHERE state = 'posted' AND journal_id = %s AND company_id = %s
                 GROUP BY sequence_prefix, sequence_number
                   HAVING COUNT(*) > 1 AND MIN(EXTRACT(year FROM date)) = %s
                 ORDER BY sequence_prefix, sequence_number LIMIT %s""",
                self.journal_id.id,
                self.company_id.id,
                int(self.year),
                NAMED,
            )
        )
        return [name for [name] in rows]

    # === ACTIONS === #

    def action_print(self):
        return self._action_report("japra_membership.action_report_series")

    def action_xlsx(self):
        return self._action_report("japra_membership.action_report_series_xlsx")

    def _action_report(self, report):
        """On the rows chosen, or on every series of the cooperatives at hand."""
        self.check_access("read")
        series = self or self.search([("company_id", "in", self.env.companies.ids)])
        return self.env.ref(report).report_action(series)
