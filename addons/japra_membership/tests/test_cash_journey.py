from odoo.tests import tagged

from odoo.addons.japra_base.tests.pictures import PHONE, PicturesCase

from .common import POKOK, WAJIB
from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestCashJourney(CashCase, PicturesCase):
    """A teller closes a day with a difference, and another person approves it."""

    def test_a_day(self):
        self.teller.write({"name": "Yuni Astuti", "lang": "id_ID"})
        self.treasurer.write({"name": "Bambang Prasetyo", "lang": "id_ID"})
        # The float: what yesterday left in the box.
        self.box.with_user(self.treasurer).action_coop_free_session()
        self._pay(self.budi, sukarela=250_000)
        self.box.with_user(self.treasurer).action_coop_need_session()

        self.play("japra_cash_open", self.teller)
        session = self.env["coop.cash.session"].search(
            [("user_id", "=", self.teller.id)]
        )
        self.assertEqual(
            (session.state, round(session.amount_opening)), ("open", 250_000)
        )
        self.assertFalse(session.difference_opening)
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        self.play("japra_cash_close", self.teller)
        session.invalidate_recordset()
        self.assertEqual(
            self._figures(session), (250_000, 120_000, 0, 370_000, 300_000, -70_000)
        )
        self.assertEqual(
            (session.state, session.approval_state), ("counted", "waiting")
        )
        self.play("japra_cash_approve", self.treasurer, PHONE, "/odoo/persetujuan")
        self.env.invalidate_all()
        self.assertEqual(session.state, "closed")
        self.assertEqual(
            self._legs(session),
            [("11110001", "", 0, 70_000), ("99900001", "", 70_000, 0)],
        )
        self.assertEqual(
            self.env["coop.control"].sudo()._check_cash(self.coop, session.date), []
        )
