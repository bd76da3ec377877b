from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.japra_base.models import guard

from .common import CoopCase

PAID = "This is paid by KWX/2026/11/0001"
MATCHED = "To undo it, reverse that entry"


@tagged("post_install", "-at_install")
class TestGuardMatching(CoopCase):
    """What a receipt paid stays paid until the receipt is reversed."""

    def setUp(self):
        super().setUp()
        self.partner = self.member().partner_id
        self.invoice = (
            self.env["account.move"]
            .with_user(self.treasurer)
            .create(
                {
                    "move_type": "out_invoice",
                    "journal_id": self.book().sales.id,
                    "partner_id": self.partner.id,
                    "invoice_date": "2026-11-01",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Sewa", "price_unit": 50000, "tax_ids": []}
                        )
                    ],
                }
            )
        )
        self.invoice.action_post()
        self.term = self.invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        member = self.member()
        self.receipt = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entry(
                self.book().journal,
                self.coop._coop_today(),
                "receipt/1",
                [
                    {"account": self.book().cash, "name": "Kas", "amount": 150000},
                    {
                        "account": member.account_id,
                        "partner": self.partner,
                        "name": "Pokok",
                        "amount": -100000,
                        "coop_account": member,
                    },
                    {
                        "account": self.term.account_id,
                        "partner": self.partner,
                        "name": "Sewa",
                        "amount": -50000,
                    },
                ],
            )
        )
        self.paying = self.receipt.line_ids.filtered(
            lambda line: line.account_id == self.term.account_id
        )
        (self.term.sudo() | self.paying).reconcile()
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_another_cooperative_knows_no_matching(self):
        partial = self.term.matched_credit_ids
        full = partial.full_reconcile_id
        self.assertTrue(full)
        for records in (partial, full):
            for method, *args in (("read", ["id"]), ("write", {}), ("unlink",)):
                with self.subTest(records._name, method=method):
                    self._assert_denied(
                        self._rpc,
                        self.other_treasurer,
                        records._name,
                        method,
                        records.ids,
                        *args,
                    )
            found = self._rpc(self.other_treasurer, records._name, "search", [])
            self.assertNotIn(records.id, found)
            found = self._rpc(self.treasurer, records._name, "search", [])
            self.assertIn(records.id, found)

    def test_lines_of_two_cooperatives_are_not_matched(self):
        entry = self.receive(
            "receipt/1", {self.member(company=self.other): 1}, self.other
        )
        partial = guard.opened(self.term.matched_credit_ids)
        for vals in (
            {"company_id": self.other.id},
            {"credit_move_id": entry.line_ids.filtered("credit").id},
        ):
            with self.subTest(vals=vals):
                self._assert_refused(
                    "must belong to one cooperative", partial.write, vals
                )

    def test_unmatching(self):
        partial = self.term.matched_credit_ids
        for user in (self.treasurer, self.accountant):
            for context in ({}, {"coop_reversal": True, "coop_guard": True}):
                for model, method, args in (
                    (
                        "account.move",
                        "js_remove_outstanding_partial",
                        (self.invoice.ids, partial.id),
                    ),
                    ("account.move.line", "remove_move_reconcile", (self.term.ids,)),
                    ("account.move.line", "remove_move_reconcile", (self.paying.ids,)),
                    ("account.partial.reconcile", "unlink", (partial.ids,)),
                ):
                    with self.subTest(user=user.login, method=method):
                        self._assert_refused(
                            MATCHED,
                            self._rpc,
                            user,
                            model,
                            method,
                            *args,
                            context=context,
                        )
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_invoice_reopened(self):
        for user in (self.treasurer, self.accountant):
            for method in ("button_draft", "button_cancel"):
                self._assert_refused(
                    PAID, self._rpc, user, "account.move", method, self.invoice.ids
                )
            for state in ("draft", "cancel"):
                self._assert_refused(
                    PAID,
                    self._rpc,
                    user,
                    "account.move",
                    "write",
                    self.invoice.ids,
                    {"state": state},
                    context={"skip_readonly_check": True, "coop_guard": True},
                )
            self._assert_refused(
                MATCHED,
                self._rpc,
                user,
                "account.move",
                "unlink",
                self.invoice.ids,
                context={"force_delete": True},
            )
            self._assert_refused(
                "",
                self._rpc,
                user,
                "account.move.line",
                "write",
                self.term.ids,
                {"account_id": self.book().cash.id},
            )
        self.assertEqual(self.invoice.state, "posted")

    def test_reversal_reopens_the_invoice(self):
        reversal = self.receipt.with_user(self.treasurer)._reverse_moves()
        self.assertEqual(
            self._legs(reversal)[:2],
            [("11199901", "", 0, 150000), ("31199901", "KUN-Siti/UJI1", 100000, 0)],
        )
        self.assertEqual(self.invoice.payment_state, "not_paid")
        self.assertEqual(self.invoice.amount_residual, 50000)
        # Now it is an ordinary invoice again.
        self._rpc(self.treasurer, "account.move", "button_draft", self.invoice.ids)
        self.assertEqual(self.invoice.state, "draft")
        self.assert_whole()

    def test_matching_in_a_locked_month(self):
        self.coop.fiscalyear_lock_date = "2026-11-30"
        self._assert_refused(
            MATCHED,
            self._rpc,
            self.accountant,
            "account.move.line",
            "remove_move_reconcile",
            self.term.ids,
        )

    def test_other_matches_are_free(self):
        """The guard binds the cooperative's entries, not every payment."""
        payment = (
            self.env["account.payment"]
            .with_user(self.accountant)
            .create(
                {
                    "partner_id": self.partner.id,
                    "journal_id": self.book().bank.id,
                    "amount": 70000,
                    "payment_type": "inbound",
                    "partner_type": "customer",
                }
            )
        )
        payment.action_post()
        invoice = self.invoice.with_user(self.treasurer)
        self.receipt._reverse_moves()
        lines = payment.move_id.line_ids | invoice.line_ids
        lines.filtered(lambda line: line.account_id == self.term.account_id).reconcile()
        self.assertEqual(invoice.payment_state, "paid")
        invoice.button_draft()
        self.assertEqual(invoice.state, "draft")
