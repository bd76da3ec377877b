from collections import Counter
from itertools import chain

from odoo import api, fields, models

from odoo.addons.japra_base.calc import identity
from odoo.addons.japra_base.calc.dates import long_date

from .coop_membership import PERSON_FIELDS

# As lists name them; the words of the screen are understood as well.
SEXES = {
    "l": identity.MALE,
    "laki-laki": identity.MALE,
    "pria": identity.MALE,
    "p": identity.FEMALE,
    "perempuan": identity.FEMALE,
    "wanita": identity.FEMALE,
}
NUMBERS = ("nik_masked", "no_kk_masked", "npwp_masked", "nitku_masked")


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
        data = [self._cleaned_row(fields, row) for row in data]
        messages = self._check_import(fields, data)
        if messages:
            return {"ids": False, "messages": messages, "nextrow": 0}
        return super().load(fields, data)

    def _cleaned_row(self, names, row):
        """The cells with the short words that lists use for a sex."""
        return [
            SEXES.get(str(cell).strip().lower(), cell) if name == "sex" else cell
            for name, cell in zip(names, row, strict=True)
        ]

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
        niks = Counter(
            identity.compact(str(row["nik_masked"]))
            for row in rows
            if row.get("nik_masked")
        )
        last = self.env.company._member_sequence().number_next - 1
        messages = []
        for index, (row, doubles) in enumerate(
            zip(rows, self._row_doubles(rows), strict=True)
        ):
            problems = chain(
                self._row_problems(row, numbers, taken, last),
                self._person_problems(row, niks, doubles),
            )
            for field, problem in problems:
                messages.append(self._import_message(index, field, problem))
        return messages

    def _import_message(self, index, field, problem):
        return {
            "type": "error",
            "message": problem,
            "field": field,
            "record": index,
            "rows": {"from": index, "to": index},
        }

    def _row_problems(self, row, numbers, taken, last):
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
            elif problem := self._far_number_problem(self.env.company, number, last):
                yield "number", problem
        for field in ("date_applied", "date_admitted", "birth_date"):
            if value := row.get(field):
                if problem := self._date_problem(value):
                    yield field, problem

    def _person_problems(self, row, niks, doubles):
        """Yield the field and the sentence of what is wrong with the person."""
        people = self.env["res.partner"]
        for field in NUMBERS:
            if text := str(row.get(field) or "").strip():
                name = PERSON_FIELDS[field].removesuffix("_masked")
                if problem := people._identity_problem(name, text):
                    yield field, problem
                    if field == "nik_masked":
                        return
        if row.get("nib") and (
            problem := people._identity_problem("nib", str(row["nib"]))
        ):
            yield "nib", problem
        sex = row.get("sex")
        words = {str(word).lower() for pair in self._sex_words() for word in pair}
        if sex and str(sex).strip().lower() not in words:
            yield (
                "sex",
                self.env._(
                    "%(value)s is no sex: write L for a man, P for a woman.", value=sex
                ),
            )
        if row.get("partner_id"):
            return
        number = identity.compact(str(row.get("nik_masked") or ""))
        if niks[number] > 1:
            yield (
                "nik_masked",
                self.env._("This NIK stands in this file more than once."),
            )
        else:
            yield from self._double_problems(doubles, number)

    def _row_doubles(self, rows):
        """[contacts] that the person of each row seems to be already."""
        people = []
        for row in rows:
            try:
                born = fields.Date.to_date(row.get("birth_date") or None)
                year = int(row.get("birth_year") or 0)
            except ValueError:
                # The row is refused for it.
                people.append(("", None, 0, ""))
                continue
            number = identity.compact(str(row.get("nik_masked") or ""))
            people.append((str(row.get("name") or ""), born, year, number))
        partners = self.env["res.partner"]
        return partners._find_doubles_of_each(self.env.company, people)

    def _double_problems(self, doubles, number):
        for person in doubles[:1]:
            # In sudo: whether two numbers differ tells none of them.
            known = person.sudo().l10n_id_nik
            if number and known and known != number:
                continue
            member = person._coop_membership(self.env.company)
            yield (
                "nik_masked" if number and known == number else "name",
                self.env._(
                    "%(person)s is here already.",
                    person=member.display_name or person.display_name,
                ),
            )

    @api.model
    def _sex_words(self):
        return self._fields["sex"]._description_selection(self.env)

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
