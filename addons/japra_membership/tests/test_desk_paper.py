import base64
import io
import json
from urllib.parse import urljoin

from freezegun import freeze_time
from pdfminer.high_level import extract_text

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser
from odoo.tools.pdf import PdfFileReader

from odoo.addons.japra_base.tests.pictures import DESK, PicturesCase

from .common import POKOK, MembershipCase

# The code of the desk alone, in a page where nothing else works while it prints.
CODE = "/japra_membership/static/src/desk/desk_print.js"
# What the desk does with a paper, then the paper in place of the page, as only a whole
# page can be printed from here.
PRINT = """
async (papers) => {
    const { printPaper } = await import(location.href);
    for (const html of papers) {
        await printPaper(html);
    }
    const frames = document.querySelectorAll(".o_desk_paper");
    const paper = frames[0].contentDocument.documentElement;
    document.documentElement.replaceWith(document.importNode(paper, true));
    await document.fonts.ready;
    return frames.length;
}
"""


@tagged("post_install", "-at_install")
class TestDeskPaper(MembershipCase, PicturesCase):
    """The paper that the browser at the desk prints by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(["japra_membership"], ["id_ID"])
        cls.receipt = cls._pay(cls.siti, pokok=POKOK)

    def _page(self, receipt=None, user=None):
        ids = (receipt or self.receipt).ids
        return self._rpc(user or self.teller, "coop.receipt", "desk_paper", ids)

    def _print(self, *papers):
        """[(text, width, height in points)] of the sheets of the last paper."""
        self.browser_size = DESK
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                browser.navigate_to(urljoin(self.base_url(), CODE), wait_stop=True)
                said = browser._websocket_request(
                    "Runtime.evaluate",
                    params={
                        "expression": f"({PRINT})({json.dumps(papers)})",
                        "awaitPromise": True,
                        "returnByValue": True,
                    },
                )
                self.assertEqual(said["result"].get("value"), 1, said)
                printed = browser._websocket_request(
                    "Page.printToPDF",
                    params={"preferCSSPageSize": True, "printBackground": True},
                )
        finally:
            browser.stop()
        pdf = io.BytesIO(base64.b64decode(printed["data"]))
        return [
            (
                " ".join(extract_text(pdf, page_numbers=[number]).split()),
                *(round(float(length)) for length in page.mediabox[2:]),
            )
            for number, page in enumerate(PdfFileReader(pdf).pages)
        ]

    def test_sheet(self):
        """A5 across, as the printer's PDF; the second is printed by the same frame."""
        second = self._pay(self.budi, pokok=POKOK)
        [(text, width, height)] = self._print(self._page(), self._page(second))
        self.assertEqual((width, height), (595, 420))
        for words in (
            "CONTOH, bukan bukti pembayaran",
            "KWITANSI",
            second.name,
            "Budi Santoso",
            "Seratus ribu rupiah",
            "Rp100.000",
        ):
            self.assertIn(words, text)
        self.assertNotIn(self.receipt.name, text)
        self.assertNotIn("SALINAN", text)

    def test_roll(self):
        """Each slip of a roll is as long as what stands on it."""
        self.receipt.sudo().cash_journal_id.coop_receipt_paper = "roll"
        together = self._receipt(self.siti, wajib=60_000, sukarela=5_000)
        account = self._account(self.budi, "pokok")
        line = {"coop_account_id": account.id, "amount": 1_000}
        together.line_ids = [Command.create(line)]
        together.action_post()
        sheets = self._print(self._page(), self._page(together))
        self.assertEqual([width for _text, width, _height in sheets], [227] * 3)
        longest, shorter, total = (height for _text, _width, height in sheets)
        self.assertLess(longest, 600)
        self.assertLess(shorter, longest)
        self.assertGreater(total, 150)
        self.assertIn("Rp65.000", sheets[0][0])
        self.assertIn("Rp1.000", sheets[1][0])
        self.assertNotIn("Rp65.000", sheets[1][0])
        self.assertIn("Rp66.000", sheets[2][0])

    def test_no_address_of_the_server(self):
        """Styles come from where the teller's browser is."""
        address = "http://koperasi.invalid"
        self.env["ir.config_parameter"].set_param("web.base.url", address)
        page = self._page()
        self.assertNotIn("<base", page)
        self.assertIn('href="/web/assets/', page)
        self.assertNotIn("<script", page)

    def test_live_paper_is_no_sample(self):
        self.assertIn('data-words="CONTOH, bukan bukti pembayaran"', self._page())
        self._rpc(self.administrator, "coop.live", "action_declare", [])
        self.assertNotIn("CONTOH", self._page())

    def test_an_applicant_has_no_member_number_yet(self):
        """The first money of everybody: pokok before the admission."""
        applicant = self._apply("Rahayu Lestari")
        self._agree(applicant)
        page = self._page(self._pay(applicant, pokok=POKOK))
        self.assertFalse(applicant.number)
        self.assertIn(f"({applicant.application_number})", page.replace("\n", ""))

    def test_original_then_copies(self):
        self.assertNotIn("SALINAN", self._page())
        self._rpc(self.teller, "coop.receipt", "action_mark_printed", self.receipt.ids)
        with freeze_time("2026-11-24 07:05:00"):
            self.assertIn("SALINAN", self._page())

    def test_only_at_the_desk_of_the_cooperative(self):
        for user in (self.other_teller, self.portal, self.board, self.registrar):
            with self.subTest(user.login):
                self._assert_denied(self._page, self.receipt, user)
