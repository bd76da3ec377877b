from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestForgery(CoopCase):
    """What looks like the cooperative's doing is the cooperative's doing."""

    def setUp(self):
        super().setUp()
        self.move = self.receive("receipt/1", {self.member(): 100000})

    def entry(self, **values):
        cash = self.book().cash.id
        return {
            "journal_id": self.book().misc.id,
            "line_ids": [
                Command.create({"account_id": cash, "debit": 5}),
                Command.create({"account_id": cash, "credit": 5}),
            ],
            **values,
        }

    def test_reversal_by_hand(self):
        """An entry of five rupiah does not make a receipt a reversed one."""
        sentence = "an entry made by hand does not reverse it"
        self._assert_refused(
            sentence,
            self._rpc,
            self.treasurer,
            "account.move",
            "create",
            self.entry(reversed_entry_id=self.move.id),
        )
        self._assert_refused(
            sentence,
            self._rpc,
            self.treasurer,
            "account.move",
            "create",
            self.entry(),
            context={"default_reversed_entry_id": self.move.id},
        )
        draft = self.env["account.move"].with_user(self.treasurer).create(self.entry())
        draft.action_post()
        for ids, vals in (
            (draft.ids, {"reversed_entry_id": self.move.id}),
            (self.move.ids, {"reversal_move_ids": [Command.link(draft.id)]}),
        ):
            self._assert_refused(
                sentence, self._rpc, self.treasurer, "account.move", "write", ids, vals
            )
        self.assertFalse(self.move.reversal_move_ids)
        reversal = self.move._reverse_moves()
        self.assertEqual(self.move.reversal_move_ids, reversal)

    def test_derived_fields(self):
        """Fields that Odoo derives can be written over RPC all the same."""
        cash = self.move.line_ids.filtered(lambda line: not line.coop_account_id)
        for vals in (
            {"amount_residual": 7},
            {"amount_residual_currency": 7},
            {"reconciled": not cash.reconciled},
            {"tax_tag_ids": self.env["account.account.tag"].search([], limit=1).ids},
        ):
            with self.subTest(vals=vals):
                self._assert_refused(
                    "is booked and cannot be changed",
                    self._rpc,
                    self.treasurer,
                    "account.move.line",
                    "write",
                    cash.ids,
                    vals,
                )
        self._assert_refused(
            "is booked and cannot be changed",
            self._rpc,
            self.treasurer,
            "account.move",
            "write",
            self.move.ids,
            {"tax_cash_basis_origin_move_id": self.move.id},
        )

    def test_person_moved_to_another_cooperative(self):
        person = self.member().partner_id
        person.company_id = self.coop
        self._assert_refused(
            "cannot be moved to another cooperative",
            person.write,
            {"company_id": self.other.id},
        )
        self.assertEqual(person.company_id, self.coop)

    def test_uninstall_without_the_button(self):
        module = self.env["ir.module.module"].search([("name", "=", "japra_base")])
        self._assert_refused(
            "It stays installed",
            self._rpc,
            self.administrator,
            module._name,
            "module_uninstall",
            module.ids,
        )

    def test_numbers_of_a_sealed_journal(self):
        for vals in ({"code": "XYZ"}, {"sequence_override_regex": "^x"}):
            self._assert_refused("it stays as it is", self.book().journal.write, vals)
        self.book().journal.write({"code": self.book().journal.code, "name": "Baru"})

    def test_check_of_a_cooperative_without_kind(self):
        """Who takes the kind away does not take the nightly check away."""
        self.coop.coop_kind = False
        with patch.object(self.env.registry["ir.cron"], "_commit_progress"):
            self.env["coop.control.result"]._cron_check()
        result = self.env["coop.control.result"].search(
            [("company_id", "=", self.coop.id)]
        )
        self.assertTrue(result)

    def test_barcode_with_a_frame_for_giants(self):
        """The route of barcodes is public."""
        report = self.env["ir.actions.report"]
        for border in (100_000, -1):
            with self.assertRaises(ValueError):
                report.barcode("QR", "x", barBorder=border)
        self.assertTrue(report.barcode("QR", "x", barBorder=2))
