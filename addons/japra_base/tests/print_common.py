import contextlib
import io
import os
import signal

import psutil
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from odoo.addons.japra_base import printing

ENGINES = ("plutoprint", "chromium")
BASE_URL = "http://japra.test/"
A5 = printing.Sheet(148, 210, top=10, right=10, bottom=10, left=10)


def engine(name):
    return next(e for e in printing.all_engines() if e.name == name)


def html(content):
    return f'<html><head><meta charset="utf-8"/></head><body>{content}</body></html>'


def pages(pdf):
    """The text of each page, its lines joined; less core's marks against breaks."""
    count = len(list(PDFPage.get_pages(io.BytesIO(pdf))))
    return [
        " ".join(
            extract_text(io.BytesIO(pdf), page_numbers=[number])
            .replace("\ufeff", "")
            .split()
        )
        for number in range(count)
    ]


def words(pdf):
    """What stands on each page, whatever the order: engines differ in that."""
    return [sorted(page.split()) for page in pages(pdf)]


def children():
    return psutil.Process().children(recursive=True)


def signal_children(number):
    """Do something to the engine that is printing just now."""
    for child in children():
        # A helper process of the browser may have ended meanwhile.
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, number)


def kill():
    signal_children(signal.SIGKILL)


def hang():
    signal_children(signal.SIGSTOP)
