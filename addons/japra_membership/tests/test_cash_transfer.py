import io
import re
from datetime import date

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import POKOK
from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestCashTransfer(CashCase):
    """Cash goes to the safe and to the bank, accepted by another person; its book."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["account.journal"].search(
            [("company_id", "=", cls.coop.id), ("type", "=", "bank")], limit=1
        )

    def _transfer(self, amount, user=None, source=None, to=None, send=True):
        transfer = (
            self.env["coop.cash.transfer"]
            .with_user(user or self.teller)
            .create(
                {
                    "journal_id": (source or self.box).id,
                    "destination_id": (to or self.safe).id,
                    "amount": amount,
                }
            )
        )
        if send:
            transfer.action_send()
        return transfer

    def _boxes(self):
        self.env.flush_all()
        held = (self.box + self.safe)._coop_cash_in_box()
        return held[self.box.id], held[self.safe.id]

    def _failures(self):
        self.env["account.move"].sudo()._coop_seal(self.coop.coop_cash_journal_id)
        self.env["account.move"].sudo()._coop_seal(self.coop.coop_receipt_journal_id)
        return self.env["coop.control"].sudo()._failures(self.coop)

    def test_to_the_safe(self):
        session = self._session()
        self._pay(self.siti, sukarela=300_000)
        transfer = self._transfer(250_000)
        self.assertEqual(
            (transfer.state, transfer.name, transfer.session_id),
            ("sent", "KAS/2026/11/0001", session),
        )
        self.assertEqual(
            self._legs(transfer),
            [("11130020", "", 250_000, 0), ("11110001", "", 0, 250_000)],
        )
        # In neither box, and it is not lost.
        self.assertEqual(self._boxes(), (50_000, 0))
        self.assertEqual(self._failures(), [])
        self._assert_refused(
            "Who hands cash over does not accept it",
            self._rpc,
            self.teller,
            "coop.cash.transfer",
            "action_receive",
            transfer.ids,
        )
        self._rpc(self.treasurer, "coop.cash.transfer", "action_receive", transfer.ids)
        self.env.invalidate_all()
        self.assertEqual(
            (transfer.state, transfer.received_by, transfer.date_done),
            ("received", self.treasurer, date(2026, 11, 24)),
        )
        self.assertEqual(
            self._legs(transfer.sudo().move_in_id),
            [("11110020", "", 250_000, 0), ("11130020", "", 0, 250_000)],
        )
        self.assertEqual(self._boxes(), (50_000, 250_000))
        self.assertEqual(self._failures(), [])
        self.assertEqual(self._figures(session)[:3], (0, 300_000, 250_000))
        self._count(session, note_50000=1)
        self.assertEqual(session.state, "closed")
        for method in ("action_receive", "action_return", "action_send"):
            self._assert_refused(
                "by the buttons only",
                self._rpc,
                self.treasurer,
                "coop.cash.transfer",
                method,
                transfer.ids,
            )

    def test_to_the_bank(self):
        self._session()
        self._pay(self.siti, sukarela=300_000)
        transfer = self._transfer(200_000, to=self.bank)
        self.assertEqual(
            self._legs(transfer),
            [("11130010", "", 200_000, 0), ("11110001", "", 0, 200_000)],
        )
        treasurer = transfer.with_user(self.treasurer)
        self._assert_refused("number of the deposit slip", treasurer.action_receive)
        self.assertFalse(treasurer.can_receive)
        self.assertIn(f"{self.teller.name} or the treasurer", treasurer.who_label)
        self._rpc(
            self.teller,
            "coop.cash.transfer",
            "write",
            transfer.ids,
            {"reference": "BRI 001-22"},
        )
        treasurer.action_receive()
        self.assertEqual(transfer.state, "received")
        # The line of the bank closes the clearing account.
        self.assertFalse(transfer.sudo().move_in_id)
        self.assertEqual(self._failures(), [])

    def test_taken_back(self):
        session = self._session()
        self._pay(self.siti, sukarela=300_000)
        transfer = self._transfer(100_000)
        self._assert_refused("Write why", transfer.action_return)
        transfer.return_reason = "Brankas terkunci"
        transfer.action_return()
        self.assertEqual(
            self._legs(transfer.sudo().move_id.reversal_move_ids),
            [("11130020", "", 0, 100_000), ("11110001", "", 100_000, 0)],
        )
        self.assertEqual(transfer.state, "returned")
        self.assertEqual(self._boxes(), (300_000, 0))
        self.assertEqual(self._figures(session)[:3], (0, 400_000, 100_000))
        self.assertEqual(self._failures(), [])

    def _way_back(self, session, transfer):
        """The cash of yesterday's session while another teller has the box."""
        other = self._session(200_000, user=self.second)
        transfer.return_reason = "Brankas terkunci"
        for user in (self.teller, self.treasurer):
            with self.subTest(user.login):
                self._assert_refused(
                    f"is worked by {self.second.name} now: take the cash back after",
                    transfer.with_user(user).action_return,
                )
        self.assertEqual(self._boxes(), (200_000, 0))
        self._count(other, note_100000=2)
        self.assertEqual((session.state, other.state), ("closed", "closed"))

    def test_not_taken_back_into_the_session_of_another(self):
        session = self._session()
        self._pay(self.siti, sukarela=300_000)
        transfer = self._transfer(100_000)
        self._count(session, note_100000=2)
        self._way_back(session, transfer)
        self._assert_refused("is closed: open a session", transfer.action_return)
        # In a session of her own she has the cash in her hand again.
        mine = self._session(200_000)
        transfer.action_return()
        self.assertEqual(
            self._legs(transfer.sudo().move_id.reversal_move_ids),
            [("11130020", "", 0, 100_000), ("11110001", "", 100_000, 0)],
        )
        self.assertEqual(self._boxes(), (300_000, 0))
        self.assertEqual(self._figures(mine)[:3], (200_000, 100_000, 0))
        self.assertEqual(self._failures(), [])

    def test_not_taken_back_accepted_instead(self):
        session = self._session()
        self._pay(self.siti, sukarela=300_000)
        transfer = self._transfer(100_000)
        self._count(session, note_100000=2)
        self._way_back(session, transfer)
        transfer.with_user(self.treasurer).action_receive()
        self.assertEqual(self._boxes(), (200_000, 100_000))

    def test_who_does_not_accept_gives_it_back(self):
        """Into the session it left, which is still the one of the teller."""
        session = self._session()
        self._pay(self.siti, sukarela=300_000)
        transfer = self._transfer(100_000)
        transfer.with_user(self.treasurer).write({"return_reason": "Kurang satu"})
        transfer.with_user(self.treasurer).action_return()
        self.assertEqual(self._figures(session)[:3], (0, 400_000, 100_000))
        self.assertEqual(self._boxes(), (300_000, 0))

    def test_taken_back_in_the_second_cooperative(self):
        """Without sessions nobody has the box, and nobody's session is in the way."""
        self._session(user=self.second)
        boxes = self.env["account.journal"].search(
            [("company_id", "=", self.other.id), ("type", "=", "cash")]
        )
        safe = boxes.filtered("coop_safe")
        self._pay(self.rasela, user=self.other_teller, sukarela=70_000)
        transfer = self._transfer(
            50_000, user=self.other_teller, source=boxes - safe, to=safe
        )
        transfer.return_reason = "Brankas terkunci"
        transfer.action_return()
        self.assertEqual(
            self._legs(transfer.sudo().move_id.reversal_move_ids),
            [("11130020", "", 0, 50_000), ("11110001", "", 50_000, 0)],
        )

    def test_from_the_safe_to_the_counter(self):
        """The float of the morning: the teller who has the box accepts it."""
        self._session()
        self._pay(self.siti, sukarela=300_000)
        self._transfer(300_000).with_user(self.treasurer).action_receive()
        transfer = self._transfer(
            40_000, user=self.treasurer, source=self.safe, to=self.box
        )
        self.assertIn(self.teller.name, transfer.who_label)
        self._assert_refused(
            "Waiting to be accepted by",
            transfer.with_user(self.board).action_receive,
        )
        self._assert_denied(
            self._rpc,
            self.second,
            "coop.cash.transfer",
            "action_receive",
            transfer.ids,
        )
        self._rpc(self.teller, "coop.cash.transfer", "action_receive", transfer.ids)
        self.env.invalidate_all()
        self.assertEqual(self._boxes(), (40_000, 260_000))

    def test_two_persons(self):
        """The treasurer works the counter: the chair accepts."""
        self.treasurer.group_ids += self.env.ref("japra_membership.group_teller")
        self._session(user=self.treasurer)
        self._pay(self.siti, user=self.treasurer, sukarela=50_000)
        transfer = self._transfer(50_000, user=self.treasurer)
        self._assert_refused("another person must", transfer.action_receive)
        self._rpc(self.board, "coop.cash.transfer", "action_receive", transfer.ids)
        self.env.invalidate_all()
        self.assertEqual(transfer.received_by, self.board)

    def test_alone(self):
        (self.board + self.treasurer).active = False
        self._session()
        self._pay(self.siti, sukarela=50_000)
        transfer = self._transfer(50_000)
        self.assertIn("Nobody else may accept this yet", transfer.who_label)

    def test_refused(self):
        transfer = self._transfer(10_000, send=False)
        self._assert_refused("so much can be taken out", transfer.action_send)
        self._session()
        self._pay(self.siti, sukarela=30_000)
        self._assert_refused(
            "Nothing is handed over", self._transfer(0, send=False).action_send
        )
        same = self._transfer(1_000, to=self.box, send=False)
        self._assert_refused("Choose another cash box", same.action_send)
        self._assert_refused(
            "is the safe of the treasurer",
            self._transfer(
                1_000, source=self.safe, to=self.box, send=False
            ).action_send,
        )
        self._assert_refused(
            f"is worked by {self.teller.name}",
            self._transfer(1_000, user=self.second, send=False).action_send,
        )
        for amount, sentence in (
            (-1, "whole rupiah"),
            (1.5, "whole rupiah"),
            ("1000", "enter a number"),
            (True, "enter a number"),
            (float("nan"), "enter a number"),
        ):
            self._assert_refused(
                sentence,
                self._rpc,
                self.teller,
                "coop.cash.transfer",
                "write",
                transfer.ids,
                {"amount": amount},
            )
        foreign = self.env["account.journal"].search(
            [("company_id", "=", self.other.id), ("type", "=", "cash")], limit=1
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._transfer(1_000, to=foreign)
        transfer.action_send()
        for values in (
            {"amount": 5},
            {"state": "received"},
            {"received_by": self.teller.id},
            {"destination_id": self.bank.id},
            {"move_id": False},
        ):
            with self.subTest(values):
                self._assert_refused(
                    "by the buttons only",
                    self._rpc,
                    self.treasurer,
                    "coop.cash.transfer",
                    "write",
                    transfer.ids,
                    values,
                )
        self._assert_refused(
            "by the buttons only",
            self._rpc,
            self.teller,
            "coop.cash.transfer",
            "unlink",
            transfer.ids,
        )
        for context in (
            {"default_state": "sent"},
            {"default_user_id": self.treasurer.id},
            {"default_received_by": self.treasurer.id},
            {"default_date": "2026-11-24"},
        ):
            with self.subTest(context):
                self._assert_refused(
                    "by the buttons only",
                    self._rpc,
                    self.teller,
                    "coop.cash.transfer",
                    "create",
                    {
                        "journal_id": self.box.id,
                        "destination_id": self.safe.id,
                        "amount": 1,
                    },
                    context=context,
                )
        # Also the database keeps the two persons apart.
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE coop_cash_transfer SET received_by = user_id WHERE id = %s",
                [transfer.id],
            )

    def test_cash_book_of_a_collection(self):
        """Each kwitansi stands in the book, though one entry has booked them."""
        session = self._session()
        collection = self.env["coop.collection"].with_user(self.teller).create({})
        collection.action_fill()
        collection.line_ids.amount = 20_000
        self.env.flush_all()
        collection.action_post()
        book = self.env["coop.cash.book"].with_user(self.teller)
        found = book.create({"journal_id": self.box.id})._book()
        self.assertEqual(
            [
                (row["number"], row["member"], row["in"], row["balance"])
                for row in found["rows"]
            ],
            [
                ("KWT/2026/11/0001/001", "KUN-0001", 20_000, 20_000),
                ("KWT/2026/11/0001/002", "KUN-0002", 20_000, 40_000),
            ],
        )
        self.assertEqual((found["in"], found["closing"]), (40_000, 40_000))
        self.assertEqual(session.receipt_count, 2)

    def test_cash_book_of_a_household(self):
        """Whose money it was, where one receipt is of several members."""
        self._session()
        together = self._receipt(self.siti, wajib=20_000)
        account = self._account(self.budi, "wajib")
        line = {"coop_account_id": account.id, "amount": 20_000}
        together.line_ids = [Command.create(line)]
        together.action_post()
        book = self.env["coop.cash.book"].with_user(self.teller)
        [row] = book.create({"journal_id": self.box.id})._book()["rows"]
        self.assertEqual(
            row["text"],
            "KUN-0001 Simpanan Wajib September 2026, "
            "KUN-0002 Simpanan Wajib November 2026",
        )

    def test_cash_book(self):
        session = self._session()
        self._pay(self.siti, pokok=POKOK, sukarela=100_000)
        wrong = self._pay(self.budi, sukarela=30_000)
        wrong.with_user(self.treasurer)._reverse("Salah anggota")
        self._transfer(150_000)
        self._count(session, note_20000=2, coin_500=18)
        session.explanation = "Kurang satu lembar"
        session.action_request_approval()
        book = (
            self.env["coop.cash.book"]
            .with_user(self.teller)
            .create({"journal_id": self.box.id})
        )
        found = book._book()
        self.assertEqual(
            [
                (row["number"], row["member"], row["in"], row["out"], row["balance"])
                for row in found["rows"]
            ],
            [
                ("KWT/2026/11/0001", "KUN-0001", 200_000, 0, 200_000),
                ("KWT/2026/11/0002", "KUN-0002", 30_000, 0, 230_000),
                ("KWT/2026/11/0003", "KUN-0002", 0, 30_000, 200_000),
                ("KAS/2026/11/0001", "", 0, 150_000, 50_000),
            ],
        )
        self.assertEqual(
            (found["opening"], found["in"], found["out"], found["closing"]),
            (0, 230_000, 180_000, 50_000),
        )
        self._approve(session, self.treasurer)
        found = book._book()
        self.assertEqual(
            (found["rows"][-1]["number"], found["rows"][-1]["out"], found["closing"]),
            ("KAS/2026/11/0002", 1_000, 49_000),
        )
        html = str(
            self.env["ir.actions.report"]
            .with_user(self.teller)
            ._render_qweb_html("japra_membership.report_cash_book", book.ids)[0]
        )
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
        for words in (
            "KWT/2026/11/0003",
            "KUN-0001",
            "Rp49.000",
            "-Rp1.000",
            "Kurang satu lembar",
            self.teller.name,
        ):
            self.assertIn(words, text)
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.teller)
            ._render("japra_membership.report_cash_book_xlsx", book.ids)
        )
        self.assertEqual(kind, "xlsx")
        sheet = load_workbook(io.BytesIO(content)).active
        self.assertEqual([cell.value for cell in sheet[7]][3:6], [200_000, 0, 200_000])
        self.assertEqual(sheet.cell(12, 6).value, 49_000)
        # Of another day, of another's box, or without the right: nothing.
        earlier = book.copy({"date": "2026-11-23"})
        self._assert_refused("You had no session", earlier._book)
        self.assertEqual(earlier.with_user(self.board)._book()["rows"], [])
        stranger = book.with_user(self.second).create({"journal_id": self.box.id})
        self._assert_refused("You had no session", stranger.action_print)
        self._assert_denied(
            self._rpc,
            self.registrar,
            "coop.cash.book",
            "create",
            {"journal_id": self.box.id},
        )
