from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.models import guard

# What the membership shows and writes of the person; nothing of the membership is
# ever stored on the person.
# {field of the membership: field of the person}
PERSON_FIELDS = {
    "name": "name",
    "phone": "phone",
    "street": "street",
    "city": "city",
    "is_company": "is_company",
    "nickname": "nickname",
    "nik_masked": "l10n_id_nik_masked",
    "no_kk_masked": "no_kk_masked",
    "npwp_masked": "npwp_masked",
    "nitku_masked": "nitku_masked",
    "no_nik_reason": "no_nik_reason",
    "birth_date": "birth_date",
    "birth_year": "birth_year",
    "sex": "sex",
    "occupation": "occupation",
    "company_registry": "company_registry",
    "legal_entity_date": "legal_entity_date",
    "vat": "vat",
    "nik_koperasi": "nik_koperasi",
    "nib": "nib",
}


class CoopMembership(models.Model):
    _name = "coop.membership"
    _description = "Member of a Cooperative"
    _inherit = ["mail.thread"]
    _order = "number, id"
    _rec_names_search = [
        "number",
        "partner_id.name",
        "partner_id.nickname",
        "partner_id.phone",
        "partner_id.household_person_ids.household_id.house",
        "partner_id.household_person_ids.household_id.head_id.name",
    ]
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    # With the rights of who reads: a person of another cooperative tells nothing.
    name = fields.Char(related="partner_id.name", readonly=False, related_sudo=False)
    phone = fields.Char(related="partner_id.phone", readonly=False, related_sudo=False)
    street = fields.Char(
        string="Address",
        related="partner_id.street",
        readonly=False,
        related_sudo=False,
    )
    city = fields.Char(related="partner_id.city", readonly=False, related_sudo=False)
    number = fields.Char(string="Member Number", copy=False, tracking=True)
    date_applied = fields.Date(
        string="Applied On",
        required=True,
        copy=False,
        default=lambda self: self.env.company._coop_today(),
    )
    date_admitted = fields.Date(string="Admitted On", copy=False, tracking=True)
    state = fields.Selection(
        selection=[("applicant", "Applicant"), ("member", "Member")],
        string="Standing",
        compute="_compute_state",
        store=True,
        index=True,
        precompute=True,
    )
    account_ids = fields.One2many("coop.account", "membership_id", readonly=True)
    receipt_ids = fields.Many2many(
        comodel_name="coop.receipt",
        string="Receipts",
        compute="_compute_receipt_ids",
        help="Of every payment for this member, whoever stood at the counter.",
    )

    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id)", "This person already has a membership here."
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This member number is already taken.",
    )
    # A scanned card must never look like money: a letter comes first.
    _number_form = models.Constraint(
        "CHECK (number IS NULL OR number ~ '^[A-Z][A-Z0-9./-]*$')",
        "A member number begins with a letter and holds only letters, digits, dot, "
        "slash and hyphen.",
    )

    @api.depends("date_admitted")
    def _compute_state(self):
        for membership in self:
            membership.state = "member" if membership.date_admitted else "applicant"

    @api.depends("number", "name")
    def _compute_display_name(self):
        for membership in self:
            parts = (membership.number, membership.name)
            membership.display_name = " ".join(part for part in parts if part)

    @api.constrains("date_admitted", "state")
    def _check_state(self):
        for membership in self:
            if (membership.state == "member") != bool(membership.date_admitted):
                raise ValidationError(
                    self.env._(
                        "The standing of %(name)s follows from the dates and is not "
                        "set by hand.",
                        name=membership.name,
                    )
                )

    @api.constrains("date_applied", "date_admitted")
    def _check_dates(self):
        for membership in self:
            today = membership.company_id._coop_today()
            if membership.date_applied > today or (
                membership.date_admitted and membership.date_admitted > today
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot apply or be admitted in the future.",
                        name=membership.name,
                    )
                )
            if (
                membership.date_admitted
                and membership.date_admitted < membership.date_applied
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be admitted before the application of "
                        "%(date)s.",
                        name=membership.name,
                        date=long_date(membership.date_applied),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_member(self):
        for membership in self:
            if membership.date_admitted:
                raise UserError(
                    self.env._(
                        "%(member)s stands in the register and cannot be deleted.",
                        member=membership.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("partner_id"):
                vals["partner_id"] = self._create_person(vals).id
            if vals.get("number"):
                vals["number"] = vals["number"].strip().upper()
            if vals.get("date_admitted"):
                vals.setdefault("date_applied", vals["date_admitted"])
        memberships = super().create(vals_list)
        memberships.filtered("date_admitted")._open_membership()
        return memberships

    def write(self, vals):
        if not guard.is_open(self.env):
            self._check_protected(vals)
        if vals.get("number"):
            vals = dict(vals, number=vals["number"].strip().upper())
        admitted = self.filtered("date_admitted")
        result = super().write(vals)
        if vals.get("date_admitted"):
            (self - admitted).filtered("date_admitted")._open_membership()
            # In sudo, as when they were opened; there is no entry on them yet.
            admitted.account_ids.sudo().date_opened = vals["date_admitted"]
        return result

    def action_admit(self):
        """Write the applicants into the register, today unless a date was given."""
        for membership in self.filtered(lambda m: not m.date_admitted):
            membership.date_admitted = membership.company_id._coop_today()
        return True

    def action_new_receipt(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.receipt",
            "view_mode": "form",
            "context": {"default_membership_id": self.id},
        }

    def _create_person(self, vals):
        """The person of a membership that names none; belongs to that cooperative.

        A person open to every company would show one cooperative's members to the
        others. What describes the person is taken out of `vals`.
        """
        if not (vals.get("name") or "").strip():
            raise UserError(self.env._("A member needs a name."))
        person = {
            theirs: vals.pop(ours)
            for ours, theirs in PERSON_FIELDS.items()
            if ours in vals
        }
        company = vals.get("company_id") or self.env.company.id
        return self.env["res.partner"].create(dict(person, company_id=company))

    def _check_protected(self, vals):
        for membership in self:
            fixed = ["company_id"]
            if membership.date_admitted:
                fixed += ["partner_id", "number", "date_applied"]
                if membership.account_ids._has_lines():
                    fixed.append("date_admitted")
            changed = [
                name
                for name in fixed
                if name in vals
                and membership._fields[name].convert_to_cache(vals[name], membership)
                != membership._fields[name].convert_to_cache(
                    membership[name], membership
                )
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "%(field)s of %(member)s is fixed and cannot be changed.",
                        field=membership._fields[changed[0]]._description_string(
                            self.env
                        ),
                        member=membership.display_name,
                    )
                )
            if "date_admitted" in vals and not vals["date_admitted"]:
                if membership.date_admitted:
                    raise UserError(
                        self.env._(
                            "%(member)s stands in the register already.",
                            member=membership.display_name,
                        )
                    )

    def _open_membership(self):
        """Give the number, open the member accounts."""
        for membership in self.sorted("id"):
            if not membership.number:
                guard.opened(membership).number = membership._next_number()
            else:
                membership._skip_number()
        # A registrar keeps the register and has no right on money: the accounts are
        # opened for her, empty.
        self.env["coop.account"].sudo().create(
            [
                membership._prepare_account_vals(product)
                for membership in self
                for product in membership.company_id._coop_share_products()
            ]
        )

    def _prepare_account_vals(self, product):
        return {
            "number": f"{self.number}/{product.code}",
            "product_id": product.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "membership_id": self.id,
            "date_opened": self.date_admitted,
        }

    def _next_number(self):
        """The next number without a gap; two admissions wait for each other."""
        company = self.company_id
        if not company.coop_code:
            raise UserError(
                self.env._(
                    "Give %(company)s the short letters its member numbers begin with "
                    "first.",
                    company=company.name,
                )
            )
        return f"{company.coop_code}-{company._member_sequence().next_by_id()}"

    def _skip_number(self):
        """Let the counter go on behind a number brought from the paper register."""
        prefix, _dash, counter = self.number.rpartition("-")
        if prefix != self.company_id.coop_code or not counter.isdecimal():
            return
        sequence = self.company_id._member_sequence()
        if int(counter) >= sequence.number_next:
            sequence.number_next = int(counter) + 1
