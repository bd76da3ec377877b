from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..calc import identity


class ResPartner(models.Model):
    """The numbers of a person: open to nobody, shown masked, typed once.

    Core's e-Faktur has fields for NIK and branch (TKU): they are used. Core's `vat`
    is read, found by name and printed by everybody, so it holds the NPWP of legal
    entities; that of a person, which since 2024 is the NIK, has a field of its own.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "coop.masked"]

    _coop_masked = ("l10n_id_nik", "no_kk", "npwp", "nitku")

    l10n_id_nik = fields.Char(string="NIK in Full", groups=fields.NO_ACCESS, copy=False)
    l10n_id_buyer_document_number = fields.Char(
        groups="japra_base.group_identity", copy=False
    )
    no_kk = fields.Char(
        string="Family Card Number in Full", groups=fields.NO_ACCESS, copy=False
    )
    npwp = fields.Char(
        string="Personal NPWP in Full", groups=fields.NO_ACCESS, copy=False
    )
    nitku = fields.Char(
        string="NITKU in Full",
        compute="_compute_nitku",
        inverse="_inverse_nitku",
        compute_sudo=True,
        groups=fields.NO_ACCESS,
    )
    l10n_id_nik_masked = fields.Char(
        string="NIK",
        compute="_compute_masked",
        inverse="_inverse_masked",
        compute_sudo=True,
        groups="japra_base.group_staff",
    )
    no_kk_masked = fields.Char(
        string="Family Card Number",
        compute="_compute_masked",
        inverse="_inverse_masked",
        compute_sudo=True,
        groups="japra_base.group_staff",
        help="The 16 digits of the Kartu Keluarga.",
    )
    npwp_masked = fields.Char(
        string="Personal NPWP",
        compute="_compute_masked",
        inverse="_inverse_masked",
        compute_sudo=True,
        groups="japra_base.group_staff",
        help="The tax number of a person, 15 or 16 digits. That of a cooperative or a "
        "company stands in Tax ID.",
    )
    nitku_masked = fields.Char(
        string="NITKU",
        compute="_compute_masked",
        inverse="_inverse_masked",
        compute_sudo=True,
        groups="japra_base.group_staff",
        help="NPWP in 16 digits and the six digits of the place of business.",
    )

    # One person has one contact in a cooperative, or one that all may see. Two
    # cooperatives that each keep a contact of the same person know nothing of it.
    _nik_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), l10n_id_nik) WHERE l10n_id_nik IS NOT NULL",
        "Another person has this NIK already.",
    )

    @api.depends("npwp", "vat", "l10n_id_tku")
    def _compute_nitku(self):
        for partner in self:
            number = partner.npwp or identity.compact(partner.vat or "")
            branch = identity.compact(partner.l10n_id_tku or "")
            whole = identity.npwp16(number) + branch.zfill(6)
            # Without a branch nothing was said of a place of business.
            partner.nitku = whole if number and branch and len(whole) == 22 else False

    def _inverse_nitku(self):
        for partner in self:
            number = partner.nitku or ""
            partner.l10n_id_tku = number[16:] or False
            known = partner.npwp or identity.compact(partner.vat or "")
            if number and known and identity.npwp16(known) != number[:16]:
                raise ValidationError(
                    self.env._("A NITKU begins with the NPWP of the same person.")
                )
            if number and not known:
                partner["vat" if partner.is_company else "npwp"] = number[:16]

    @api.constrains("vat", "is_company", "parent_id")
    def _check_vat_person(self):
        for partner in self:
            if partner.is_company or partner.parent_id:
                continue
            number = identity.compact(partner.vat or "")
            if len(number) in (15, 16) and number.isdecimal():
                raise ValidationError(
                    self.env._(
                        "The NPWP of a person is typed in Personal NPWP, where it is "
                        "protected; tick Company for a legal entity."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._checked_identity(vals) for vals in vals_list]
        seen = set()
        for vals in vals_list:
            number, company = vals.get("l10n_id_nik"), vals.get("company_id") or False
            self._check_same_nik(number, company)
            if number and (number, company) in seen:
                raise ValidationError(self._same_nik_sentence())
            seen.add((number, company))
        return super().create(vals_list)

    def write(self, vals):
        vals = self._checked_identity(vals)
        if vals.get("l10n_id_nik") or "company_id" in vals:
            for partner in self:
                # In sudo: who only moves a person need not read her number.
                number = vals.get("l10n_id_nik", partner.sudo().l10n_id_nik)
                company = vals.get("company_id", partner.company_id.id)
                if number and "company_id" in vals:
                    partner._check_company_move(company)
                partner._check_same_nik(number, company)
        return super().write(vals)

    def _check_unmask(self):
        super()._check_unmask()
        if self.env.su:
            return
        for partner in self:
            # Core shows every company the contacts of users and those without a
            # company; whose members they are decides who knows their numbers.
            if partner.company_id & self.env.companies:
                continue
            homes = partner.company_id | partner._coop_homes()
            if homes and not homes & self.env.companies:
                raise AccessError(
                    self.env._(
                        "%(person)s belongs to another cooperative.",
                        person=partner.display_name,
                    )
                )

    def _check_company_move(self, company):
        """Nobody learns by moving a person who is known in a foreign cooperative."""
        if company and not self.env.su and company not in self.env.companies.ids:
            raise AccessError(self.env._("You do not work in that cooperative."))

    def check_vat_id(self, vat):
        # Core lets every number of 16 digits pass that does not begin with 0.
        try:
            identity.check_npwp(vat, fields.Date.context_today(self))
        except identity.IdentityError:
            return False
        return True

    @api.model
    def _checked_identity(self, vals):
        """The values with every identity number in digits; refuse what is none."""
        for name in self._coop_masked:
            if name in vals:
                # First of all: whether a number is good or known is told to nobody
                # who may not write it.
                self._check_field_access(self._fields[name], "write")
        today = fields.Date.context_today(self)
        checks = {
            "l10n_id_nik": lambda text: identity.parse_nik(text, today).number,
            "no_kk": identity.check_kk,
            "npwp": lambda text: identity.check_npwp(text, today),
            "nitku": lambda text: identity.check_nitku(text, today),
        }
        checked = {}
        for name in checks.keys() & vals.keys():
            text = str(vals[name] or "").strip()
            try:
                checked[name] = checks[name](text) if text else False
            except identity.IdentityError as error:
                raise ValidationError(
                    self._identity_sentence(name, error.code)
                ) from error
        return {**vals, **checked} if checked else vals

    @api.model
    def _identity_sentence(self, name, code):
        """One sentence that says what is wrong; it never repeats the number."""
        label = {
            "l10n_id_nik": self.env._("NIK"),
            "no_kk": self.env._("Family Card Number"),
            "npwp": self.env._("NPWP"),
            "nitku": self.env._("NITKU"),
        }[name]
        if code == "digits":
            return self.env._(
                "The %(number)s holds digits only: check what was typed.", number=label
            )
        if code == "length":
            if name == "npwp":
                return self.env._("The NPWP has 15 or 16 digits: count them.")
            return self.env._(
                "The %(number)s has %(length)s digits: count them.",
                number=label,
                length=22 if name == "nitku" else 16,
            )
        if code == "date":
            return self.env._(
                "The %(number)s holds no day of birth (digits 7 to 12): compare it "
                "with the card.",
                number=label,
            )
        if code == "serial":
            return self.env._(
                "The %(number)s ends with 0000, which is never given: compare it with "
                "the card.",
                number=label,
            )
        return self.env._(
            "The check digit of the %(number)s is wrong: compare it with the card.",
            number=label,
        )

    @api.model
    def _identity_problem(self, name, text):
        """The sentence of what is wrong with a number, or None."""
        try:
            # In sudo: nothing is written, and only the form of it is judged.
            self.sudo()._checked_identity({name: text})
        except ValidationError as error:
            return error.args[0]
        return None

    def _check_same_nik(self, number, company):
        """Refuse a second person with the NIK among those of the same cooperative.

        Before anything is written: the database would tell the number to the log.
        """
        if number and self._find_same_nik(number, company):
            raise ValidationError(self._same_nik_sentence())

    def _find_same_nik(self, number, company):
        return self._find_same_niks([number], company)[:1]

    def _find_same_niks(self, numbers, company):
        """Other contacts with a NIK that the cooperative, or everybody, has.

        Never one of another cooperative: that it is known there is not told.
        """
        companies = [company] if company else self.env.companies.ids
        domain = Domain("l10n_id_nik", "in", numbers) & Domain(
            "company_id", "in", [*companies, False]
        )
        # In sudo: what is refused does not depend on who types.
        return (
            self.sudo()
            .with_context(active_test=False)
            .search(domain & Domain("id", "not in", self.ids))
        )

    @api.model
    def _same_nik_sentence(self):
        return self.env._("Another person here has this NIK already: open that person.")
