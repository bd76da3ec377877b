"""From the HTML that Odoo hands over to the HTML that an engine prints.

Odoo gives one complete document per record, and one document each with the headers
and the footers of all of them. Printed one by one they would load the same style
sheets and embed the same fonts fifty times, so they are joined; headers and footers
become a layer of their own, printed once the number of pages is known.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import lxml.html
from lxml.html import HtmlElement
from lxml.html.builder import E

from .engine import Sheet

# Name of the place in the PDF where the document with this number begins.
MARK = "pdfdoc{}"
# And where it ends.
END_MARK = "pdfend{}"

# A ligature can be read but not searched for.
_TEXT_STYLE = "body{font-variant-ligatures:none}"
_BODY_STYLE = _TEXT_STYLE + (
    # Undo what web.minimal_layout does for wkhtmltopdf.
    "html,body{height:auto!important;overflow:visible!important}"
    "body.o_body_pdf{max-width:none!important}"
    ".pdf-doc+.pdf-doc{break-before:page}"
    # What makes Chromium repeat a heading, also in OCA's tables made of div.
    "thead,tfoot,.act_as_thead{break-inside:avoid}"
)
# For a browser that people print with. Its own headers and footers have room in the
# margins of the page only, so these are left to the document, on each of its pages.
_SHEET_STYLE = (
    "@page{{{size}margin:0}}"
    "body{{margin:0!important;padding:0!important;zoom:{scale:g}}}"
    ".pdf-doc{{box-sizing:border-box;width:{width:.2f}px;padding:{padding};"
    "box-decoration-break:clone;print-color-adjust:exact}}"
    # What is fixed stands on each page.
    "[data-words]::before{{content:attr(data-words);position:fixed;inset:0;"
    "display:flex;align-items:center;justify-content:center;"
    "font:bold 32pt sans-serif;white-space:nowrap;color:#b00020;opacity:.2;"
    "transform:rotate(-30deg)}}"
)
_LAYER_STYLE = _TEXT_STYLE + (
    "html,body{height:auto!important;margin:0!important;padding:0!important;"
    "overflow:visible!important;background:transparent!important}"
    # Of a size of its own, else Chromium looks for places to break inside.
    ".pdf-page{position:relative;overflow:hidden;contain:size}"
    ".pdf-page+.pdf-page{break-before:page}"
    ".pdf-page>div{position:absolute}"
    ".pdf-page>div>div{max-width:none!important;background:transparent!important}"
    # Fixed to the header that it stands in, and not to every page of the layer.
    ".pdf-page .position-fixed{position:absolute!important}"
    # PlutoPrint gives a picture that may grow its full width and no less.
    ".pdf-page .d-flex>svg.flex-grow-1{width:0}"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Stands for the page number until it is known: nobody types it into a document.
_PAGE = "\N{OBJECT REPLACEMENT CHARACTER}"


def _parse(text: str) -> HtmlElement:
    """The document without scripts, which no engine runs."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml.html.document_fromstring(_CONTROL.sub("", text).encode(), parser)
    for script in root.xpath("//script"):
        script.drop_tree()
    if root.find("head") is None:
        root.insert(0, E.head())
    return root


def _document(root: HtmlElement, style: str, body: HtmlElement) -> str:
    """The document with another body and a style of ours behind its own."""
    head = root.find("head")
    head.append(E.style(style))
    root.attrib.pop("style", None)
    body.attrib.pop("onload", None)
    html = E.html(dict(root.attrib), head, body)
    return lxml.html.tostring(html, encoding="unicode", doctype="<!DOCTYPE html>")


def _kind(root: HtmlElement) -> tuple:
    """Documents of one kind can stand in one: same styles, language and direction."""
    head = lxml.html.tostring(root.find("head"))
    return head, tuple(root.items()), tuple(root.find("body").items())


def join(bodies: Sequence[str], roll: bool = False) -> Iterator[tuple[str, int]]:
    """Join neighbouring documents of one kind.

    :param roll: mark where each ends too
    :return: HTML and the number of documents in it; numbered from 0 in each
    """
    kind, group = None, []
    for root in map(_parse, bodies):
        if group and _kind(root) != kind:
            yield _join(group, roll)
            group = []
        group.append(root)
        kind = _kind(root)
    yield _join(group, roll)


def _mark(name: str) -> tuple[HtmlElement, HtmlElement]:
    """A place in the document; linked to, else a PDF leaves it out."""
    return E.div(id=name, style="height:1px;margin-bottom:-1px"), E.a(href=f"#{name}")


def _join(
    roots: Sequence[HtmlElement], roll: bool = False, style: str = ""
) -> tuple[str, int]:
    wrappers = []
    for number, root in enumerate(roots):
        # Inside the document, as an element that forces a page break may be found
        # on the page before.
        mark, link = _mark(MARK.format(number))
        body = root.find("body")
        link.tail = body.text
        end = _mark(END_MARK.format(number)) if roll else ()
        wrappers.append(E.div({"class": "pdf-doc"}, mark, link, *body, *end))
    body = E.body(dict(roots[0].find("body").attrib), *wrappers)
    return _document(roots[0], _BODY_STYLE + style, body), len(roots)


def page(bodies: Sequence[str], sheet: Sheet, words: str = "") -> str:
    """One page of HTML for the browser of who prints, each document on a sheet.

    :param bodies: documents of one kind, without headers and footers
    :param words: what a paper that proves nothing says across each sheet; a roll has
        one colour, and its mark in the text only
    """
    roots = list(map(_parse, bodies))
    for root in roots:
        # Where the user's browser is, and not where the server believes it to be.
        for base in root.findall("head/base"):
            base.drop_tree()
    size = f"size:{sheet.width:g}mm {sheet.height:g}mm;"
    if sheet.roll:
        # As long as each document is, which only the browser knows.
        size = ""
        roots[0].set("data-roll-width", f"{sheet.width:g}")
    elif words:
        roots[0].find("body").set("data-words", words)
    sides = sheet.top, sheet.right, sheet.bottom, sheet.left
    style = _SHEET_STYLE.format(
        size=size,
        width=sheet.px(sheet.width),
        padding=" ".join(f"{sheet.px(side):.2f}px" for side in sides),
        scale=sheet.scale,
    )
    html, _count = _join(roots, style=style)
    return html


class _Part(NamedTuple):
    """The headers, or the footers, of all documents."""

    root: HtmlElement
    # One for each document, or for every document where there is no pool.
    elements: list[HtmlElement]
    pooled: bool

    @classmethod
    def of(cls, text: str | None, pool: str) -> "_Part | None":
        if not text:
            return None
        root = _parse(text)
        body = root.find("body")
        found = root.xpath("//*[@id=$id]", id=pool)
        elements = list(found[0]) if found else [E.div(body.text or "", *body)]
        return cls(root, elements, bool(found)) if elements else None

    def for_document(self, number: int, pages: int) -> str:
        """The element of a document, with the page number left open."""
        if not self.pooled:
            number = 0
        if number >= len(self.elements):
            return ""
        element = self.elements[number]
        for name, value in (("page", _PAGE), ("topage", str(pages))):
            for node in element.find_class(name):
                for child in list(node):
                    node.remove(child)
                node.text = value
        return lxml.html.tostring(element, encoding="unicode", with_tail=False)


class Layer:
    """Headers and footers, page by page."""

    def __init__(self, header: str | None, footer: str | None) -> None:
        self._header = _Part.of(header, "minimal_layout_report_headers")
        self._footer = _Part.of(footer, "minimal_layout_report_footers")

    def __bool__(self) -> bool:
        return bool(self._header or self._footer)

    def html(self, pages: Sequence[int], sheet: Sheet) -> str:
        """One page of HTML for each page of the documents.

        :param pages: number of pages of each document
        """
        root = (self._header or self._footer).root
        body = root.find("body")
        # What decorates a header may be larger than the header.
        classes = [
            name for name in body.get("class", "").split() if name != "overflow-hidden"
        ]
        boxes = []
        for number, total in enumerate(pages):
            box = self._box(number, total, " ".join(classes), sheet)
            boxes += (box.replace(_PAGE, str(page + 1)) for page in range(total))
        # The width of Bootstrap's container belongs inside the margins.
        outer = " ".join(name for name in classes if name != "container")
        shell = _document(root, _LAYER_STYLE, E.body({**body.attrib, "class": outer}))
        start, end, rest = shell.rpartition("</body>")
        return "".join([start, *boxes, end, rest])

    def _box(self, number: int, total: int, classes: str, sheet: Sheet) -> str:
        across = (
            f"left:{sheet.px(sheet.left):.2f}px;right:{sheet.px(sheet.right):.2f}px"
        )
        # A pixel less than the page: rounding must not begin another one.
        content = [
            f'<div class="pdf-page" style="height:{sheet.px(sheet.height) - 1:.2f}px">'
        ]
        for part, top in (
            (self._header, sheet.header_top),
            (self._footer, sheet.height - sheet.bottom),
        ):
            if part:
                content.append(
                    f'<div style="top:{sheet.px(top):.2f}px;{across}">'
                    f'<div class="{classes}">{part.for_document(number, total)}</div>'
                    "</div>"
                )
        if sheet.header_line and self._header:
            content.append(
                f'<div style="top:{sheet.px(sheet.top):.2f}px;{across};'
                'border-top:1px solid black"></div>'
            )
        return "".join([*content, "</div>"])
