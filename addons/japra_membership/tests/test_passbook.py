import io
import re

from pdfminer.high_level import extract_text

from odoo.tests import tagged

from .common import POKOK, MembershipCase


@tagged("post_install", "-at_install")
class TestPassbook(MembershipCase):
    """Every movement of a member with its number, and how the member stood on a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(
            ["japra_base", "japra_membership"], ["id_ID"]
        )
        cls._pay(cls.siti, date="2026-10-05", pokok=POKOK, wajib=20_000)
        bounced = cls._pay(cls.siti, wajib=20_000)
        bounced._reverse("Cek kosong")
        cls._pay(cls.siti, wajib=30_000)
        shared = cls._receipt(cls.budi, wajib=5_000) + cls._receipt(
            cls.siti, wajib=1_000
        )
        shared._post_together("uji/bersama")
        # What is only typed is in no book.
        cls._receipt(cls.siti, wajib=9_000)

    def _open(self, user=None, member=None, **dates):
        action = self._rpc(
            user or self.teller,
            "coop.membership",
            "action_passbook",
            (member or self.siti).ids,
        )
        book = self.env["coop.passbook"].browse(action["res_id"])
        book = book.with_user(user or self.teller)
        book.write({"date_from": "2026-11-01", "date_until": "2026-11-24", **dates})
        return book

    def _page(self, book, kind):
        found = book._book()["accounts"]
        return next(
            page for page in found if page["account"].product_id.share_kind == kind
        )

    def _row(self, book, kind):
        account = self._account(self.siti, kind)
        found = book._book()["statement"]
        [row] = [row for row in found if row["number"] == account.number]
        return tuple(
            row[name] and str(row[name])
            for name in ("due", "paid", "owed", "since", "until", "balance")
        )

    def test_movements(self):
        book = self._open()
        page = self._page(book, "wajib")
        self.assertEqual(
            (page["opening"], page["in"], page["out"], page["closing"]),
            (20_000, 51_000, 20_000, 51_000),
        )
        day = "24/11/2026"
        self.assertEqual(
            [tuple(row.values()) for row in page["rows"]],
            [
                (
                    day,
                    "KWT/2026/11/0001",
                    "Simpanan Wajib Oktober 2026",
                    20_000,
                    0,
                    40_000,
                ),
                (
                    day,
                    "KWT/2026/11/0002",
                    "Pembatalan KWT/2026/11/0001",
                    0,
                    20_000,
                    20_000,
                ),
                (
                    day,
                    "KWT/2026/11/0003",
                    "Simpanan Wajib Oktober 2026 – November 2026 (sebagian)",
                    30_000,
                    0,
                    50_000,
                ),
                (
                    day,
                    "KWT/2026/11/0004/002",
                    "Simpanan Wajib November 2026 (sebagian)",
                    1_000,
                    0,
                    51_000,
                ),
            ],
        )
        # Of an account that did not move in these days: where it stands.
        page = self._page(book, "pokok")
        self.assertEqual((page["opening"], page["rows"]), (POKOK, []))
        # What was never used has no page.
        self.assertEqual(len(book._book()["accounts"]), 2)
        page = self._page(self._open(date_from="2026-10-01"), "pokok")
        self.assertEqual(
            [(row["number"], row["balance"]) for row in page["rows"]],
            [("KWT/2026/10/0001", POKOK)],
        )

    def test_statement_as_of_a_day(self):
        self.assertEqual(
            self._row(self._open(), "wajib"),
            ("60000", "51000", "9000", "2026-11-10", "2026-10-01", "51000"),
        )
        earlier = self._open(date_from="2026-10-01", date_until="2026-10-31")
        self.assertEqual(
            self._row(earlier, "wajib"),
            ("40000", "20000", "20000", "2026-10-10", "2026-09-01", "20000"),
        )
        self.assertEqual(
            self._row(earlier, "pokok"), ("100000", "100000", 0, None, None, "100000")
        )
        self.assertEqual(earlier._book()["owed"], 20_000)
        before = self._open(date_from="2026-09-01", date_until="2026-09-30")
        self.assertEqual(before._book()["owed"], POKOK + 20_000)

    def test_on_paper_and_on_the_screen(self):
        book = self._open(self.registrar)
        shown = book.with_context(lang="id_ID").book_html
        on_screen = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
        papers = {}
        for kind in ("passbook", "statement"):
            pdf, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.registrar)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(f"japra_membership.action_report_{kind}", book.ids)
            )
            papers[kind] = " ".join(extract_text(io.BytesIO(pdf)).split())
        for text in (on_screen, *papers.values()):
            for words in (
                "CONTOH, bukan bukti pembayaran",
                "KUN-0001/WAJIB",
                "Masih terutang",
                "Rp9.000",
                "10/11/2026",
            ):
                self.assertIn(words, text)
        for text in (on_screen, papers["passbook"]):
            for words in ("KWT/2026/11/0004/002", "Rp30.000", "Saldo awal"):
                self.assertIn(words, text)
            self.assertNotIn("KWT/2026/10/0001", text)
        self.assertIn("BUKU SIMPANAN", papers["passbook"])
        self.assertIn("1 November 2026 – 24 November 2026", papers["passbook"])
        self.assertIn("Siti Aminah (KUN-0001)", papers["passbook"])
        self.assertIn("KETERANGAN SIMPANAN", papers["statement"])
        self.assertNotIn("KWT/", papers["statement"])

    def test_who_reads(self):
        for user in (self.board, self.supervisor, self.auditor, self.treasurer):
            self.assertEqual(self._page(self._open(user), "pokok")["closing"], POKOK)
        for user in (self.other_teller, self.portal):
            self._assert_denied(self._open, user)
        # Nor by a book made by hand, or one turned to somebody else.
        values = {"membership_id": self.siti.id}
        call = self._rpc, self.other_teller, "coop.passbook"
        self._assert_denied(*call, "create", values)
        own = self._open(self.other_teller, self.rasela)
        self._assert_denied(own.write, values)

    def test_days(self):
        book = self._open(date_from="2026-11-24", date_until="2026-11-23")
        self.assertFalse(book.book_html)
        self._assert_refused("choose an earlier one", book.action_print)
        self._assert_refused("enter day, month", book.write, {"date_from": "kemarin"})
