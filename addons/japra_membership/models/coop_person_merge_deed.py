from odoo import fields, models

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard

from ..calc.merge import IDENTITY, TAKEN
from .res_partner import SITTING


class CoopPersonMerge(models.Model):
    """What forbids a merging, and what it does.

    Nothing booked is touched: memberships, accounts, receipts and lines stay where
    they are and are read through the pointer. What moves is what nobody sealed: the
    place in the household, and facts that the staying record lacks.
    """

    _inherit = "coop.person.merge"

    # === WHAT FORBIDS IT === #

    def _problems(self):
        """Sentences on what must be settled first; none: it may be done.

        In sudo: what is refused must not depend on what the user may see.
        """
        self.ensure_one()
        keep, drop = self.sudo().keep_id, self.sudo().drop_id
        return [
            *self._problems_of_records(keep, drop),
            *self._problems_of_memberships(keep, drop),
            *self._problems_of_money(drop),
            *self._problems_of_household(keep, drop),
        ]

    def _problems_of_records(self, keep, drop):
        for person in (keep, drop):
            if person.merged_into_id:
                yield self.env._("%s was merged already.", person.name)
            elif person._coop_homes() - self.company_id or (
                person.company_id != self.company_id
            ):
                # A contact of nobody is one that others may use as well.
                yield self.env._(
                    "%s is not a record of this cooperative alone: it stays as it is.",
                    person.name,
                )
            elif person.with_context(active_test=False).user_ids:
                yield self.env._(
                    "%s has a login: an administrator corrects this record.",
                    self._say_record(person),
                )
            elif person.ref_company_ids:
                yield self.env._(
                    "%s keeps its books here: an administrator corrects this record.",
                    person.name,
                )
        if not keep.active and not keep.merged_into_id:
            yield self.env._(
                "%s is archived: a record in use stays.", self._say_record(keep)
            )
        if keep.is_company != drop.is_company:
            yield self.env._("A person and a legal entity are never one.")
        numbers = [person.l10n_id_nik for person in (keep, drop)]
        if all(numbers) and len(set(numbers)) == 2:
            yield self.env._(
                "The two have different NIK: they are two persons, or one NIK is to be "
                "corrected first."
            )

    def _problems_of_memberships(self, keep, drop):
        here = self.company_id
        mine, theirs = (
            self._open_memberships(person).filtered(lambda m: m.company_id == here)
            for person in (keep, drop)
        )
        if mine and theirs:
            yield self.env._(
                "%(one)s and %(other)s are both open in the register: strike out or "
                "end one of them first.",
                one=mine.display_name,
                other=theirs.display_name,
            )
        elif theirs:
            yield self.env._(
                "%s is an open membership: let this record stay.", theirs.display_name
            )

    def _problems_of_money(self, drop):
        """What is on its way would not find its way to the other record."""
        invoice = self._invoices(drop).filtered(
            lambda move: (
                move.state == "draft"
                or (
                    move.state == "posted"
                    and move.payment_state not in ("paid", "reversed")
                )
            )
        )[:1]
        if invoice:
            yield self.env._(
                "Invoice %(number)s of %(person)s is not settled: settle it first.",
                number=invoice.display_name,
                person=drop.name,
            )
        if self._receipts(drop).filtered(lambda receipt: receipt.state == "draft"):
            yield self.env._(
                "%s has a draft of a receipt: book or delete it first.",
                self._say_record(drop),
            )

    def _problems_of_household(self, keep, drop):
        mine, theirs = (self._home(person) for person in (keep, drop))
        if mine and theirs.head_id == drop and mine != theirs:
            yield self.env._(
                "%(person)s is the head of %(house)s, and the other record lives in "
                "%(other)s: choose another head first.",
                person=drop.name,
                house=theirs.house or theirs.display_name,
                other=mine.house or mine.display_name,
            )

    # === WHAT BELONGS TO A RECORD === #

    def _home(self, person):
        # In sudo: there is one home, whoever compares or approves.
        rows = self.env["coop.household.person"].sudo()
        return rows.search(
            [("partner_id", "=", person.id), ("company_id", "=", self.company_id.id)]
        ).household_id

    def _memberships(self, person):
        return self.env["coop.membership"].search(
            [("partner_id", "=", person.id), ("company_id", "=", self.company_id.id)]
        )

    def _open_memberships(self, person):
        """Memberships of a person that are not ended, in whatever cooperative.

        In sudo: what is refused must not depend on what the user may see.
        """
        return (
            self.env["coop.membership"]
            .sudo()
            .search([("partner_id", "=", person.id), ("state", "in", SITTING)])
        )

    def _receipts(self, person):
        """Those of the record's memberships, and those it paid for others."""
        # In sudo: every receipt counts, whoever may read it.
        receipts = self.env["coop.receipt"].sudo()
        return receipts.search(
            [
                ("company_id", "=", self.company_id.id),
                "|",
                ("partner_id", "=", person.id),
                ("line_ids.membership_id.partner_id", "=", person.id),
            ]
        )

    def _invoices(self, person):
        # In sudo: a registrar reads no invoices, and an open one forbids it.
        moves = self.env["account.move"].sudo()
        return moves.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", person.id),
                ("move_type", "!=", "entry"),
                ("state", "!=", "cancel"),
            ]
        )

    # === THE DEED === #

    def _merge(self):
        """Let one record give way; the caller has checked approval and problems.

        In sudo: who approves keeps no people, and nobody writes the log.
        """
        self.ensure_one()
        merge = guard.opened(self.sudo())
        keep, drop = merge.keep_id, merge.drop_id
        guard.lock(
            keep | drop,
            self.env._("Somebody else is working on these records: try again."),
        )
        done = [
            *merge._take_facts(keep, drop),
            *merge._move_home(keep, drop),
            *merge._say_what_stays(drop),
        ]
        # Who pointed to this record points to the one that stays.
        drop.merged_ids.merged_into_id = keep
        drop.write({"merged_into_id": keep.id, "active": False})
        merge.write(
            {
                "merged_on": fields.Datetime.now(),
                "asked_by_id": merge.approval_id.requested_by.id,
                "merged_by_id": self.env.uid,
                "summary": "\n".join(done),
            }
        )

    def _take_facts(self, keep, drop):
        """Fill what the staying record lacks; return sentences on it."""
        values = {name: drop[name] for name in TAKEN if drop[name] and not keep[name]}
        if keep.birth_year and keep.birth_year != drop.birth_year:
            values.pop("birth_date", None)
        # Free before it is taken: it is unique, and one person has it once.
        moved = {name: False for name in IDENTITY if name in values}
        drop.write(moved)
        drop.flush_recordset()
        keep.write(values)
        if not values:
            return []
        labels = keep.fields_get(values, attributes=["string"])
        names = ", ".join(self._say_field(labels, name) for name in values)
        return [self.env._("Taken over: %s.", names)]

    def _say_field(self, labels, name):
        return self._identity_labels().get(name) or labels[name]["string"]

    def _move_home(self, keep, drop):
        """Give the place in the household over; return sentences on it."""
        mine, theirs = (self._home(person) for person in (keep, drop))
        if not theirs:
            return []
        if theirs.head_id == drop:
            # Brings the staying record among the people of the house.
            theirs.head_id = keep
        row = theirs.person_ids.filtered(lambda row: row.partner_id == drop)
        if mine or theirs.head_id == keep:
            row.unlink()
        else:
            row.partner_id = keep
        if mine == theirs:
            return []
        if mine:
            return [self.env._("Given up: the place in %s.", theirs.display_name)]
        return [self.env._("Moved: the place in %s.", theirs.display_name)]

    def _say_what_stays(self, drop):
        """What goes on standing under the old record, and is read through it."""
        members = self._memberships(drop)
        balances = members.account_ids._balances(self.company_id._coop_today())
        for member in members:
            held = sum(balances[account.id] for account in member.account_ids)
            yield self.env._(
                "Stays under the old record: %(member)s with %(amount)s.",
                member=member._shown_number() or member.name,
                amount=format_rupiah(held),
            )
        counts = len(self._receipts(drop)), len(self._invoices(drop))
        if any(counts):
            yield self.env._(
                "Stays under the old record: %(receipts)s receipts and %(invoices)s "
                "invoices.",
                receipts=counts[0],
                invoices=counts[1],
            )
