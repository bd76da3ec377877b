from collections import Counter

from odoo import api, fields, models

from odoo.addons.japra_base.calc.dates import long_date


class CoopMembership(models.Model):
    """A list of members from a file: every row is judged before one is written."""

    _inherit = "coop.membership"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Template for a list of members"),
                "template": "/japra_membership/static/csv/anggota.csv",
            }
        ]

    @api.model
    def load(self, fields, data):
        messages = self._check_import(fields, data)
        if messages:
            return {"ids": False, "messages": messages, "nextrow": 0}
        return super().load(fields, data)

    def _check_import(self, names, data):
        """[message] in the form of `load`, one plain sentence for each bad cell."""
        if "id" in names or ".id" in names:
            # Members that are there already are corrected: `write` judges that.
            return []
        rows = [dict(zip(names, row, strict=True)) for row in data]
        numbers = Counter(
            str(row["number"]).strip().upper() for row in rows if row.get("number")
        )
        taken = set(
            self.search_fetch(
                [
                    ("company_id", "=", self.env.company.id),
                    ("number", "in", list(numbers)),
                ],
                ["number"],
            ).mapped("number")
        )
        messages = []
        for index, row in enumerate(rows):
            for field, problem in self._row_problems(row, numbers, taken):
                messages.append(
                    {
                        "type": "error",
                        "message": problem,
                        "field": field,
                        "record": index,
                        "rows": {"from": index, "to": index},
                    }
                )
        return messages

    def _row_problems(self, row, numbers, taken):
        """Yield the field and the sentence of what is wrong in a row."""
        if not row.get("partner_id") and not str(row.get("name") or "").strip():
            yield "name", self.env._("A member needs a name.")
        number = str(row.get("number") or "").strip().upper()
        if number:
            if number[0].isdigit():
                yield (
                    "number",
                    self.env._(
                        "Member number %(number)s must begin with a letter.",
                        number=number,
                    ),
                )
            elif number in taken:
                yield (
                    "number",
                    self.env._(
                        "Member number %(number)s is already taken.", number=number
                    ),
                )
            elif numbers[number] > 1:
                yield (
                    "number",
                    self.env._(
                        "Member number %(number)s stands in this file more than once.",
                        number=number,
                    ),
                )
        for field in ("date_applied", "date_admitted"):
            if value := row.get(field):
                if problem := self._date_problem(value):
                    yield field, problem

    def _date_problem(self, value):
        try:
            day = fields.Date.to_date(value)
        except ValueError:
            return self.env._(
                "%(value)s is not a date; write the day as 31/12/2026.", value=value
            )
        if day > self.env.company._coop_today():
            return self.env._("%(date)s has not come yet.", date=long_date(day))
        return None
