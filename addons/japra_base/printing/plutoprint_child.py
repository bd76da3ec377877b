"""The process in which PlutoPrint runs: standard library and PlutoPrint only.

Started as a script, with the folder of PlutoPrint and the time limit. Messages in
both directions are a JSON object and a payload, each with its length in front.

    parent                            child
    {base, page, margins} + html ->
                                  <-  {fetch: address}            any number of times
    {found, mimetype} + content   ->
                                  <-  {done: true} + pdf, or {done: false, error}
"""

import json
import os
import signal
import struct
import sys
from typing import BinaryIO

_LENGTHS = struct.Struct(">II")


def send(stream: BinaryIO, head: dict, body: bytes = b"") -> None:
    text = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(text), len(body)) + text)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict, bytes]:
    """The next message; ``EOFError`` when the other side is gone."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        raise EOFError
    head_length, body_length = _LENGTHS.unpack(lengths)
    text = stream.read(head_length)
    body = stream.read(body_length)
    if len(text) < head_length or len(body) < body_length:
        raise EOFError
    return json.loads(text), body


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Print what is asked for until the other side hangs up."""
    import io

    import plutoprint

    class Fetcher(plutoprint.ResourceFetcher):
        def fetch_url(self, url):
            send(target, {"fetch": url})
            head, body = receive(source)
            if not head["found"]:
                raise LookupError(url)
            return plutoprint.ResourceData(body, head["mimetype"], "utf-8")

    while True:
        try:
            head, html = receive(source)
        except EOFError:
            return
        book = plutoprint.Book(
            plutoprint.PageSize(*head["page"]),
            plutoprint.PageMargins(*head["margins"]),
            plutoprint.MEDIA_TYPE_PRINT,
        )
        book.custom_resource_fetcher = Fetcher()
        pdf = io.BytesIO()
        try:
            book.load_html(html.decode(), base_url=head["base"])
            book.write_to_pdf_stream(pdf)
        except (plutoprint.Error, ValueError) as error:
            send(target, {"done": False, "error": str(error)})
        else:
            send(target, {"done": True}, pdf.getvalue())


def main() -> None:
    folder, limit = sys.argv[1:]
    # If the parent is gone nobody else ends a layout that never ends.
    signal.alarm(int(limit))
    sys.path.append(folder)
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    # Whatever the library prints must not end up between two messages.
    os.dup2(2, 1)
    serve(source, target)
    # Skips the destructors of the library, which have been seen to crash.
    os._exit(0)


if __name__ == "__main__":
    main()
