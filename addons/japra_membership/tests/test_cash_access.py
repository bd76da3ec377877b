from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import POKOK
from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestCashAccess(CashCase):
    """Cash of a box is its teller's and the treasurer's; what was counted stays."""

    def test_who_may(self):
        session = self._session()
        self._pay(self.siti, sukarela=30_000)
        transfer = (
            self.env["coop.cash.transfer"]
            .with_user(self.teller)
            .create(
                {
                    "journal_id": self.box.id,
                    "destination_id": self.safe.id,
                    "amount": 1_000,
                }
            )
        )
        transfer.action_send()
        session.action_count()
        count = session.count_ids[:1]
        for user in (self.registrar, self.portal, self.second, self.other_teller):
            for record in (session, transfer, count):
                with self.subTest(user=user.login, model=record._name):
                    self._assert_denied(
                        self._rpc, user, record._name, "read", record.ids, ["id"]
                    )
        for user in (self.registrar, self.portal):
            self._assert_denied(
                self._rpc,
                user,
                "coop.cash.session",
                "create",
                {"journal_id": self.box.id},
            )
        for user in (self.board, self.supervisor, self.auditor):
            with self.subTest(user.login):
                self.assertTrue(
                    self._rpc(user, "coop.cash.session", "read", session.ids, ["state"])
                )
                for method in ("action_hand_in", "action_resume"):
                    self._assert_denied(
                        self._rpc, user, "coop.cash.session", method, session.ids
                    )
        self._assert_refused(
            "set up by the treasurer",
            self._rpc,
            self.teller,
            "account.journal",
            "action_coop_free_session",
            self.box.ids,
        )

    def test_forged_sessions(self):
        session = self._session()
        receipt = self._pay(self.siti, pokok=POKOK)
        refused = "by its buttons only"
        for context in (
            {"default_state": "open"},
            {"default_user_id": self.teller.id},
            {"default_amount_sealed": 5},
            {"default_date": "2026-11-01"},
            {"default_explanation": "x"},
        ):
            with self.subTest(context):
                self._assert_refused(
                    refused,
                    self._rpc,
                    self.second,
                    "coop.cash.session",
                    "create",
                    {"journal_id": self.box.id},
                    context=context,
                )
        for values in (
            {"state": "closed"},
            {"amount_opening": 5},
            {"user_id": self.second.id},
            {"amount_counted": 5},
            {"company_id": self.other.id},
            {"explanation": "x"},
        ):
            with self.subTest(values):
                self._assert_refused(
                    refused,
                    self._rpc,
                    self.teller,
                    "coop.cash.session",
                    "write",
                    session.ids,
                    values,
                )
        self._assert_refused(
            refused, self._rpc, self.teller, "coop.cash.session", "unlink", session.ids
        )
        session.action_count()
        count = session.count_ids[0]
        for quantity in (-1, 1.5, True, "7", 1_000_000):
            with self.subTest(quantity):
                self._assert_refused(
                    "Pieces are counted",
                    self._rpc,
                    self.teller,
                    "coop.cash.session",
                    "write",
                    session.ids,
                    {"count_ids": [[1, count.id, {"quantity": quantity}]]},
                )
        for command in (
            [0, 0, {"denomination_id": count.denomination_id.id, "quantity": 1}],
            [2, count.id, 0],
            [1, count.id, {"active": False}],
        ):
            with self.subTest(command), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self._rpc(
                        self.teller,
                        "coop.cash.session",
                        "write",
                        session.ids,
                        {"count_ids": [command]},
                    )
        # Counted, it stays: also through the lines, and for everybody.
        count.quantity = 1
        session.action_hand_in()
        self.assertEqual(session.state, "closed")
        for user in (self.teller, self.treasurer):
            self._assert_refused(
                refused,
                self._rpc,
                user,
                "coop.cash.session",
                "write",
                session.ids,
                {"count_ids": [[1, count.id, {"quantity": 9}]]},
            )
            self._assert_refused(
                "nothing of it can be changed",
                self._rpc,
                user,
                "coop.cash.count",
                "write",
                count.ids,
                {"quantity": 9},
            )
        line = receipt.sudo().move_id.line_ids.filtered("coop_session_id")
        self.assertEqual(line.coop_session_id, session)
        self._assert_refused(
            "follows from",
            self._rpc,
            self.treasurer,
            "account.move.line",
            "write",
            line.ids,
            {"coop_session_id": False},
        )
        self._assert_refused(
            "follows from",
            self._rpc,
            self.teller,
            "coop.receipt",
            "create",
            {"membership_id": self.siti.id},
            context={"default_session_id": session.id},
        )
        # A context makes no receipt belong to a session that is over.
        other = self._session(100_000, user=self.second)
        draft = self._receipt(self.siti, user=self.second, wajib=1_000)
        self._rpc(
            self.second,
            "coop.receipt",
            "action_post",
            draft.ids,
            context={"default_coop_session_id": session.id},
        )
        self.env.invalidate_all()
        self.assertEqual(draft.session_id, other)
        self.assertEqual(
            draft.sudo().move_id.line_ids.filtered("debit").coop_session_id, other
        )
