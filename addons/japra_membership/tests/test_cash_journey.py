from odoo.tests import tagged

from odoo.addons.japra_base.tests.pictures import PHONE, PicturesCase

from .common import POKOK, WAJIB
from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestCashJourney(CashCase, PicturesCase):
    """A teller closes a day with a difference, and another person approves it."""

    def test_a_day(self):
        for user, name in (
            (self.teller, "Yuni Astuti"),
            (self.treasurer, "Bambang Prasetyo"),
            (self.board, "Marwati Saputra"),
        ):
            user.write({"name": name, "lang": "id_ID"})
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
        self.play("japra_cash_hand_over", self.teller)
        transfer = self.env["coop.cash.transfer"].search(
            [("user_id", "=", self.teller.id)]
        )
        self.assertEqual(
            self._legs(transfer),
            [("11130020", "", 200_000, 0), ("11110001", "", 0, 200_000)],
        )
        self.play("japra_cash_accept", self.treasurer, PHONE, "/odoo/serah-terima-kas")
        self.env.invalidate_all()
        self.assertEqual(
            (transfer.state, transfer.received_by), ("received", self.treasurer)
        )
        self.assertEqual(
            self._legs(transfer.move_in_id),
            [("11110020", "", 200_000, 0), ("11130020", "", 0, 200_000)],
        )
        self.play("japra_cash_close", self.teller)
        session.invalidate_recordset()
        self.assertEqual(
            self._figures(session),
            (250_000, 120_000, 200_000, 170_000, 100_000, -70_000),
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
