from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.models.coop_board import Figures, Tile
from odoo.addons.japra_base.models.labels import labels

TELLER = "japra_membership.group_teller"
COLLECTOR = "japra_membership.group_collector"
TREASURER = "japra_base.group_treasurer"
OVERSEE = "japra_base.group_board,japra_base.group_supervisor,japra_base.group_auditor"
READER = "account.group_account_readonly"
# The sealer works each minute, the check each night.
SEALED_WITHIN = timedelta(hours=1)
CHECKED_WITHIN = timedelta(days=2)
# A transfer stands on the bank statement, and the statement is read, by then.
SHOWN_WITHIN = timedelta(days=7)


class CoopBoardCash(models.AbstractModel):
    """What waits in the app Kas & Setoran: the counter, cash, the books."""

    _name = "coop.board.cash"
    _inherit = "coop.board"
    _description = "What Waits for Teller and Treasurer"

    @api.model
    def _tiles(self):
        return [
            *super()._tiles(),
            *self._tiles_of_books(),
            self._tile_approvals(),
            *self._tiles_of_counter(),
            *self._tiles_of_cash(),
            *self._tiles_of_pairs(),
            Tile(
                key="arrears",
                name=self.env._("Members in Arrears"),
                model="coop.membership",
                domain=Domain("amount_due", ">", 0),
                action="japra_membership.coop_arrears_action",
                groups=f"{TELLER},{COLLECTOR},{TREASURER},{OVERSEE}",
                since="oldest_due",
                amount="amount_due",
                text="phone",
                figures=self._count_arrears,
                slow=True,
            ),
        ]

    def _tiles_of_counter(self):
        mine = Domain("create_uid", "=", self.env.uid)
        today = self.env.company._coop_today()
        return [
            Tile(
                key="unprinted",
                name=self.env._("Receipts Not Printed"),
                model="coop.receipt",
                # As the desk does: what it booked itself, and nobody else's.
                domain=mine
                & Domain("state", "=", "posted")
                & Domain("printed_on", "=", False)
                & Domain("request_key", "!=", False),
                action="japra_membership.coop_receipt_action",
                groups=TELLER,
                late=Domain("date", "<", today),
                since="date",
                amount="amount_total",
                text="membership_id.display_name",
            ),
            Tile(
                key="drafts",
                name=self.env._("Drafts Not Booked"),
                model="coop.receipt",
                domain=mine & Domain("state", "=", "draft"),
                action="japra_membership.coop_receipt_action",
                groups=TELLER,
                since="date",
                amount="amount_total",
                text="membership_id.display_name",
            ),
            Tile(
                key="asked",
                name=self.env._("Asked by You, Not Decided"),
                model="coop.approval",
                domain=Domain("state", "=", "waiting")
                & Domain("requested_by", "=", self.env.uid),
                action="japra_base.coop_approval_action",
                groups=f"{TELLER},{TREASURER}",
                since="requested_at",
                amount="amount",
                title="title",
                text="who_label",
            ),
            Tile(
                key="collections",
                name=self.env._("Collections Not Booked"),
                model="coop.collection",
                domain=Domain("state", "=", "draft")
                & (
                    Domain.TRUE
                    if self.env.user.has_groups(f"{TELLER},{TREASURER}")
                    else Domain("collector_id", "=", self.env.uid)
                ),
                action="japra_membership.coop_collection_action",
                groups=f"{TELLER},{COLLECTOR},{TREASURER}",
                since="date",
                amount="amount_total",
                text="collector_id.name",
            ),
        ]

    def _tiles_of_cash(self):
        today = self.env.company._coop_today()
        running = Domain("state", "in", ("open", "counting"))
        return [
            Tile(
                key="my_session",
                name=self.env._("Your Cash Session"),
                model="coop.cash.session",
                domain=running & Domain("user_id", "=", self.env.uid),
                action="japra_membership.coop_cash_session_action_mine",
                groups=f"{TELLER},{TREASURER}",
                late=Domain("date", "<", today),
                since="date",
                text=self._say_state,
            ),
            Tile(
                key="sessions",
                name=self.env._("Sessions of Earlier Days Still Open"),
                model="coop.cash.session",
                domain=running
                & Domain("date", "<", today)
                & Domain("user_id", "!=", self.env.uid),
                action="japra_membership.coop_cash_session_action",
                groups=f"{TREASURER},{OVERSEE}",
                late=Domain.TRUE,
                since="date",
                text=self._say_state,
            ),
            Tile(
                key="differences",
                name=self.env._("Cash Differences"),
                model="coop.cash.session",
                domain=Domain("state", "=", "counted"),
                action="japra_membership.coop_cash_session_action",
                groups=f"{TELLER},{TREASURER},{OVERSEE}",
                late=Domain.TRUE,
                since="date_counted",
                amount="difference",
                text="explanation",
            ),
            self._tile_of_openings(),
            self._tile_of_handovers(),
        ]

    def _tile_of_openings(self):
        """Sessions in whose box lay another amount than the books said."""
        groups = f"{TREASURER},{OVERSEE}"
        sessions = self.env["coop.cash.session"]
        # What lies in the boxes is summed up: for nobody who is not shown it.
        if self.env.user.has_groups(groups):
            sessions = sessions.search(
                [
                    ("state", "in", ("open", "counting")),
                    ("company_id", "in", self.env.companies.ids),
                ]
            ).filtered("difference_opening")
        return Tile(
            key="openings",
            name=self.env._("Sessions Opened With a Difference"),
            model="coop.cash.session",
            domain=Domain("id", "in", sessions.ids),
            action="japra_membership.coop_cash_session_action",
            groups=groups,
            since="date",
            amount="difference_opening",
            text="user_id.name",
        )

    def _tile_of_handovers(self):
        today = self.env.company._coop_today()
        return Tile(
            key="transfers",
            name=self.env._("Cash on Its Way"),
            model="coop.cash.transfer",
            domain=Domain("state", "=", "sent"),
            action="japra_membership.coop_cash_transfer_action",
            groups=f"{TELLER},{TREASURER},{OVERSEE}",
            late=Domain("date", "<", today),
            since="date",
            amount="amount",
            text="who_label",
        )

    def _tiles_of_pairs(self):
        """Payments between two cooperatives of which one half is missing or differs."""
        pairs = self.env["coop.pair"]
        # Most belong to no secondary cooperative that keeps its books here.
        if not pairs.has_access("read") or not pairs.search_count([], limit=1):
            return []
        return [
            Tile(
                key="pairs",
                name=self.env._("Pairs With a Half Missing"),
                model="coop.pair",
                domain=Domain("state", "in", ("paid", "received", "differs")),
                action="japra_membership.coop_pair_action",
                late=Domain("state", "=", "differs"),
                since="date_first",
                text=self._say_state,
            )
        ]

    def _tiles_of_books(self):
        today = self.env.company._coop_today()
        return [
            Tile(
                key="control",
                name=self.env._("Control Check"),
                model="coop.control.result",
                domain=Domain("check_name", "!=", "ok"),
                action="japra_base.coop_control_result_action",
                late=Domain.TRUE,
                since="checked_on",
                title=self._say_check,
                text="message",
                rows_open_list=True,
            ),
            Tile(
                key="unsealed",
                name=self.env._("Entries Not Sealed"),
                model="account.move",
                domain=Domain("journal_id.coop_sealed", "=", True)
                & Domain("state", "=", "posted")
                & Domain("inalterable_hash", "=", False)
                & Domain("create_date", "<", fields.Datetime.now() - SEALED_WITHIN),
                action="account.action_move_journal_line",
                groups=f"{TREASURER},{OVERSEE}",
                late=Domain.TRUE,
                since="create_date",
                text="journal_id.name",
                slow=True,
            ),
            Tile(
                key="runs",
                name=self.env._("Runs with Failures or Stopped"),
                model="coop.run",
                domain=Domain("state", "in", ("failures", "stopped")),
                action="japra_base.coop_run_action",
                late=Domain("state", "=", "failures"),
                since="date",
            ),
            Tile(
                key="clearing",
                name=self.env._("Payments the Bank Has Not Shown"),
                model="account.move.line",
                domain=self._domain_of_clearing(),
                action="account.action_account_moves_all",
                groups=READER,
                late=Domain("date", "<", today - SHOWN_WITHIN),
                figures=self._count_clearing,
                since="date",
                amount="amount_residual",
                title="move_name",
                text="name",
            ),
        ]

    @api.model
    def _notes(self):
        """The check that did not run tells nothing, which is worse than a failure."""
        notes = super()._notes()
        results = self.env["coop.control.result"]
        if not results.has_access("read"):
            return notes
        last = dict(
            results._read_group(
                [("company_id", "in", self.env.companies.ids)],
                ["company_id"],
                ["checked_on:max"],
            )
        )
        for company in self.env.companies.filtered("coop_kind"):
            checked = last.get(company)
            if not checked:
                notes.append(
                    self.env._(
                        "The books of %s were never checked: open Control Check and "
                        "press Check Now.",
                        company.name,
                    )
                )
            elif checked < fields.Datetime.now() - CHECKED_WITHIN:
                notes.append(
                    self.env._(
                        "The books of %(company)s were last checked on %(date)s: tell "
                        "the administrator that the nightly check does not run.",
                        company=company.name,
                        date=long_date(self._day(checked)),
                    )
                )
        return notes

    @api.model
    def _starts(self):
        return [
            *super()._starts(),
            (TELLER, "japra_membership.coop_desk_action", self.env._("Desk")),
            (
                f"{TELLER},{TREASURER}",
                "japra_membership.coop_cash_session_action_mine",
                self.env._("Your Cash Session"),
            ),
        ]

    def _domain_of_clearing(self):
        # In sudo: the setup of a cooperative tells nothing of its books.
        accounts = self.env.companies.sudo().coop_clearing_account_id
        return (
            Domain("account_id", "in", accounts.ids)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
        )

    def _count_clearing(self):
        """What came and what went together: one does not stand for the other."""
        lines, waiting = self.env["account.move.line"], self._domain_of_clearing()
        [[count, since, net]] = lines._read_group(
            waiting, aggregates=["__count", "date:min", "amount_residual:sum"]
        )
        [[came]] = lines._read_group(
            waiting & Domain("amount_residual", ">", 0),
            aggregates=["amount_residual:sum"],
        )
        return Figures(count, round(2 * (came or 0) - (net or 0)), since or None)

    def _count_arrears(self):
        """In one pass over the accounts: who, how much, since when."""
        owed, since = defaultdict(int), {}
        for company in self.env.companies:
            today = company._coop_today()
            for _account, member, late in self.env["coop.dues"]._late(company, today):
                amount, day = late
                if day and member:
                    owed[member] += amount
                    since[member] = min(day, since.get(member, day))
        # Whom the user may see: the dues are read for everybody.
        members = self.env["coop.membership"].search([("id", "in", list(owed))])
        oldest = members.sorted(lambda member: since[member.id])
        return Figures(
            count=len(members),
            amount=sum(owed[member.id] for member in members),
            since=since[oldest[0].id] if oldest else None,
            records=oldest,
        )

    def _say_state(self, record):
        return self._say_choice(record, "state")

    def _say_check(self, result):
        return self._say_choice(result, "check_name")

    def _say_choice(self, record, name):
        return labels(record, name)[record[name]]
