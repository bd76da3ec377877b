from datetime import date

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, CoopCase


@tagged("post_install", "-at_install")
class TestEntry(CoopCase):
    def test_receipt_and_reversal(self):
        move = self.receive(
            "receipt/1", {self.member(): 100000, self.member(kind="UJI2"): 20000}
        )
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.date, TODAY)
        self.assertEqual(move.name, "KWX/2026/11/0001")
        self.assertEqual(move.coop_origin_key, "receipt/1")
        self.assertEqual(
            self._legs(move),
            [
                ("11199901", "", 120000, 0),
                ("31199901", "KUN-Siti/UJI1", 0, 100000),
                ("31199902", "KUN-Siti/UJI2", 0, 20000),
            ],
        )
        reversal = move.with_user(self.treasurer)._reverse_moves()
        self.assertEqual(reversal.state, "posted")
        self.assertEqual(reversal.date, TODAY)
        self.assertEqual(reversal.name, "KWX/2026/11/0002")
        self.assertEqual(reversal.coop_origin_key, f"reversal/{move.id}")
        self.assertEqual(
            self._legs(reversal),
            [
                ("11199901", "", 0, 120000),
                ("31199901", "KUN-Siti/UJI1", 100000, 0),
                ("31199902", "KUN-Siti/UJI2", 20000, 0),
            ],
        )
        balances = (self.member() | self.member(kind="UJI2"))._balances(TODAY)
        self.assertEqual(set(balances.values()), {0})
        self.assert_whole()

    def test_reversal_wizard(self):
        move = self.receive("receipt/1", {self.member(): 50000})
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.treasurer)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": self.book().misc.id, "date": "2026-11-24"})
        )
        reversal = self.env["account.move"].browse(
            self._rpc(self.treasurer, wizard._name, "refund_moves", wizard.ids)[
                "res_id"
            ]
        )
        # In the same journal, whatever the wizard proposes: there it is sealed.
        self.assertEqual(reversal.journal_id, self.book().journal)
        self.assertEqual(
            self._legs(reversal),
            [("11199901", "", 0, 50000), ("31199901", "KUN-Siti/UJI1", 50000, 0)],
        )
        self.assert_whole()

    def test_second_cooperative(self):
        mine = self.receive("receipt/1", {self.member(): 100000})
        # The same key in another cooperative is another event.
        theirs = self.receive(
            "receipt/1",
            {self.member(company=self.other): 70000},
            company=self.other,
            user=self.other_treasurer,
        )
        self.assertEqual(theirs.company_id, self.other)
        self.assertEqual(theirs.name, "KWX/2026/11/0001")
        self.assertEqual(
            self._legs(theirs),
            [("11199901", "", 70000, 0), ("31199901", "RAS-Siti/UJI1", 0, 70000)],
        )
        self.assertEqual(
            self._legs(theirs.with_user(self.other_treasurer)._reverse_moves()),
            [("11199901", "", 0, 70000), ("31199901", "RAS-Siti/UJI1", 70000, 0)],
        )
        self.assertEqual(self.member()._balances(TODAY), {self.member().id: 100000})
        self.assert_whole(self.coop)
        self.assert_whole(self.other)
        self._assert_denied(mine.with_user(self.other_treasurer).read, ["name"])

    def test_booking_in_company_of_the_journal(self):
        # Whatever company the caller happens to work in.
        move = (
            self.env["account.move"]
            .with_company(self.other)
            ._coop_post_entry(
                self.book().journal,
                TODAY,
                "receipt/5",
                [
                    {"account": self.book().cash, "name": "Kas", "amount": 1000},
                    {
                        "account": self.member().account_id,
                        "partner": self.member().partner_id,
                        "name": "Pokok",
                        "amount": -1000,
                        "coop_account": self.member(),
                        "extra": {"date_maturity": date(2026, 12, 1)},
                    },
                ],
            )
        )
        self.assertEqual(move.company_id, self.coop)
        self.assertEqual(
            move.line_ids.filtered("coop_account_id").date_maturity, date(2026, 12, 1)
        )

    def test_balance_as_of(self):
        self.receive("r/1", {self.member(): 100000}, day=date(2026, 9, 30))
        self.receive("r/2", {self.member(): 20000}, day=date(2026, 11, 24))
        account = self.member()
        self.assertEqual(account._balances(date(2026, 9, 29)), {account.id: 0})
        self.assertEqual(account._balances(date(2026, 9, 30)), {account.id: 100000})
        self.assertEqual(account._balances(TODAY), {account.id: 120000})
        self.assertEqual(account.with_user(self.staff).balance, 120000)

    def test_balance_of_an_asset_is_its_debit(self):
        self.book().pokok.account_id.account_type = "asset_current"
        self.receive("r/1", {self.member(): -5000})
        self.assertEqual(self.member()._balances(TODAY), {self.member().id: 5000})

    def test_balance_in_one_query(self):
        self.receive("r/1", {self.member(): 1000, self.member("Budi"): 2000})
        accounts = self.env["coop.account"].search([("company_id", "=", self.coop.id)])
        accounts.mapped("account_id.internal_group")
        with self.assertQueryCount(1):
            accounts._balances(TODAY)

    def test_origin_books_once(self):
        self.receive("receipt/1", {self.member(): 1000})
        self._assert_refused(
            "booked already, as KWX/2026/11/0001",
            self.receive,
            "receipt/1",
            {self.member(): 1000},
        )

    @mute_logger("odoo.sql_db")
    def test_origin_is_unique_in_the_database(self):
        self.receive("receipt/1", {self.member(): 1000})
        second = self.receive("receipt/2", {self.member(): 1000})
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self.env.cr.execute(
                "UPDATE account_move SET coop_origin_key = 'receipt/1' WHERE id = %s",
                [second.id],
            )

    @mute_logger("odoo.sql_db")
    def test_whole_rupiah_in_the_database(self):
        move = self.receive("receipt/1", {self.member(): 1000})
        line = move.line_ids.filtered("coop_account_id")
        with self.assertRaises(psycopg2.errors.CheckViolation):
            self.env.cr.execute(
                "UPDATE account_move_line SET balance = -999.5 WHERE id = %s", [line.id]
            )

    def test_program_errors_are_loud(self):
        line = {"account": self.book().cash, "name": "x", "amount": 0}
        for amounts in ((1000.0, -1000), (True, -1), (1000, -999)):
            with self.assertRaises(ValueError):
                self.env["account.move"]._coop_post_entry(
                    self.book().journal,
                    TODAY,
                    "x",
                    [{**line, "amount": amount} for amount in amounts],
                )
        with self.assertRaises(UserError):
            # A line without its member account never reaches a control account.
            self.env["account.move"]._coop_post_entry(
                self.book().journal,
                TODAY,
                "x",
                [
                    {**line, "amount": 1000},
                    {**line, "account": self.member().account_id, "amount": -1000},
                ],
            )
