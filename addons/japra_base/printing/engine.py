"""What the document code and the engines that print it agree on."""

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any, NamedTuple

# A document that is not ready by then is not going to be.
TIME_LIMIT = 60.0

# Engines get these variables and no others: no passwords, no Python settings.
_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")

_PX_PER_MM = 96 / 25.4
_PT_PER_MM = 72 / 25.4


class EngineError(Exception):
    """This engine could not print this document; another one may."""


class Resource(NamedTuple):
    """A style sheet, font or image that a document refers to."""

    content: bytes
    mimetype: str


# Gives the resource behind an absolute address, or None when it may not be had.
Fetch = Callable[[str], Resource | None]


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper and where things stand on it, in millimetres."""

    width: float
    height: float
    top: float = 0
    right: float = 0
    bottom: float = 0
    left: float = 0
    # Where the header begins, counted from the edge of the paper.
    header_top: float = 0
    header_line: bool = False
    # Size of a CSS pixel on paper: 1 is 1/96 inch.
    scale: float = 1
    # Cut off where the document ends; the height is the longest there may be.
    roll: bool = False

    def px(self, millimetres: float) -> float:
        """A length on paper in the CSS pixels of the document."""
        return millimetres * _PX_PER_MM / self.scale

    def bare(self) -> "Sheet":
        """The same paper without margins."""
        return replace(self, top=0, right=0, bottom=0, left=0)

    @property
    def points(self) -> tuple[int, int]:
        """Width and height in whole points, as page boxes have them."""
        return round(self.width * _PT_PER_MM), round(self.height * _PT_PER_MM)

    @property
    def margins(self) -> float:
        """What stays white above and below together, in points."""
        return (self.top + self.bottom) * _PT_PER_MM


class Printer(ABC):
    """An engine at work for one call; prints any number of documents."""

    @abstractmethod
    def print(self, html: str, base_url: str, sheet: Sheet) -> bytes:
        """Print one HTML document on sheets of the given kind.

        Every resource is asked from the ``fetch`` given at opening; scripts do not
        run. Raises :class:`EngineError`.
        """


class Engine(ABC):
    """A program that makes PDF of HTML."""

    name: str
    # Whether pages come out in unscaled CSS pixels and the caller shrinks them.
    unscaled: bool = False

    @abstractmethod
    def available(self) -> bool:
        """Whether this machine has it; cheap, asked for every document."""

    @abstractmethod
    def version(self) -> str:
        """For people; may start the program."""

    @abstractmethod
    def open(self, fetch: Fetch) -> contextlib.AbstractContextManager[Printer]:
        """Start the engine for one call."""


class Child:
    """A process that lives for one call, and never longer than the limit.

    Engines are other people's C++ fed with users' HTML: whatever one of them does
    to itself, it must not take the Odoo worker with it or hold it for ever.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        limit: float,
        **options: Any,
    ) -> None:
        self._command = command
        self._limit = limit
        self._options = options
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self._env = kept | dict(env)
        self._expired = False

    def __enter__(self) -> "Child":
        self._stderr: IO[bytes] = tempfile.TemporaryFile()
        try:
            self.process = subprocess.Popen(
                self._command,
                stderr=self._stderr,
                env=self._env,
                # Its own group, so that its children can be ended with it.
                start_new_session=True,
                **self._options,
            )
        except OSError as error:
            self._stderr.close()
            raise EngineError(f"{self._command[0]}: {error}") from error
        self._watchdog = threading.Timer(self._limit, self._expire)
        self._watchdog.daemon = True
        self._watchdog.start()
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self._watchdog.cancel()
        self._kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._stderr.close()

    def _expire(self) -> None:
        self._expired = True
        self._kill()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def failure(self) -> EngineError:
        """Why the process is not answering any more."""
        if self._expired:
            return EngineError(f"not ready after {self._limit:g} seconds")
        try:
            status: object = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            status = "still running"
        self._stderr.seek(0)
        tail = self._stderr.read()[-500:].decode(errors="replace").strip()
        return EngineError(f"the engine ended early ({status}) {tail}".strip())
