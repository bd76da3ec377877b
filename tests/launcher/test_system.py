"""Work side by side: all answers, or the first failure and nobody left at work."""

import threading

import pytest

from launcher import system
from launcher.project import Project, Stop, write_whole


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, tmp_path)


def test_answers_in_the_order_of_the_jobs(project):
    def sleep(seconds):
        system.run(project, ["sleep", seconds])
        return seconds

    jobs = [lambda seconds=seconds: sleep(seconds) for seconds in ("0.2", "0")]
    assert system.side_by_side(*jobs) == ["0.2", "0"]


def test_a_failure_stops_the_processes_of_the_others(project, monkeypatch):
    """Also one that is started after the first of them was stopped."""
    begun, start, ended = threading.Event(), system.start, []

    def start_and_tell(*arguments, **options):
        child = start(*arguments, **options)
        begun.set()
        return child

    def work():
        # Each far longer than a test may take.
        for _child in range(2):
            ended.append(system.run(project, ["sleep", "3600"]).returncode)

    def fail():
        assert begun.wait(60)
        raise Stop("The disk is full.")

    monkeypatch.setattr(system, "start", start_and_tell)
    with pytest.raises(Stop, match=r"^The disk is full\.$"):
        system.side_by_side(work, fail)
    assert ended == [-15, -15]


def test_ctrl_c_waits_for_nobody(project, monkeypatch):
    ended = threading.Event()

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(system, "stop_children", ended.set)
    with pytest.raises(KeyboardInterrupt):
        system.side_by_side(lambda: ended.wait(60), interrupted)
    assert ended.is_set()


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "odoo.conf"
    write_whole(path, "first")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\udc80")
    assert path.read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600
