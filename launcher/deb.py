"""Debian packages and fonts read with the standard library alone."""

from __future__ import annotations

import os
import struct
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def unpack(
    package: Path, target: Path, keep: Callable[[str], bool] = lambda name: True
) -> None:
    """Unpack the files of a package whose path `keep` accepts."""
    with open(package, "rb") as file:
        seek_data(file)
        # A stream: the members are read once, in their order.
        with tarfile.open(fileobj=file, mode="r|*") as archive:
            for member in archive:
                member.name = member.name.removeprefix("./")
                if member.name in {"", "."} or not keep(member.name):
                    continue
                extract(archive, member, target)


def extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """Extract one member; absolute links are the package's own, below `target`."""
    if ".." in Path(member.name).parts or member.name.startswith("/"):
        raise ValueError(f"unsafe path in the package: {member.name}")
    if member.issym() and member.linkname.startswith("/"):
        path = target / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        destination = target / member.linkname.lstrip("/")
        path.unlink(missing_ok=True)
        path.symlink_to(os.path.relpath(destination, path.parent))
        return
    # The data filter is in every patched 3.10-3.13, but not in the first of each.
    safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    archive.extract(member, target, **safe)


def seek_data(file: BinaryIO) -> None:
    """Place the file at the data archive inside the `ar` container of a package."""
    if file.read(8) != b"!<arch>\n":
        raise ValueError("not a Debian package")
    while len(header := file.read(60)) == 60:
        name = header[:16].decode("ascii", "replace").strip().rstrip("/")
        size = int(header[48:58])
        if name.startswith("data.tar"):
            return
        file.seek(size + size % 2, os.SEEK_CUR)
    raise ValueError("incomplete Debian package")


def woff_to_sfnt(woff: bytes) -> bytes:
    """A TrueType font from WOFF 1.0, which is the same tables compressed."""
    signature, flavor, _, count = struct.unpack(">4s4sIH", woff[:14])
    if signature != b"wOFF":
        raise ValueError("not a WOFF 1.0 font")
    tables = []
    for index in range(count):
        entry = woff[44 + 20 * index : 64 + 20 * index]
        tag, offset, packed, size, checksum = struct.unpack(">4sIIII", entry)
        content = woff[offset : offset + packed]
        if packed < size:
            content = zlib.decompress(content)
        tables.append((tag, checksum, content))
    power = count.bit_length() - 1
    search_range = 16 << power
    header = struct.pack(
        ">4sHHHH", flavor, count, search_range, power, count * 16 - search_range
    )
    directory, body = b"", b""
    position = len(header) + 16 * count
    for tag, checksum, content in tables:
        directory += struct.pack(
            ">4sIII", tag, checksum, position + len(body), len(content)
        )
        body += content + b"\0" * (-len(content) % 4)
    return header + directory + body
