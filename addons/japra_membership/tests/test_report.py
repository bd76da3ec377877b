import io
from datetime import date

from pdfminer.high_level import extract_pages, extract_text

from odoo.tests import tagged

from .common import POKOK, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestReport(MembershipCase):
    """The papers as a member holds them: printed, then read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.env["ir.module.module"]._load_module_terms(["japra_membership"], ["id_ID"])
        cls.coop.write({"street": "Jl. Kemukus 2", "city": "Jakarta Barat"})

    def _print(self, report, records, user=None):
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_user(user or self.teller)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(f"japra_membership.{report}", records.ids)
        )
        self.assertEqual(kind, "pdf")
        self.assertEqual(pdf[:4], b"%PDF")
        pages = [page.bbox[2:] for page in extract_pages(io.BytesIO(pdf))]
        return " ".join(extract_text(io.BytesIO(pdf)).split()), pages

    def test_kwitansi(self):
        receipt = self._receipt(self.siti, pokok=POKOK, wajib=30_000)
        # Taken by somebody who works in English: the paper is Indonesian all the same.
        receipt.action_post()
        text, pages = self._print("action_report_kwitansi", receipt)
        self.assertEqual([(round(w), round(h)) for w, h in pages], [(595, 420)])
        for words in (
            "Kunir",
            "Jl. Kemukus 2, Jakarta Barat",
            "KWITANSI",
            "No. KWT/2026/11/0001",
            "Telah terima dari",
            "Siti Aminah (KUN-0001)",
            "Seratus tiga puluh ribu rupiah",
            "Simpanan Pokok",
            "Simpanan Wajib September 2026 – Oktober 2026 (sebagian)",
            "Rp100.000",
            "Rp30.000",
            "Rp130.000",
            "Lunas sampai",
            "September 2026",
            "Masih terutang",
            "Ini bukti setoran Anda.",
            "Jakarta Barat, 24 November 2026",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertNotIn("DIBATALKAN", text)

    def test_names_who_took_the_money(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        colleague = self._make_user("tel3", "japra_membership.group_teller")
        colleague.name = "Yuni dari Loket Dua"
        receipt.with_user(colleague).action_post()
        text, _pages = self._print("action_report_kwitansi", receipt)
        self.assertIn("Yuni dari Loket Dua", text)
        self.assertNotIn(self.teller.name, text)

    def test_second_print_says_the_same(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        first, _pages = self._print("action_report_kwitansi", receipt)
        self._pay(self.siti, wajib=WAJIB)
        second, _pages = self._print("action_report_kwitansi", receipt)
        self.assertEqual(second, first)

    def test_reversed_one_says_so(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        receipt._reverse("Salah anggota")
        text, _pages = self._print("action_report_kwitansi", receipt)
        self.assertIn("DIBATALKAN", text)
        self.assertIn("Salah anggota", text)
        self.assertNotIn("bukti setoran", text)

    def test_draft_is_no_proof(self):
        text, _pages = self._print(
            "action_report_kwitansi", self._receipt(self.siti, pokok=POKOK)
        )
        self.assertIn("BELUM DITERIMA", text)

    def test_another_payer_is_named(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.partner_id = self.budi.partner_id
        receipt.action_post()
        text, _pages = self._print("action_report_kwitansi", receipt)
        self.assertIn("Budi Santoso untuk Siti Aminah (KUN-0001)", text)

    def test_several_receipts(self):
        receipts = self._pay(self.siti, pokok=POKOK) + self._pay(self.budi, pokok=1_000)
        text, pages = self._print("action_report_kwitansi", receipts)
        self.assertEqual(len(pages), 2)
        self.assertIn("KWT/2026/11/0001", text)
        self.assertIn("KWT/2026/11/0002", text)

    def test_code_names_nobody(self):
        values = self.env["report.japra_membership.report_kwitansi"]
        receipt = self._pay(self.siti, pokok=POKOK)
        self.assertIn("<svg", values._qr(receipt))
        self.assertNotIn("Siti", values._qr_text(receipt))
        self.assertEqual(
            values._qr_text(receipt, self.siti),
            "KWT/2026/11/0001\nKUN-0001\n2026-11-24\nRp100.000",
        )

    def test_register(self):
        for number in range(30):
            self._admit(f"Warga {number}", date(2026, 10, 1), street="Jl. Kemukus")
        members = self.env["coop.membership"].search(
            [("company_id", "=", self.coop.id)]
        )
        members += self.env["coop.membership"].create(
            {"name": "Belum Masuk", "company_id": self.coop.id}
        )
        text, pages = self._print("action_report_register", members, self.registrar)
        self.assertEqual({(round(w), round(h)) for w, h in pages}, {(842, 595)})
        self.assertGreater(len(pages), 1)
        for words in (
            "BUKU DAFTAR ANGGOTA",
            "KOPERASI: Kunir",
            "KAB/KOTA: Jakarta Barat",
            "KUN-0001",
            "Siti Aminah",
            "15/09/2026",
            f"Halaman 2 dari {len(pages)}",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertNotIn("Belum Masuk", text)

    def test_register_from_the_menu_holds_the_own_cooperative(self):
        values = (
            self.env["report.japra_membership.report_register"]
            .with_user(self.registrar)
            ._get_report_values(None)
        )
        [(company, members)] = values["books"]
        self.assertEqual(company, self.coop)
        self.assertEqual(members, self.siti + self.budi)

    def test_register_shows_the_signature_of_this_membership(self):
        """Who comes back has signed nothing yet, and is struck out for it."""
        row = self.env["report.japra_membership.report_register"]._row
        self._step(self.siti, "signed", date="2026-09-20", book_page="3")
        self.assertEqual(row(self.siti)["signed"], "Signature 20/09/2026")
        self._step(
            self.siti, "left", date="2026-10-01", reason="Pindah", decision_ref="9"
        )
        self.assertEqual(
            [row(self.siti)[column] for column in ("signed", "ended", "reason")],
            ["Signature 20/09/2026", "01/10/2026", "Pindah"],
        )
        self._step(self.siti, "applied", date="2026-10-02")
        self.assertEqual(row(self.siti)["signed"], "")
        self._agree(self.siti)
        self._pay(self.siti, pokok=POKOK)
        self.siti.with_user(self.registrar).action_admit()
        self.assertEqual(
            [row(self.siti)[column] for column in ("admitted", "signed", "ended")],
            ["24/11/2026", "", ""],
        )
        self._step(self.siti, "struck", reason="Tidak datang")
        self.assertEqual(
            [row(self.siti)[column] for column in ("signed", "ended", "reason")],
            ["", "24/11/2026", "Tidak datang"],
        )

    def test_papers_of_another_cooperative(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        for report, records in (
            ("action_report_kwitansi", receipt),
            ("action_report_register", self.siti),
        ):
            with self.subTest(report):
                self._assert_denied(
                    self._print, report, records.sudo(False), self.other_teller
                )
        self._assert_denied(self._print, "action_report_kwitansi", receipt, self.portal)
