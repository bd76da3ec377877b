from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestCashWaiting(CashCase):
    """While a difference waits, the sessions after it do not find it again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_treasurer = cls._make_user(
            "ben.ras", "japra_base.group_treasurer", cls.other
        )
        cls.other_box = cls.env["account.journal"].search(
            [
                ("company_id", "=", cls.other.id),
                ("type", "=", "cash"),
                ("coop_safe", "=", False),
            ]
        )

    def _waiting(self):
        """Of Rp100.000 a note of Rp5.000 is missing, and it waits for approval."""
        session = self._session()
        self._pay(self.siti, sukarela=100_000)
        self._count(session, note_50000=1, note_20000=2, note_5000=1)
        return self._ask_for(session)

    def _ask_for(self, session):
        session.explanation = "Belum ketemu"
        session.action_request_approval()
        self.assertEqual(session.state, "counted")
        return session

    def _refuse(self, session):
        approval = session.with_user(self.treasurer).approval_id
        approval.with_user(self.treasurer)._decide("refuse", "Hitung ulang")
        self.env.invalidate_all()

    def _recount(self, session, **pieces):
        session.action_recount()
        session.action_resume()
        self._count(session, **pieces)

    def _opening(self, session):
        session.invalidate_recordset()
        return round(session.amount_book_opening), round(session.difference_opening)

    def _held(self):
        self.env.flush_all()
        return self.box._coop_cash_in_box()[self.box.id]

    def test_the_missing_money_is_found_once(self):
        first = self._waiting()
        second = self._session(95_000, user=self.second)
        self.assertEqual(self._opening(second), (95_000, 0))
        self._pay(self.budi, user=self.second, sukarela=20_000)
        self.assertEqual(self._opening(second), (95_000, 0))
        self.assertEqual(
            self._figures(second.with_user(self.treasurer)),
            (95_000, 20_000, 0, 115_000, 0, 0),
        )
        self._count(second, note_100000=1, note_10000=1, note_5000=1)
        self.assertEqual(second.state, "closed")
        self.assertEqual(self._figures(second)[3:], (115_000, 115_000, 0))
        self._approve(first, self.treasurer)
        self.assertEqual(
            self._legs(first),
            [("11110001", "", 0, 5_000), ("99900001", "", 5_000, 0)],
        )
        self.assertFalse(second.sudo().move_id)
        self.assertEqual(self._held(), 115_000)
        self.assertEqual(self._opening(second), (95_000, 0))

    def test_agreed_to_while_the_next_is_open(self):
        first = self._waiting()
        second = self._session(95_000, user=self.second)
        self._approve(first, self.treasurer)
        self.assertEqual(self._opening(second), (95_000, 0))
        self._count(second, note_50000=1, note_20000=2, note_5000=1)
        self.assertEqual((second.state, self._held()), ("closed", 95_000))

    def test_two_differences_wait(self):
        """Each has its own; which is agreed to first does not matter."""
        first = self._waiting()
        second = self._session(95_000, user=self.second)
        self._count(second, note_50000=1, note_20000=2, coin_1000=3)
        self.assertEqual(self._figures(second)[3:], (95_000, 93_000, -2_000))
        self._ask_for(second)
        third = self._session(93_000)
        self.assertEqual(self._opening(third), (93_000, 0))
        self._approve(second, self.treasurer)
        self.assertEqual(self._opening(third), (93_000, 0))
        self._approve(first, self.treasurer)
        self.assertEqual(self._opening(third), (93_000, 0))
        self._count(third, note_50000=1, note_20000=2, coin_1000=3)
        self.assertEqual((third.state, self._held()), ("closed", 93_000))

    def test_the_first_is_refused(self):
        """A note that was there after all: too much here, missing there."""
        first = self._waiting()
        second = self._session(100_000, user=self.second)
        self.assertEqual(self._opening(second), (95_000, 5_000))
        self._count(second, note_100000=1)
        self.assertEqual(self._figures(second)[3:], (95_000, 100_000, 5_000))
        self._ask_for(second)
        self._refuse(first)
        self._recount(first, note_100000=1)
        # Together nothing is missing, whichever way the two are counted again.
        self.assertEqual(self._figures(first)[3:], (105_000, 100_000, -5_000))
        self._refuse(second)
        self._recount(second, note_100000=1)
        self.assertEqual(self._figures(second)[3:], (95_000, 100_000, 5_000))
        self._ask_for(first)
        self._approve(first, self.treasurer)
        self._ask_for(second)
        self._approve(second, self.treasurer)
        self.assertEqual(self._held(), 100_000)

    def test_refused_after_the_next_was_closed(self):
        first = self._waiting()
        second = self._session(95_000, user=self.second)
        self._refuse(first)
        # Refused it waits still, until it is counted again.
        self.assertEqual(self._opening(second), (95_000, 0))
        self._assert_refused("is counted and closed first", first.action_recount)
        self._count(second, note_50000=1, note_20000=2, note_5000=1)
        self.assertEqual(second.state, "closed")
        self._recount(first, note_50000=1, note_20000=2, note_5000=1)
        self.assertEqual(self._figures(first)[3:], (100_000, 95_000, -5_000))
        self._ask_for(first)
        self._approve(first, self.treasurer)
        self.assertEqual(self._held(), 95_000)

    def test_each_cooperative_has_its_own(self):
        self._waiting()
        session = self._session(user=self.other_teller, box=self.other_box)
        self._pay(self.rasela, user=self.other_teller, sukarela=50_000)
        self._count(session, note_20000=2, note_5000=1)
        self.assertEqual(self._figures(session)[3:], (50_000, 45_000, -5_000))
        self._ask_for(session)
        second = self._session(45_000, user=self.other_treasurer, box=self.other_box)
        self.assertEqual(self._opening(second), (45_000, 0))
        self._approve(session, self.other_treasurer)
        self.assertEqual(
            self._legs(session),
            [("11110001", "", 0, 5_000), ("99900001", "", 5_000, 0)],
        )

    def test_the_button_of_the_next_morning(self):
        """It leads to what runs, else to a new session, not to what waits."""
        first = self._waiting()
        sessions = self.env["coop.cash.session"].with_user(self.teller)
        self.assertFalse(sessions.action_my_session()["res_id"])
        with freeze_time("2026-11-25 01:00:00"):
            second = self._session(95_000, opened=False)
            self.assertEqual(sessions.action_my_session()["res_id"], second.id)
            second.action_open()
            self.assertEqual(second.date, date(2026, 11, 25))
            second.action_count()
            self.assertEqual(sessions.action_my_session()["res_id"], second.id)
            second.action_resume()
            self._count(second, note_50000=1, note_20000=2, note_5000=1)
            self.assertEqual(second.state, "closed")
            self.assertFalse(sessions.action_my_session()["res_id"])
        self.assertEqual(first.state, "counted")
