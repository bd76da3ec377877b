"""Chromium's headless shell, the second engine.

One process for each call, spoken to in the DevTools protocol over two pipes: no
port that somebody else on the machine could use, and nothing to keep alive.
"""

import base64
import contextlib
import json
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import engine as base
from .engine import EngineError, Fetch, Printer, Sheet
from .fonts import font_environment

_logger = logging.getLogger(__name__)

# The shell first: the whole browser takes three times as long to start.
_PROGRAMS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
)
_INCH = 25.4


def _command(program: str, redirections: str = "") -> list[str]:
    """Start by a shell, which lifts the cap on the address space first.

    Odoo puts one on its workers; a browser maps more than that at once and would
    die of it.
    """
    script = f'ulimit -S -v "$(ulimit -H -v)"; exec "$@" {redirections}'
    return ["/bin/sh", "-c", script, "sh", program]


class Chromium(base.Engine):
    name = "chromium"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Not as root, where it refuses, and not where it failed once.
        self._sandbox = os.name == "posix" and os.geteuid() != 0

    def _program(self) -> str | None:
        return next(filter(None, map(shutil.which, _PROGRAMS)), None)

    def available(self) -> bool:
        return os.name == "posix" and self._program() is not None

    def version(self) -> str:
        output = subprocess.run(
            [*_command(self._program() or ""), "--version"],
            capture_output=True,
            text=True,
            timeout=base.TIME_LIMIT,
            check=False,
        )
        return output.stdout.strip()

    @contextlib.contextmanager
    def open(self, fetch: Fetch) -> Iterator[Printer]:
        program = self._program()
        if program is None:
            raise EngineError("Chromium is not installed")
        with contextlib.ExitStack() as stack:
            try:
                printer = self._start(stack, program, fetch)
            except EngineError:
                if not self._sandbox:
                    raise
                # Ubuntu and containers may forbid it. Bearable without: no
                # scripts, no network, and the HTML is ours.
                _logger.info("%s does not start with its sandbox", program)
                self._sandbox = False
                printer = self._start(stack, program, fetch)
            yield printer

    def _start(
        self, stack: contextlib.ExitStack, program: str, fetch: Fetch
    ) -> "_Printer":
        home = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="japra_", ignore_cleanup_errors=True)
        )
        # The browser reads commands from descriptor 3 and answers on 4.
        command = _command(program, "3<&0 4>&1 </dev/null >/dev/null")
        command += [*_OPTIONS, f"--user-data-dir={home}"]
        if not self._sandbox:
            command.append("--no-sandbox")
        env = {**font_environment(self._folder), "HOME": home}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        child = stack.enter_context(base.Child(command, env, base.TIME_LIMIT, **pipes))
        return _Printer(child, fetch)


class _Printer(Printer):
    def __init__(self, child: base.Child, fetch: Fetch) -> None:
        self._child = child
        self._fetch = fetch
        self._last_id = 0
        self._session: str | None = None
        self._unread = b""
        # Address and content of the document being printed.
        self._document = "", b""
        # The navigations that have been loaded with all their resources.
        self._loaded: set[str] = set()
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call(
            "Target.attachToTarget", targetId=target, flatten=True
        )["sessionId"]
        self._call("Page.enable")
        self._call("Page.setLifecycleEventsEnabled", enabled=True)
        self._call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        self._call("Emulation.setScriptExecutionDisabled", value=True)

    def print(self, html: str, base_url: str, sheet: Sheet) -> bytes:
        self._document = base_url.rstrip("/") + "/", html.encode()
        navigation = self._call("Page.navigate", url=self._document[0])
        if "errorText" in navigation:
            raise EngineError(navigation["errorText"])
        while navigation["loaderId"] not in self._loaded:
            self._handle(self._receive())
        self._call(
            "Runtime.evaluate", expression="document.fonts.ready", awaitPromise=True
        )
        answer = self._call(
            "Page.printToPDF",
            printBackground=True,
            generateTaggedPDF=False,
            scale=sheet.scale,
            paperWidth=sheet.width / _INCH,
            paperHeight=sheet.height / _INCH,
            marginTop=sheet.top / _INCH,
            marginRight=sheet.right / _INCH,
            marginBottom=sheet.bottom / _INCH,
            marginLeft=sheet.left / _INCH,
        )
        return base64.b64decode(answer["data"])

    def _call(self, method: str, **params: object) -> dict:
        """Ask for something and see to events until the answer is there."""
        call = self._send(method, **params)
        while True:
            message = self._receive()
            if message.get("id") == call:
                break
            self._handle(message)
        if "error" in message:
            raise EngineError(f"{method}: {message['error'].get('message')}")
        return message["result"]

    def _handle(self, message: dict) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Fetch.requestPaused":
                self._answer(params["requestId"], params["request"]["url"])
            case "Page.lifecycleEvent" if params["name"] == "load":
                self._loaded.add(params["loaderId"])
            case "Inspector.targetCrashed":
                raise EngineError("the page crashed")

    def _answer(self, request: str, url: str) -> None:
        address, html = self._document
        if url == address:
            resource = base.Resource(html, "text/html")
        elif url == f"{address}favicon.ico":
            # A whole browser wants an icon for its tab; nothing on paper needs it.
            resource = None
        else:
            resource = self._fetch(url)
        if resource is None:
            self._send(
                "Fetch.failRequest", requestId=request, errorReason="BlockedByClient"
            )
            return
        mimetype = resource.mimetype
        if mimetype.startswith("text/"):
            mimetype += "; charset=utf-8"
        self._send(
            "Fetch.fulfillRequest",
            requestId=request,
            responseCode=200,
            responseHeaders=[{"name": "Content-Type", "value": mimetype}],
            body=base64.b64encode(resource.content).decode(),
        )

    def _send(self, method: str, **params: object) -> int:
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        stdin = self._child.process.stdin
        try:
            stdin.write(json.dumps(message).encode() + b"\0")
            stdin.flush()
        except OSError as error:
            raise self._child.failure() from error
        return self._last_id

    def _receive(self) -> dict:
        parts = [self._unread]
        while b"\0" not in parts[-1]:
            part = self._child.process.stdout.read1(1 << 20)
            if not part:
                raise self._child.failure()
            parts.append(part)
        end, _nul, self._unread = parts[-1].partition(b"\0")
        return json.loads(b"".join([*parts[:-1], end]))
