import os
import subprocess
import sys

import pytest

from launcher import database, server, steps, system
from launcher.project import Project, Stop, read_json, socket_path_too_long, write_json


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "root", tmp_path)


def test_a_long_socket_path_moves_to_a_short_folder(tmp_path):
    home = tmp_path / ("a" * 100)
    home.mkdir()
    project = Project(tmp_path, home)
    folder = project.socket_dir
    assert not socket_path_too_long(folder)
    assert project.socket_dir == folder, "the same folder the next time"
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


def test_a_damaged_state_file_is_an_empty_one(tmp_path):
    path = tmp_path / "state.json"
    path.write_text('{"a": ')
    assert read_json(path) == {}
    write_json(path, {"a": 1})
    assert read_json(path) == {"a": 1}
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_checkouts_do_not_share_a_folder(tmp_path, monkeypatch):
    home, other = tmp_path / "home", tmp_path / "other"
    monkeypatch.setenv("JAPRA_HOME", str(home))
    project = Project.here()
    assert Project.here() == project, "the same checkout, the next time"
    (other / "launcher").mkdir(parents=True)
    (other / "launcher" / "project.py").write_text("")
    project.remember(root=str(other))
    with pytest.raises(Stop, match=f"is used by {other}; give each checkout"):
        Project.here()
    assert project.state()["root"] == str(other)
    (other / "launcher" / "project.py").unlink()
    Project.here()
    assert project.state()["root"] == str(project.root), "the other one is gone"


def test_a_stamp_holds_until_its_input_changes(project):
    value = steps.fingerprint("list", "a==1")
    steps.stamp(project, "venv", value)
    assert steps.is_stamped(project, "venv", value)
    assert not steps.is_stamped(project, "venv", steps.fingerprint("list", "a==2"))
    assert steps.fingerprint("ab", "c") != steps.fingerprint("a", "bc")


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "tree"

    def fail(folder):
        (folder / "half").write_text("")
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        steps.make_folder(target, fail)
    assert not target.exists()
    steps.make_folder(target, lambda folder: (folder / "whole").write_text(""))
    assert [path.name for path in target.iterdir()] == ["whole"]


def test_a_pid_counts_only_with_its_command_line(project):
    note = {"pid": os.getpid(), "config": str(project.home / "odoo-japra.conf")}
    assert not server.is_ours(project, note)
    assert not server.is_ours(project, {**note, "pid": 2**22 + 1})
    write_json(server.note_path(project, "japra"), note)
    server.stop_noted(project, "japra")  # we are still here, so nobody was killed
    assert not server.note_path(project, "japra").exists()


def test_a_lock_that_is_held_refuses_with_its_sentence(project):
    with project.lock("run"), pytest.raises(Stop, match="already runs"):
        with project.lock("run", refused="Japra already runs"):
            pass


def test_the_environment_is_scrubbed(project, monkeypatch):
    for name in ("PGHOST", "ODOO_RC", "PYTHONPATH", "PASSWORD", "DATABASE_URL"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    env = system.environment(project)
    assert not {"PGHOST", "ODOO_RC", "PYTHONPATH", "PASSWORD", "DATABASE_URL"} & set(
        env
    )
    assert env["https_proxy"] == "http://proxy.example"


def test_the_users_postgresql_comes_first(project, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:p%40ss@db.example:5433/x")
    found = project.postgres
    assert (found.host, found.port, found.user) == ("db.example", 5433, "me")
    assert found.password == "p@ss"
    assert not found.embedded


def test_a_failing_child_becomes_one_sentence_with_its_last_words(project):
    script = "print('the reason'); raise SystemExit(3)"
    with pytest.raises(Stop, match=r"It failed\.\n  the reason"):
        system.need(project, [sys.executable, "-c", script], "It failed.")


def test_a_child_is_stopped_with_what_it_started(project):
    script = (
        "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid,"
        " flush=True); time.sleep(60)"
    )
    child = system.start(
        project, [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    grandchild = int(child.stdout.readline())
    child.stdout.close()
    system.stop_child(child, 5)
    assert system.wait_until_gone(grandchild, 5)


def test_where_odoo_takes_its_configuration(project, monkeypatch):
    monkeypatch.setattr(Project, "odoo_script", "odoo")
    words = {
        "db init x": "db -c C init x",
        "module install x": "module install -c C x",
        "shell --no-http": "shell -c C --no-http",
        "-d x": "-c C -d x",
    }
    for given, expected in words.items():
        command = database.odoo_command(project, given.split(), "C")
        assert " ".join(map(str, command[2:])) == expected
