"""QR codes: as inline SVG for our documents, as PNG for core's barcode route."""

import io

import qrcode
from markupsafe import Markup
from PIL import Image
from qrcode import constants
from qrcode.exceptions import DataOverflowError

# The empty frame that ISO/IEC 18004 asks for, in modules.
_QUIET_ZONE = 4
_LEVELS = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}


def _make(text: str, border: int, level: str) -> qrcode.QRCode:
    if not text:
        raise ValueError("an empty QR code says nothing")
    code = qrcode.QRCode(
        error_correction=_LEVELS.get(level, constants.ERROR_CORRECT_L),
        box_size=1,
        border=border,
    )
    code.add_data(text)
    try:
        code.make()
    except (DataOverflowError, ValueError) as error:
        raise ValueError(f"{len(text)} characters do not fit a QR code") from error
    return code


def qr_svg(text: str, size_mm: int = 25) -> Markup:
    """A QR code of a text, ready for ``t-out``.

    Error correction is level M (15 %): enough for a receipt that was folded.

    :param text: what the code says
    :param size_mm: width and height on paper in millimetres, quiet zone included
    :return: one ``<svg>`` element without ids, so many fit in one document
    :raises ValueError: nothing to say, or more than a QR code holds

    >>> qr_svg("KWT/2026/00001")[:60]
    Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" ')
    """
    matrix = _make(text, _QUIET_ZONE, "M").get_matrix()
    # One rectangle per run of dark modules: a fifth of the size of one per module.
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    side = len(matrix)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" '
        'width="%smm" height="%smm" shape-rendering="crispEdges">'
        '<path d="%s"/></svg>'
    ) % (side, side, size_mm, size_mm, Markup("".join(path)))


def qr_png(text: str, width: int, height: int, border: int, level: str) -> bytes:
    """A QR code as a PNG image, in the middle where the image is not square.

    :param width: in pixels, as the height
    :param border: width of the empty frame in modules
    :param level: error correction L, M, Q or H (7, 15, 25 or 30 %)
    :raises ValueError: nothing to say, or more than a QR code holds
    """
    modules = _make(text, border, level).make_image().get_image().convert("L")
    side = min(width, height)
    image = Image.new("L", (width, height), 255)
    corner = (width - side) // 2, (height - side) // 2
    # Averages where a module is not a whole number of pixels, so none gets lost.
    image.paste(modules.resize((side, side), Image.Resampling.BOX), corner)
    with io.BytesIO() as buffer:
        image.save(buffer, "PNG")
        return buffer.getvalue()
