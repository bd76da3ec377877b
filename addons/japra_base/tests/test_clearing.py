from contextlib import suppress

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestClearing(CoopCase):
    """Money by QRIS or transfer waits on the clearing account for its bank line.

    The bank line closes it and never becomes the receipt: what is done to the bank
    line afterwards leaves the members' money alone.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clearing = (
            cls.env["account.account"]
            .with_company(cls.coop)
            .search([("code", "=", "11120003"), ("company_ids", "in", cls.coop.ids)])
        )

    def setUp(self):
        super().setUp()
        self.invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": self.book().sales.id,
                "partner_id": self.member().partner_id.id,
                "invoice_date": "2026-11-01",
                "invoice_line_ids": [
                    Command.create({"name": "Sewa", "price_unit": 50000, "tax_ids": []})
                ],
            }
        )
        self.invoice.action_post()
        term = self.invoice.line_ids.filtered("debit")
        member = self.member()
        self.entry = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entry(
                self.book().journal,
                self.coop._coop_today(),
                "receipt/1",
                [
                    {"account": self.clearing, "name": "QRIS", "amount": 150000},
                    {
                        "account": member.account_id,
                        "partner": member.partner_id,
                        "name": "Pokok",
                        "amount": -100000,
                        "coop_account": member,
                    },
                    {
                        "account": term.account_id,
                        "partner": member.partner_id,
                        "name": "Sewa",
                        "amount": -50000,
                    },
                ],
            )
        )
        paying = self.entry.line_ids.filtered(
            lambda line: line.account_id == term.account_id
        )
        (term.sudo() | paying).reconcile()
        self.waiting = self.entry.line_ids.filtered("debit")
        self.env["account.move"]._coop_seal(self.book().journal)
        self.before = self.untouched()

    def untouched(self):
        """What nobody touches by way of the bank."""
        self.env.invalidate_all()
        return (
            self._legs(self.entry),
            self.entry.state,
            self.entry.inalterable_hash,
            self.invoice.payment_state,
            self.invoice.amount_residual,
            self.member()._balances(self.coop._coop_today()),
        )

    def bank_line(self, amount=150000, **values):
        return (
            self.env["account.bank.statement.line"]
            .with_user(self.treasurer)
            .create(
                {
                    "journal_id": self.book().bank.id,
                    "date": "2026-11-24",
                    "payment_ref": "QRIS 24/11",
                    "amount": amount,
                    **values,
                }
            )
        )

    def match(self, bank_line):
        suspense = bank_line.move_id.line_ids.filtered("credit")
        suspense.account_id = self.clearing
        (suspense | self.waiting.with_user(self.treasurer)).reconcile()

    def test_bank_line_closes_it(self):
        self.assertTrue(self.clearing.reconcile)
        self.assertEqual(self.waiting.amount_residual, 150000)
        bank_line = self.bank_line()
        self.match(bank_line)
        self.assertEqual(self.waiting.amount_residual, 0)
        self.assertTrue(bank_line.is_reconciled)
        self.assertEqual(self.untouched(), self.before)
        self.assert_whole()

    def test_part_of_it(self):
        self.match(self.bank_line(100000))
        self.assertEqual(self.waiting.amount_residual, 50000)
        self.match(self.bank_line(50000))
        self.assertEqual(self.waiting.amount_residual, 0)

    def test_undone(self):
        bank_line = self.bank_line()
        self.match(bank_line)
        self._rpc(
            self.treasurer,
            bank_line._name,
            "action_undo_reconciliation",
            bank_line.ids,
        )
        self.env.invalidate_all()
        self.assertFalse(bank_line.is_reconciled)
        self.assertEqual(self.waiting.amount_residual, 150000)
        self.assertEqual(self.untouched(), self.before)
        self.assert_whole()
        # Undone on the bank line only: the invoice stays with its receipt.
        self._assert_refused(
            "To undo it, reverse that entry",
            self._rpc,
            self.treasurer,
            "account.move.line",
            "remove_move_reconcile",
            self.entry.line_ids.ids,
        )

    def test_bank_line_changed_or_deleted(self):
        bank_line = self.bank_line()
        self.match(bank_line)
        with suppress(UserError):
            # Core alone refuses it; a screen for matching may let it through.
            self._rpc(
                self.treasurer,
                bank_line._name,
                "write",
                bank_line.ids,
                {"partner_id": self.member("Budi").partner_id.id},
            )
        self.assertEqual(self.untouched(), self.before)
        bank_line.action_undo_reconciliation()
        self._rpc(self.treasurer, bank_line._name, "unlink", bank_line.ids)
        self.assertEqual(self.untouched(), self.before)
        self.assertEqual(self.waiting.amount_residual, 150000)

    def test_receipt_reversed(self):
        """What the bank line brought is open again: the money is still there."""
        bank_line = self.bank_line()
        self.match(bank_line)
        reversal = self.entry.with_user(self.treasurer)._reverse_moves()
        self.env.invalidate_all()
        self.assertEqual(reversal.state, "posted")
        self.assertEqual(self.invoice.payment_state, "not_paid")
        self.assertEqual(self.waiting.amount_residual, 0)
        brought = bank_line.move_id.line_ids.filtered("credit")
        self.assertEqual(brought.amount_residual, -150000)
        self.assert_whole()
