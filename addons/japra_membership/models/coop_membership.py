from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard

from ..calc.dues import value_at

# What an application opens; the others are opened at the admission.
FIRST_KINDS = ("pokok", "entry_fee")
DATES = ("date_applied", "date_admitted")
# So far above the counter a number brought along may be: a paper register is entered
# in any order, and none is that long.
FARTHEST = 9_999
# Read from the entries of the register, never written by who calls write().
DERIVED = (
    "state",
    "date_approved",
    "taken_over",
    "date_signed",
    "needs_signature",
    "date_suspended",
    "suspended_until",
    "date_leaving",
    "date_ended",
    "class_id",
)

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
    _inherit = ["coop.checked.input", "mail.thread"]
    _order = "number, id"
    _rec_names_search = [
        "number",
        "partner_id.name",
        "partner_id.nickname",
        "partner_id.phone_digits",
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
    application_number = fields.Char(
        readonly=True, copy=False, help="Given when the board approves."
    )
    member_class = fields.Selection(
        selection=[("ordinary", "Ordinary"), ("associate", "Associate (no vote)")],
        string="Kind of Member",
        required=True,
        default="ordinary",
        tracking=True,
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

    @api.depends("number", "name")
    def _compute_display_name(self):
        for membership in self:
            parts = (membership.number, membership.name)
            membership.display_name = " ".join(part for part in parts if part)

    def _shown_number(self):
        """The member number; before the admission that of the application."""
        return self.number or self.application_number or ""

    @api.ondelete(at_uninstall=False)
    def _unlink_except_member(self):
        for membership in self:
            if membership.number or membership._live_events()[1:]:
                raise UserError(
                    self.env._(
                        "%(member)s stands in the register and cannot be deleted.",
                        member=membership.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        dates, classes = [], []
        for vals in vals_list:
            # The class that is typed becomes an entry, see below.
            derived = {*DERIVED, "application_number"} - {"class_id"}
            for name in derived & vals.keys():
                del vals[name]
            # Before a person is made of it.
            self._check_input(vals)
            if vals.get("number"):
                vals["number"] = vals["number"].strip().upper()
            dates.append([self._popped_date(vals, name) for name in DATES])
            found = self.env["coop.member.class"].browse(
                vals.pop("class_id", None) or ()
            )
            classes.append(found)
        self._create_people([vals for vals in vals_list if not vals.get("partner_id")])
        memberships = super().create(vals_list)
        for membership, (_applied, admitted) in zip(memberships, dates, strict=True):
            if membership.application_number:
                membership._refuse_number()
            if not admitted and membership.number:
                membership._refuse_number()
        memberships._begin(dates)
        memberships._begin_in_class(classes)
        return memberships

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        self._check_protected(vals)
        self._check_input(vals)
        vals = {name: value for name, value in vals.items() if name not in DERIVED}
        if vals.get("number"):
            vals["number"] = vals["number"].strip().upper()
        dates = [self._popped_date(vals, name) for name in DATES]
        result = super().write(vals)
        for membership in self:
            membership._redate(*dates)
        return result

    def _get_coop_code(self):
        company = self.company_id
        if not company.coop_code:
            raise UserError(
                self.env._(
                    "Give %(company)s the short letters its member numbers begin with "
                    "first.",
                    company=company.name,
                )
            )
        return company.coop_code

    def action_new_receipt(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.receipt",
            "view_mode": "form",
            "context": {"default_membership_id": self.id},
        }

    def _create_people(self, vals_list):
        """Make the person of each membership that names none, and name it there."""
        people = self.env["res.partner"].create(
            [self._prepare_person_vals(vals) for vals in vals_list]
        )
        for vals, person in zip(vals_list, people, strict=True):
            vals["partner_id"] = person.id

    def _prepare_person_vals(self, vals):
        """Take what describes the person out of `vals`; it belongs to that cooperative.

        A person open to every company would show one cooperative's members to the
        others.
        """
        if not (vals.get("name") or "").strip():
            raise UserError(self.env._("A member needs a name."))
        person = {
            theirs: vals.pop(ours)
            for ours, theirs in PERSON_FIELDS.items()
            if ours in vals
        }
        company = vals.get("company_id") or self.env.company.id
        return dict(person, company_id=company)

    def _check_protected(self, vals):
        for membership in self:
            changed = [
                name
                for name in membership._get_fixed_fields(vals)
                if name in vals
                and membership._fields[name].convert_to_cache(vals[name], membership)
                != membership._fields[name].convert_to_cache(
                    membership[name], membership
                )
            ]
            if set(changed) & {*DERIVED}:
                raise UserError(
                    self.env._(
                        "The standing of %(name)s follows from the dates and is not "
                        "set by hand.",
                        name=membership.name,
                    )
                )
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
            if vals.get("number") and not (
                membership.number or vals.get("date_admitted")
            ):
                membership._refuse_number()

    def _get_fixed_fields(self, vals):
        """Return what of this membership nobody changes by hand any more."""
        fixed = ["company_id", "application_number", *DERIVED]
        if self.date_approved or self.number:
            fixed += ["partner_id", "date_applied", "member_class"]
        if self.number:
            fixed.append("number")
            if (
                self.state != "member"
                or not self.taken_over
                or self.account_ids._has_lines()
            ):
                fixed.append("date_admitted")
        return fixed

    def _refuse_number(self):
        raise UserError(
            self.env._(
                "The number of %(member)s is given at the admission and not typed.",
                member=self.name,
            )
        )

    def _open_membership(self):
        """Give the number, open the member accounts that are missing."""
        for company, members in self.sorted("id").grouped("company_id").items():
            members._give_numbers(company)
        self._renumber_accounts()
        self._open_accounts()

    def _open_accounts(self, kinds=None):
        """Open an account of each share product that has none in this membership.

        A registrar keeps the register and has no right on money, and who approves has
        none on members: the accounts are opened for them, empty.
        """
        accounts = self.env["coop.account"].sudo()
        vals_list = []
        products = {
            company: company._coop_share_products() for company in self.company_id
        }
        for membership in self:
            own = membership.sudo().account_ids
            start = membership.date_admitted or membership.date_approved
            for product in products[membership.company_id]:
                if kinds and product.share_kind not in kinds:
                    continue
                if product.share_kind == "entry_fee" and not membership._owes_fee():
                    continue
                mine = own.filtered(lambda a, product=product: a.product_id == product)
                # Somebody who comes back owes nothing for the time between.
                ended = mine.filtered(
                    lambda a, start=start: a.dues_until and a.dues_until < start
                )
                if mine - ended or (ended and product.share_kind != "wajib"):
                    continue
                vals = membership._prepare_account_vals(product)
                if ended:
                    vals["number"] += f"/{len(ended) + 1}"
                vals_list.append(vals)
        return accounts.create(vals_list)

    def _owes_fee(self):
        """Whether an entry fee is asked: never of who stood in the paper register."""
        start = self.date_admitted or self.date_approved
        if self.taken_over:
            return False
        history = self.env["coop.parameter"]._history(
            "membership.entry_fee", self.company_id
        )
        return value_at(history, start) > 0

    def _renumber_accounts(self):
        """Give the accounts of the application the number of the member."""
        # In sudo: who gives the number has no right on accounts.
        for account in self.sudo().account_ids:
            membership, number = account.membership_id, account.number
            applied = membership.application_number
            if applied and number.startswith(f"{applied}/"):
                number = membership.number + number.removeprefix(applied)
                guard.opened(account).number = number

    def _prepare_account_vals(self, product):
        return {
            "number": f"{self.number or self.application_number}/{product.code}",
            "product_id": product.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "membership_id": self.id,
            "date_opened": self.date_admitted or self.date_approved,
        }

    def _give_numbers(self, company):
        """Number who has none without a gap; two admissions wait for each other.

        The counter goes on behind a number brought from the paper register.
        """
        sequence = company._member_sequence()
        following = sequence.number_next
        if not all(self.mapped("number")):
            code = self._get_coop_code()
            # Taken once, which holds the counter; then counted on from there.
            sequence.next_by_id()
            following = sequence.number_next - 1
        for membership in self:
            if not membership.number:
                number = f"{code}-{sequence.get_next_char(following)}"
                guard.opened(membership).number = number
                following += 1
                continue
            number = membership.number
            if problem := self._far_number_problem(company, number, following - 1):
                raise UserError(problem)
            following = max(following, self._counted(company, number) + 1)
        if following != sequence.number_next:
            sequence.number_next = following

    @api.model
    def _counted(self, company, number):
        """What the counter of a cooperative would have counted for a number, or 0."""
        prefix, _dash, counter = number.rpartition("-")
        counted = prefix == company.coop_code and counter.isdecimal()
        return int(counter) if counted else 0

    @api.model
    def _far_number_problem(self, company, number, last):
        """Why a number is no row of the paper register but a slip of the finger.

        The counter goes on behind it for ever: no member after it would have a number
        anybody can say. `last` is the last number that was counted.
        """
        if self._counted(company, number) <= last + FARTHEST:
            return None
        return self.env._(
            "Member number %(number)s is far beyond the last one, which is %(last)s: "
            "compare it with the paper register.",
            number=number,
            last=last,
        )
