from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.japra_base.calc import identity

from ..calc.merge import spelled

STAFF = "japra_base.group_staff"
OLDEST_YEAR = 1900


class ResPartner(models.Model):
    """What a cooperative notes of a person, or of a cooperative that is its member."""

    _inherit = "res.partner"

    nickname = fields.Char(index="trigram")
    birth_date = fields.Date(string="Date of Birth", groups=STAFF)
    birth_year = fields.Integer(
        string="Year of Birth",
        compute="_compute_birth_year",
        store=True,
        readonly=False,
        index="btree_not_null",
        aggregator=None,
        groups=STAFF,
        help="Enough where nobody knows the day.",
    )
    sex = fields.Selection(
        [(identity.FEMALE, "Female"), (identity.MALE, "Male")], groups=STAFF
    )
    occupation = fields.Char()
    no_nik_reason = fields.Char(
        string="Why No NIK or Family Card",
        groups=STAFF,
        help="People who were evicted often lost their papers: say so here, and they "
        "stand on the list of those without NIK until they have one.",
    )
    legal_entity_date = fields.Date(string="Date of the Legal Entity")
    nik_koperasi = fields.Char(
        string="NIK of the Cooperative", help="The number of the ministry, 13 digits."
    )
    nib = fields.Char(string="NIB", help="The business number, 13 digits.")
    household_person_ids = fields.One2many(
        "coop.household.person", "partner_id", string="Households"
    )

    @api.depends("birth_date")
    def _compute_birth_year(self):
        for partner in self:
            if partner.birth_date:
                partner.birth_year = partner.birth_date.year

    @api.constrains("birth_date", "birth_year")
    def _check_birth(self):
        today = self.env.company._coop_today()
        for partner in self:
            born, year = partner.birth_date, partner.birth_year
            if born and year != born.year:
                raise ValidationError(
                    self.env._(
                        "The year of birth of %(name)s follows from the date: correct "
                        "the date.",
                        name=partner.name,
                    )
                )
            if (born and born > today) or (
                year and not OLDEST_YEAR <= year <= today.year
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot have been born then: correct the date of "
                        "birth.",
                        name=partner.name,
                    )
                )

    @api.model
    def _checked_identity(self, vals):
        vals = super()._checked_identity(vals)
        if vals.get("birth_date") and not vals.get("birth_year", True):
            # A form sends its empty fields as well; the year follows from the date.
            vals = {name: value for name, value in vals.items() if name != "birth_year"}
        if vals.get("nib"):
            try:
                vals = dict(vals, nib=identity.check_nib(vals["nib"]))
            except identity.IdentityError as error:
                raise ValidationError(
                    self.env._("The NIB has 13 digits: compare it with the paper.")
                ) from error
        if vals.get("nik_koperasi"):
            vals = dict(vals, nik_koperasi=identity.compact(vals["nik_koperasi"]))
        return vals

    def _coop_age(self, day):
        """Years of age on a day; about, where only the year of birth is known."""
        self.ensure_one()
        born = self.birth_date
        if born:
            return (
                day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            )
        return day.year - self.birth_year if self.birth_year else 0

    def _find_doubles(self, company, name, birth_date, birth_year, number):
        """The contacts that a person of the cooperative doubles, as the user reads."""
        if self.merged_into_id:
            # Known to be one, and settled.
            return self.env["res.partner"]
        person = (name, birth_date, birth_year, number)
        return self._find_doubles_of_each(company, [person])[0]

    def _find_doubles_of_each(self, company, people):
        """[contacts] that each of `people` doubles: (name, birth date, year, NIK).

        The same NIK, or the same name and birth; emptiness is no likeness.
        """
        numbers = {number for *_person, number in people if number}
        same_nik = self._find_same_niks(list(numbers), company.id).grouped(
            "l10n_id_nik"
        )
        keys = [
            (spelled(name or ""), born.year if born else year)
            for name, born, year, _number in people
        ]
        same_name = self._find_same_names(company, keys).grouped(
            lambda other: (spelled(other.name), other.birth_year)
        )
        nobody = self.env["res.partner"]
        found = []
        for key, (_name, born, _year, number) in zip(keys, people, strict=True):

            def is_double(other, born=born, number=number):
                # In sudo: that their numbers differ tells neither of them.
                nik = other.sudo().l10n_id_nik
                if number and nik and number != nik:
                    return False
                return not born or other.birth_date in (born, False)

            doubles = same_nik.get(number, nobody).with_env(self.env)[:1]
            doubles |= same_name.get(key, nobody).filtered(is_double)[:5]
            found.append(doubles)
        # What was merged is known by the record that stays.
        readable = nobody.union(*found)._filtered_access("read")
        known = readable.filtered(lambda double: not double.merged_into_id)
        return [doubles & known for doubles in found]

    def _find_same_names(self, company, keys):
        """Other contacts of one of the names, born in one of the years: [(.., ..)]."""
        keys = [(name, year) for name, year in keys if name and year]
        if not keys:
            return self.env["res.partner"]
        names = [name for name, _year in keys]
        domain = (
            Domain("id", "not in", self.ids)
            & Domain("company_id", "in", [company.id, False])
            & Domain("birth_year", "in", [year for _name, year in keys])
            # As `spelled` has it: spaces may be doubled in what was typed once.
            & Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "lower(regexp_replace(trim(%s), '\\s+', ' ', 'g')) = ANY(%s)",
                    model._field_to_sql(alias, "name", query),
                    names,
                )
            )
        )
        return self.with_context(active_test=False).search(domain)

    def _coop_membership(self, company):
        """The membership of the person in a cooperative, as the user reads."""
        self.ensure_one()
        return self.env["coop.membership"].search(
            [("partner_id", "=", self.id), ("company_id", "=", company.id)], limit=1
        )
