from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestReceiptRefused(MembershipCase):
    """Wrong input gets one sentence and changes nothing."""

    def _post(self, receipt, user=None):
        self._rpc(user or self.teller, "coop.receipt", "action_post", receipt.ids)

    def test_of_nothing(self):
        for amounts in ({}, {"pokok": 0}, {"pokok": 0, "wajib": 0}):
            with self.subTest(amounts):
                receipt = self._receipt(self.siti, **(amounts or {"pokok": 0}))
                if not amounts:
                    receipt.line_ids.unlink()
                self._assert_refused("receipt of nothing", self._post, receipt)

    @mute_logger("odoo.sql_db")
    def test_negative_or_in_parts_of_a_rupiah(self):
        for amount in (-1, -20_000, 0.5):
            with self.subTest(amount):
                self._assert_refused(
                    "whole rupiah", self._receipt, self.siti, wajib=amount
                )

    def test_in_the_future(self):
        receipt = self._receipt(self.siti, date=date(2026, 11, 25), wajib=WAJIB)
        self._assert_refused("has not come yet", self._post, receipt)

    def test_in_a_locked_month(self):
        receipt = self._receipt(self.siti, date=date(2026, 10, 31), wajib=WAJIB)
        self.coop.sudo().fiscalyear_lock_date = date(2026, 10, 31)
        self._assert_refused("books are closed", self._post, receipt)
        self.coop.sudo().hard_lock_date = date(2026, 10, 31)
        self._assert_refused("books are closed", self._post, receipt)
        receipt.date = TODAY
        self._post(receipt)
        self.assertEqual(receipt.sudo().move_id.date, TODAY)

    def test_before_the_admission(self):
        receipt = self._receipt(self.siti, date=date(2026, 9, 14), wajib=WAJIB)
        self._assert_refused("became a member on", self._post, receipt)

    def test_for_somebody_not_admitted(self):
        applicant = self.env["coop.membership"].create(
            {"name": "Calon", "company_id": self.coop.id}
        )
        receipt = self._receipt(applicant)
        self._assert_refused("not a member yet", self._post, receipt)

    def test_for_another_cooperatives_member(self):
        for values in (
            {"membership_id": self.rasela.id},
            {"membership_id": self.siti.id, "company_id": self.other.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self._rpc(self.teller, "coop.receipt", "create", values)
        self._assert_refused(
            "all of one cooperative",
            self.env["coop.receipt"].create,
            {"membership_id": self.rasela.id, "company_id": self.coop.id},
        )
        self._assert_refused(
            "all of one cooperative",
            self._rpc,
            self.other_teller,
            "coop.receipt",
            "create",
            {"membership_id": self.siti.id},
        )

    def test_on_an_account_of_another_cooperative(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        line = receipt.line_ids.sudo()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.with_user(self.teller).coop_account_id = self._account(
                self.rasela, "wajib"
            )
            self._post(receipt)
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "draft")

    def test_in_another_journal(self):
        receipt = self._receipt(self.siti, wajib=WAJIB)
        cash = self.env["account.journal"].search(
            [("company_id", "=", self.other.id), ("type", "=", "cash")], limit=1
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            receipt.sudo().cash_journal_id = cash
        bank = self.env["account.journal"].search(
            [("company_id", "=", self.coop.id), ("type", "=", "bank")], limit=1
        )
        receipt.cash_journal_id = bank
        self._assert_refused("Choose a cash box", self._post, receipt)

    def test_more_than_can_be_owed(self):
        receipt = self._receipt(self.siti, pokok=POKOK + 1)
        self._assert_refused("At most Rp100.000", self._post, receipt)
        # September 2026 and sixty months from now.
        receipt = self._receipt(self.siti, wajib=1_941_000_000)
        self._assert_refused("At most Rp1.260.000", self._post, receipt)

    def test_posted_receipt_is_fixed(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        line = receipt.line_ids
        other = self._account(self.siti, "wajib")
        for values in (
            {"date": "2026-11-01"},
            {"membership_id": self.budi.id},
            {"partner_id": self.budi.partner_id.id},
            {"line_ids": [Command.update(line.id, {"amount": 1})]},
            {"line_ids": [Command.delete(line.id)]},
            {"line_ids": [Command.clear()]},
            {"line_ids": [Command.create({"coop_account_id": other.id})]},
            {"company_id": self.other.id},
        ):
            with self.subTest(values):
                self._assert_refused(
                    "cannot be changed",
                    self._rpc,
                    self.teller,
                    "coop.receipt",
                    "write",
                    receipt.ids,
                    values,
                )
        for method, *args in (
            ("write", {"amount": 1}),
            ("write", {"label": "x"}),
            ("unlink",),
        ):
            self._assert_refused(
                "cannot be changed",
                self._rpc,
                self.teller,
                "coop.receipt.line",
                method,
                line.ids,
                *args,
            )
        self._assert_refused(
            "cannot be changed",
            self._rpc,
            self.teller,
            "coop.receipt.line",
            "create",
            {"receipt_id": receipt.id, "coop_account_id": other.id},
        )
        self._assert_refused(
            "cannot be changed",
            self._rpc,
            self.teller,
            "coop.receipt",
            "unlink",
            receipt.ids,
        )
        self._assert_refused("cannot be changed", self._post, receipt)

    def test_line_moved_into_a_posted_receipt(self):
        posted = self._pay(self.siti, pokok=POKOK)
        draft = self._receipt(self.siti, wajib=WAJIB)
        self._assert_refused(
            "cannot be changed",
            self._rpc,
            self.teller,
            "coop.receipt.line",
            "write",
            draft.line_ids.ids,
            {"receipt_id": posted.id},
        )

    def test_forged_fields(self):
        draft = self._receipt(self.siti, wajib=WAJIB)
        move = self._pay(self.budi, pokok=POKOK).sudo().move_id
        for values in (
            {"state": "posted"},
            {"name": "KWT/2026/11/9999"},
            {"amount_total": 1},
            {"standing": []},
            {"move_id": move.id},
        ):
            with self.subTest(values):
                for method, args in (
                    ("write", (draft.ids, values)),
                    ("create", ({"membership_id": self.siti.id, **values},)),
                ):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        self._rpc(self.teller, "coop.receipt", method, *args)
        self.env.invalidate_all()
        self.assertEqual((draft.state, draft.amount_total), ("draft", 20_000))

    def test_forged_label_never_reaches_the_ledger(self):
        draft = self._receipt(self.siti, wajib=WAJIB)
        forged = {"posted_label": "PALSU"}
        for model, ids, values in (
            ("coop.receipt.line", draft.line_ids.ids, forged),
            (
                "coop.receipt",
                draft.ids,
                {"line_ids": [Command.update(draft.line_ids.id, forged)]},
            ),
        ):
            with self.subTest(model):
                self._assert_refused(
                    "by its buttons only",
                    self._rpc,
                    self.teller,
                    model,
                    "write",
                    ids,
                    values,
                )
        lines = self.env["coop.receipt.line"].with_user(self.teller)
        self._assert_refused(
            "by its buttons only",
            lines.with_context(default_posted_label="PALSU").create,
            {
                "receipt_id": draft.id,
                "coop_account_id": self._account(self.siti, "pokok").id,
            },
        )
        self._rpc(
            self.teller,
            "coop.receipt.line",
            "write",
            draft.line_ids.ids,
            {"label": "Siti Aminah 0812"},
        )
        self._post(draft)
        self.assertEqual(
            draft.sudo().move_id.line_ids[1].name,
            "Simpanan Wajib September 2026, KUN-0001/WAJIB",
        )

    def test_receipt_stays_in_its_cooperative(self):
        draft = self._receipt(self.siti, wajib=WAJIB)
        self.teller.company_ids += self.other
        self._assert_refused(
            "stays in its cooperative",
            draft.write,
            {"company_id": self.other.id},
        )

    def test_entry_of_a_receipt_is_fixed(self):
        receipt = self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        move = receipt.sudo().move_id
        line = move.line_ids[1]
        for model, method, args in (
            ("account.move", "button_draft", (move.ids,)),
            ("account.move", "button_cancel", (move.ids,)),
            ("account.move", "unlink", (move.ids,)),
            ("account.move", "copy", (move.ids,)),
            ("account.move", "write", (move.ids, {"date": "2026-11-01"})),
            (
                "account.move",
                "write",
                (move.ids, {"line_ids": [Command.update(line.id, {"name": "x"})]}),
            ),
            (
                "account.move.line",
                "write",
                (
                    line.ids,
                    {"coop_account_id": self._account(self.budi, "pokok").id},
                ),
            ),
            ("account.move.line", "unlink", (line.ids,)),
        ):
            with self.subTest(method=method, args=args):
                before = self._ledger()
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self._rpc(self.treasurer, model, method, *args)
                self.env.invalidate_all()
                self.assertEqual(self._ledger(), before)

    def test_reversed_twice(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        receipt._reverse("Salah")
        self._assert_refused("reversed already", receipt._reverse, "Salah lagi")
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.treasurer)
            .with_context(
                active_model="account.move", active_ids=receipt.sudo().move_id.ids
            )
            .create({"journal_id": receipt.sudo().move_id.journal_id.id})
        )
        self._assert_refused("reverse it there", wizard.refund_moves)

    def test_reversal_of_a_draft(self):
        self._assert_refused(
            "draft", self._receipt(self.siti, pokok=1)._reverse, "Salah"
        )

    def test_reversal_without_a_reason(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        wizard = self.env["coop.receipt.reverse"].with_user(self.treasurer)
        self._assert_refused(
            "reason",
            wizard.create({"receipt_id": receipt.id, "reason": "  "}).action_apply,
        )

    def test_one_account_twice(self):
        receipt = self._receipt(self.siti, wajib=WAJIB)
        with mute_logger("odoo.sql_db"):
            self._assert_refused(
                "each account once",
                self._rpc,
                self.teller,
                "coop.receipt.line",
                "create",
                {
                    "receipt_id": receipt.id,
                    "coop_account_id": receipt.line_ids.coop_account_id.id,
                },
            )

    def test_without_a_journal_of_receipts(self):
        receipt = self._receipt(self.siti, wajib=WAJIB)
        self.coop.coop_receipt_journal_id = False
        self._assert_refused("no journal of receipts", self._post, receipt)
