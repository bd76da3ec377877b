from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.japra_base.tests.common import CoopCase


@tagged("post_install", "-at_install")
class TestBankMatching(CoopCase):
    """The screen that matches bank lines closes the clearing account, nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The add-on leaves its self-matching out under test: these see what runs.
        cls.env = cls.env(
            context={**cls.env.context, "_test_account_reconcile_oca": True}
        )
        cls.clearing = (
            cls.env["account.account"]
            .with_company(cls.coop)
            .search([("code", "=", "11120003"), ("company_ids", "in", cls.coop.ids)])
        )

    def setUp(self):
        super().setUp()
        self.entry = self.receive(
            "receipt/1", {self.member(): 150000}, debit=self.clearing
        )
        self.waiting = self.entry.line_ids.filtered("debit")
        self.env["account.move"]._coop_seal(self.book().journal)
        self.before = self.untouched()

    def untouched(self):
        self.env.invalidate_all()
        return self._legs(self.entry), self.entry.state, self.entry.inalterable_hash

    def bank_line(self, amount=150000, text="QRIS 24/11", company=None, **values):
        return (
            self.env["account.bank.statement.line"]
            .with_context(_test_account_reconcile_oca=True)
            .with_user(self.treasurer if not company else self.env.user)
            .create(
                {
                    "journal_id": self.book(company).bank.id,
                    "date": "2026-11-24",
                    "payment_ref": text,
                    "amount": amount,
                    **values,
                }
            )
        )

    def match(self, bank_line):
        bank_line._add_account_move_line(self.waiting)
        self.assertTrue(bank_line.can_reconcile)
        self._rpc(self.treasurer, bank_line._name, "reconcile_bank_line", bank_line.ids)

    def test_matched_and_undone(self):
        bank_line = self.bank_line()
        self.assertFalse(bank_line.is_reconciled)
        self.match(bank_line)
        self.assertTrue(bank_line.is_reconciled)
        self.assertEqual(self.waiting.amount_residual, 0)
        self.assertEqual(self.untouched(), self.before)
        self._rpc(
            self.treasurer, bank_line._name, "unreconcile_bank_line", bank_line.ids
        )
        self.assertEqual(self.waiting.amount_residual, 150000)
        self.assertFalse(bank_line.is_reconciled)
        self.assertEqual(self.untouched(), self.before)
        self.assert_whole()
        # And once more, from the beginning.
        bank_line.clean_reconcile()
        self.match(bank_line)
        self.assertEqual(self.waiting.amount_residual, 0)

    def test_nothing_on_a_control_account(self):
        """The add-on names no member account, and booked without one."""
        bank_line = self.bank_line(5000, "setoran")
        control = self.member().account_id
        data = bank_line.reconcile_data_info
        suspense = next(line for line in data["data"] if line["kind"] == "suspense")
        suspense.update(
            kind="other",
            account_id=[control.id, control.display_name],
            partner_id=False,
        )
        bank_line.reconcile_data_info = data
        self._assert_refused(
            "never by hand",
            self._rpc,
            self.treasurer,
            bank_line._name,
            "reconcile_bank_line",
            bank_line.ids,
        )

    def test_nothing_by_itself(self):
        """A text that is part of one open number paid its invoice."""
        for _again in range(2):
            invoice = self.invoice(self.member().partner_id)
            for text, amount in (
                (invoice.name, 50000),
                ("INV", 50000),
                ("%", 40000),
                (self.entry.name, 150000),
            ):
                with self.subTest(text):
                    bank_line = self.bank_line(amount, text)
                    self.assertFalse(bank_line.is_reconciled)
                    self.assertFalse(bank_line.partner_id)
            self.assertEqual(invoice.payment_state, "not_paid")
            self.assertEqual(self.waiting.amount_residual, 150000)

    def test_other_companies_keep_it(self):
        """Not a cooperative: the add-on does what it does."""
        shop = self.env["res.company"].create(
            {"name": "Toko", "country_id": self.env.ref("base.id").id}
        )
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=shop, install_demo=False
        )
        bank = self.env["account.journal"].search(
            [("company_id", "=", shop.id), ("type", "=", "bank")], limit=1
        )
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": bank.id,
                "date": "2026-11-24",
                "payment_ref": "x",
                "amount": 5,
            }
        )
        mixed = line | self.bank_line()
        self.assertEqual(mixed._coop_others(), line)
        bank.suspense_account_id.reconcile = True
        bank.reconcile_mode = "keep"

    def test_the_mode_that_reverses_receipts(self):
        for journal in (self.book().bank, self.book(self.other).bank):
            journal.suspense_account_id.reconcile = True
            self._assert_refused(
                "would reverse receipts", journal.write, {"reconcile_mode": "keep"}
            )

    def invoice(self, partner):
        invoice = (
            self.env["account.move"]
            .with_company(self.coop)
            .create(
                {
                    "move_type": "out_invoice",
                    "journal_id": self.book().sales.id,
                    "partner_id": partner.id,
                    "invoice_date": "2026-11-01",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Sewa", "price_unit": 50000, "tax_ids": []}
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        return invoice
