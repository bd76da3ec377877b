"""`./japra test [ADD-ON] [--docs] [pytest's arguments]`: lint, then every test.

Green means that something ran, nothing was skipped and no log holds a warning. With
--docs the browser tests find in JAPRA_DOCS the folder to write their pictures to.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import STDOUT
from typing import NamedTuple, TextIO
from xml.etree import ElementTree

from . import browser, database, ground, lint, logscan, system, templates
from .project import Project, Stop

NO_TESTS = 5  # pytest's exit code when nothing was collected
# Odoo says so when neither PlutoPrint, Chromium nor wkhtmltopdf can print.
ENGINE = 'print("engine", env["ir.actions.report"].get_wkhtmltopdf_state())'


class Result(NamedTuple):
    """What one run of pytest did."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = ()

    def plus(self, other: Result) -> Result:
        return Result(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.problems + other.problems,
        )


class Choice(NamedTuple):
    """What the command line asks for."""

    addons: list[str]
    suites: list[Path]  # relative to the project
    options: list[str]  # for pytest
    selected: bool  # a suite may then be without a test


def main(project: Project, arguments: list[str]) -> int:
    """Run everything, or one add-on with what it stands on; 0 when all is well."""
    began = time.monotonic()
    if "--docs" in arguments:
        arguments = [word for word in arguments if word != "--docs"]
        os.environ["JAPRA_DOCS"] = str(project.root / "docs" / "images")
    choice = choose(project, arguments)
    result = Result()
    try:
        if lint.main(project, []):
            result = result.plus(Result(problems=("lint failed",)))
        ground.prepare(project, extra=("test",))
        browser.need(project)
        result = result.plus(run_both(project, choice))
    except Stop as stop:
        result = result.plus(Result(problems=(str(stop),)))
    if not result.passed + result.failed:
        result = result.plus(Result(problems=("no test ran",)))
    for problem in result.problems:
        print(f"japra: {problem}")
    print(
        f"Japra: {result.passed} passed, {result.failed} failed, "
        f"{result.skipped} skipped in {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return 1 if result.failed or result.problems else 0


def choose(project: Project, arguments: Sequence[str]) -> Choice:
    """All suites; those of one add-on and what it stands on; or the paths named."""
    addons, options = project.modules(), list(arguments)
    suites = [Path("addons", addon, "tests") for addon in addons] + [Path("tests")]
    if options and options[0] in addons:
        addons = templates.closure(project, options[:1])
        suites = [Path("addons", addon, "tests") for addon in addons]
        options = options[1:]
    # os.path: a word that is too long for a name is none, and no error.
    named = [
        word
        for word in options
        if os.path.exists(project.root / word.split("::")[0])  # noqa: PTH110
    ]
    if named:
        suites = [Path(word) for word in named]
        options = [word for word in options if word not in named]
    return Choice(addons, suites, options, bool(named or options))


def run_both(project: Project, choice: Choice) -> Result:
    """The add-ons and the project side by side, as neither keeps two cores busy."""
    if of_addons(choice):
        # Before they part, as both need it.
        templates.installed(project, choice.addons)
    with ThreadPoolExecutor(max_workers=1) as beside:
        other = beside.submit(run_project, project, choice)
        try:
            result = run_addons(project, choice)
        except BaseException:
            # Nobody waits for the rest of a run that is over.
            system.stop_children()
            raise
        return result.plus(other.result())


def of_addons(choice: Choice) -> list[Path]:
    return [suite for suite in choice.suites if suite.parts[0] == "addons"]


def run_addons(project: Project, choice: Choice) -> Result:
    """The tests inside the add-ons, in one process with a server and a browser."""
    suites = of_addons(choice)
    if not suites:
        return Result()
    source = templates.installed(project, choice.addons)
    with templates.scratch(project, source, "japra_test") as db:
        log = database.fresh_log(project, "test-addons")
        log.touch()
        need_engine(project, db, log)
        config = database.write_config(
            project,
            project.home / "test.conf",
            db_name=db,
            logfile=log,
            # Without the runner of background jobs, also where queue_job is
            # installed: a test runs its jobs itself.
            server_wide_modules="base,rpc,web",
        )
        options = ["--odoo-http", "--odoo-log-level=info", *choice.options]
        env = {**system.environment(project), "ODOO_RC": str(config)}
        env["ODOO_QUEUE_JOB_CHANNELS"] = "root:0"
        result = run_pytest(project, suites, options, env, choice.selected)
    return result.plus(scan(log))


def run_project(project: Project, choice: Choice) -> Result:
    """What no single add-on can test; these start Odoo themselves.

    Shown when it is done, not between the lines of the add-ons.
    """
    suites = [suite for suite in choice.suites if suite.parts[0] != "addons"]
    if not suites:
        return Result()
    # pytest-odoo would open a database for them.
    options = ["-p", "no:odoo", *choice.options]
    env = system.environment(project)
    said = project.logs / "test-project.log"
    with open(said, "w", encoding="utf-8") as output:
        result = run_pytest(
            project, suites, options, env, choice.selected, stdout=output
        )
    print(said.read_text(encoding="utf-8", errors="replace"), flush=True)
    return result


def run_pytest(
    project: Project,
    suites: Sequence[Path],
    options: Sequence[str],
    env: dict[str, str],
    selected: bool,
    stdout: TextIO | None = None,
) -> Result:
    """Run pytest over the suites; each must have run a test."""
    report = project.logs / f"test-{suites[0].parts[0]}.xml"
    report.unlink(missing_ok=True)
    command = [project.venv_python, "-m", "pytest", "-p", "no:cacheprovider"]
    command += [f"--junitxml={report}", *options, *suites]
    print(f"test: {', '.join(map(str, suites))}", flush=True)
    done = system.run(
        project,
        command,
        cwd=project.root,
        env=env,
        stdout=stdout,
        stderr=STDOUT if stdout else None,
    )
    unexpected = (f"pytest ended with code {done.returncode}",)
    if not report.is_file():
        return Result(problems=unexpected)
    result = read_report(report, [] if selected else suites)
    if done.returncode not in (0, 1, NO_TESTS):
        result = result.plus(Result(problems=unexpected))
    return result


def read_report(report: Path, suites: Sequence[Path]) -> Result:
    """Count pytest's report; name every skip, and each suite without a test."""
    passed = failed = 0
    skips, ran = [], set()
    for case in ElementTree.parse(report).iter("testcase"):
        file = case.get("file") or ""
        skip = case.find("skipped")
        if skip is not None:
            skips.append((f"{file}::{case.get('name')}", skip.get("message") or ""))
            continue
        ran.update(suite for suite in suites if Path(file).is_relative_to(suite))
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        else:
            passed += 1
    problems = [f"{name} was skipped: {why}" for name, why in skips]
    problems += [f"no test ran in {suite}" for suite in suites if suite not in ran]
    return Result(passed, failed, len(skips), tuple(problems))


def need_engine(project: Project, db: str, log: Path) -> None:
    """Without an engine Odoo skips its printing instead of failing."""
    failure = "Odoo does not start on the test database."
    if "engine ok" not in database.shell(project, db, ENGINE, log, failure):
        raise Stop("No PDF engine is found; ./japra doctor tells which are missing.")


def scan(log: Path) -> Result:
    try:
        logscan.check(log)
    except Stop as stop:
        return Result(problems=(str(stop),))
    return Result()
