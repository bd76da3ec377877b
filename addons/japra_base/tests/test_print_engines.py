import contextlib
import io
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from PyPDF2 import PdfReader

from odoo.tests import BaseCase, tagged

from odoo.addons.japra_base import printing
from odoo.addons.japra_base.printing import engine as engine_module
from odoo.addons.japra_base.printing import fonts
from odoo.addons.japra_base.printing.chromium_engine import Chromium, _command
from odoo.addons.japra_base.printing.plutoprint_engine import PlutoPrint

from .print_common import (
    A5,
    BASE_URL,
    children,
    engine,
    hang,
    html,
    kill,
    pages,
    words,
)

_HEADER = html(
    '<div id="minimal_layout_report_headers">'
    '<div class="header">Header A</div><div class="header">Header B</div></div>'
)
_FOOTER = html(
    '<div id="minimal_layout_report_footers">'
    '<div class="footer">A <span class="page"/>/<span class="topage"/></div>'
    '<div class="footer">B <span class="page"/>/<span class="topage"/></div></div>'
)
_BREAK = '<div style="page-break-before:always"></div>'
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def _nothing(_url):
    return None


class EngineCase:
    """What every engine must do; needs neither a database nor a server."""

    name = None

    def print(self, *bodies, fetch=_nothing, sheet=A5, **parts):
        return printing.render(
            engine(self.name), fetch, BASE_URL, sheet, bodies, **parts
        )

    def test_is_there(self):
        self.assertIn(self.name, [name for name, _version in printing.engines()])
        self.assertTrue(dict(printing.engines())[self.name])

    def test_test_page(self):
        pdf, seconds = printing.print_test_page(self.name)
        self.assertEqual(pages(pdf), [f"Japra {self.name}: Rp1.234.567"])
        self.assertGreater(seconds, 0)

    def test_one_document(self):
        pdf = self.print(html("<p style='font-family:Lato'>Simpanan fi pokok</p>"))
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertEqual(pages(pdf), ["Simpanan fi pokok"])

    def test_a_roll_is_cut_where_each_document_ends(self):
        roll = printing.Sheet(80, 1000, top=4, right=4, bottom=4, left=4, roll=True)
        blocks = (f'<div style="height:{height}mm">x</div>' for height in (30, 500))
        pdf = self.print(*map(html, blocks), sheet=roll)
        boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
        self.assertEqual([round(box.width) for box in boxes], [227, 227])
        # With both margins, and what a browser puts around every document.
        for box, height in zip(boxes, (38, 508), strict=True):
            self.assertAlmostEqual(
                float(box.height), height * 72 / 25.4, delta=20, msg=height
            )

    def test_headers_and_numbers_of_each_document(self):
        sheet = printing.Sheet(148, 210, 20, 10, 20, 10, header_top=5)
        pdf = self.print(
            html(f"<p>First</p>{_BREAK}<p>Second</p>"),
            html("<p>Other</p>"),
            sheet=sheet,
            header=_HEADER,
            footer=_FOOTER,
        )
        self.assertEqual(
            words(pdf),
            [
                sorted("Header A First A 1/2".split()),
                sorted("Header A Second A 2/2".split()),
                sorted("Header B Other B 1/1".split()),
            ],
        )

    def test_one_header_for_every_page(self):
        """Stock's traceability report gives one without a pool."""
        header = html('Every <span class="page"/>')
        pdf = self.print(html(f"a{_BREAK}b"), html("c"), header=header)
        self.assertEqual(
            words(pdf), [["1", "Every", "a"], ["2", "Every", "b"], ["1", "Every", "c"]]
        )

    def test_a_document_without_header(self):
        pool = "minimal_layout_report_headers"
        header = html(f'<div id="{pool}"><div>Only</div></div>')
        pdf = self.print(html("a"), html("b"), header=header)
        self.assertEqual(words(pdf), [["Only", "a"], ["b"]])

    def test_documents_of_two_kinds(self):
        """Styles and direction of one language do not leak into the next."""
        red = html("a").replace("<body>", '<body dir="rtl">')
        self.assertEqual(
            words(self.print(red, html("b"), html("c"))), [["a"], ["b"], ["c"]]
        )

    def test_control_characters_and_odd_names(self):
        pdf = self.print(
            html("a\x00b\x0bc (/F1 /f-0-0) \\ é €"), header=html("/F1 (/x5)")
        )
        self.assertEqual(
            words(pdf), [sorted("abc (/F1 /f-0-0) \\ é € /F1 (/x5)".split())]
        )

    def test_resources_are_asked_for(self):
        asked = []

        def fetch(url):
            asked.append(url)
            if url.endswith(".css"):
                return printing.Resource(b"p{page-break-before:always}", "text/css")
            return printing.Resource(_SVG, "image/svg+xml")

        link = '<link rel="stylesheet" href="/a.css"/>'
        body = html('<p>a</p><p>b</p><img src="/b.svg"/>').replace(
            "<meta", link + "<meta"
        )
        self.assertEqual(pages(self.print(body, fetch=fetch))[-1], "b")
        self.assertEqual(sorted(set(asked)), [BASE_URL + "a.css", BASE_URL + "b.svg"])

    def test_no_scripts(self):
        body = html("<p id='p'>a</p><script>document.write('b')</script>")
        body = body.replace("<body>", "<body onload=\"document.body.innerHTML='c'\">")
        self.assertEqual(pages(self.print(body)), ["a"])

    def test_neither_other_hosts_nor_files(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            tempfile.NamedTemporaryFile("w", suffix=".html") as secret,
        ):
            secret.write("secret")
            secret.flush()
            address = f"http://127.0.0.1:{server.getsockname()[1]}"
            style = f"@import url({address}/a.css);p{{background:url({address}/b.png)}}"
            pdf = self.print(
                html(
                    f'<style>{style}</style><p>open</p><img src="{address}/c.png"/>'
                    f'<iframe src="file://{secret.name}"></iframe>'
                    f'<object data="file://{secret.name}"></object>'
                    f'<img src="file://{secret.name}"/>'
                )
            )
            self.assertEqual(pages(pdf), ["open"])
            server.settimeout(0.2)
            with self.assertRaises(TimeoutError):
                server.accept()

    def test_killed_in_mid_print(self):
        before = children()

        def fetch(_url):
            kill()

        with self.assertRaisesRegex(printing.EngineError, "ended early"):
            self.print(html('<img src="/a.png"/>'), fetch=fetch)
        self.assertEqual(children(), before)
        self.assertEqual(pages(self.print(html("again"))), ["again"])

    def test_hanging(self):
        before = children()

        def fetch(_url):
            hang()

        start = time.monotonic()
        with (
            patch.object(engine_module, "TIME_LIMIT", 3),
            self.assertRaisesRegex(printing.EngineError, "not ready after 3 seconds"),
        ):
            self.print(html('<img src="/a.png"/>'), fetch=fetch)
        self.assertLess(time.monotonic() - start, 10)
        self.assertEqual(children(), before)

    def test_a_fault_of_ours_is_not_the_engine_s(self):
        """What the database says while printing must reach Odoo's retry."""
        before = children()

        def fetch(_url):
            raise ZeroDivisionError

        with self.assertRaises(ZeroDivisionError):
            self.print(html('<img src="/a.png"/>'), fetch=fetch)
        self.assertEqual(children(), before)

    def test_text_without_any_font_of_the_system(self):
        with self._bare_machine() as bare:
            pdf = printing.render(
                bare, _nothing, BASE_URL, A5, [html("<p style='font-family:Arial'>Ada")]
            )
        self.assertEqual(pages(pdf), ["Ada"])
        self.assertIn(b"Lato", pdf)

    @contextlib.contextmanager
    def _bare_machine(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.object(fonts, "SYSTEM_CONFIG", Path(folder) / "none.conf"),
            patch.object(fonts, "FONT_DIRS", ()),
        ):
            yield type(engine(self.name))(Path(folder))


@tagged("post_install", "-at_install")
class TestPlutoPrint(EngineCase, BaseCase):
    name = "plutoprint"

    def test_fonts_vanish_without_ours(self):
        """The trap that the font configuration is there for."""
        with (
            self._bare_machine() as bare,
            patch.object(fonts, "lato", lambda: Path("/nowhere")),
        ):
            pdf = printing.render(
                bare, _nothing, BASE_URL, A5, [html("<p style='font-family:Arial'>Ada")]
            )
        self.assertEqual(pages(pdf), [""])

    def test_not_installed(self):
        with patch("importlib.util.find_spec", return_value=None):
            self.assertFalse(PlutoPrint(Path()).available())
            with self.assertRaises(printing.EngineError):
                self.print(html("a"))


@tagged("post_install", "-at_install")
class TestChromium(EngineCase, BaseCase):
    name = "chromium"

    def test_not_installed(self):
        with patch("shutil.which", return_value=None):
            self.assertFalse(Chromium(Path()).available())
            with self.assertRaises(printing.EngineError):
                self.print(html("a"))

    def test_more_memory_than_a_worker_may_have(self):
        """Odoo caps the address space of its workers, and children inherit that."""
        ask = [*_command("/bin/sh"), "-c", "ulimit -S -v; ulimit -H -v"]
        capped = ["/bin/sh", "-c", 'ulimit -S -v 2621440; exec "$@"', "sh", *ask]
        limits = subprocess.run(capped, capture_output=True, text=True, check=True)
        soft, hard = limits.stdout.split()
        self.assertEqual(soft, hard)

    def test_without_its_sandbox_where_it_cannot_have_one(self):
        """Some systems forbid it; then the browser ends before it answers."""
        chromium = engine(self.name)
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "picky")
            program.write_text(
                '#!/bin/sh\ncase "$*" in *--no-sandbox*)'
                f' exec "{chromium._program()}" "$@";; *) exit 1;; esac'
            )
            program.chmod(0o755)
            picky = Chromium(Path(folder))
            picky._sandbox = True
            with patch.object(picky, "_program", lambda: str(program)):
                pdf = printing.render(picky, _nothing, BASE_URL, A5, [html("a")])
        self.assertEqual(pages(pdf), ["a"])
        self.assertFalse(picky._sandbox)


@tagged("post_install", "-at_install")
class TestBothEngines(BaseCase):
    def test_same_pages_and_text(self):
        rows = "".join(
            f"<tr><td>{n}</td><td>Siti Aminah {n}</td></tr>" for n in range(300)
        )
        # Where nothing is left to the engine's own style sheet.
        body = html(
            "<style>body,table{font:12px/17px Lato;margin:0;border-collapse:collapse}"
            "td,th{padding:0}</style>"
            f"<table><thead><tr><th>No</th></tr></thead>{rows}</table>"
        )
        first, second = (
            printing.render(
                engine(name),
                _nothing,
                BASE_URL,
                A5,
                [body, html("b")],
                header=_HEADER,
                footer=_FOOTER,
            )
            for name in ("plutoprint", "chromium")
        )
        self.assertEqual(words(first), words(second))
        self.assertEqual(len(pages(first)), 9)
