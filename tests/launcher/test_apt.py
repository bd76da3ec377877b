from launcher import apt

DEB822 = """\
# the machine's archive
Types: deb
URIs: http://archive.example/debian
Suites: trixie trixie-updates
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
Check-Valid-Until: no

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: trixie
Components: main

Types: deb
URIs: http://archive.example/debian-security
Suites: trixie-security
Components: main
"""


def test_deb822_keeps_options_and_inlined_keys():
    stanzas = list(apt.parse_deb822(DEB822))
    assert len(stanzas) == 3
    chosen = apt.choose_stanza(stanzas, "trixie")
    assert chosen["uris"] == "http://archive.example/debian"
    written = apt.private_sources(chosen, "trixie")
    assert "Suites: unstable trixie\n" in written
    assert "Components: main\n" in written
    assert " -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc" in written
    assert "Check-Valid-Until: no" in written


def test_one_line_sources_with_options():
    text = """
    # deb http://comment.example/debian bookworm main
    deb [arch=amd64 signed-by=/k/a.gpg trusted=yes] mirror+file:/m x main
    deb http://security.example/debian-security bookworm-security main # why
    deb http://archive.example/debian bookworm main non-free
    deb-src http://archive.example/debian bookworm main
    """
    stanzas = list(apt.parse_one_line("\n".join(map(str.strip, text.splitlines()))))
    assert [stanza["suites"] for stanza in stanzas] == [
        "x",
        "bookworm-security",
        "bookworm",
        "bookworm",
    ]
    chosen = apt.choose_stanza(stanzas, "bookworm")
    assert chosen["uris"] == "http://archive.example/debian"
    signed = apt.private_sources(stanzas[0], "x")
    assert "Signed-By: /k/a.gpg" in signed
    assert "rusted" not in signed, "signatures are always verified"


def test_no_third_party_archive_is_chosen():
    stanzas = [
        {"types": "deb", "uris": "u", "suites": "nodistro", "components": "main"}
    ]
    assert apt.choose_stanza(stanzas, "bookworm") is None


def test_newer_keyring_replaces_the_machines():
    stanza = {"uris": "u", "signed-by": "/old.gpg"}
    written = apt.private_sources(stanza, "bookworm", "/new.gpg")
    assert "/old.gpg" not in written
    assert "Signed-By: /new.gpg" in written
