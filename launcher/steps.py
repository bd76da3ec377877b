"""Steps: shown with their seconds, stamped with the hash of what they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .project import Project, read_json, write_json


@contextlib.contextmanager
def step(label: str) -> Iterator[None]:
    """Show a piece of work when it begins and what it took."""
    print(f"  {label} ...", flush=True)
    began = time.monotonic()
    yield
    print(f"  {label}: done in {time.monotonic() - began:.1f} s", flush=True)


def fingerprint(*parts: object) -> str:
    """A short hash of texts and of the content of files."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:20]


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def is_stamped(project: Project, name: str, value: str) -> bool:
    return read_json(project.home / "stamps.json").get(name) == value


def stamp(project: Project, name: str, value: str) -> None:
    """Note that a step is whole. Called last, so a killed run repeats the step."""
    path = project.home / "stamps.json"
    with project.lock("stamps"):
        write_json(path, {**read_json(path), name: value})


def make_folder(target: Path, make: Callable[[Path], None]) -> None:
    """Make a folder beside its place and move it there when it is whole."""
    temporary = target.with_name(target.name + ".tmp")
    remove(temporary)
    temporary.mkdir(parents=True)
    make(temporary)
    remove(target)
    temporary.rename(target)


def remove(path: Path) -> None:
    """Remove a folder in a way that never leaves half of it under its name."""
    doomed = path.with_name(path.name + ".old")
    if doomed.exists():
        shutil.rmtree(doomed)
    if path.exists():
        path.rename(doomed)
        shutil.rmtree(doomed)


def files_of(folder: Path, without: Iterable[str] = ()) -> list[Path]:
    """All files of a folder in a stable order, except below the named folders."""
    skipped = {"__pycache__", *without}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(folder).parts)
    )
