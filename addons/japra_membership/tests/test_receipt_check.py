import io
import re
from urllib.parse import unquote

from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextBox

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.japra_base.tests.print_common import ENGINES

from .common import POKOK, MembershipCase

BASE = "https://koperasi.example.id"


def _texts(paper):
    return [part for part in paper if isinstance(part, LTTextBox)]


@tagged("post_install", "-at_install")
class TestReceiptCheck(MembershipCase, HttpCase):
    """The public page a slip leads to, the roll, and the message to who paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(
            ["japra_base", "japra_membership"], ["id_ID"]
        )
        cls.env["ir.config_parameter"].set_param("web.base.url", BASE)
        cls.receipt = cls._receipt(cls.siti, pokok=POKOK)
        cls.receipt.line_ids = [
            Command.create(
                {
                    "coop_account_id": cls._account(cls.budi, "wajib").id,
                    "amount": 17_000,
                }
            )
        ]
        cls.receipt.action_post()
        cls.siti.partner_id.phone = "0812-3456-7890"

    def _open(self, address):
        self.env.flush_all()
        response = self.url_open(address.removeprefix(BASE))
        return response, " ".join(re.sub(r"<[^>]+>", " ", response.text).split())

    def test_slip_and_total(self):
        for member, amount in (
            (self.siti, "Rp100.000"),
            (self.budi, "Rp17.000"),
            (None, "Rp117.000"),
        ):
            response, text = self._open(self.receipt._check_address(member))
            self.assertEqual(response.status_code, 200)
            for words in (
                "Sah",
                "Koperasi Kunir",
                "Nomor KWT/2026/11/0001",
                "Tanggal 24 November 2026",
                f"Diterima {amount}",
                "CONTOH, bukan bukti pembayaran",
            ):
                self.assertIn(words, text)
            for word in ("Siti", "Budi", "KUN-", "DIBATALKAN", "Simpanan"):
                self.assertNotIn(word, text)
            self.assertTrue(response.text.startswith("<!DOCTYPE html>"))
            self.assertIn("<title>KWT/2026/11/0001</title>", response.text)
            self.assertLess(len(response.content), 4_000)
            self.assertEqual(response.headers["X-Robots-Tag"], "noindex, nofollow")
            self.assertNotIn("<script", response.text)

    def test_reversed(self):
        self.receipt._reverse("Salah anggota")
        response, text = self._open(self.receipt._check_address(self.siti))
        self.assertEqual(response.status_code, 200)
        self.assertIn("DIBATALKAN", text)
        self.assertIn("Dibatalkan pada 24 November 2026", text)
        for word in ("Sah ", "Salah anggota"):
            self.assertNotIn(word, text)

    def test_forged(self):
        address = self.receipt._check_address(self.siti)
        receipt, member, mark = address.rpartition("/")[2].split("-")
        draft = self._receipt(self.siti, wajib=20_000)
        pages = [
            self._open(f"/cek/{token}")
            for token in (
                f"{receipt}-{self.budi.id:x}-{mark}",
                f"{draft.id:x}-{member}-{mark}",
                f"{receipt}-{member}-{'0' * 32}",
                f"{receipt}-{member}-{mark.upper()}x",
                # Signed, and of nothing that was booked.
                f"{draft.id:x}-0-{draft._check_mark(draft.id, 0)}",
                f"ffffffff-0-{draft._check_mark(0xFFFFFFFF, 0)}",
                "x",
            )
        ]
        self.assertEqual({response.status_code for response, _text in pages}, {404})
        # One and the same page: it tells nothing of why.
        self.assertEqual(len({response.text for response, _text in pages}), 1)
        self.assertIn("Tidak ditemukan", pages.pop()[1])

    def test_without_public_address_the_code_says_what_it_said(self):
        values = self.env["report.japra_membership.report_kwitansi"]
        self.assertEqual(
            values._qr_text(self.receipt, self.siti),
            self.receipt._check_address(self.siti),
        )
        for address in ("http://localhost:8069", "http://10.0.0.5", "http://odoo"):
            self.env["ir.config_parameter"].set_param("web.base.url", address)
            self.assertIsNone(self.receipt._check_address(self.siti))
            self.assertTrue(
                values._qr_text(self.receipt, self.siti).startswith("KWT/2026/11/0001")
            )

    def _roll(self, engine="auto"):
        self.env["ir.config_parameter"].set_param("report.pdf_engine", engine)
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.teller)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(
                "japra_membership.action_report_kwitansi_roll", self.receipt.ids
            )
        )
        return pdf

    def test_roll(self):
        pdf = self._roll()
        slips = [
            " ".join(extract_text(io.BytesIO(pdf), page_numbers=[n]).split())
            for n in range(3)
        ]
        for slip in slips:
            self.assertEqual(slip.count("CONTOH, bukan bukti pembayaran"), 1)
        for words in (
            "KWT/2026/11/0001",
            "Seratus ribu rupiah",
            "Simpanan Pokok",
            "Masih terutang",
            "Lunas",
        ):
            self.assertIn(words, slips[0])
        self.assertNotIn("Rp17.000", slips[0])
        self.assertNotIn("Seratus ribu", slips[1])
        self.assertIn("Rp117.000", slips[2])

    def test_roll_is_cut_where_the_slip_ends(self):
        """80 mm wide and as long as what stands on it, whoever prints it."""
        for engine in ENGINES:
            with self.subTest(engine):
                papers = list(extract_pages(io.BytesIO(self._roll(engine))))
                self.assertEqual(len(papers), 3)
                for paper in papers:
                    self.assertEqual(round(paper.width), 227)
                    # The name of who signs is the last; below it the margin.
                    lowest = min(text.y0 for text in _texts(paper))
                    self.assertTrue(8 < lowest < 20, lowest)
                    self.assertTrue(240 < paper.height < 500, paper.height)
                # The slip of the total has no table of what is still owed.
                self.assertLess(papers[2].height, papers[0].height - 20)

    def test_each_box_prints_on_its_paper(self):
        box = self.receipt.cash_journal_id

        def printed():
            action = self._rpc(
                self.teller, "coop.receipt", "action_print", self.receipt.ids
            )
            return action["report_name"]

        self.assertEqual(printed(), "japra_membership.report_kwitansi")
        switch = "account.journal", "action_coop_print_roll", box.ids
        self._assert_refused("by the treasurer", self._rpc, self.teller, *switch)
        self._rpc(self.treasurer, *switch)
        self.assertEqual(printed(), "japra_membership.report_kwitansi_roll")
        stranger = self._make_user("ben2", "japra_base.group_treasurer", self.other)
        self._assert_denied(
            self._rpc, stranger, "account.journal", "action_coop_print_a5", box.ids
        )
        self._rpc(self.treasurer, "account.journal", "action_coop_print_a5", box.ids)
        self.assertEqual(printed(), "japra_membership.report_kwitansi")

    def _whatsapp(self, user=None):
        return self._rpc(
            user or self.teller, "coop.receipt", "action_whatsapp", self.receipt.ids
        )

    def test_whatsapp(self):
        url = self._whatsapp()["url"]
        self.assertTrue(url.startswith("https://wa.me/6281234567890?text="))
        self.assertEqual(
            unquote(url.partition("text=")[2]),
            "CONTOH, bukan bukti pembayaran\n"
            "Kwitansi KWT/2026/11/0001, Rp117.000, 24 November 2026. Periksa: "
            + self.receipt._check_address(),
        )
        for phone in ("0812-3456-7890", "+62 812 3456 7890", "62812 34567890"):
            self.siti.partner_id.phone = phone
            self.assertEqual(self._whatsapp()["url"], url)
        self._assert_denied(self._whatsapp, self.other_teller)
        self._assert_denied(self._whatsapp, self.board)

    def test_whatsapp_without_phone_or_address(self):
        self.siti.partner_id.phone = False
        self._assert_refused("Enter the phone number", self._whatsapp)
        self.siti.partner_id.phone = "081234567890"
        self.env["ir.config_parameter"].set_param("web.base.url", "http://localhost")
        self._assert_refused("no public address yet", self._whatsapp)
