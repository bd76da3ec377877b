import io
from unittest.mock import patch

from PIL import Image
from PyPDF2 import PdfReader
from reportlab.graphics.utils import RenderPMError

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import file_open

from odoo.addons.base.models import ir_actions_report
from odoo.addons.japra_base import printing

from .print_common import ENGINES, kill, pages, words

_LAYOUT = """
<t t-name="japra_base.test_report">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="o">
            <t t-call="web.external_layout">
                <div class="page">
                    <p t-out="o.name"/>
                    %s
                </div>
            </t>
        </t>
    </t>
</t>
"""
# The record with number n in its reference has n pages.
_MORE_PAGES = """
<p t-foreach="range(1, int(o.ref or 1))" t-as="n" style="page-break-before:always">
    <t t-out="o.name"/> goes on
</p>
"""


class PrintCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What an engine prints, without the words of a sample.
        live = type(cls.env["coop.live"])
        cls.classPatch(live, "_is_live", lambda _live: True)
        cls.user = new_test_user(cls.env, "printer", "base.group_user")
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Test",
                "model": "res.partner",
                "report_name": "japra_base.test_report",
                "paperformat_id": cls.env.ref("base.paperformat_euro").id,
            }
        )
        cls.view = cls.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "name": cls.report.report_name,
                "key": cls.report.report_name,
                "arch": _LAYOUT % "",
            }
        )

    def use(self, name):
        self.env["ir.config_parameter"].set_param("report.pdf_engine", name)

    def make_partners(self, count, page_count=lambda number: 1):
        return self.env["res.partner"].create(
            [
                {"name": f"Member {number:03}", "ref": page_count(number)}
                for number in range(count)
            ]
        )

    def render(self, records, content=None, user=None):
        if content is not None:
            self.view.arch = _LAYOUT % content
        reports = self.env["ir.actions.report"].with_user(user or self.user)
        pdf, kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            self.report, records.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
        return pdf


@tagged("post_install", "-at_install")
class TestPrintReports(PrintCase):
    def test_one_record(self):
        partner = self.make_partners(1)
        texts = []
        for name in ENGINES:
            with self.subTest(engine=name):
                self.use(name)
                pdf = self.render(partner)
                self.assertEqual(
                    PdfReader(io.BytesIO(pdf)).pages[0].mediabox[2:], [595, 842]
                )
                self.assertIn("Page 1 / 1", pages(pdf)[0])
                self.assertIn("Member 000", pages(pdf)[0])
                self.assertIn(self.env.company.name, pages(pdf)[0])
                texts.append(words(pdf))
        self.assertEqual(*texts)

    def test_every_layout_of_core(self):
        """They decorate headers and footers in ways of their own."""
        partner = self.make_partners(1, lambda _number: 2)
        layouts = self.env["report.layout"].search([])
        self.assertGreater(len(layouts), 5)
        for layout in layouts:
            self.env.company.external_report_layout_id = layout.view_id
            texts = []
            for name in ENGINES:
                self.use(name)
                pdf = self.render(partner, _MORE_PAGES)
                for number, text in enumerate(pages(pdf), start=1):
                    self.assertIn("Member 000", text)
                    self.assertIn(f"Page {number} / 2", text)
                texts.append(words(pdf))
            self.assertEqual(*texts, layout.name)

    def test_page_numbers_count_within_a_record(self):
        partners = self.make_partners(3, lambda number: number + 1)
        for name in ENGINES:
            with self.subTest(engine=name):
                self.use(name)
                pdf = self.render(partners, _MORE_PAGES)
                self.assertEqual(
                    [
                        f"{page[:10]} {page[page.index('Page') :]}"
                        for page in self.tops(pdf)
                    ],
                    [
                        "Member 000 Page 1 / 1",
                        "Member 001 Page 1 / 2",
                        "Member 001 Page 2 / 2",
                        "Member 002 Page 1 / 3",
                        "Member 002 Page 2 / 3",
                        "Member 002 Page 3 / 3",
                    ],
                )

    def tops(self, pdf):
        """The text of each page from the name on."""
        return [page[page.index("Member") :] for page in pages(pdf)]

    def test_fifty_records_become_fifty_attachments(self):
        self.report.attachment = "object.name + '.pdf'"
        self.user.group_ids += self.env.ref("base.group_partner_manager")
        partners = self.make_partners(50, lambda number: number % 5 + 1)
        pdf = self.render(partners, _MORE_PAGES)
        self.assertEqual(len(PdfReader(io.BytesIO(pdf)).pages), 150)
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", partners.ids)]
        )
        self.assertEqual(len(attachments), 50)
        for attachment in attachments.sorted("res_id")[:7]:
            partner = partners.browse(attachment.res_id)
            self.assertEqual(attachment.name, f"{partner.name}.pdf")
            text = pages(attachment.raw)
            self.assertEqual(len(text), int(partner.ref))
            self.assertTrue(all(partner.name in page for page in text))

    def test_paper_of_ours(self):
        partner = self.make_partners(1)
        for name, size in (
            ("japra_base.paperformat_a5_landscape", [595, 420]),
            ("japra_base.paperformat_a4_landscape", [842, 595]),
        ):
            self.report.paperformat_id = self.env.ref(name)
            for name in ENGINES:
                with self.subTest(engine=name):
                    self.use(name)
                    pdf = self.render(partner, '<div style="width:100mm">wide</div>')
                    page = PdfReader(io.BytesIO(pdf)).pages[0]
                    self.assertEqual(page.mediabox[2:], size)

    def test_arguments_of_the_template_go_before_the_paper(self):
        paper = self.env.ref("base.paperformat_euro")
        reports = self.env["ir.actions.report"]
        sheet = reports._get_print_sheet(
            paper,
            None,
            {
                "data-report-landscape": "1",
                "data-report-margin-top": "30",
                "data-report-header-spacing": "25",
                "data-report-margin-bottom": "7",
                "data-report-dpi": "96",
            },
        )
        self.assertEqual(
            (sheet.width, sheet.height, sheet.top, sheet.header_top, sheet.bottom),
            (297, 210, 30, 5, 7),
        )
        self.assertAlmostEqual(sheet.scale, 0.8)
        self.assertEqual(reports._get_print_sheet(paper, False, {}).width, 210)

    # ------------------------------------------------------------------
    # Engines
    # ------------------------------------------------------------------

    def without_wkhtmltopdf(self):
        none = ir_actions_report._wkhtml()._replace(state="install")
        return patch.object(ir_actions_report, "_wkhtml", lambda: none)

    def test_state(self):
        """What the web client asks before it prints."""
        reports = self.env["ir.actions.report"].with_user(self.user)
        with self.without_wkhtmltopdf():
            for name in ("auto", *ENGINES):
                self.use(name)
                self.assertEqual(reports.get_wkhtmltopdf_state(), "ok")
            self.use("wkhtmltopdf")
            self.assertEqual(reports.get_wkhtmltopdf_state(), "install")

    def test_choice_of_the_engine(self):
        names = [engine.name for engine in printing.all_engines()]
        self.assertEqual(names, ["plutoprint", "chromium"])
        reports = self.env["ir.actions.report"].with_user(self.user)
        for setting, expected in (
            ("auto", names),
            ("plutoprint", ["plutoprint"]),
            ("chromium", ["chromium"]),
            ("wkhtmltopdf", []),
        ):
            self.use(setting)
            chosen = [engine.name for engine in reports._get_print_engines()]
            self.assertEqual(chosen, expected)

    def test_the_next_engine_takes_over(self):
        Report = type(self.env["ir.actions.report"])
        original = Report._get_print_resource
        killed = []

        def kill_once(reports, url):
            if not killed:
                killed.append(url)
                kill()
            return original(reports, url)

        self.use("auto")
        with (
            patch.object(Report, "_get_print_resource", kill_once),
            self.assertLogs("odoo.addons.japra_base.models.ir_actions_report") as log,
        ):
            pdf = self.render(self.make_partners(2))
        self.assertTrue(killed)
        self.assertEqual(len(log.output), 1)
        self.assertIn("plutoprint could not print", log.output[0])
        self.assertEqual(["Member 001" in page for page in pages(pdf)], [False, True])

    def test_no_engine_left(self):
        """One sentence for the user, and nothing of the engine's in the way."""

        def kill_always(_reports, _url):
            kill()

        self.use("auto")
        with (
            patch.object(
                type(self.env["ir.actions.report"]), "_get_print_resource", kill_always
            ),
            self.without_wkhtmltopdf(),
            self.assertLogs("odoo.addons.japra_base.models.ir_actions_report") as log,
            self.assertRaisesRegex(UserError, "The document could not be printed"),
        ):
            self.render(self.make_partners(1))
        self.assertEqual(len(log.output), 2)

    # ------------------------------------------------------------------
    # Resources
    # ------------------------------------------------------------------

    def resource(self, url, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user)
        if url.startswith("/"):
            url = reports.get_base_url() + url
        return reports._get_print_resource(url)

    def test_style_sheets_are_compiled_when_first_asked_for(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            "web.report_assets_common", css=True, js=False, autoprefix=True
        )
        url = bundle.get_link("css")
        self.env["ir.attachment"].search([("url", "=", url)]).unlink()
        for _time in range(2):
            resource = self.resource(url)
            self.assertEqual(resource.mimetype, "text/css")
            self.assertIn(b"o_body_pdf", resource.content)
        for missing in (
            "/web/assets/0/web.nothing.min.css",
            "/web/assets/0/nothing.css",
            "/web/assets/0/web.report_assets_common.min.js",
        ):
            self.assertIsNone(self.resource(missing))

    def test_files_of_the_modules(self):
        resource = self.resource("/web/static/fonts/lato/Lato-Reg-webfont.woff?v=1")
        with file_open("web/static/fonts/lato/Lato-Reg-webfont.woff", "rb") as file:
            self.assertEqual(resource.content, file.read())
        for url in (
            "/web/static/nothing.png",
            "/web/static/../models/ir_http.py",
            "/web/static/%2e%2e/models/ir_http.py",
            "/web/models/ir_http.py",
            "/odoo.conf",
        ):
            self.assertIsNone(self.resource(url))

    def test_other_hosts_and_files_are_blocked(self):
        for url in (
            "http://example.com/web/static/img/logo.png",
            "https://fonts.googleapis.com/css?family=Lato",
            "file:///etc/passwd",
            "ftp://localhost/web/static/img/logo.png",
            "//example.com/a.png",
            "http://169.254.169.254/",
        ):
            self.assertIsNone(self.resource(url))

    def test_images_of_records(self):
        company = self.env.company
        partner = self.make_partners(1)
        with io.BytesIO() as buffer:
            Image.new("RGB", (300, 200), "red").save(buffer, "PNG")
            picture = buffer.getvalue()
        attachment = self.env["ir.attachment"].create(
            {
                "name": "a.png",
                "raw": picture,
                "res_model": "res.partner",
                "res_id": partner.id,
            }
        )
        partner.image_1920 = attachment.datas
        for url in (
            f"/web/image/res.partner/{partner.id}/image_1920",
            f"/web/image?model=res.partner&id={partner.id}&field=image_1920",
            f"/web/image/{attachment.id}",
            f"/web/image/{attachment.id}-{attachment.checksum}/name.html",
            f"/web/content/{attachment.id}",
        ):
            resource = self.resource(url)
            self.assertEqual(resource.mimetype, "image/png", url)
            with Image.open(io.BytesIO(resource.content)) as image:
                self.assertEqual(image.size, (300, 200))
        resource = self.resource(f"/web/image/{attachment.id}/30x20")
        with Image.open(io.BytesIO(resource.content)) as image:
            self.assertEqual(image.size, (30, 20))
        self.assertTrue(company.logo)
        for url in ("/logo.png", f"/web/image/res.company/{company.id}/logo"):
            self.assertTrue(self.resource(url).mimetype.startswith("image/"))

    def test_images_need_the_rights_of_who_prints(self):
        secret = self.env["ir.attachment"].create({"name": "a", "raw": b"secret"})
        portal = new_test_user(self.env, "portal.printer", "base.group_portal")
        for url in (
            f"/web/image/{secret.id}",
            f"/web/content/{secret.id}",
            f"/web/image/res.partner/{self.env.company.partner_id.id}/image_1920",
        ):
            self.assertIsNone(self.resource(url, portal))
        for url in (
            f"/web/image/res.users/{self.user.id}/password",
            f"/web/image/res.partner/{self.user.partner_id.id}/name",
            f"/web/image/res.partner/{self.user.partner_id.id}/nothing",
            "/web/image/no.model/1/image_1920",
            "/web/image/0",
            "/web/image",
            "/web/image?model=res.partner&id=x&field=image_1920",
        ):
            self.assertIsNone(self.resource(url, self.env.user))

    def test_pictures_reach_the_paper(self):
        company = self.env.company
        content = (
            '<img src="/report/barcode/QR/KWT-1?width=80&amp;height=80"/>'
            f'<img src="/web/image/res.company/{company.id}/logo/60x40"/>'
            '<p style="background: url(http://example.com/blocked.png)">a</p>'
        )
        for name in ENGINES:
            with self.subTest(engine=name):
                self.use(name)
                before = self.count_images(self.render(self.make_partners(1), "<p/>"))
                with self.assertLogs(
                    "odoo.addons.japra_base.models.ir_actions_report", 20
                ) as log:
                    pdf = self.render(self.make_partners(1), content)
                self.assertEqual(self.count_images(pdf) - before, 2)
                self.assertIn("http://example.com/blocked.png", "".join(log.output))

    def count_images(self, pdf):
        """Images on the first page, also those inside a form of the page."""

        def count(resources):
            found = 0
            for entry in resources.get("/XObject", {}).values():
                entry = entry.get_object()
                found += entry["/Subtype"] == "/Image"
                found += count(entry.get("/Resources", {}))
            return found

        return count(PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"])

    # ------------------------------------------------------------------
    # Barcodes
    # ------------------------------------------------------------------

    def test_qr_code_without_reportlab(self):
        """Nothing draws reportlab's on Python 3.13."""
        reports = self.env["ir.actions.report"]
        target = "odoo.addons.base.models.ir_actions_report.createBarcodeDrawing"
        with patch(target, side_effect=AssertionError):
            for options, size in (
                ({"width": 200, "height": 200}, (200, 200)),
                ({"width": "150", "height": "100", "quiet": "0"}, (150, 100)),
                ({"barLevel": "H", "barBorder": "1"}, (600, 100)),
            ):
                png = reports.barcode("QR", "https://a.id/x", **options)
                with Image.open(io.BytesIO(png)) as image:
                    self.assertEqual(image.format, "PNG")
                    self.assertEqual(image.size, size)
                    self.assertEqual(image.getextrema(), (0, 255))
            for value, options in (
                ("x", {"width": 20000, "height": 10}),
                ("x", {"width": 2000, "height": 2000}),
                ("x" * 4000, {}),
                ("", {}),
            ):
                with self.assertRaises(ValueError):
                    reports.barcode("QR", value, **options)

    def test_other_barcodes_are_core_s(self):
        target = "odoo.addons.base.models.ir_actions_report.createBarcodeDrawing"
        with patch(target) as drawing:
            drawing.return_value.asString.return_value = b"picture"
            reports = self.env["ir.actions.report"]
            self.assertEqual(reports.barcode("Code128", "KUN-0001"), b"picture")
            self.assertEqual(drawing.call_args.args, ("Code128",))
            # On Python 3.13 nothing draws them; the paper is printed without.
            drawing.return_value.asString.side_effect = RenderPMError("no backend")
            with self.assertRaises(ValueError):
                reports.barcode("Code128", "KUN-0001")
            self.assertIsNone(self.resource("/report/barcode/Code128/KUN-0001"))

    def test_barcodes_by_path_and_by_query(self):
        for url in (
            "/report/barcode/QR/KUN-0001",
            "/report/barcode/QR/http%3A//a.id/x?width=90&height=90",
            "/report/barcode/?barcode_type=QR&value=KUN-0001&width=90&height=90",
        ):
            self.assertEqual(self.resource(url).mimetype, "image/png")
        for url in (
            "/report/barcode",
            "/report/barcode/QR",
            "/report/barcode/QR/x?width=20000",
            "/report/barcode/QR/x?width=much",
        ):
            self.assertIsNone(self.resource(url))
