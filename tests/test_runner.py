"""`./japra test` is green only when something ran and nothing is hidden."""

import threading
from pathlib import Path

import pytest

from launcher import browser, logscan, testing
from launcher.project import Stop

HEAD = "2026-11-24 08:00:00,000 42"
SUITES = [Path("addons/japra_x/tests"), Path("addons/japra_y/tests")]
CASE = '<testcase file="addons/japra_x/tests/test_a.py" name="test_a">{}</testcase>'
OTHER = '<testcase file="addons/japra_y/tests/test_b.py" name="test_b" />'


def read(tmp_path, *cases, suites=SUITES):
    report = tmp_path / "report.xml"
    report.write_text(
        f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"
    )
    return testing.read_report(report, suites)


def test_passed(tmp_path):
    assert read(tmp_path, CASE.format(""), OTHER) == testing.Result(2, 0, 0, ())


@pytest.mark.parametrize("outcome", ["failure", "error"])
def test_failed(tmp_path, outcome):
    assert read(tmp_path, CASE.format(f"<{outcome} />"), OTHER).failed == 1


def test_skipped(tmp_path):
    result = read(tmp_path, CASE.format('<skipped message="no browser" />'), OTHER)
    assert result == testing.Result(
        passed=1,
        skipped=1,
        problems=(
            "addons/japra_x/tests/test_a.py::test_a was skipped: no browser",
            "no test ran in addons/japra_x/tests",
        ),
    )


def test_empty_suite(tmp_path):
    result = read(tmp_path, CASE.format(""))
    assert result.problems == ("no test ran in addons/japra_y/tests",)


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (f"{HEAD} INFO db odoo.registry: Registry loaded", 0),
        (f"{HEAD} WARNING db odoo.models: unknown attribute", 1),
        (f"{HEAD} ERROR ? odoo.http: boom\nTraceback\n  File x\nKeyError: 1", 1),
        (f"{HEAD} CRITICAL db odoo.service: gone", 1),
        (f"{HEAD} ERROR db odoo.sql_db: bad query: CREATE EXTENSION pg_trgm", 0),
        (f"{HEAD} INFO db odoo.x: the word WARNING in a message", 0),
    ],
)
def test_log(tmp_path, record, found):
    log = tmp_path / "odoo.log"
    log.write_text(f"{HEAD} INFO db odoo: begin\n{record}\n{HEAD} INFO db odoo: end\n")
    assert len(logscan.find_problems(log.read_text())) == found
    if found:
        with pytest.raises(Stop, match="1 warnings or errors in"):
            logscan.check(log)


def test_traceback_belongs_to_its_record():
    text = f"{HEAD} ERROR db odoo.http: boom\nTraceback\nKeyError: 1\n"
    assert logscan.find_problems(text) == [
        "ERROR odoo.http: boom\nTraceback\nKeyError: 1"
    ]


def test_choice(project):
    everything = testing.choose(project, [])
    assert everything.addons == project.modules()
    assert everything.suites[-1] == Path("tests")
    assert not everything.selected
    one = testing.choose(project, ["japra_membership", "-k", "receipt"])
    assert one.addons == ["japra_base", "japra_membership"]
    assert one.suites == [Path("addons", addon, "tests") for addon in one.addons]
    assert one.options == ["-k", "receipt"]
    many = ["-k", " or ".join(["receipt"] * 50)]
    assert testing.choose(project, many).options == many
    named = testing.choose(project, ["tests/test_runner.py::test_passed", "-x"])
    assert named.suites == [Path("tests/test_runner.py::test_passed")]
    assert named.options == ["-x"]


def test_no_browser_is_one_sentence(project, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match="apt-get install -y --no-install-recommends chromi"):
        browser.need(project)


def test_both_count(project, monkeypatch):
    monkeypatch.setattr(testing, "run_addons", lambda *_: testing.Result(passed=2))
    other = testing.Result(passed=1, failed=1, problems=("broken",))
    monkeypatch.setattr(testing, "run_project", lambda *_: other)
    choice = testing.Choice([], [Path("tests")], [], selected=False)
    assert testing.run_both(project, choice) == testing.Result(3, 1, 0, ("broken",))


def test_nobody_waits_for_the_other(project, monkeypatch):
    """Ctrl-C in one of the two ends the other as well."""

    def interrupted(*_):
        raise KeyboardInterrupt

    ended = threading.Event()
    monkeypatch.setattr(testing, "run_addons", interrupted)
    monkeypatch.setattr(testing, "run_project", lambda *_: ended.wait(60))
    monkeypatch.setattr(testing.system, "stop_children", ended.set)
    choice = testing.Choice([], [Path("tests")], [], selected=False)
    with pytest.raises(KeyboardInterrupt):
        testing.run_both(project, choice)
    assert ended.is_set()
