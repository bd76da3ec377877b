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


def test_eight_withdraw_from_one_account(play):
    result = play("payment.withdraw(env, place, workers=8)")
    # Three times Rp30.000 fit into Rp100.000, however many ask at once.
    assert 1 <= result["at once"] <= 3
    assert (result["posted"], result["left"]) == (3, [10_000])
    assert result["control"] == []


def test_eight_take_from_one_cash_box(play):
    result = play("payment.empty_box(env, place, workers=8)")
    assert (result["posted"], result["left"]) == (3, 10_000)
    assert result["control"] == []


def test_cash_box_opened_and_counted_at_one_instant(play):
    result = play("till.day(env, place)")
    assert result["opened"] == 1
    # Sealed, of the session and in the ledger: the same, whoever came first.
    assert (result["sealed"], result["session"], result["ledger"]) == (0, 0, 0)
    assert result["state"] in ("counted", "closed")
    assert result["numbers"]
    assert result["control"] == []


def test_one_approval_at_one_instant(play):
    result = play("approval.scenes(env, place)")
    assert [scene["crashed"] for scene in result.values()] == [0] * 4
    # Four of the board approve at once: one of them did, the others are told.
    board = result["board"]
    assert (board["done"], board["refused"]) == (1, 3)
    assert all("decided already" in error for error in board["errors"])
    assert (board["state"], board["steps"]) == ("approved", [1])
    assert (board["paid"], board["left"]) == (1, 0)
    # Where two persons must approve, two did, and the money went out once.
    two = result["two"]
    assert (two["done"], two["refused"]) == (2, 2)
    assert (two["state"], two["steps"]) == ("approved", [1, 2])
    assert (two["paid"], two["left"]) == (1, 0)
    # One person who presses four times has decided once, and sees no error.
    click = result["click"]
    assert (click["done"], click["refused"]) == (4, 0)
    assert (click["steps"], click["paid"]) == ([1], 1)
    # Asked four times at once, it waits once.
    asked = result["asked"]
    assert (asked["done"], asked["requests"]) == (4, 1)
    assert asked["state"] == ["waiting"]


def test_run_killed_at_twenty_points(play):
    result = play("run.cut_off(env, place, kills=20)")
    assert result["killed"] > 10
    assert 0 < result["before"] < 600
    # 600 members with 1.000 to 1.599 rupiah, twenty in a part.
    whole = {
        "state": "done",
        "items": 600,
        "amount": 779_700,
        "entries": 30,
        "keys": list(range(1, 31)),
        "by": ["bendahara.badai"],
    }
    for run in (result["calm"], result["run"]):
        assert {key: run[key] for key in whole} == whole
    assert result["run"]["members"] == result["calm"]["members"]
    assert result["posted"] == 60
    for key in ("drafts", "unsealed", "misnumbered", "control"):
        assert result[key] == NOTHING[key], key


def test_one_part_begun_by_two(play):
    result = play("run.at_once(env, place)")
    # One of them was told to begin again; the other has booked.
    assert result["crashed"] == [0, 1]
    assert (result["items"], result["keys"]) == (20, [1])


def test_job_of_a_dead_worker_is_found(play):
    result = play("run.recovery(env, place)")
    assert result["while alive"] == "started"
    assert result["after"] == "pending"
    assert result["seconds"] < 60
    assert (result["state"], result["items"]) == ("done", 600)
    assert result["keys"] == list(range(1, 31))


def test_two_registrars_admit_at_one_instant(play):
    result = play("admission.rush(env, place)")
    assert result == {
        "numbers": [f"SRT-{number:04}" for number in range(1, 22)],
        "admissions": 21,
        "errors": [],
        "crashed": 0,
    }


def test_person_merged_and_admitted_at_one_instant(play):
    result = play("merging.rush(env, place)")
    assert result == {
        "pairs": 12,
        "either": 12,
        "both": 0,
        # Who came second is told so.
        "errors": 12,
        "crashed": 0,
    }


def test_two_issue_certificates_at_one_instant(play):
    result = play("certificate.rush(env, place)")
    assert result == {
        "numbers": [f"PDM-SS-{number:04}" for number in range(1, 15)],
        "chain": True,
        "firsts": 1,
        "errors": [],
        "crashed": 0,
    }


def test_run_that_nobody_foresaw(play):
    result = play("run.broken(env, place)")
    assert result["job"] == "failed"
    stopped = result["stopped"]
    assert (stopped["state"], stopped["items"], stopped["keys"]) == ("stopped", 20, [1])
    assert "Tell the administrator" in result["message"]
    assert (result["state"], result["items"]) == ("done", 600)
    assert result["keys"] == list(range(1, 31))


def test_one_payment_sent_twice_at_one_instant(play):
    result = play("desk.twice(env, place)")
    assert result == {
        "ended": [0, 0],
        "receipts": 1,
        "numbers": result["numbers"],
        # Only who says something else with the same key is told so.
        "warned": [False, False, True],
        "entries": [1],
        "control": [],
    }
    assert len(result["numbers"]) == 1


def test_eight_tellers_at_their_desks(play):
    result = play("tellers.serve(env, place, seconds=20)")
    assert {key: result[key] for key in NOTHING} == NOTHING
    assert (result["half"], result["twice"], result["crashed"]) == (0, 0, 0)
    assert result["posted"] > 16
