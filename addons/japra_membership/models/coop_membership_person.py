from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.japra_base.calc import identity

from .coop_membership import PERSON_FIELDS

SUFFIX = "_masked"


class CoopMembership(models.Model):
    """Who the member is, and in which house; all of it stands on the person."""

    _inherit = "coop.membership"

    is_company = fields.Boolean(
        string="Cooperative or Legal Entity",
        related="partner_id.is_company",
        help="A cooperative or another legal entity, not a person.",
        readonly=False,
        related_sudo=False,
    )
    nickname = fields.Char(
        related="partner_id.nickname", readonly=False, related_sudo=False
    )
    nik_masked = fields.Char(
        related="partner_id.l10n_id_nik_masked", readonly=False, related_sudo=False
    )
    no_kk_masked = fields.Char(
        related="partner_id.no_kk_masked", readonly=False, related_sudo=False
    )
    npwp_masked = fields.Char(
        related="partner_id.npwp_masked", readonly=False, related_sudo=False
    )
    nitku_masked = fields.Char(
        related="partner_id.nitku_masked", readonly=False, related_sudo=False
    )
    no_nik_reason = fields.Char(
        related="partner_id.no_nik_reason", readonly=False, related_sudo=False
    )
    birth_date = fields.Date(
        related="partner_id.birth_date", readonly=False, related_sudo=False
    )
    birth_year = fields.Integer(
        related="partner_id.birth_year", readonly=False, related_sudo=False
    )
    age = fields.Integer(compute="_compute_age")
    sex = fields.Selection(related="partner_id.sex", readonly=False, related_sudo=False)
    occupation = fields.Char(
        related="partner_id.occupation", readonly=False, related_sudo=False
    )
    company_registry = fields.Char(
        string="Legal Entity Number",
        related="partner_id.company_registry",
        help="As on the deed or the decree of the ministry.",
        readonly=False,
        related_sudo=False,
    )
    legal_entity_date = fields.Date(
        related="partner_id.legal_entity_date", readonly=False, related_sudo=False
    )
    vat = fields.Char(
        string="NPWP",
        related="partner_id.vat",
        help="The tax number of the legal entity, 15 or 16 digits.",
        readonly=False,
        related_sudo=False,
    )
    nik_koperasi = fields.Char(
        related="partner_id.nik_koperasi", readonly=False, related_sudo=False
    )
    nib = fields.Char(related="partner_id.nib", readonly=False, related_sudo=False)
    household_id = fields.Many2one(
        comodel_name="coop.household",
        compute="_compute_household",
        inverse="_inverse_household_id",
        search="_search_household_id",
        check_company=True,
    )
    house = fields.Char(compute="_compute_household", search="_search_house")
    without_nik = fields.Boolean(
        string="No NIK Yet",
        compute="_compute_without_nik",
        compute_sudo=True,
        search="_search_without_nik",
    )
    identity_warning = fields.Text(compute="_compute_identity_warning")
    double_html = fields.Html(
        string="Here Already", compute="_compute_double_html", sanitize=False
    )

    @api.depends("birth_date", "birth_year")
    def _compute_age(self):
        for membership in self:
            # On an unsaved form there may be no person yet.
            born = membership.env["res.partner"].new(
                {
                    "birth_date": membership.birth_date,
                    "birth_year": membership.birth_year,
                }
            )
            membership.age = born._coop_age(membership.company_id._coop_today())

    @api.depends("company_id", "partner_id.household_person_ids.household_id.house")
    def _compute_household(self):
        # All at once: of what is filtered below, each would be read by itself.
        self.partner_id.household_person_ids.household_id.fetch(["house"])
        for membership in self:
            rows = membership.partner_id.household_person_ids.filtered(
                lambda row, company=membership.company_id: row.company_id == company
            )
            membership.household_id = rows.household_id[:1]
            membership.house = membership.household_id.house

    def _household_members(self):
        """The members of the cooperative who live in the same household."""
        rows = self.env["coop.household.person"]
        # Asked for what is needed: through the person and the household each of them
        # is read whole, with a queue waiting.
        homes = rows.search_fetch(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
            ],
            ["household_id"],
        ).household_id
        people = rows.search_fetch(
            [("household_id", "in", homes.ids)], ["partner_id"]
        ).partner_id
        return self.search_fetch(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", people.ids),
                ("date_admitted", "!=", False),
            ]
        )

    def _inverse_household_id(self):
        for membership in self:
            row = membership.partner_id.household_person_ids.filtered(
                lambda row, company=membership.company_id: row.company_id == company
            )
            household = membership.household_id
            if not household:
                row.unlink()
            elif row:
                row.household_id = household
            else:
                self.env["coop.household.person"].create(
                    {
                        "household_id": household.id,
                        "partner_id": membership.partner_id.id,
                    }
                )

    def _search_household_id(self, operator, value):
        return self._domain_lives("household_id", operator, value)

    def _search_house(self, operator, value):
        return self._domain_lives("household_id.house", operator, value)

    def _domain_lives(self, name, operator, value):
        """Who lives where it is so; who lives nowhere yet has no row to look at."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        domain = Domain("id", "in", self._select_living([(name, operator, value)]))
        if operator == "in" and False in value:
            domain |= Domain("id", "not in", self._select_living([]))
        return domain

    def _select_living(self, domain):
        """The members of such rows, each in the cooperative of the household."""
        self.flush_model(["company_id", "partner_id"])
        rows = self.env["coop.household.person"]._search(domain)
        return SQL(
            "(SELECT member.id FROM coop_membership member"
            " JOIN coop_household_person home"
            " ON home.partner_id = member.partner_id"
            " AND home.company_id = member.company_id"
            " WHERE home.id IN %s)",
            rows.subselect(),
        )

    @api.depends("partner_id.l10n_id_nik", "partner_id.no_kk")
    def _compute_without_nik(self):
        missing = self.filtered_domain(self._search_without_nik("in", [True]))
        for membership in self:
            membership.without_nik = membership in missing

    def _search_without_nik(self, operator, value):
        if operator != "in":
            return NotImplemented
        # In sudo: that somebody has no NIK tells no number.
        lacking = (
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            ._search(
                [
                    ("is_company", "=", False),
                    ("merged_into_id", "=", False),
                    "|",
                    ("l10n_id_nik", "=", False),
                    "&",
                    ("no_kk", "=", False),
                    ("no_nik_reason", "!=", False),
                ]
            )
        )
        domain = Domain("partner_id", "in", lacking)
        return domain if True in value else ~domain

    @api.depends(*PERSON_FIELDS, "partner_id")
    @api.depends_context("uid")
    def _compute_identity_warning(self):
        knows = self.env.user.has_group("japra_base.group_identity")
        for membership in self:
            warnings = membership._identity_warnings() if knows else []
            membership.identity_warning = "\n".join(warnings) or False

    @api.depends("name", "nik_masked", "birth_date", "birth_year", "partner_id")
    @api.depends_context("uid")
    def _compute_double_html(self):
        for membership in self:
            rows = [
                (person, person._coop_membership(membership.company_id))
                for person in membership._doubles()
            ]
            membership.double_html = bool(rows) and self.env["ir.qweb"]._render(
                "japra_membership.membership_doubles", {"rows": rows}
            )

    @api.onchange("birth_date")
    def _onchange_birth_date(self):
        if self.birth_date:
            self.birth_year = self.birth_date.year

    @api.onchange("nik_masked")
    def _onchange_nik_masked(self):
        """What a NIK says for certain need not be typed a second time."""
        nik = self._parsed_nik()
        if nik and "*" not in (self.nik_masked or ""):
            self.sex = self.sex or nik.sex
            if nik.birth_date and not self.birth_year:
                self.birth_date = nik.birth_date
                self.birth_year = nik.birth_date.year

    def action_unmask(self, field):
        """The number of the member; see `coop.masked`."""
        self.ensure_one()
        self.check_access("read")
        person_field = PERSON_FIELDS.get(f"{field}{SUFFIX}")
        if not person_field:
            raise UserError(self.env._("There is nothing masked here."))
        return self.partner_id.action_unmask(person_field.removesuffix(SUFFIX))

    def _typed_nik(self):
        """The NIK being typed, or the one that is known; for who may know it."""
        shown = self.nik_masked or ""
        if "*" in shown or not shown:
            # In sudo: the number is open to nobody and does not leave this model.
            return self.partner_id.sudo().l10n_id_nik if shown else ""
        return shown

    def _parsed_nik(self):
        try:
            return identity.parse_nik(
                self._typed_nik() or "", self.company_id._coop_today()
            )
        except identity.IdentityError:
            return None

    def _identity_warnings(self):
        """Sentences on what is odd: none of it keeps the person from being saved."""
        if self.is_company:
            if self.nik_koperasi and not identity.is_nik_koperasi(self.nik_koperasi):
                return [
                    self.env._(
                        "The NIK of a cooperative usually has 13 digits: compare it."
                    )
                ]
            return []
        warnings = []
        typed = {
            theirs.removesuffix(SUFFIX): self[ours]
            for ours, theirs in PERSON_FIELDS.items()
            if ours.endswith(SUFFIX) and self[ours] and "*" not in self[ours]
        }
        for name, text in typed.items():
            if problem := self.env["res.partner"]._identity_problem(name, text):
                warnings.append(problem)
        if nik := self._parsed_nik():
            warnings += self._nik_warnings(nik)
        return warnings

    def _nik_warnings(self, nik):
        """A NIK keeps what was written on the day it was issued, right or wrong."""
        if not nik.region_known:
            yield self.env._(
                "The NIK begins with a region that is not on the list: compare it with "
                "the card."
            )
        if self.sex and self.sex != nik.sex:
            yield self.env._("The NIK says another sex: compare it with the card.")
        born = self.birth_date
        figures = born and (born.day, born.month, born.year % 100)
        day = int(nik.number[6:8]) % 40
        told = (day, int(nik.number[8:10]), int(nik.number[10:12]))
        year = self.birth_year and self.birth_year % 100
        if (figures and figures != told) or (year and not born and year != told[2]):
            yield self.env._(
                "The NIK says another date of birth: compare it with the card."
            )

    def _doubles(self):
        """The other contacts this person seems to be already."""
        knows = self.env.user.has_group("japra_base.group_identity")
        return self.partner_id._origin._find_doubles(
            self.company_id,
            self.name,
            self.birth_date,
            self.birth_year,
            identity.compact(self._typed_nik() or "") if knows else "",
        )
