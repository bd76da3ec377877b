"""PlutoPrint, the first engine: a wheel, no browser, a few hundredths of a second."""

import contextlib
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from . import engine as base
from . import plutoprint_child as wire
from .engine import EngineError, Fetch, Printer, Sheet
from .fonts import font_environment

_PT_PER_PX = 72 / 96


class PlutoPrint(base.Engine):
    name = "plutoprint"
    unscaled = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def available(self) -> bool:
        return os.name == "posix" and importlib.util.find_spec("plutoprint") is not None

    def version(self) -> str:
        return importlib.metadata.version("plutoprint")

    @contextlib.contextmanager
    def open(self, fetch: Fetch) -> Iterator[Printer]:
        spec = importlib.util.find_spec("plutoprint")
        if spec is None or spec.origin is None:
            raise EngineError("PlutoPrint is not installed")
        limit = base.TIME_LIMIT
        command = [
            sys.executable,
            # Isolated and without site: starts in 10 ms, and what is on the
            # machine's Python path does not matter.
            *("-I", "-S", wire.__file__),
            str(Path(spec.origin).parent.parent),
            str(int(limit) + 5),
        ]
        fonts = font_environment(self._folder)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with base.Child(command, fonts, limit, **pipes) as child:
            yield _Printer(child, fetch)


class _Printer(Printer):
    def __init__(self, child: base.Child, fetch: Fetch) -> None:
        self._child = child
        self._fetch = fetch

    def print(self, html: str, base_url: str, sheet: Sheet) -> bytes:
        # It knows no scale: the sheet is made larger and its pages are shrunk.
        margins = (sheet.top, sheet.right, sheet.bottom, sheet.left)
        job = {
            "base": base_url,
            "page": [
                sheet.px(side) * _PT_PER_PX for side in (sheet.width, sheet.height)
            ],
            "margins": [sheet.px(margin) * _PT_PER_PX for margin in margins],
        }
        self._send(job, html.encode())
        while True:
            head, body = self._receive()
            if "fetch" not in head:
                break
            resource = self._fetch(head["fetch"])
            if resource is None:
                self._send({"found": False})
            else:
                self._send(
                    {"found": True, "mimetype": resource.mimetype}, resource.content
                )
        if not head["done"]:
            raise EngineError(head["error"])
        return body

    def _send(self, head: dict, body: bytes = b"") -> None:
        try:
            wire.send(self._child.process.stdin, head, body)
        except OSError as error:
            raise self._child.failure() from error

    def _receive(self) -> tuple[dict, bytes]:
        try:
            return wire.receive(self._child.process.stdout)
        except (EOFError, OSError) as error:
            raise self._child.failure() from error
