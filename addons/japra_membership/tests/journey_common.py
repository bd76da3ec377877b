import io
import json
import re
import shutil
import subprocess

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer
from PIL import Image

from odoo.addons.japra_base.tests.common import LedgerCase
from odoo.addons.japra_base.tests.pictures import PicturesCase, folder, save

from ..demo import federation, kunir, stage
from ..demo.stage import Staff

# Kunir with a person for each task, each in a browser of her own.
STAFF = (
    kunir.CHAIR,
    Staff("uji.pendaftaran", "Ratna Wulandari", ("registrar",)),
    Staff("uji.loket", "Yuni Astuti", ("teller",)),
    Staff("uji.bendahara", "Bambang Prasetyo", ("treasurer",)),
)


class JourneyCase(LedgerCase, PicturesCase):
    """Kunir of the demonstration with its year, in Indonesian, as in the guide."""

    @classmethod
    def _found_kunir(cls):
        """Return the cooperative on its stage."""
        env, charter = federation.prepare(cls.env), kunir.CHARTER._replace(staff=STAFF)
        stage.found(env, charter)
        home = stage.enter(env, charter)
        kunir.play(home)
        return home

    def _money(self, member):
        """(pokok, wajib, what is due) in whole rupiah."""
        member.invalidate_recordset()
        return (
            round(member.balance_pokok),
            round(member.balance_wajib),
            round(member.amount_due),
        )

    def _paper(self, name, user, records=None, picture=None, pages=4):
        """The text of each page of a report as the user gets it from the server."""
        self.authenticate(user.login, user.login)
        url = f"/report/pdf/japra_membership.report_{name}"
        url += f"/{records.id}" if records else "?"
        answer = self.url_open(
            "/report/download",
            params={
                "data": json.dumps([url, "qweb-pdf"]),
                # Under test Odoo answers HTML, unless asked.
                "context": json.dumps({"force_report_rendering": True}),
            },
        )
        self.assertEqual(answer.content[:4], b"%PDF")
        if picture and folder() and shutil.which("pdftoppm"):
            self._draw(picture, answer.content, pages)
        return [
            re.sub(
                r"\s+",
                " ",
                " ".join(
                    box.get_text() for box in page if isinstance(box, LTTextContainer)
                ),
            )
            for page in extract_pages(io.BytesIO(answer.content))
        ]

    def _draw(self, name, pdf, pages):
        """Save the first pages of a paper as one picture, two beside each other."""
        command = ["pdftoppm", "-png", "-r", "110", "-l", str(pages), "-"]
        output = subprocess.run(
            command, input=pdf, stdout=subprocess.PIPE, check=True
        ).stdout
        mark = b"\x89PNG\r\n\x1a\n"
        drawn = [
            Image.open(io.BytesIO(mark + page)) for page in output.split(mark) if page
        ]
        width, height = drawn[0].size
        rows = -(-len(drawn) // 2)
        size = width * min(2, len(drawn)), height * rows
        sheet = Image.new("RGB", size, "white")
        for n, page in enumerate(drawn):
            sheet.paste(page, (n % 2 * width, n // 2 * height))
        picture = io.BytesIO()
        sheet.save(picture, "PNG")
        save(name, picture.getvalue())
