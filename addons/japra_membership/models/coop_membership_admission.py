from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.labels import labels

from .coop_membership import FIRST_KINDS


class CoopMembership(models.Model):
    """From the application to the row in the register."""

    _name = "coop.membership"
    _inherit = ["coop.membership", "coop.approval.mixin"]

    blockers_html = fields.Html(
        string="Still Missing", compute="_compute_blockers_html", sanitize=False
    )
    can_ask = fields.Boolean(compute="_compute_can_ask")
    can_admit = fields.Boolean(compute="_compute_blockers_html")

    @api.depends(
        "state",
        "approval_state",
        "birth_date",
        "birth_year",
        "nik_masked",
        "company_registry",
        "is_company",
        "member_class",
    )
    @api.depends_context("lang")
    def _compute_blockers_html(self):
        for membership in self:
            waits = membership.state in ("applicant", "approved") and membership._origin
            blockers = membership._admission_blockers() if waits else []
            membership.can_admit = bool(waits) and not blockers
            membership.blockers_html = Markup("").join(
                Markup("<div>%s</div>") % sentence for sentence in blockers
            )

    @api.depends("state", "approval_state")
    def _compute_can_ask(self):
        for membership in self:
            asked = membership.approval_state
            membership.can_ask = (
                membership.state == "applicant" and asked not in ("waiting", "approved")
            ) or (membership.state == "approved" and asked == "changed")

    # === APPROVAL === #

    @api.model
    def _approval_kinds(self):
        return [("membership.admission", self.env._("Admission of a member"))]

    def _approval_kind(self):
        return "membership.admission"

    def _approval_content(self):
        """Who is admitted as what: another person behind the row asks again."""
        person = self.partner_id
        applied = self._live_events().filtered(lambda event: event.kind == "applied")
        return {
            "application": applied[-1:].id,
            "class": self.member_class,
            "name": person.name,
            "nik": person.l10n_id_nik or "",
            "registry": person.company_registry or "",
        }

    def _approval_partner(self):
        return self.partner_id

    def _approval_reason(self):
        """What the board weighs, on a phone too: who it is, and what is in doubt."""
        person, doubles = self.partner_id, self._doubles()
        return "\n".join(
            filter(
                None,
                [
                    ", ".join(filter(None, [person.street, person.city, person.phone])),
                    person.no_nik_reason
                    and self.env._("No NIK yet: %s.", person.no_nik_reason),
                    doubles
                    and self.env._(
                        "Perhaps known already: %s.",
                        ", ".join(doubles.mapped("display_name")),
                    ),
                ],
            )
        )

    def _approval_title(self):
        return self.env._("Admission of %s", self.name)

    def action_request_approval(self):
        for membership in self:
            if membership.state not in ("applicant", "approved"):
                raise UserError(
                    self.env._(
                        "%s is no applicant, so there is nothing to approve.",
                        membership.display_name,
                    )
                )
        return super().action_request_approval()

    def _on_approved(self):
        self._approve()

    def _approve(self, day=None, **values):
        """Write the approval, and open the accounts that are paid before admission."""
        for membership in self:
            membership._record("approved", day, **values)
            # In sudo: who approves has no right to write members.
            applicant = guard.opened(membership.sudo())
            if not membership.number and not membership.application_number:
                number = membership.company_id._application_sequence().next_by_id()
                code = membership._get_coop_code()
                applicant.application_number = f"{code}-P{number}"
            membership._open_accounts(FIRST_KINDS)
            membership._settle_dues()

    # === WHAT STILL BLOCKS === #

    def _admission_blockers(self):
        """Return one sentence for everything that still keeps the applicant out."""
        self.ensure_one()
        return [sentence for find in self._get_blockers() if (sentence := find())]

    def _get_blockers(self):
        """Return the methods that each find one thing, in the order of the list."""
        return [
            self._blocker_standing,
            self._blocker_approval,
            self._blocker_pokok,
            self._blocker_identity,
            self._blocker_age,
            self._blocker_legal_entity,
            self._blocker_kind,
        ]

    def _blocker_standing(self):
        if self.state not in ("applicant", "approved"):
            return self.env._(
                "%(member)s is %(state)s: a new application comes first.",
                member=self.display_name,
                state=labels(self, "state")[self.state],
            )
        return None

    def _blocker_approval(self):
        approval_state = self.approval_state
        # Nobody asked in this database where the board decided before.
        if self.state == "approved" and approval_state in ("approved", "needed", False):
            return None
        if approval_state == "changed":
            return self._say_changed()
        # In sudo: how the request stands is told with the applicant.
        if approval_state == "waiting":
            return self.approval_id.sudo()._describe_who()
        if approval_state == "refused":
            return " ".join(self.approval_id.sudo()._history())
        return self.env._("The board has not decided yet: ask for its approval.")

    def _blocker_pokok(self):
        if self._bylaw("membership.pokok_parts") == "yes":
            return None
        # In sudo: the same for everybody, whatever of the accounts they may read.
        dues = self.env["coop.dues"].sudo()
        today = self.company_id._coop_today()
        # On a form as well, which has accounts of its own that are not in the books.
        accounts = self.sudo().account_ids._origin
        first = [
            row
            for row in dues._statements(accounts).values()
            if row.rule.kind in FIRST_KINDS
        ]
        if first:
            # Of the account that ended with an earlier application, too.
            missing = sum(row.missing(today) for row in first)
        else:
            rules = dues._get_rules(self.company_id, today).values()
            missing = sum(
                due.amount
                for rule in rules
                if rule.kind in FIRST_KINDS
                for due in rule.dues(today, today)
            )
        if not missing:
            return None
        return self.env._(
            "%(amount)s is not paid yet: simpanan pokok and uang pangkal are paid "
            "after the approval.",
            amount=format_rupiah(missing),
        )

    def _blocker_identity(self):
        # What is being typed counts too; in sudo: that somebody has no NIK tells none.
        known = self.is_company or self.nik_masked or self.partner_id.sudo().l10n_id_nik
        if not known and self._bylaw("membership.nik_required") == "yes":
            return self.env._("The NIK is missing, and the bylaws ask for it.")
        return None

    def _blocker_age(self):
        least = int(self._bylaw("membership.min_age") or 0)
        if self.is_company or not least:
            return None
        if not (self.birth_date or self.birth_year):
            return self.env._(
                "The date or year of birth is missing: members are at least %s years "
                "old.",
                least,
            )
        if self.age < least:
            return self.env._(
                "%(age)s years old: members are at least %(least)s.",
                age=self.age,
                least=least,
            )
        return None

    def _blocker_legal_entity(self):
        if self.is_company and not self.company_registry:
            return self.env._("The number of the legal entity is missing.")
        return None

    def _blocker_kind(self):
        """Persons make a primary, cooperatives a secondary (UU 25/1992 Art. 15, 18)."""
        kind = self.company_id.coop_kind
        if self.member_class == "ordinary":
            if kind == "primer" and self.is_company:
                return self.env._(
                    "A primary cooperative has persons as members: a legal entity can "
                    "only be an associate."
                )
            if kind == "sekunder" and not self.is_company:
                return self.env._(
                    "A secondary cooperative has cooperatives as members: a person can "
                    "only be an associate."
                )
        return None

    def _bylaw(self, code):
        """Return the value of a rule in force today, or None where there is none."""
        parameters = self.env["coop.parameter"]
        company = self.company_id
        history = parameters._rows([code], company)[code]
        found = parameters._at(history, company._coop_today())
        return found[1]._get_value() if found else None

    # === ADMISSION === #

    def action_admit(self):
        """Open the row in the register for who lacks nothing any more."""
        self.check_access("write")
        for membership in self.sorted("id"):
            if membership.state == "member":
                # A double click, or the answer was lost on its way.
                continue
            if blockers := membership._admission_blockers():
                raise UserError(blockers[0])
            membership._admit()
        return True

    def _admit(self, day=None):
        self._record("admitted", day)
        # The number last: who takes one holds the counter until the end.
        self._open_membership()
        self._settle_dues()
