"""The table of `./japra bench`."""

import json

import pytest

from launcher import bench
from launcher.project import Stop

ROWS = [
    {
        "work": "a receipt",
        "ours": 0.0305,
        "reference": 0.02,
        "ratio": 1.525,
        "must": 1.5,
        "met": False,
        "unit": "s",
        "note": "against a plain entry",
    },
    {
        "work": "a page",
        "ours": 1.25,
        "reference": None,
        "ratio": None,
        "must": 1.5,
        "met": True,
        "unit": "s",
        "note": "absolute",
    },
]


def test_every_row_says_what_is_compared_and_whether_it_is_met():
    lines = bench.table(ROWS).splitlines()
    assert lines[1].split() == "a receipt 30.5 ms 20.0 ms 1.52 1.5 MISSED".split()
    assert lines[2].strip() == "against a plain entry"
    assert lines[3].split() == "a page 1.25 s 1.50 s met".split()
    # Numbers stand under their title.
    assert len(lines[0].rstrip()) <= len(lines[1])


def test_one_missed_row_fails_the_bench(tmp_path, capsys):
    file = tmp_path / "bench.json"
    assert bench.report(ROWS, file) == 1
    assert json.loads(file.read_text()) == ROWS
    assert "MISSED" in capsys.readouterr().out
    assert bench.report(ROWS[1:], None) == 0


def test_browser_and_its_libraries_are_there_before_anything_is_filled(monkeypatch):
    asked = []

    def no_browser(project):
        raise Stop("no browser")

    monkeypatch.setattr(
        bench.ground, "prepare", lambda project, extra: asked.extend(extra)
    )
    monkeypatch.setattr(bench.browser, "need", no_browser)
    monkeypatch.setattr(bench, "filled", asked.append)
    with pytest.raises(Stop, match="no browser"):
        bench.measure(None, [])
    assert asked == ["test"]
