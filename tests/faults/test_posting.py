"""What many processes at once, and a power cut, do to the books: nothing."""

from pathlib import Path

import pytest

from launcher import database

SCRIPT = """
import json, os, sys
os.environ["JAPRA_FAULTS"] = {folder!r}
sys.path.insert(0, {here!r})
from faults import {scene}
place = {scene}.prepare(env)
print("JAPRA-FAULTS " + json.dumps({call}))
"""
NOTHING = {
    "lost": [],
    "changed": [],
    "doubled": 0,
    "drafts": 0,
    "unsealed": 0,
    "misnumbered": [],
    "control": [],
    "errors": [],
}


@pytest.fixture
def play(project, database_copy, tmp_path):
    """Run a scene on a copy of the database; returns what it says."""

    def run(call):
        script = SCRIPT.format(
            folder=str(tmp_path),
            here=str(Path(__file__).parent.parent),
            scene=call.partition(".")[0],
            call=call,
        )
        output = database.shell(
            project,
            database_copy,
            script,
            database.fresh_log(project, "faults"),
            "The scene could not be played.",
        )
        return database.tagged_json(output, "JAPRA-FAULTS ")

    return run


def test_eight_processes_across_a_month_change(play):
    result = play("posting.storm(env, place, workers=8, seconds=20)")
    assert {key: result[key] for key in NOTHING} == NOTHING
    assert result["months"] == 2
    assert result["sealer"] == 0
    # How many is for the bench: a busy machine posts few.
    assert result["posted"] > 16


def test_killed_while_posting(play):
    result = play("posting.storm(env, place, workers=4, seconds=20, kills=10)")
    assert {key: result[key] for key in NOTHING} == NOTHING
    assert result["posted"] > 8


def test_one_origin_at_one_instant(play):
    result = play("posting.race(env, place)")
    assert result["booked"] == 1
    assert result["refused"] == 7
    assert all("booked already" in message for message in result["messages"])


def test_month_locked_while_posting(play):
    result = play("posting.lock_meets_posting(env, place)")
    assert result["tries"] == 2
    assert result["posted"] == 0
    assert "closed" in result["said"]


def test_payment_cut_off_at_ten_points(play):
    result = play("payment.cut_off(env, place, kills=10)")
    assert result["between"] == []
    assert result["killed"] > 0
    assert result["after"] == [["posted", 1]] * 11
    assert result["numbers"] == list(range(1, 12))
    assert result["states"] == ["posted"]
    assert result["control"] == []
