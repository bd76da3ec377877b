"""What several people do to one approval at one instant: one decision each."""

from pathlib import Path

import pytest

from launcher import database

SCRIPT = """
import json, os, sys
os.environ["JAPRA_FAULTS"] = {folder!r}
sys.path.insert(0, {here!r})
import approval
place = approval.prepare(env)
board = place["board"]
print("JAPRA-FAULTS " + json.dumps({call}))
"""


@pytest.fixture
def play(project, database_copy, tmp_path):
    """Run scenes of `approval` on a copy of the database; returns what they say."""
    script = SCRIPT.format(
        folder=str(tmp_path),
        here=str(Path(__file__).parent),
        call="""{
            "board": approval.race(env, place, board),
            "two": approval.race(env, place, board, approvals=2),
            "click": approval.race(env, place, board[:1] * 4),
            "asked": approval.ask_at_once(env, place),
        }""",
    )
    output = database.shell(
        project,
        database_copy,
        script,
        database.fresh_log(project, "faults"),
        "The scene could not be played.",
    )
    return database.tagged_json(output, "JAPRA-FAULTS ")


def test_at_one_instant(play):
    board, two, click, asked = (
        play[name] for name in ("board", "two", "click", "asked")
    )
    for scene in play.values():
        assert scene["crashed"] == 0
    # Four of the board approve at once: one of them did, the others are told.
    assert (board["done"], board["refused"]) == (1, 3)
    assert all("decided already" in error for error in board["errors"])
    assert (board["state"], board["steps"]) == ("approved", [1])
    assert (board["paid"], board["left"]) == (1, 0)
    # Where two persons must approve, two did, and the money went out once.
    assert (two["done"], two["refused"]) == (2, 2)
    assert (two["state"], two["steps"]) == ("approved", [1, 2])
    assert (two["paid"], two["left"]) == (1, 0)
    # One person who presses four times has decided once, and sees no error.
    assert (click["done"], click["refused"]) == (4, 0)
    assert (click["steps"], click["paid"]) == ([1], 1)
    # Asked four times at once, it waits once.
    assert (asked["done"], asked["requests"]) == (4, 1)
    assert asked["state"] == ["waiting"]
