import io
import struct
import tarfile
import zlib

import pytest

from launcher import deb


def package(members):
    """A Debian package with the given files and links."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:xz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = tarfile.SYMTYPE, content
                tar.addfile(info)
    body = b"!<arch>\n"
    for name, content in {"debian-binary": b"2.0\n", "x": b"odd"}.items():
        body += ar_member(name, content)
    return body + ar_member("data.tar.xz", data.getvalue())


def ar_member(name, content):
    header = f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n"
    return header.encode() + content + b"\n" * (len(content) % 2)


def test_unpack_keeps_what_is_wanted_and_makes_links_relative(tmp_path):
    file = tmp_path / "a.deb"
    file.write_bytes(
        package({"./usr/a.py": b"a", "./usr/de.po": b"x", "./usr/link": "/usr/a.py"})
    )
    deb.unpack(file, tmp_path / "out", lambda name: not name.endswith(".po"))
    assert (tmp_path / "out/usr/a.py").read_bytes() == b"a"
    assert (tmp_path / "out/usr/link").read_bytes() == b"a"
    assert not (tmp_path / "out/usr/de.po").exists()


def test_half_a_package_is_refused(tmp_path):
    file = tmp_path / "a.deb"
    file.write_bytes(package({"./a": b"a" * 5000})[:300])
    with pytest.raises((ValueError, EOFError, tarfile.TarError)):
        deb.unpack(file, tmp_path / "out")


def test_a_path_outside_is_refused(tmp_path):
    file = tmp_path / "a.deb"
    file.write_bytes(package({"./../evil": b"a"}))
    with pytest.raises(ValueError, match="unsafe"):
        deb.unpack(file, tmp_path / "out")


def test_woff_becomes_a_truetype_font():
    tables = {b"cmap": b"c" * 100, b"glyf": b"short"}
    entries, body = b"", b""
    offset = 44 + 20 * len(tables)
    for tag, content in tables.items():
        packed = min(zlib.compress(content), content, key=len)
        position = offset + len(body)
        entries += struct.pack(">4sIIII", tag, position, len(packed), len(content), 7)
        body += packed
    head = struct.pack(">4s4sIH", b"wOFF", b"\0\1\0\0", 0, len(tables))
    font = deb.woff_to_sfnt(head.ljust(44, b"\0") + entries + body)
    assert font[:4] == b"\0\1\0\0"
    assert struct.unpack(">HHHH", font[4:12]) == (2, 32, 1, 0)
    for index, (tag, content) in enumerate(tables.items()):
        entry = struct.unpack(">4sIII", font[12 + 16 * index : 28 + 16 * index])
        assert entry[0] == tag
        assert font[entry[2] : entry[2] + entry[3]] == content
        assert entry[2] % 4 == 0
