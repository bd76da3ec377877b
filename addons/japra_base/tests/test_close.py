from datetime import date

from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestClose(CoopCase):
    """The treasurer closes the books, the board alone opens them again."""

    def _close(self, user, day, **values):
        wizard = self._rpc(user, "coop.close", "create", {"date": day, **values})
        return self._rpc(user, "coop.close", "action_apply", [wizard])

    def test_closed_month(self):
        self._close(self.treasurer, "2026-10-31")
        self.assertEqual(self.coop.fiscalyear_lock_date, date(2026, 10, 31))
        self.assertFalse(self.other.fiscalyear_lock_date)
        self._assert_refused(
            "closed",
            self.receive,
            "uji/1",
            {self.member(): 50_000},
            day=date(2026, 10, 31),
        )
        move = self.receive("uji/1", {self.member(): 50_000}, day=date(2026, 11, 1))
        self.assertEqual(move.state, "posted")

    def test_proposes_the_month_before(self):
        values = self._rpc(
            self.treasurer, "coop.close", "default_get", ["date", "company_id"]
        )
        self.assertEqual(
            values, {"date": date(2026, 10, 31), "company_id": self.coop.id}
        )

    def test_opened_again(self):
        self._close(self.treasurer, "2026-10-31")
        self._assert_refused(
            "Only the board", self._close, self.treasurer, "2026-09-30"
        )
        self._close(self.board, "2026-09-30")
        self.assertEqual(self.coop.fiscalyear_lock_date, date(2026, 9, 30))

    def test_refused(self):
        self._assert_refused("yesterday", self._close, self.treasurer, "2026-11-24")
        for user in (self.staff, self.supervisor, self.administrator, self.portal):
            self._assert_denied(self._close, user, "2026-10-31")
        self._assert_denied(
            self._close, self.treasurer, "2026-10-31", company_id=self.other.id
        )
        self.assertFalse(self.other.fiscalyear_lock_date)
