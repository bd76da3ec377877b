"""A backup comes back whole, or not at all."""

import zipfile

import pytest

from launcher import backup, database, templates
from launcher.project import Stop

NAME = "japra_test_restored"
KEPT = "SELECT value FROM ir_config_parameter WHERE key = 'siti'"
OFF = "SELECT value FROM ir_config_parameter WHERE key = 'database.is_neutralized'"
VERSION = "SELECT latest_version FROM ir_module_module WHERE name = 'japra_membership'"


@pytest.fixture(scope="module")
def file(project, installed, tmp_path_factory):
    """A backup of a database of an earlier version, with a row of its own in it."""
    path = tmp_path_factory.mktemp("backup") / "siti.japra.zip"
    with templates.scratch(project, installed, "japra_test_backup") as name:
        for query in (
            "INSERT INTO ir_config_parameter (key, value) VALUES ('siti', 'anggota')",
            "UPDATE ir_module_module SET latest_version = '19.0.1.0.0'"
            " WHERE name = 'japra_membership'",
        ):
            database.sql(project, name, query)
        backup.write(project, name, str(path))
    yield path
    database.drop(project, NAME)


def test_there_and_back(project, file, capsys):
    assert backup.restore(project, str(file), NAME, yes=True, live=False) == 0
    told = capsys.readouterr().out
    assert "of an older version: japra_membership 19.0.1.0.0." in told
    assert "rows as in the backup" in told
    assert database.sql(project, NAME, KEPT) == [("anggota",)]
    assert database.sql(project, NAME, OFF) == [("true",)]
    version = project.manifest("japra_membership")["version"]
    assert database.sql(project, NAME, VERSION) == [(version,)]


def test_damaged_files_are_refused(project, file, tmp_path):
    other = "japra_test_damaged"
    content = file.read_bytes()
    added = tmp_path / "added"
    added.write_bytes(content)
    with zipfile.ZipFile(added, "a") as archive:
        archive.writestr("filestore/added", b"x")
    middle = len(content) // 2
    for name, changed, sentence in (
        ("cut", content[:-100], "is no whole backup"),
        (
            "byte",
            content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "is (damaged|no whole backup)",
        ),
    ):
        damaged = tmp_path / name
        damaged.write_bytes(changed)
        with pytest.raises(Stop, match=sentence):
            backup.restore(project, str(damaged), other, yes=True, live=False)
    with pytest.raises(Stop, match="damaged or was changed"):
        backup.restore(project, str(added), other, yes=True, live=False)
    assert not database.exists(project, other)


def test_what_is_newer_than_this_japra_is_refused(project):
    with pytest.raises(Stop, match="bring Japra up to date first"):
        backup._older_modules(project, {"japra_base": "19.0.99.0.0"})
    same = {"japra_base": project.manifest("japra_base")["version"]}
    assert backup._older_modules(project, same) == []
