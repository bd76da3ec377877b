"""PDF without wkhtmltopdf: two engines behind one interface, no ORM.

``engines()`` and ``print_test_page(name)`` need neither a database nor a server.
"""

import time
from functools import cache
from pathlib import Path

from odoo.tools import config

from .chromium_engine import Chromium
from .document import render
from .engine import Engine, EngineError, Fetch, Resource, Sheet
from .markup import page
from .plutoprint_engine import PlutoPrint
from .sample import HTML_MARK, is_marked, mark_html, mark_pdf
from .sheet import mark_sheets

__all__ = [
    "HTML_MARK",
    "EngineError",
    "Fetch",
    "Resource",
    "Sheet",
    "all_engines",
    "engines",
    "is_marked",
    "mark_html",
    "mark_pdf",
    "mark_sheets",
    "page",
    "print_test_page",
    "render",
]

_TEST_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"></head>
<body><h1>Japra</h1><p style="font-family: Arial">{name}: Rp1.234.567</p></body></html>
"""


@cache
def all_engines() -> tuple[Engine, ...]:
    """Ours, in the order in which they are tried."""
    folder = Path(config["data_dir"]) / "japra_print"
    return PlutoPrint(folder), Chromium(folder)


def engines() -> list[tuple[str, str]]:
    """Name and version of the engines that this machine has."""
    return [
        (engine.name, engine.version())
        for engine in all_engines()
        if engine.available()
    ]


def print_test_page(name: str) -> tuple[bytes, float]:
    """Print one page with the named engine.

    :return: the PDF, and the seconds it took
    :raises EngineError: the engine is missing or does not work
    """
    for engine in all_engines():
        if engine.name == name:
            start = time.monotonic()
            sheet = Sheet(210, 297, top=20, right=20, bottom=20, left=20)
            page = _TEST_PAGE.format(name=name)
            pdf = render(engine, lambda _url: None, "http://localhost/", sheet, [page])
            return pdf, time.monotonic() - start
    raise EngineError(f"no engine named {name}")
