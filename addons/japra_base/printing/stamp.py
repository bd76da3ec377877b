"""Put the layer on the pages, and write down where each document begins.

Content streams are appended, not parsed: merging the pages with PyPDF2 takes ten
times as long and makes a file five times the size.
"""

import io
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
from .markup import MARK

# Prefix of the layer's fonts and images on the page of a document.
_OVERLAY = "Ov"
# Names in a content stream; strings are matched too, to leave alone what is in them.
_NAMES = re.compile(rb"\((?:\\.|[^\\()])*\)|/([^\s()<>\[\]{}/%]+)", re.DOTALL)


def read(pdf: bytes) -> PdfFileReader:
    try:
        return PdfFileReader(io.BytesIO(pdf), strict=False)
    except PdfReadError as error:
        raise EngineError(f"not a PDF: {error}") from error


def page_counts(reader: PdfFileReader, documents: int) -> list[int]:
    """Number of pages of each document in a joined PDF."""
    # Engines differ in where they keep the names, and in the leading slash.
    places = {
        name.lstrip("/"): place.raw_get("/Page")
        for name, place in reader.named_destinations.items()
    }
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    try:
        starts = [
            numbers[places[MARK.format(number)].idnum] for number in range(documents)
        ]
    except KeyError as error:
        raise EngineError(f"no place named {error} in the PDF") from error
    counts = [end - start for start, end in pairwise([*starts, len(reader.pages)])]
    if starts[0] != 0 or min(counts) < 1:
        raise EngineError(f"documents do not begin on pages of their own: {starts}")
    return counts


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
    """

    def __init__(self, sheet: Sheet, scale: float) -> None:
        self._writer = PdfFileWriter()
        self._box = ArrayObject(NumberObject(n) for n in (0, 0, *sheet.points))
        self._scale = scale
        matrix = b"" if scale == 1 else b"%.6f 0 0 %.6f 0 0 cm\n" % (scale, scale)
        self._open = b"q\n" + matrix
        self._head = self._writer._add_object(_stream(self._open))
        self._foot = self._writer._add_object(_stream(b"\nQ\n"))

    def add(self, page: DictionaryObject, layer: DictionaryObject | None) -> None:
        contents = page.raw_get("/Contents")
        if not isinstance(contents, ArrayObject):
            contents = [contents]
        parts = [self._head, *contents, self._foot]
        if layer is not None:
            parts.append(self._overlay(page, layer))
        page[NameObject("/Contents")] = ArrayObject(parts)
        page[NameObject("/MediaBox")] = self._box
        for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            page.pop(name, None)
        self._keep_outside_links(page)
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
