import importlib.util
import io
from datetime import datetime
from pathlib import Path

from freezegun import freeze_time
from pdfminer.high_level import extract_text

from odoo.fields import Command
from odoo.tests import tagged

from .common import POKOK, TODAY, MembershipCase

PAPERS = "japra_membership.action_report_kwitansi"
MIGRATION = Path(__file__).parent.parent / "migrations/19.0.1.4.0/post-papers.py"


@tagged("post_install", "-at_install")
class TestReceiptPrint(MembershipCase):
    """The original once, and every paper after it a copy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(["japra_membership"], ["id_ID"])
        cls.receipt = cls._pay(cls.siti, pokok=POKOK)

    def _mark(self, receipts, user=None):
        return self._rpc(
            user or self.teller, "coop.receipt", "action_mark_printed", receipts.ids
        )

    def _read(self, receipt, user=None, report=PAPERS):
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(user or self.teller)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(report, receipt.ids)
        )
        return " ".join(extract_text(io.BytesIO(pdf)).split())

    def test_original_then_copies(self):
        # Printed, and the power went before it was marked: the original once more.
        self.assertNotIn("SALINAN", self._read(self.receipt))
        self.assertNotIn("SALINAN", self._read(self.receipt))
        self.assertIs(self._mark(self.receipt), True)
        self.assertEqual(self.receipt.printed_on, datetime(2026, 11, 24, 3, 0))
        with freeze_time("2026-11-24 07:05:00"):
            self.assertIn(
                "SALINAN dicetak 24 November 2026, 14.05 WIB",
                self._read(self.receipt),
            )
            # The first mark stays.
            self.assertIs(self._mark(self.receipt), True)
        self.assertEqual(self.receipt.printed_on, datetime(2026, 11, 24, 3, 0))

    def test_several_of_which_some_are_marked(self):
        second = self._pay(self.budi, pokok=1_000)
        self._mark(self.receipt)
        with freeze_time("2026-11-24 07:05:00"):
            self._mark(self.receipt + second)
        self.assertEqual(self.receipt.printed_on, datetime(2026, 11, 24, 3, 0))
        self.assertEqual(second.printed_on, datetime(2026, 11, 24, 7, 5))

    def test_printed_in_the_order_of_numbers(self):
        second = self._pay(self.budi, pokok=1_000)
        text = self._read(second + self.receipt)
        self.assertLess(text.index(self.receipt.name), text.index(second.name))

    def test_draft_is_not_marked(self):
        draft = self._receipt(self.siti, wajib=20_000)
        self._assert_refused("no original yet", self._mark, draft)
        self.assertFalse(draft.printed_on)
        # One draft among booked receipts: none is marked.
        self._assert_refused("no original yet", self._mark, self.receipt + draft)
        self.assertFalse(self.receipt.printed_on)

    def test_reversed_one_says_both(self):
        self._mark(self.receipt)
        self.receipt._reverse("Salah anggota")
        text = self._read(self.receipt)
        self.assertIn("DIBATALKAN", text)
        self.assertIn("SALINAN", text)

    def test_who_only_reads_holds_a_copy(self):
        for user in (self.board, self.supervisor, self.auditor):
            with self.subTest(user.login):
                self.assertIn("SALINAN", self._read(self.receipt, user))
                self._assert_denied(self._mark, self.receipt, user)
        self.assertFalse(self.receipt.printed_on)

    def test_another_cooperative(self):
        self._assert_denied(self._mark, self.receipt, self.other_teller)
        self._assert_denied(self._mark, self.receipt, self.portal)
        self.assertFalse(self.receipt.printed_on)

    def test_never_set_by_hand(self):
        values = {"printed_on": "2026-11-24 03:00:00"}
        draft = self._receipt(self.siti, wajib=20_000)
        for ids in (draft.ids, self.receipt.ids):
            self._assert_refused(
                "by its buttons only",
                self._rpc,
                self.teller,
                "coop.receipt",
                "write",
                ids,
                values,
            )
        self._mark(self.receipt)
        self._assert_refused(
            "by its buttons only",
            self._rpc,
            self.teller,
            "coop.receipt",
            "write",
            self.receipt.ids,
            {"printed_on": False},
        )
        line = Command.create({"coop_account_id": self._account(self.siti, "wajib").id})
        for extra, context in (
            (values, {}),
            ({}, {"default_printed_on": values["printed_on"], "coop_guard": True}),
        ):
            self._assert_refused(
                "by its buttons only",
                self._rpc,
                self.teller,
                "coop.receipt",
                "create",
                [{"membership_id": self.siti.id, "line_ids": [line], **extra}],
                context=context,
            )

    def test_receipts_of_before_are_copies(self):
        spec = importlib.util.spec_from_file_location("post_papers", MIGRATION)
        migration = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        draft = self._receipt(self.siti, date=TODAY, wajib=20_000)
        self.env.flush_all()
        migration.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        self.assertEqual(
            self.receipt.printed_on, self.receipt.sudo().move_id.create_date
        )
        self.assertFalse(draft.printed_on)
