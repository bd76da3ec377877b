from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.labels import labels

from ..calc import standing


class CoopMembership(models.Model):
    """A membership that ends: what waits, what the desk is told, what goes back."""

    _inherit = "coop.membership"

    case_waiting = fields.Boolean(
        compute="_compute_case", compute_sudo=True, search="_search_case_waiting"
    )
    amount_held = fields.Monetary(
        string="Money Held", compute="_compute_case", compute_sudo=True
    )
    case_text = fields.Char(
        string="What Waits", compute="_compute_case", compute_sudo=True
    )
    founding_warning = fields.Char(compute="_compute_founding_warning")
    can_correct = fields.Boolean(compute="_compute_can_correct")
    representative_ids = fields.One2many(
        comodel_name="coop.membership.representative",
        inverse_name="membership_id",
        string="Representatives",
    )

    @api.depends("state", "account_ids")
    @api.depends_context("lang")
    def _compute_case(self):
        ended = self.filtered(
            lambda m: m.state in standing.ENDING + standing.COME_TO_NOTHING
        )
        held = {}
        for company, members in ended.grouped("company_id").items():
            held |= members.account_ids._balances(company._coop_today())
        for membership in self:
            # An entry fee is income: it goes back only to who never became a member.
            fee_too = membership.state in standing.COME_TO_NOTHING
            amount = sum(
                held.get(account.id, 0)
                for account in membership.account_ids
                if fee_too or account.product_id.share_kind != "entry_fee"
            )
            membership.amount_held = amount if membership in ended else 0
            membership.case_waiting = membership in ended and bool(
                membership.state in standing.ENDING or amount
            )
            membership.case_text = membership._describe_case(amount)

    def _search_case_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        # In sudo: the field is computed so; the search itself keeps the rules.
        nothing = self.sudo().search([("state", "in", standing.COME_TO_NOTHING)])
        domain = Domain("state", "in", standing.ENDING) | Domain(
            "id", "in", nothing.filtered("case_waiting").ids
        )
        return domain if True in value else ~domain

    @api.depends("company_id", "state")
    @api.depends_context("lang")
    def _compute_founding_warning(self):
        for membership in self:
            problem = membership.state in standing.ENDING and (
                membership.company_id._founding_problem(
                    membership.company_id._coop_today()
                )
            )
            membership.founding_warning = problem

    @api.depends("event_ids.void")
    def _compute_can_correct(self):
        for membership in self:
            last = membership._live_events()[-1:]
            membership.can_correct = last.kind in standing.CORRECTABLE

    def _describe_case(self, amount):
        held = format_rupiah(amount)
        if self.state in standing.COME_TO_NOTHING:
            if not amount:
                return False
            return self.env._("%s is to be returned by a payout.", held)
        said = {
            "died": self.env._("Died on %(date)s."),
            "left": self.env._("Left on %(date)s."),
            "leaving": self.env._("Asked to leave on %(date)s."),
        }.get(self.state)
        if not said:
            return False
        day = self.date_leaving if self.state == "leaving" else self.date_ended
        return " ".join(
            [
                said % {"date": long_date(day)},
                self.env._("Dues have stopped; %s waits for the settlement.", held),
            ]
        )

    # === WHAT THE DESK ASKS === #

    def _receipt_problem(self, day):
        """Return one sentence why no money may be taken for this member, or None."""
        self.ensure_one()
        if self.state == "applicant":
            return self.env._(
                "%(member)s is not a member yet: the board approves first, then "
                "simpanan pokok is paid.",
                member=self.name,
            )
        if self.state in standing.COME_TO_NOTHING:
            return self.env._(
                "The application of %(member)s came to nothing, so no money is taken.",
                member=self.display_name,
            )
        if self.state == "approved":
            if day < self.date_approved:
                return self.env._(
                    "%(member)s was approved on %(date)s: a receipt cannot be older.",
                    member=self.display_name,
                    date=long_date(self.date_approved),
                )
        elif day < self.date_admitted:
            return self.env._(
                "%(member)s became a member on %(date)s: a receipt cannot be older.",
                member=self.display_name,
                date=long_date(self.date_admitted),
            )
        return None

    def _payout_problem(self, day):
        """Return one sentence why nothing may be paid out to this member, or None.

        What an application that came to nothing had paid goes back by a payout.
        """
        self.ensure_one()
        if self.state in ("applicant", "approved"):
            return self.env._("%s is not a member yet.", self.name)
        if self.state in standing.COME_TO_NOTHING:
            return None
        if self.state == "suspended":
            return self.env._(
                "%(member)s is suspended since %(date)s: nothing is paid out.",
                member=self.display_name,
                date=long_date(self.date_suspended),
            )
        ended = self.date_leaving or self.date_ended
        if self.state in standing.ENDING and day >= ended:
            return " ".join([self._receipt_warning(), self._say_settlement()])
        if self.date_admitted and day < self.date_admitted:
            return self.env._(
                "%(member)s became a member on %(date)s.",
                member=self.display_name,
                date=long_date(self.date_admitted),
            )
        return None

    def _say_settlement(self):
        return self.env._("What is held is paid out by the settlement only.")

    def _receipt_warning(self):
        """Return one sentence the desk should see, or None."""
        self.ensure_one()
        if self.state == "suspended":
            until = self.suspended_until
            return self.env._(
                "%(member)s is suspended since %(date)s%(until)s.",
                member=self.display_name,
                date=long_date(self.date_suspended),
                until=self.env._(" until %s", long_date(until)) if until else "",
            )
        said = {
            "died": self.env._("%(member)s died on %(date)s."),
            "left": self.env._("%(member)s left on %(date)s."),
            "leaving": self.env._("%(member)s asked to leave on %(date)s."),
        }.get(self.state)
        if not said:
            return None
        day = self.date_leaving if self.state == "leaving" else self.date_ended
        return said % {"member": self.display_name, "date": long_date(day)}

    # === THE STEPS OF THE REGISTRAR === #

    def action_step(self):
        """Open the step named in the context: its day, its reason."""
        self.ensure_one()
        self.check_access("write")
        kind = self.env.context.get("coop_step")
        kinds = labels(self.env["coop.membership.step"], "kind")
        if kind not in kinds:
            raise UserError(self.env._("There is no such step."))
        return {
            "type": "ir.actions.act_window",
            "name": kinds[kind],
            "res_model": "coop.membership.step",
            "view_mode": "form",
            "target": "new",
            "context": {"default_membership_id": self.id, "default_kind": kind},
        }
