from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.japra_base.calc.dates import long_date


class CoopMembership(models.Model):
    """Where a membership begins: by an application, or in the paper register.

    Who stands in the paper register was admitted long ago. That road stays open until
    the first member was admitted here by the board; from then on it needs somebody
    of the board, so that it never leads around the board.
    """

    _inherit = "coop.membership"

    @api.onchange("date_admitted")
    def _onchange_date_admitted(self):
        """A row of the paper register seldom says when somebody applied."""
        admitted, applied = self.date_admitted, self.date_applied
        if admitted and applied and admitted < applied:
            self.date_applied = admitted

    @api.model
    def _popped_date(self, vals, name):
        """Take a date out of `vals`: it becomes an entry of the register."""
        try:
            return fields.Date.to_date(vals.pop(name, None) or None)
        except (LookupError, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._(
                    "%s is a date: enter day, month and year.",
                    self._fields[name]._description_string(self.env),
                )
            ) from error

    def _begin(self, dates):
        """Write the first entries of new memberships: [(applied, admitted)]."""
        entries = []
        taken = self.browse()
        for membership, (applied, admitted) in zip(self, dates, strict=True):
            today = membership.company_id._coop_today()
            membership._check_dates(applied or admitted or today, admitted)
            if admitted:
                membership._check_takeover(admitted)
                taken += membership
            if not admitted or (applied and applied != admitted):
                entries.append(
                    {
                        "membership_id": membership.id,
                        "kind": "applied",
                        "date": applied or today,
                    }
                )
            if admitted:
                entries.append(membership._prepare_takeover(admitted))
        taken._check_paper_road()
        self._write_entries(entries)
        taken._open_membership()

    def _redate(self, applied, admitted):
        """Correct the first entries, or take an applicant over from the paper."""
        if applied and applied != self.date_applied and self.state == "applicant":
            self._check_dates(applied, admitted)
            self._move_entry(
                self._last_entry("applied"),
                applied,
                self.env._("Another day of application."),
            )
        if not admitted or admitted == self.date_admitted:
            return
        # Who stands in the paper register need not have an application here.
        self._check_dates(self._last_entry("applied").date or admitted, admitted)
        self._check_takeover(admitted)
        self._check_paper_road()
        if self.taken_over:
            self._move_entry(
                self._last_entry("takeover"),
                admitted,
                self.env._("Another day of admission."),
            )
            # In sudo, as when they were opened; there is no entry on them yet.
            self.account_ids.sudo().date_opened = admitted
            return
        if self.state != "applicant":
            raise UserError(
                self.env._(
                    "%(member)s is admitted by its button, not by a date.",
                    member=self.display_name,
                )
            )
        self._write_entries([self._prepare_takeover(admitted)])
        self._open_membership()

    def _last_entry(self, kind):
        return self._live_events().filtered(lambda entry: entry.kind == kind)[-1:]

    def _move_entry(self, entry, day, reason):
        """Let a first entry be of another day, with the class that was given with it.

        A class that was decided later has its reason, and stays where it is.
        """
        live = self._live_events()
        place = live.ids.index(entry.id)
        given = live[place + 1 :].filtered(
            lambda e: e.kind == "class" and e.date == entry.date and not e.reason
        )
        self._check_order(entry, day, live[:place], live[place + 1 :] - given)
        self._correct(reason, entry | given)
        self._write_entries(
            [
                {
                    "membership_id": self.id,
                    "kind": moved.kind,
                    "date": day,
                    "class_id": moved.class_id.id,
                }
                for moved in entry | given
            ]
        )

    def _check_order(self, entry, day, before, after):
        """Refuse a day that would carry an entry past another one."""
        passed = before.filtered(lambda e: e.date > day)[-1:] or after.filtered(
            # It is written now, so behind what stands on that day: an application
            # there would take the class away.
            lambda e: e.date < day or (e.date == day and entry.kind == "applied")
        )
        if passed:
            raise UserError(
                self.env._(
                    "%(member)s has the entry “%(entry)s” of %(date)s: choose a day "
                    "that leaves the order as it is.",
                    member=self.display_name,
                    entry=passed[0].sentence,
                    date=long_date(passed[0].date),
                )
            )

    def _prepare_takeover(self, day):
        return {"membership_id": self.id, "kind": "takeover", "date": day}

    def _check_dates(self, applied, admitted):
        today = self.company_id._coop_today()
        if applied > today or (admitted and admitted > today):
            raise ValidationError(
                self.env._(
                    "%(name)s cannot apply or be admitted in the future.",
                    name=self.name,
                )
            )
        if admitted and admitted < applied:
            raise ValidationError(
                self.env._(
                    "%(name)s cannot be admitted before the application of %(date)s.",
                    name=self.name,
                    date=long_date(applied),
                )
            )

    def _check_takeover(self, day):
        """Refuse what is no row of the paper register."""
        if self.env.su:
            return
        if day >= self.company_id._coop_today():
            raise UserError(
                self.env._(
                    "A day of admission before today belongs to a row of the paper "
                    "register; %(name)s applies, and the board decides.",
                    name=self.name,
                )
            )
        if self.partner_id == self.env.user.partner_id:
            raise UserError(
                self.env._("Nobody writes themselves into the register of members.")
            )

    def _check_paper_road(self):
        """Refuse a way around the board once it admits members here."""
        if self.env.su or self.env.user.has_group("japra_base.group_board"):
            return
        # In sudo: also where nobody may read the members of before.
        events = self.env["coop.membership.event"].sudo()
        for company in self.company_id:
            if events.search_count(
                [("company_id", "=", company.id), ("kind", "=", "admitted")], limit=1
            ):
                raise UserError(
                    self.env._(
                        "%(company)s keeps its register here since the board admitted "
                        "a member: only one of the board enters who was forgotten in "
                        "the paper register.",
                        company=company.name,
                    )
                )
