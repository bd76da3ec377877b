from collections import defaultdict
from dataclasses import replace
from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ..calc.terms import both, class_key, spans_of


class CoopDues(models.AbstractModel):
    """What the register says of single members: their class, their suspension."""

    _inherit = "coop.dues"

    @api.model
    def _get_exceptions(self, company, as_of, rules, members=None):
        found = super()._get_exceptions(company, as_of, rules, members)
        self.env["coop.membership.event"].flush_model()
        if any(rule.by_class for rule in rules):
            classes = self._classes(company, as_of, members)
            found = replace(found, classes=classes)
        if suspended := self._suspended(company, as_of, members):
            found = replace(found, suspended=suspended)
        return found

    def _classes(self, company, as_of, members):
        """{membership id: ((day, class), ...)} of who ever was of a class.

        Who comes back begins without one.
        """
        histories = defaultdict(list)
        for member, day, name in self.env.execute_query(
            SQL(
                """SELECT event.membership_id, event.date, class.name
                     FROM coop_membership_event event
                LEFT JOIN coop_member_class class ON class.id = event.class_id
                    WHERE event.membership_id IN (%s)
                      AND event.kind IN ('class', 'applied')
                      AND event.void IS NOT TRUE
                      AND event.date <= %s
                 ORDER BY event.membership_id, event.date, event.id""",
                self._who_has(company, "class", members),
                as_of,
            )
        ):
            histories[member].append((day, class_key(name)))
        return {member: tuple(history) for member, history in histories.items()}

    def _suspended(self, company, as_of, members):
        """{membership id: spans in which a suspension lets nothing fall due}."""
        spans = defaultdict(list)
        for member, first, last in self.env.execute_query(
            SQL(
                """SELECT membership_id, date, least(date_until, until)
                     FROM (
                       SELECT event.membership_id, event.kind, event.date,
                              event.date_until,
                              lead(event.date) OVER (
                                  PARTITION BY event.membership_id
                                  ORDER BY event.date, event.id
                              ) - 1 AS until
                         FROM coop_membership_event event
                        WHERE event.membership_id IN (%s)
                          AND event.state IS NOT NULL
                          AND event.void IS NOT TRUE
                          AND event.date <= %s
                     ) entry
                    WHERE kind = 'suspended'""",
                self._who_has(company, "suspended", members),
                as_of,
            )
        ):
            spans[member].append((first, last or date.max))
        if not spans:
            return {}
        code = "membership.suspension_dues"
        stops = spans_of(self.env["coop.parameter"]._history(code, company), "stop")
        free = {member: both(own, stops) for member, own in spans.items()}
        return {member: own for member, own in free.items() if own}

    def _who_has(self, company, kind, members):
        """A query of the members with such an entry."""
        chosen = SQL("membership_id = ANY(%s)", members)
        return SQL(
            """SELECT membership_id FROM coop_membership_event
                WHERE company_id = %s AND kind = %s AND void IS NOT TRUE
                  AND kind IN ('class', 'suspended') AND %s""",
            company.id,
            kind,
            SQL("TRUE") if members is None else chosen,
        )
