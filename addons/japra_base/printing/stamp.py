"""Put the layer on the pages, and write down where each document begins.

Content streams are appended, not parsed: merging the pages with PyPDF2 takes ten
times as long and makes a file five times the size.
"""

import io
import math
import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfFileReader,
    PdfFileWriter,
    PdfReadError,
    create_string_object,
    generic,
)

from .engine import EngineError, Sheet
from .markup import END_MARK, MARK
from .sample import Pen

# Prefix of the layer's fonts and images on the page of a document.
_OVERLAY = "Ov"
# Names in a content stream; strings are matched too, to leave alone what is in them.
_NAMES = re.compile(rb"\((?:\\.|[^\\()])*\)|/([^\s()<>\[\]{}/%]+)", re.DOTALL)


def read(pdf: bytes) -> PdfFileReader:
    try:
        return PdfFileReader(io.BytesIO(pdf), strict=False)
    except PdfReadError as error:
        raise EngineError(f"not a PDF: {error}") from error


class _Places:
    """Where the marks of the documents are in a joined PDF."""

    def __init__(self, reader: PdfFileReader) -> None:
        # Engines differ in where they keep the names, and in the leading slash.
        self._places = {
            name.lstrip("/"): place for name, place in reader.named_destinations.items()
        }
        self._numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages)
        }

    def page(self, name: str) -> int:
        return self._numbers[self._find(name).raw_get("/Page").idnum]

    def top(self, name: str) -> float:
        """How high it stands on its page."""
        return float(self._find(name)["/Top"])

    def _find(self, name: str) -> generic.Destination:
        if name not in self._places:
            raise EngineError(f"no place named {name} in the PDF")
        return self._places[name]


def page_counts(reader: PdfFileReader, documents: int) -> list[int]:
    """Number of pages of each document in a joined PDF."""
    places = _Places(reader)
    starts = [places.page(MARK.format(number)) for number in range(documents)]
    counts = [end - start for start, end in pairwise([*starts, len(reader.pages)])]
    if starts[0] != 0 or min(counts) < 1:
        raise EngineError(f"documents do not begin on pages of their own: {starts}")
    return counts


def page_bottoms(reader: PdfFileReader, documents: int) -> list[float]:
    """How high each page can be cut off: where a document ends, else not at all.

    As if there were no margins: Chromium does not count them in its places, so the
    places are counted from where the document begins.
    """
    places, bottoms = _Places(reader), [0.0] * len(reader.pages)
    for number in range(documents):
        start, end = MARK.format(number), END_MARK.format(number)
        page = places.page(end)
        height = float(reader.pages[page].mediabox.height)
        bottoms[page] = height - places.top(start) + places.top(end)
    return bottoms


def _contents(page: DictionaryObject) -> bytes:
    contents = page["/Contents"]
    parts = contents if isinstance(contents, ArrayObject) else [contents]
    return b"\n".join(part.get_object().get_data() for part in parts)


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


class Assembly:
    """The PDF that Odoo gets.

    :param scale: size on paper of the units in which the engine drew
    :param words: to write across each page
    """

    def __init__(self, sheet: Sheet, scale: float, words: str = "") -> None:
        self._writer = PdfFileWriter()
        self._pen = Pen(self._writer, words) if words else None
        self._sheet = sheet
        self._scale = scale
        matrix = b"" if scale == 1 else b"%.6f 0 0 %.6f 0 0 cm\n" % (scale, scale)
        self._open = b"q\n" + matrix
        self._head = self._writer._add_object(_stream(self._open))
        self._foot = self._writer._add_object(_stream(b"\nQ\n"))

    def add(
        self, page: DictionaryObject, layer: DictionaryObject | None, bottom: float = 0
    ) -> None:
        """:param bottom: where nothing more stands, in the units of the engine"""
        contents = page.raw_get("/Contents")
        if not isinstance(contents, ArrayObject):
            contents = [contents]
        parts = [self._head, *contents, self._foot]
        if layer is not None:
            parts.append(self._overlay(page, layer))
        page[NameObject("/Contents")] = ArrayObject(parts)
        bottom = max(0, math.floor(bottom * self._scale - self._sheet.margins))
        page[NameObject("/MediaBox")] = ArrayObject(
            NumberObject(side) for side in (0, bottom, *self._sheet.points)
        )
        for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            page.pop(name, None)
        self._keep_outside_links(page)
        if self._pen:
            self._pen.mark(page)
        self._writer.add_page(page)

    def _overlay(self, page: DictionaryObject, layer: DictionaryObject):
        """Give the page the layer's resources; return the layer's content."""
        resources = DictionaryObject(page["/Resources"])
        renamed = set()
        for kind, entries in layer["/Resources"].items():
            entries = entries.get_object()
            if not isinstance(entries, DictionaryObject):
                continue
            merged = DictionaryObject(resources.get(kind, {}))
            for name, value in entries.items():
                merged[NameObject(f"/{_OVERLAY}{name[1:]}")] = value
                renamed.add(name[1:].encode())
            resources[NameObject(kind)] = merged
        page[NameObject("/Resources")] = resources

        def rename(match: re.Match) -> bytes:
            name = match[1]
            return b"/" + _OVERLAY.encode() + name if name in renamed else match[0]

        content = _NAMES.sub(rename, _contents(layer))
        stream = _stream(self._open + content + b"\nQ\n").flate_encode()
        return self._writer._add_object(stream)

    def _keep_outside_links(self, page: DictionaryObject) -> None:
        """Drop links to our own marks, which this file has no more."""
        kept = ArrayObject()
        for link in page.get("/Annots", ()):
            link = link.get_object()
            if "/URI" in link.get("/A", {}):
                link[NameObject("/Rect")] = ArrayObject(
                    generic.FloatObject(float(side) * self._scale)
                    for side in link["/Rect"]
                )
                kept.append(self._writer._add_object(link))
        page.pop("/Annots", None)
        if kept:
            page[NameObject("/Annots")] = kept

    def outline(self, counts: Sequence[int]) -> None:
        """Name the first page of each document.

        This is how wkhtmltopdf tells Odoo where to cut the file for the attachments
        of the records: entries of the top level, with page numbers as places.
        """
        writer, null = self._writer, generic.NullObject()
        outlines = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
        parent = writer._add_object(outlines)
        places = DictionaryObject()
        items, refs = [], []
        for number, start in enumerate(accumulate(counts[:-1], initial=0)):
            name = NameObject("/" + MARK.format(number))
            places[name] = ArrayObject(
                [NumberObject(start), NameObject("/XYZ"), null, null, null]
            )
            item = DictionaryObject(
                {
                    NameObject("/Title"): create_string_object(str(number + 1)),
                    NameObject("/Parent"): parent,
                    NameObject("/Dest"): name,
                }
            )
            items.append(item)
            refs.append(writer._add_object(item))
        for index, item in enumerate(items):
            if index:
                item[NameObject("/Prev")] = refs[index - 1]
            if index + 1 < len(items):
                item[NameObject("/Next")] = refs[index + 1]
        outlines[NameObject("/First")] = refs[0]
        outlines[NameObject("/Last")] = refs[-1]
        outlines[NameObject("/Count")] = NumberObject(len(items))
        root = writer._root_object
        root[NameObject("/Outlines")] = parent
        root[NameObject("/Dests")] = places

    def pdf(self) -> bytes:
        with io.BytesIO() as buffer:
            self._writer.write(buffer)
            return buffer.getvalue()
