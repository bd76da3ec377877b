from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import TODAY, CoopCase

CLOSED = "The books are closed on"
FUTURE = "has not come yet"


@tagged("post_install", "-at_install")
class TestGuardDates(CoopCase):
    def test_future(self):
        self._assert_refused(
            FUTURE,
            self.receive,
            "receipt/1",
            {self.member(): 1000},
            day=date(2026, 11, 25),
        )

    def test_today_is_the_day_in_jakarta(self):
        """Also for scheduled actions and jobs, whose own day is that of UTC."""
        self.env.user.tz = False
        self.treasurer.tz = "America/New_York"
        with freeze_time("2026-11-24 18:00:00"):
            # One in the morning of the 25th.
            self.assertEqual(self.coop._coop_today(), date(2026, 11, 25))
            for user in (self.env.ref("base.user_root"), self.treasurer):
                move = self.receive(
                    f"receipt/{user.id}",
                    {self.member(): 1000},
                    day=date(2026, 11, 25),
                    user=user,
                )
                self.assertEqual(move.date, date(2026, 11, 25))
                self.assertEqual(move.state, "posted")
        with freeze_time("2026-11-24 16:59:00"):
            self._assert_refused(
                FUTURE,
                self.receive,
                "receipt/x",
                {self.member(): 1000},
                day=date(2026, 11, 25),
                user=self.env.ref("base.user_root"),
            )

    def test_today_follows_a_cooperative_in_the_east(self):
        self.coop.partner_id.tz = "Asia/Jayapura"
        with freeze_time("2026-11-24 15:30:00"):
            self.assertEqual(self.coop._coop_today(), date(2026, 11, 25))
            self.assertEqual(self.other._coop_today(), date(2026, 11, 24))
        # Not the zone of the person who made the company abroad.
        self.coop.partner_id.tz = "Europe/Berlin"
        with freeze_time("2026-11-24 18:00:00"):
            self.assertEqual(self.coop._coop_today(), date(2026, 11, 25))

    def test_locked_month(self):
        for lock in ("fiscalyear_lock_date", "hard_lock_date"):
            self.coop[lock] = "2026-10-31"
            self._assert_refused(
                CLOSED,
                self.receive,
                "receipt/1",
                {self.member(): 1000},
                day=date(2026, 10, 31),
            )
        self.receive("receipt/1", {self.member(): 1000}, day=date(2026, 11, 1))

    def test_locked_month_with_an_exception(self):
        """Who was let in by name posts on the day itself, not on another one."""
        self.coop.fiscalyear_lock_date = "2026-10-31"
        self.env["account.lock_exception"].create(
            {
                "company_id": self.coop.id,
                "user_id": self.treasurer.id,
                "fiscalyear_lock_date": "2026-09-30",
                "end_datetime": "2026-12-31 00:00:00",
            }
        )
        move = self.receive("receipt/1", {self.member(): 1000}, day=date(2026, 10, 31))
        self.assertEqual(move.date, date(2026, 10, 31))
        self._assert_refused(
            CLOSED,
            self.receive,
            "receipt/2",
            {self.member(): 1000},
            day=date(2026, 10, 31),
            user=self.accountant,
        )

    def test_lock_of_another_cooperative(self):
        self.other.hard_lock_date = "2026-11-30"
        move = self.receive("receipt/1", {self.member(): 1000})
        self.assertEqual(move.date, TODAY)

    def test_reversal_dates(self):
        move = self.receive("receipt/1", {self.member(): 1000}, day=date(2026, 11, 10))
        for day, sentence in (
            (date(2026, 11, 25), FUTURE),
            (date(2026, 11, 9), "Reverse it on that day or later"),
        ):
            self._assert_refused(
                sentence, move.with_user(self.treasurer)._reverse_moves, [{"date": day}]
            )
        self.coop.fiscalyear_lock_date = "2026-11-15"
        self._assert_refused(
            CLOSED,
            move.with_user(self.treasurer)._reverse_moves,
            [{"date": date(2026, 11, 12)}],
        )
        # Without a date: today, as the entry itself is in a closed month.
        reversal = move.with_user(self.treasurer)._reverse_moves()
        self.assertEqual(reversal.date, TODAY)

    def test_future_reversal_by_the_wizard(self):
        """Core would keep it as a draft that posts itself."""
        move = self.receive("receipt/1", {self.member(): 1000})
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.treasurer)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "date": "2026-12-01"})
        )
        self._assert_refused(
            FUTURE, self._rpc, self.treasurer, wizard._name, "refund_moves", wizard.ids
        )

    def test_member_account_is_behind_the_lock_date(self):
        fields = self.env["account.move.line"]._get_lock_date_protected_fields()
        self.assertIn("coop_account_id", fields["fiscal"])

    def test_mixed_batch(self):
        """An ordinary entry keeps core's way beside one of ours."""
        ordinary = self.env["account.move"].create(
            {
                "journal_id": self.book().misc.id,
                "date": "2026-12-24",
                "line_ids": [
                    Command.create({"account_id": self.book().cash.id, "debit": 5}),
                    Command.create({"account_id": self.book().cash.id, "credit": 5}),
                ],
            }
        )
        draft = self.env["account.move"].create(
            {"journal_id": self.book().journal.id, "date": "2026-11-24"}
        )
        self._assert_refused("Nothing is posted by hand", (ordinary | draft)._post)
        ordinary._post(soft=True)
        self.assertEqual(ordinary.auto_post, "at_date")
