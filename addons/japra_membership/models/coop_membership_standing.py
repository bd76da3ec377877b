from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.labels import labels
from odoo.addons.japra_base.models.paper import on_paper

from ..calc import standing


class CoopMembership(models.Model):
    """The chain of dates of a membership, and what it makes of the member."""

    _inherit = "coop.membership"

    event_ids = fields.One2many(
        comodel_name="coop.membership.event",
        inverse_name="membership_id",
        string="History",
        readonly=True,
        copy=False,
    )
    date_applied = fields.Date(
        string="Applied On",
        compute="_compute_standing",
        store=True,
        readonly=False,
        copy=False,
    )
    date_approved = fields.Date(
        string="Approved On", compute="_compute_standing", store=True, copy=False
    )
    date_admitted = fields.Date(
        string="Admitted On",
        compute="_compute_standing",
        store=True,
        readonly=False,
        copy=False,
    )
    taken_over = fields.Boolean(
        string="From the Paper Register",
        compute="_compute_standing",
        store=True,
        copy=False,
    )
    date_signed = fields.Date(
        string="Signed On", compute="_compute_standing", store=True, copy=False
    )
    needs_signature = fields.Boolean(
        string="Not Signed Yet", compute="_compute_standing", store=True, copy=False
    )
    date_suspended = fields.Date(
        string="Suspended Since", compute="_compute_standing", store=True, copy=False
    )
    suspended_until = fields.Date(compute="_compute_standing", store=True, copy=False)
    date_leaving = fields.Date(
        string="Asked to Leave On", compute="_compute_standing", store=True, copy=False
    )
    date_ended = fields.Date(
        string="Ended On", compute="_compute_standing", store=True, copy=False
    )
    state = fields.Selection(
        selection=[
            ("applicant", "Applicant"),
            ("approved", "Approved"),
            ("member", "Member"),
            ("suspended", "Suspended"),
            ("leaving", "Leaving"),
            ("left", "Left"),
            ("died", "Died"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("struck", "Struck Out"),
        ],
        string="Standing",
        compute="_compute_standing",
        store=True,
        index=True,
        copy=False,
    )

    @api.depends(
        "event_ids.void", "event_ids.kind", "event_ids.date", "event_ids.date_until"
    )
    def _compute_standing(self):
        for membership in self:
            today = (membership.company_id or self.env.company)._coop_today()
            found = standing.standing(membership._entries(), today)
            membership.state = found.state or "applicant"
            # On an unsaved form there is no entry yet, only what is being typed.
            typed = not found.state
            membership.date_applied = found.applied or (
                typed and (membership.date_applied or today)
            )
            membership.date_admitted = found.admitted or (
                typed and membership.date_admitted
            )
            membership.date_approved = found.approved
            membership.taken_over = found.taken_over
            membership.date_signed = found.signed
            membership.needs_signature = bool(
                found.state in standing.REGISTERED
                and not found.signed
                and not found.taken_over
            )
            membership.date_suspended = found.suspended
            membership.suspended_until = found.until
            membership.date_leaving = found.leaving
            membership.date_ended = found.ended

    # === ON ANY DAY === #

    def _state_as_of(self, day):
        """Return {membership id: state} on a day; who had not applied is missing."""
        return self._states_as_of(SQL("event.membership_id = ANY(%s)", self.ids), day)

    @api.model
    def _ids_in_state(self, company, states, day):
        """Return the ids of who was one of `states` in a cooperative on a day."""
        found = self._states_as_of(SQL("event.company_id = %s", company.id), day)
        return sorted(member for member, state in found.items() if state in states)

    @api.model
    def _states_as_of(self, condition, day):
        self.env["coop.membership.event"].flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT DISTINCT ON (event.membership_id)
                              event.membership_id,
                              CASE WHEN event.kind = 'suspended'
                                    AND event.date_until < %(day)s
                                   THEN 'member' ELSE event.state END
                         FROM coop_membership_event event
                        WHERE %(condition)s AND event.date <= %(day)s
                          AND event.state IS NOT NULL
                          AND event.void IS NOT TRUE
                     ORDER BY event.membership_id, event.date DESC, event.id DESC""",
                    condition=condition,
                    day=day,
                )
            )
        )

    @api.model
    def _voters(self, company, day):
        """Return who had a vote in a cooperative on a day.

        Ordinary members in good standing; an associate has none (UU 25/1992 Art. 18).
        Who has asked to leave is a member until the end.
        """
        ids = self._ids_in_state(company, ("member", "leaving"), day)
        return self.browse(ids).filtered(lambda m: m.member_class == "ordinary")

    # === WRITING INTO THE REGISTER === #

    def _entries(self):
        """Return the entries that count, in the order of the register.

        In sudo: what somebody is does not depend on who asks.
        """
        return [
            standing.Entry(event.kind, event.date, event.date_until or None)
            for event in self._live_events()
        ]

    def _live_events(self):
        # In sudo: the register counts as a whole; see _entries.
        events = self.sudo().event_ids.filtered(
            lambda event: not event.void and event.kind != "corrected"
        )
        return events.sorted(lambda event: (event.date, event._origin.id or 0))

    def _record(self, kind, day=None, **values):
        """Add an entry to the register of each, after the checks of the chain."""
        vals_list = []
        for membership in self:
            date = day or membership.company_id._coop_today()
            membership._check_entry(kind, date)
            vals_list.append(
                {"membership_id": membership.id, "kind": kind, "date": date, **values}
            )
        events = self._write_entries(vals_list)
        self._settle_dues()
        return events

    @api.model
    def _write_entries(self, vals_list):
        # In sudo: nobody has the right to write the register, its methods do.
        events = self.env["coop.membership.event"].sudo()
        return guard.opened(events).create(vals_list).with_env(self.env)

    def _check_entry(self, kind, day):
        """Refuse what does not follow from what the member is, or in time."""
        self.ensure_one()
        if kind == "applied":
            self.partner_id._claim_people()
            self.partner_id._check_not_merged()
        live = self._live_events()
        today = self.company_id._coop_today()
        if day > today:
            raise UserError(
                self.env._("%(date)s has not come yet.", date=long_date(day))
            )
        state = standing.standing(self._entries(), today).state
        if state not in standing.STATES_BEFORE[kind]:
            states = labels(self, "state")
            kinds = labels(live, "kind")
            raise UserError(
                self.env._(
                    "%(member)s is %(state)s: “%(kind)s” cannot follow.",
                    member=self.display_name,
                    state=states.get(state, state),
                    kind=kinds[kind],
                )
            )
        if live and day < live[-1].date:
            raise UserError(
                self.env._(
                    "The last entry of %(member)s is of %(date)s: this one cannot be "
                    "older.",
                    member=self.display_name,
                    date=long_date(live[-1].date),
                )
            )

    def _correct(self, reason, entries=None):
        """Let the last entry, or those that are named, count no more."""
        self.ensure_one()
        # Undone, the end of the old one would leave a person with two memberships.
        self.partner_id._claim_people()
        self.partner_id._check_not_merged()
        self._write_entries(
            [
                {
                    "membership_id": self.id,
                    "kind": "corrected",
                    "date": self.company_id._coop_today(),
                    "corrects_id": entry.id,
                    "reason": reason,
                }
                for entry in entries or self._live_events()[-1:]
            ]
        )
        self._settle_dues()

    def _settle_dues(self):
        """Nothing falls due after the day somebody asked to leave, left or died.

        Who never became a member owes nothing at all. Accounts of an earlier
        membership of the same person stay as they ended.
        """
        for membership in self:
            start = membership.date_admitted
            # In sudo: who keeps the register has no right on accounts.
            for account in membership.sudo().account_ids:
                if start and account.dues_until and account.dues_until < start:
                    continue
                until = False
                if membership.state in standing.ENDING:
                    until = membership.date_leaving or membership.date_ended
                elif membership.state in standing.COME_TO_NOTHING:
                    until = fields.Date.subtract(account.date_opened, days=1)
                elif membership.state not in standing.REGISTERED:
                    continue
                if account.dues_until != until:
                    guard.opened(account).dues_until = until

    @api.model
    def _cron_end_suspensions(self):
        """Write the end of suspensions whose time is over into the register."""
        suspended = self.search(
            [("date_suspended", "!=", False), ("suspended_until", "!=", False)]
        )
        for company, members in suspended.grouped("company_id").items():
            today = company._coop_today()
            self._write_entries(
                [
                    {
                        "membership_id": member.id,
                        "kind": "resumed",
                        "date": fields.Date.add(member.suspended_until, days=1),
                        "reason": on_paper(self).env._("The time named is over."),
                    }
                    for member in members
                    if member.suspended_until < today
                ]
            )
