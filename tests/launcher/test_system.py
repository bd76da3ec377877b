"""Work side by side: all answers, or the first failure and nobody left at work."""

import time

import pytest

from launcher import system
from launcher.project import Project, Stop


def test_answers_in_the_order_of_the_jobs(tmp_path):
    project = Project(tmp_path, tmp_path)

    def sleep(seconds):
        system.run(project, ["sleep", seconds])
        return seconds

    jobs = [lambda seconds=seconds: sleep(seconds) for seconds in ("0.2", "0")]
    assert system.side_by_side(*jobs) == ["0.2", "0"]


def test_a_failure_stops_the_processes_of_the_others(tmp_path):
    project = Project(tmp_path, tmp_path)
    ended = []

    def work():
        # Far longer than a test may take: it must be stopped.
        ended.append(system.run(project, ["sleep", "3600"]).returncode)

    def fail():
        while not system._children:
            time.sleep(0.01)
        raise Stop("The disk is full.")

    with pytest.raises(Stop, match=r"^The disk is full\.$"):
        system.side_by_side(work, fail)
    assert not system._children
    assert ended in ([], [-15])
