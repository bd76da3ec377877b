"""The whole way from Odoo's HTML to one PDF, the same for every engine."""

from collections.abc import Sequence

from . import markup, stamp
from .engine import Engine, EngineError, Fetch, Sheet


def render(
    engine: Engine,
    fetch: Fetch,
    base_url: str,
    sheet: Sheet,
    bodies: Sequence[str],
    header: str | None = None,
    footer: str | None = None,
    words: str = "",
) -> bytes:
    """Print documents, each with its own header, footer and page numbers.

    :param bodies: one complete HTML document for each
    :param header: an HTML document with the headers of all, in order
    :param footer: the same for the footers
    :param words: what a paper that proves nothing says across each page
    :raises EngineError: the engine failed; nothing is left behind
    """
    assembly = stamp.Assembly(sheet, sheet.scale if engine.unscaled else 1, words)
    pages, counts, bottoms = [], [], []
    with engine.open(fetch) as printer:
        layer = markup.Layer(header, footer)
        for html, documents in markup.join(bodies, sheet.roll):
            reader = stamp.read(printer.print(html, base_url, sheet))
            counts += stamp.page_counts(reader, documents)
            if sheet.roll:
                bottoms += stamp.page_bottoms(reader, documents)
            pages += reader.pages
        layers: Sequence = [None] * len(pages)
        if layer:
            html = layer.html(counts, sheet)
            layers = stamp.read(printer.print(html, base_url, sheet.bare())).pages
    if len(layers) != len(pages):
        raise EngineError(f"{len(layers)} headers for {len(pages)} pages")
    bottoms = bottoms or [0.0] * len(pages)
    for page, overlay, bottom in zip(pages, layers, bottoms, strict=True):
        assembly.add(page, overlay, bottom)
    if len(counts) > 1:
        assembly.outline(counts)
    return assembly.pdf()
