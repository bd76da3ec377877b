import doctest
import io

from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from odoo.fields import Command
from odoo.tests import tagged

from ..calc import series
from .common import MembershipCase


@tagged("post_install", "-at_install")
class TestSeries(MembershipCase):
    """A list proves that no number is missing and none is used twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(
            ["japra_base", "japra_membership"], ["id_ID"]
        )
        for amount in (1_000, 2_000, 3_000):
            cls._pay(cls.siti, wajib=amount)
        cls._pay(cls.siti, date="2026-10-20", wajib=4_000)
        cls._pay(cls.rasela, user=cls.other_teller, wajib=5_000)
        journals = cls.env["account.journal"].search(
            [("company_id", "=", cls.coop.id), ("type", "=", "general")]
        )
        cls.misc = journals.filtered(lambda journal: not journal.coop_sealed)[:1]
        cls.entries = cls.env["account.move"]
        for _number in range(6):
            cls.entries += cls._entry()

    @classmethod
    def _entry(cls):
        accounts = cls.env["account.account"].search(
            [
                ("company_ids", "=", cls.coop.id),
                ("account_type", "=", "expense"),
                ("coop_control", "=", False),
            ],
            limit=2,
        )
        entry = cls.env["account.move"].create(
            {
                "journal_id": cls.misc.id,
                "company_id": cls.coop.id,
                "date": "2026-11-24",
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in zip(accounts, (7, -7), strict=True)
                ],
            }
        )
        entry.action_post()
        return entry

    def _rows(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["coop.series"].with_user(user or self.treasurer).search([])
        return {
            row.journal_id.code: (
                row.year,
                row.first,
                row.last,
                row.entries,
                row.receipts,
                row.gaps,
                row.duplicates,
                row.details,
            )
            for row in rows.sudo()
        }

    def test_doctests(self):
        self.assertEqual(doctest.testmod(series).failed, 0)

    def test_whole(self):
        rows = self._rows()
        self.assertEqual(
            rows["KWT"],
            ("2026", "KWT/2026/10/0001", "KWT/2026/11/0003", 4, 4, 0, 0, False),
        )
        self.assertEqual(rows[self.misc.code][3:], (6, 0, 0, 0, False))
        # A reversal has a number of its own in the same series.
        self.env["coop.receipt"].search([("membership_id", "=", self.siti.id)])[
            -1:
        ]._reverse("Salah")
        self.assertEqual(
            self._rows()["KWT"][2:], ("KWT/2026/11/0004", 5, 4, 0, 0, False)
        )

    def test_missing_and_twice(self):
        names = self.entries.mapped("name")
        for gone in (self.entries[0], self.entries[2], self.entries[3]):
            gone.button_draft()
        row = self._rows()[self.misc.code]
        self.assertEqual(
            row[1:],
            (
                names[1],
                names[5],
                3,
                0,
                3,
                0,
                f"{names[0]}, {names[2]} – {names[3].rpartition('/')[2]}",
            ),
        )
        # By hand in the database, where nothing else can make it so.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET sequence_number = 5 WHERE id = %s",
            [self.entries[5].id],
        )
        row = self._rows()[self.misc.code]
        self.assertEqual(row[3:7], (3, 0, 3, 1))
        self.assertTrue(row[7].endswith(f"{names[4]} = {names[5]}"))
        self.entries[0].action_post()

    def test_receipts_of_a_collection(self):
        """They share the number of one entry: their places in it are counted."""
        collection = self.env["coop.collection"].with_user(self.teller).create({})
        collection.action_fill()
        collection.line_ids.amount = 1_000
        self.env.flush_all()
        collection.action_post()
        receipts = collection.receipt_ids.sorted("shared_place")
        self.assertEqual(
            receipts.mapped("name"), ["KWT/2026/11/0004/001", "KWT/2026/11/0004/002"]
        )
        self.assertEqual(self._rows()["KWT"][3:], (5, 6, 0, 0, False))
        # By hand in the database, where nothing else can make it so.
        for place, missing, twice, said in (
            (3, 1, 0, "KWT/2026/11/0004/002"),
            (1, 0, 1, "KWT/2026/11/0004/001 = KWT/2026/11/0004/002"),
        ):
            self.env.cr.execute(
                "UPDATE coop_receipt SET shared_place = %s WHERE id = %s",
                [place, receipts[1].id],
            )
            self.assertEqual(self._rows()["KWT"][3:], (5, 6, missing, twice, said))

    def test_on_paper_and_as_a_sheet(self):
        self.entries[1].button_draft()
        self.env.flush_all()
        report = self.env["ir.actions.report"].with_user(self.auditor)
        action = self._rpc(self.auditor, "coop.series", "action_print", [])
        ids = action["context"]["active_ids"]
        pdf, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "japra_membership.action_report_series", ids
        )
        text = " ".join(extract_text(io.BytesIO(pdf)).split())
        for words in (
            "URUTAN NOMOR",
            "KWT/2026/11/0003",
            self.entries[1].name,
            "Ada nomor yang hilang atau dipakai dua kali",
        ):
            self.assertIn(words, text)
        content, kind = report._render("japra_membership.report_series_xlsx", ids)
        self.assertEqual(kind, "xlsx")
        sheet = load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        self.assertIn(self.entries[1].name, [row[8] for row in rows])
        self.assertEqual(sheet.title, "KUN")

    def test_who_reads(self):
        for user in (self.treasurer, self.supervisor, self.auditor):
            self.assertEqual(self._rows(user)["KWT"][3], 4)
        for user in (self.teller, self.registrar, self.board, self.portal):
            self._assert_denied(
                self._rpc, user, "coop.series", "search_read", [], ["entries"]
            )
            self._assert_denied(self._rpc, user, "coop.series", "action_xlsx", [])
        # Each sees the own cooperative alone.
        stranger = self._make_user("ben2", "japra_base.group_treasurer", self.other)
        self.assertEqual(self._rows(stranger)["KWT"][3], 1)
