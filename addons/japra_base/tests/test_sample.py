import base64
import io
import json
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from openpyxl import load_workbook
from PyPDF2 import PdfReader
from reportlab.pdfgen.canvas import Canvas
from xlsxwriter import Workbook

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import BaseCase, HttpCase, tagged

from odoo.addons.base.models import ir_actions_report

from .. import printing
from .common import LedgerCase
from .print_common import ENGINES, pages

WORDS = "CONTOH, bukan bukti pembayaran"
NEUTRALIZE = Path(__file__).parent.parent / "data/neutralize.sql"


def across(pdf):
    """Whether the words stand across each page."""

    def crossed(page):
        last = page["/Contents"][-1].get_object().get_data()
        drawings = page["/Resources"].get("/XObject", {})
        return (
            b"/JapraSample Do" in last
            and b"(CONTOH, bukan" in drawings["/JapraSample"].get_data()
        )

    return [crossed(page) for page in PdfReader(io.BytesIO(pdf)).pages]


def paper(*sizes):
    """A file that another program made, with an outline and a page of each size."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number, size in enumerate(sizes):
        canvas.setPageSize(size)
        canvas.bookmarkPage(str(number))
        canvas.addOutlineEntry(f"Bab {number}", str(number))
        canvas.drawString(20, 20, f"Halaman {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestSampleWords(BaseCase):
    """How the words get on a page, a file and a sheet; no database."""

    def test_html(self):
        mark = '<div class="o_sample">X</div>'
        for html, expected in (
            (
                '<main><div data-a="1" class="article b">a</div>'
                '<div class="article">b</div></main>',
                f'<main><div data-a="1" class="article b">{mark}a</div>'
                f'<div class="article">{mark}b</div></main>',
            ),
            ("<html><body id='b'>a</body>", f"<html><body id='b'>{mark}a</body>"),
            ("<body><main>a</main></body>", f"<body><main>{mark}a</main></body>"),
            ('<div class="articles">a</div>', mark + '<div class="articles">a</div>'),
        ):
            with self.subTest(html):
                self.assertEqual(printing.mark_html(html, mark), expected)

    def test_file_of_another_program(self):
        before = paper((595, 842), (842, 595))
        pdf = printing.mark_pdf(before, WORDS)
        self.assertEqual(across(pdf), [True, True])
        for number, text in enumerate(pages(pdf)):
            self.assertIn(f"Halaman {number}", text)
        outline = PdfReader(io.BytesIO(pdf)).outline
        self.assertEqual([entry.title for entry in outline], ["Bab 0", "Bab 1"])
        self.assertEqual(printing.mark_pdf(pdf, WORDS), pdf)

    def test_a_roll_is_not_crossed(self):
        roll = paper((227, 400))
        self.assertEqual(printing.mark_pdf(roll, WORDS), roll)

    def test_what_is_no_pdf(self):
        self.assertEqual(printing.mark_pdf(b"gambar", WORDS), b"gambar")

    def test_sheets(self):
        buffer = io.BytesIO()
        with Workbook(buffer) as book:
            sheet = book.add_worksheet("Tunggakan & denda")
            sheet.write(0, 0, "Anggota")
            sheet.set_header("&Lkepala&Ctengah")
            sheet.set_footer("&Rkaki")
            book.add_worksheet("Rincian")
        book = load_workbook(io.BytesIO(printing.mark_sheets(buffer.getvalue(), WORDS)))
        self.assertEqual(book.sheetnames, ["Tunggakan & denda", "Rincian"])
        for sheet in book:
            self.assertEqual(sheet.oddHeader.center.text, f"&B{WORDS}")
        first = book.worksheets[0]
        self.assertEqual(first["A1"].value, "Anggota")
        self.assertEqual(first.oddHeader.left.text, "kepala")
        self.assertEqual(first.oddFooter.right.text, "kaki")


class SampleCase(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop = cls._make_coop("Koperasi Contoh", "CTH")
        cls.env["ir.module.module"]._load_module_terms(["japra_base"], ["id_ID"])
        cls.administrator = cls._make_user("adm", "japra_base.group_administrator")
        cls.treasurer = cls._make_user("ben", "japra_base.group_treasurer")
        cls.invoice = (
            cls.env["account.move"]
            .with_company(cls.coop)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": cls.env["res.partner"].create({"name": "Penyewa"}).id,
                    "invoice_date": "2026-11-01",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Sewa", "price_unit": 50_000, "tax_ids": False}
                        )
                        for _line in range(60)
                    ],
                }
            )
        )
        cls.invoice.action_post()

    def _declare(self):
        self._rpc(self.administrator, "coop.live", "action_declare", [])

    def _restore(self):
        """What the launcher does to a backup it brings back."""
        self.env.flush_all()
        self.env.cr.execute(NEUTRALIZE.read_text(encoding="utf-8"))
        self.env.registry.clear_all_caches()
        self.env.invalidate_all()

    def _use(self, engine):
        self.env["ir.config_parameter"].set_param("report.pdf_engine", engine)

    def _print(self, report="account.account_invoices", **context):
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_user(self.treasurer)
            .with_context(force_report_rendering=True, **context)
            ._render_qweb_pdf(report, self.invoice.ids)
        )
        self.assertEqual(kind, "pdf")
        return pdf


@tagged("post_install", "-at_install")
class TestSample(SampleCase):
    """Whatever is printed says so, until the database is declared live."""

    def test_customer_invoice_with_each_engine(self):
        for engine in ENGINES:
            with self.subTest(engine):
                self._use(engine)
                pdf = self._print(report_pdf_no_attachment=True)
                self.assertEqual(set(across(pdf)), {True})
                self.assertGreater(len(across(pdf)), 1)
                # At the head, and across.
                self.assertEqual([p.count(WORDS) for p in pages(pdf)][:2], [2, 1])
        self._declare()
        for engine in ENGINES:
            with self.subTest(engine, live=True):
                self._use(engine)
                pdf = self._print(report_pdf_no_attachment=True)
                self.assertNotIn(b"JapraSample", pdf)
                self.assertNotIn("CONTOH", "".join(pages(pdf)))
        self._restore()
        pdf = self._print(report_pdf_no_attachment=True)
        self.assertEqual(set(across(pdf)), {True})
        self.assertIn(WORDS, pages(pdf)[0])

    @contextmanager
    def _wkhtmltopdf(self):
        """The program that core starts; keeps the documents it is given."""
        read = []

        def run(args):
            read.extend(Path(arg).read_text() for arg in args if ".body." in arg)
            Path(args[-1]).write_bytes(paper((595, 842)))
            return type("Done", (), {"returncode": 0, "stderr": ""})

        self._use("wkhtmltopdf")
        there = ir_actions_report._wkhtml()._replace(state="ok")
        with (
            patch.object(ir_actions_report, "_wkhtml", lambda: there),
            patch.object(ir_actions_report, "_run_wkhtmltopdf", run),
        ):
            yield read

    def test_customer_invoice_with_wkhtmltopdf(self):
        with self._wkhtmltopdf() as read:
            pdf = self._print(report_pdf_no_attachment=True)
            self.assertEqual(across(pdf), [True])
            self.assertEqual(read.pop().count(WORDS), 1)
            self._declare()
            pdf = self._print(report_pdf_no_attachment=True)
            self.assertNotIn(b"JapraSample", pdf)
            self.assertNotIn("CONTOH", read.pop())

    def test_bodies_that_no_report_made(self):
        """As the sample bill of a journal, which is handed over as it is."""
        reports = self.env["ir.actions.report"].with_user(self.treasurer)
        body = "<html><body><p>Tagihan</p></body></html>"
        pdf = reports._run_wkhtmltopdf([body])
        # At the head, and across.
        self.assertEqual(pages(pdf)[0].count(WORDS), 2)
        self.assertIn("Tagihan", pages(pdf)[0])
        self.assertEqual(across(pdf), [True])
        self._declare()
        self.assertEqual(pages(reports._run_wkhtmltopdf([body])), ["Tagihan"])

    def test_preview(self):
        reports = self.env["ir.actions.report"].with_user(self.treasurer)

        def preview():
            return reports._render_qweb_html(
                "account.report_invoice", self.invoice.ids
            )[0].decode()

        self.assertEqual(preview().count(WORDS), 1)
        self._declare()
        self.assertNotIn("CONTOH", preview())

    def test_what_is_kept(self):
        """Never a sample in the live database, never a proof in its copy."""
        report = self.env.ref("account.account_invoices")
        report.write({"attachment": "'faktur.pdf'", "attachment_use": True})
        self.assertEqual(set(across(self._print())), {True})
        sample = report.retrieve_attachment(self.invoice)
        self.assertEqual(set(across(sample.raw)), {True})
        self._declare()
        self.assertNotIn(b"JapraSample", self._print())
        kept = report.retrieve_attachment(self.invoice)
        self.assertTrue(kept)
        self.assertNotEqual(kept, sample)
        self._restore()
        self.assertEqual(set(across(self._print())), {True})
        self.assertNotIn(b"JapraSample", kept.raw)

    def test_invoice_that_was_sent(self):
        """What core keeps of it is handed out by roads of its own."""
        bare = paper((595, 842))
        for kept in (bare, printing.mark_pdf(bare, WORDS)):
            self.invoice.invoice_pdf_report_file = base64.b64encode(kept)
            self.invoice.invalidate_recordset()
            one = self.invoice._get_invoice_legal_documents("pdf")
            [every] = self.invoice._get_invoice_legal_documents_all()
            for document in (one, every):
                self.assertEqual(across(document["content"]), [True])
        # The one that says so is no invoice of a database that is live.
        self._declare()
        self.env.invalidate_all()
        self.assertFalse(self.invoice.invoice_pdf_report_id)
        self.invoice.invoice_pdf_report_file = base64.b64encode(bare)
        self.invoice.invalidate_recordset()
        kept = self.invoice._get_invoice_legal_documents("pdf")
        self.assertEqual(kept["content"], bare)


@tagged("post_install", "-at_install")
class TestSampleExport(SampleCase, HttpCase):
    """Lists and pivots as spreadsheets, as the treasurer takes them home."""

    def _export(self, route, data):
        response = self.url_open(
            route,
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(response.status_code, 200)
        return load_workbook(io.BytesIO(response.content)).active

    def _list(self, **options):
        return self._export(
            "/web/export/xlsx",
            {
                "model": "account.move",
                "fields": [
                    {"name": "name", "label": "Nomor", "type": "char"},
                    {"name": "date", "label": "Tanggal", "type": "date"},
                ],
                "ids": self.invoice.ids,
                "domain": [],
                "import_compat": False,
                **options,
            },
        )

    def _pivot(self):
        return self._export(
            "/web/pivot/export_xlsx",
            {
                "title": "Jurnal",
                "model": "account.move",
                "measure_count": 1,
                "col_group_headers": [[{"title": "Jumlah", "width": 1, "height": 1}]],
                "measure_headers": [],
                "rows": [{"title": "Semua", "indent": 0, "values": [{"value": 7}]}],
            },
        )

    def test_lists_and_pivots(self):
        self.authenticate(self.treasurer.login, self.treasurer.login)
        sheets = self._list(), self._list(groupby=["journal_id"]), self._pivot()
        for sheet in sheets:
            self.assertEqual(sheet.oddHeader.center.text, f"&B{WORDS}")
        # What is imported again has its titles in the first row.
        self.assertEqual([cell.value for cell in sheets[0][1]], ["Nomor", "Tanggal"])
        self.assertEqual(sheets[0]["A2"].value, self.invoice.name)
        self._declare()
        for sheet in (self._list(), self._list(groupby=["journal_id"]), self._pivot()):
            self.assertIsNone(sheet.oddHeader.center.text)
