"""The words that say that a file proves nothing, in a spreadsheet."""

import io

from openpyxl import load_workbook


def mark_sheets(xlsx: bytes, words: str) -> bytes:
    """Write the words at the head of each printed page.

    Names, rows and columns stay as they are: what was exported is imported again.
    Charts and pictures would be lost; no list of Odoo's exports has any.
    """
    book = load_workbook(io.BytesIO(xlsx))
    for sheet in book.worksheets:
        # "&" begins a code of the header.
        sheet.oddHeader.center.text = f"&B{words.replace('&', '&&')}"
    with io.BytesIO() as buffer:
        book.save(buffer)
        return buffer.getvalue()
