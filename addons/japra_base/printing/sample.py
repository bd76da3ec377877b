"""The words that say that a paper proves nothing, on what is printed anyhow."""

import io
import logging
import math
import re

from reportlab.pdfbase.pdfmetrics import stringWidth

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfFileReader,
    PdfFileWriter,
    generic,
)

_logger = logging.getLogger(__name__)

# The mark in HTML, and its name among the resources of a page.
HTML_MARK = 'class="o_sample"'
_PAGE_MARK = "/JapraSample"
# One of the fonts that every reader of PDF has; nothing to embed.
_FONT = "Helvetica-Bold"
# Narrower is a roll: its printer has one colour, its slip the mark of the HTML.
_NARROW = 283
_ARTICLE = re.compile(
    r'<div\s[^<>]*?class="(?:[^"<>]*\s)?article(?:\s[^"<>]*)?"[^<>]*>'
)
_START = re.compile(r"<(?:main|body)\b[^<>]*>")


def mark_html(html: str, mark: str) -> str:
    """Put the mark at the head of each document that a page of HTML holds.

    :param mark: HTML of the class ``o_sample``
    """
    found = list(_ARTICLE.finditer(html)) or list(_START.finditer(html))[-1:]
    if not found:
        return mark + html
    parts, end = [], 0
    for match in found:
        parts += html[end : match.end()], mark
        end = match.end()
    return "".join([*parts, html[end:]])


def mark_pdf(pdf: bytes, words: str) -> bytes:
    """Write the words across every page, whoever made the file.

    Outlines, names and attachments stay; a page that has the words keeps them once.
    What cannot be read is handed back as it is.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        bare = [page for page in reader.pages if not _is_marked(page)]
        if not bare:
            return pdf
        writer = PdfFileWriter()
        writer.clone_reader_document_root(reader)
        pen = Pen(writer, words)
        for page in bare:
            pen.mark(page)
            # The page of the file: a reader hands out copies, with what they inherit.
            original = page.indirect_reference.get_object()
            for name in map(NameObject, ("/Resources", "/Contents")):
                original[name] = page.raw_get(name)
        with io.BytesIO() as buffer:
            writer.write(buffer)
            return buffer.getvalue()
    # A file of another program is broken in its own way.
    except Exception as error:  # pylint: disable=broad-except
        _logger.info("A paper cannot be marked as a sample: %s", error)
        return pdf


def is_marked(pdf: bytes) -> bool:
    """Whether :func:`mark_pdf` has been at a file."""
    return b"%s Do" % _PAGE_MARK.encode() in (pdf or b"")


def _is_marked(page: DictionaryObject) -> bool:
    width = float(page.mediabox.width)
    return width < _NARROW or _PAGE_MARK in page.get("/Resources", {}).get(
        "/XObject", {}
    )


class Pen:
    """Writes the words across pages of one file."""

    def __init__(self, writer: PdfFileWriter, words: str) -> None:
        self._writer = writer
        self._words = words
        # {box of a page: the words as large as it}
        self._forms: dict = {}

    def mark(self, page: DictionaryObject) -> None:
        if _is_marked(page):
            return
        writer = self._writer
        box = tuple(float(side) for side in page.mediabox)
        if box not in self._forms:
            self._forms[box] = writer._add_object(_form(box, self._words))
        resources = DictionaryObject(page.get("/Resources", {}))
        drawings = DictionaryObject(resources.get("/XObject", {}))
        drawings[NameObject(_PAGE_MARK)] = self._forms[box]
        resources[NameObject("/XObject")] = drawings
        page[NameObject("/Resources")] = resources
        contents = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
        if not isinstance(contents.get_object(), ArrayObject):
            contents = ArrayObject([contents])
        # What a page does to the place and the scale ends before the words.
        page[NameObject("/Contents")] = ArrayObject(
            [
                writer._add_object(_stream(b"q\n")),
                *contents.get_object(),
                writer._add_object(_stream(b"\nQ q %s Do Q\n" % _PAGE_MARK.encode())),
            ]
        )


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _form(box: tuple[float, ...], words: str) -> DecodedStreamObject:
    """The words from corner to corner, pale enough to read what is below."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    diagonal = math.hypot(width, height)
    size = 0.8 * diagonal / stringWidth(words, _FONT, 1)
    cosine, sine = width / diagonal, height / diagonal
    # The middle of the words on the middle of the page.
    along, up = -0.4 * diagonal, -0.36 * size
    x = left + width / 2 + along * cosine - up * sine
    y = bottom + height / 2 + along * sine + up * cosine
    text = re.sub(rb"([\\()])", rb"\\\1", words.encode("cp1252", "replace"))
    form = _stream(
        b"/Pale gs 0.69 0 0.13 rg BT /Font %.2f Tf %.5f %.5f %.5f %.5f %.2f %.2f Tm"
        b" (%s) Tj ET" % (size, cosine, sine, -sine, cosine, x, y, text)
    )
    name, number = NameObject, generic.FloatObject
    font = {"Type": "Font", "Subtype": "Type1", "BaseFont": _FONT}
    font |= {"Encoding": "WinAnsiEncoding"}
    form.update(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Form"),
            name("/FormType"): NumberObject(1),
            name("/BBox"): ArrayObject(number(side) for side in box),
            name("/Resources"): DictionaryObject(
                {
                    name("/Font"): DictionaryObject(
                        {
                            name("/Font"): DictionaryObject(
                                {name(f"/{k}"): name(f"/{v}") for k, v in font.items()}
                            )
                        }
                    ),
                    name("/ExtGState"): DictionaryObject(
                        {
                            name("/Pale"): DictionaryObject(
                                {name("/ca"): number(0.16), name("/CA"): number(0.16)}
                            )
                        }
                    ),
                }
            ),
        }
    )
    return form
