from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import CoopCase
from .test_guard_entry import CHANGED, CONTEXTS

BY_HAND = "never by hand"


@tagged("post_install", "-at_install")
class TestGuardCore(CoopCase):
    """The ways of core on which a member's money was lost, swapped or doubled."""

    def setUp(self):
        super().setUp()
        self.move = self.receive("receipt/1", {self.member(): 100000})
        self.line = self.move.line_ids.filtered("coop_account_id")
        self.cash = self.move.line_ids - self.line

    def wizard(self, model, records, user=None, **values):
        return (
            self.env[model]
            .with_user(user or self.treasurer)
            .with_context(active_model=records._name, active_ids=records.ids)
            .create(values)
        )

    def reverse_by_wizard(self, method="refund_moves"):
        wizard = self.wizard(
            "account.move.reversal",
            self.move,
            journal_id=self.move.journal_id.id,
            date="2026-11-24",
        )
        return self._rpc(self.treasurer, wizard._name, method, wizard.ids)

    def balance(self, member=None):
        member = member or self.member()
        return member._balances(date(2026, 12, 31))[member.id]

    # === REVERSED TWICE === #

    def test_wizard_then_wizard_then_method(self):
        self.reverse_by_wizard()
        self.assertEqual(self.balance(), 0)
        for again in (
            self.reverse_by_wizard,
            self.move.with_user(self.treasurer)._reverse_moves,
            self.move._reverse_moves,
        ):
            self._assert_refused("has been booked already", again)
        self.assertEqual(self.balance(), 0)
        self.assertEqual(len(self.move.reversal_move_ids), 1)

    def test_two_wizards_opened_at_once(self):
        wizards = [
            self.wizard(
                "account.move.reversal",
                self.move,
                journal_id=self.move.journal_id.id,
                date="2026-11-24",
            )
            for _n in range(2)
        ]
        first, second = wizards
        self._rpc(self.treasurer, first._name, "refund_moves", first.ids)
        self._assert_refused(
            "has been booked already",
            self._rpc,
            self.treasurer,
            second._name,
            "refund_moves",
            second.ids,
        )

    # === OTHER DOCUMENTS THAT CARRY IT === #

    def test_no_document_but_an_entry_carries_it(self):
        """Core loses or swaps it on terms, credit notes and payments."""
        member = self.member()
        carried = {"account_id": member.account_id.id, "coop_account_id": member.id}
        for move_type in (
            "out_invoice",
            "out_refund",
            "out_receipt",
            "in_invoice",
            "in_refund",
            "in_receipt",
        ):
            line = {"name": "x", "price_unit": 77000, "tax_ids": [], **carried}
            with self.subTest(move_type):
                self._assert_refused(
                    BY_HAND,
                    self._rpc,
                    self.treasurer,
                    "account.move",
                    "create",
                    {
                        "move_type": move_type,
                        "partner_id": member.partner_id.id,
                        "invoice_line_ids": [Command.create(line)],
                    },
                )

    def test_later_on_an_invoice(self):
        member = self.member()
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": self.book().sales.id,
                "partner_id": member.partner_id.id,
                "invoice_date": "2026-11-01",
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 77000, "tax_ids": []})
                ],
            }
        )
        for posted in (False, True):
            if posted:
                invoice.action_post()
            for line in invoice.line_ids:
                self._assert_refused(
                    BY_HAND,
                    self._rpc,
                    self.treasurer,
                    "account.move.line",
                    "write",
                    line.ids,
                    {"coop_account_id": member.id},
                )

    def test_bank_line_becomes_no_member_line(self):
        member = self.member()
        statement = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.book().bank.id,
                "date": "2026-11-24",
                "payment_ref": "setoran",
                "amount": 5000,
            }
        )
        suspense = statement.move_id.line_ids.filtered("credit")
        for values in (
            {"coop_account_id": member.id},
            {
                "coop_account_id": member.id,
                "account_id": member.account_id.id,
                "partner_id": member.partner_id.id,
            },
        ):
            self._assert_refused(
                BY_HAND,
                self._rpc,
                self.treasurer,
                "account.move.line",
                "write",
                suspense.ids,
                values,
            )

    def test_entry_adopted_by_another_document(self):
        """A payment or a bank line made the owner of the entry brings nothing."""
        payment = self.env["account.payment"].create(
            {
                "journal_id": self.book().bank.id,
                "partner_id": self.member().partner_id.id,
                "amount": 5,
            }
        )
        for values in ({"move_id": self.move.id, "amount": 7}, {"memo": "x"}):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                try:
                    self._rpc(
                        self.treasurer, payment._name, "write", payment.ids, values
                    )
                    for method in ("action_draft", "action_cancel", "unlink"):
                        self._rpc(self.treasurer, payment._name, method, payment.ids)
                except Exception:  # noqa: BLE001
                    # Any refusal will do; what counts is what stands afterwards.
                    self.env.transaction.clear()
                self.assertTrue(self.move.exists())
                self.assertEqual(self.move.state, "posted")
                self.assertEqual(self.balance(), 100000)
                self.assertEqual(self.move.amount_total, 100000)
                savepoint.rollback()
                self.env.transaction.clear()
        self._assert_refused(
            "",
            self._rpc,
            self.treasurer,
            "account.bank.statement.line",
            "create",
            {
                "move_id": self.move.id,
                "journal_id": self.book().bank.id,
                "date": "2026-11-24",
                "payment_ref": "x",
                "amount": 5,
            },
        )

    # === AUTOMATIC ENTRIES === #

    def test_change_account_wizard(self):
        """From a control account, to one, and between them."""
        control = self.member(kind="UJI2").account_id
        for line, destination in (
            (self.line, self.book().cash),
            (self.cash, control),
            (self.line, control),
        ):
            with self.subTest(destination=destination.name):
                wizard = self.wizard(
                    "account.automatic.entry.wizard",
                    line,
                    action="change_account",
                    destination_account_id=destination.id,
                    journal_id=self.book().misc.id,
                    date="2026-11-24",
                )
                self._assert_refused(
                    BY_HAND,
                    self._rpc,
                    self.treasurer,
                    wizard._name,
                    "do_action",
                    wizard.ids,
                )
        self.assertEqual(self.balance(), 100000)

    # === AFTER SEALING, IN A LOCKED MONTH === #

    def test_sealed_and_locked(self):
        self.env["account.move"]._coop_seal(self.book().journal)
        self.coop.hard_lock_date = "2026-11-24"
        seal = self.move.inalterable_hash
        cash = self.book().cash.id
        pair = [
            {"move_id": self.move.id, "account_id": cash, "debit": 5, "credit": 0},
            {"move_id": self.move.id, "account_id": cash, "debit": 0, "credit": 5},
        ]
        budi = self.member("Budi")
        for user in (self.treasurer, self.accountant):
            for context in CONTEXTS:
                for model, method, *args in (
                    ("account.move.line", "create", pair),
                    (
                        "account.move.line",
                        "write",
                        self.line.ids,
                        {"coop_account_id": budi.id},
                    ),
                    (
                        "account.move",
                        "write",
                        self.move.ids,
                        {"line_ids": [[1, self.line.id, {"credit": 1}]]},
                    ),
                ):
                    self._assert_refused(
                        CHANGED,
                        self._rpc,
                        user,
                        model,
                        method,
                        *args,
                        context=context,
                    )
        self.assertEqual(self.move.inalterable_hash, seal)
        self.assert_whole()

    def test_fork_of_the_chain(self):
        """Two entries on one predecessor, as two posters at once made them."""
        for number in (2, 3):
            self.receive(f"receipt/{number}", {self.member(): 1000})
        self.env["account.move"]._coop_seal(self.book().journal)
        self.assert_whole()
        third = self.env["account.move"].search(
            [("coop_origin_key", "=", "receipt/3"), ("company_id", "=", self.coop.id)]
        )
        forked = third._calculate_hashes(self.move.inalterable_hash)[third]
        self.assertNotEqual(forked, third.inalterable_hash)
        self.tamper("account_move", third, inalterable_hash=forked)
        self.assertIn("chain", self.checks())

    def test_tampered_in_the_database(self):
        self.env["account.move"]._coop_seal(self.book().journal)
        budi = self.member("Budi")
        for table, record, values in (
            ("account_move_line", self.cash, {"debit": 99000}),
            ("account_move_line", self.line, {"coop_account_id": budi.id}),
            ("account_move_line", self.line, {"partner_id": budi.partner_id.id}),
            ("account_move_line", self.line, {"account_id": self.book().cash.id}),
            ("account_move_line", self.line, {"name": "x"}),
            ("account_move", self.move, {"date": "2026-10-01"}),
            ("account_move", self.move, {"name": "KWX/2026/11/0002"}),
        ):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                self.tamper(table, record, **values)
                self.assertIn("chain", self.checks())
                savepoint.rollback()
                self.env.transaction.clear()
        self.assert_whole()

    def tamper(self, table, record, **values):
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                f"UPDATE {table} SET {name} = %s WHERE id = %s",  # noqa: S608
                [value, record.id],
            )
        self.env.invalidate_all()

    def checks(self):
        failures = self.env["coop.control"].sudo()._failures(self.coop)
        return [failure["check"] for failure in failures]

    # === MATCHING === #

    def test_rows_of_matching(self):
        """Whoever bills may write the rows that core matches with."""
        invoices = [self.invoice(person) for person in ("Siti", "Siti", "Budi")]
        term, second, foreign = (
            invoice.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            for invoice in invoices
        )
        paid = self.pay(term, 50000)
        (term | paid).reconcile()
        partial, full = paid.matched_debit_ids, paid.full_reconcile_id
        self.assertTrue(full)
        for model, method, *args in (
            (partial._name, "write", partial.ids, {"amount": 1}),
            (partial._name, "write", partial.ids, {"debit_move_id": second.id}),
            (partial._name, "unlink", partial.ids),
            (full._name, "unlink", full.ids),
        ):
            for user in (self.treasurer, self.accountant):
                for context in ({}, {"coop_guard": True, "force_delete": True}):
                    with self.subTest(model=model, method=method, args=args):
                        self._assert_refused(
                            "To undo it, reverse that entry",
                            self._rpc,
                            user,
                            model,
                            method,
                            *args,
                            context=context,
                        )
        self.assertEqual(invoices[0].payment_state, "paid")
        # An open line of a receipt pays its own invoice only, and not too much.
        spare = self.pay(second, 20000)
        for sentence, line, amount in (
            ("account and person", foreign, 20000),
            ("account and person", self.cash, 20000),
            ("more than what is open", second, 20001),
            ("more than what is open", second, -5),
        ):
            with self.subTest(sentence=sentence, amount=amount):
                self._assert_refused(
                    sentence,
                    self._rpc,
                    self.treasurer,
                    partial._name,
                    "create",
                    {
                        "debit_move_id": line.id,
                        "credit_move_id": spare.id,
                        "amount": amount,
                        "debit_amount_currency": amount,
                        "credit_amount_currency": amount,
                    },
                )
        self._assert_refused(
            "account and person",
            self._rpc,
            self.treasurer,
            "account.move",
            "js_assign_outstanding_line",
            invoices[2].ids,
            spare.id,
        )
        self._rpc(
            self.treasurer,
            "account.move",
            "js_assign_outstanding_line",
            invoices[1].ids,
            spare.id,
        )
        self.assertEqual(invoices[1].amount_residual, 30000)
        self.assertEqual(invoices[2].amount_residual, 50000)

    def invoice(self, person):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": self.book().sales.id,
                "partner_id": self.member(person).partner_id.id,
                "invoice_date": "2026-11-01",
                "invoice_line_ids": [
                    Command.create({"name": "Sewa", "price_unit": 50000, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        return invoice

    def pay(self, term, amount):
        """Book what pays a part of an invoice, as a receipt does it."""
        move = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entry(
                self.book().journal,
                self.coop._coop_today(),
                f"receipt/inv/{term.id}",
                [
                    {"account": self.book().cash, "name": "Kas", "amount": amount},
                    {
                        "account": term.account_id,
                        "partner": term.partner_id,
                        "name": "Sewa",
                        "amount": -amount,
                    },
                ],
            )
        )
        return move.line_ids.filtered("credit")

    # === WIZARDS OF MERGING, OVER RPC === #

    def test_merge_wizards(self):
        accounts = self.member().account_id | self.member(company=self.other).account_id
        wizard = (
            self.env["account.merge.wizard"]
            .with_context(
                active_model=accounts._name,
                active_ids=accounts.ids,
                allowed_company_ids=(self.coop | self.other).ids,
            )
            .create({"is_group_by_name": False})
        )
        self._assert_refused("cannot be merged", wizard.action_merge)
        self.assertEqual(len(accounts.exists()), 2)
        plain = self.env["res.partner"].create({"name": "Siti dobel"})
        siti = self.member().partner_id
        merge = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "partner_ids": [Command.set((siti | plain).ids)],
                "dst_partner_id": plain.id,
            }
        )
        self._assert_refused(
            "has money booked in the cooperative",
            merge.with_user(self.administrator).sudo().action_merge,
        )
        self.assertEqual(self.line.partner_id, siti)
