"""`./japra lint`: what can be known about the code without a database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import ground, patterns, steps, system, xml_format
from .project import Project

FOLDERS = ("addons", "launcher", "tests", "config", ".ci")
TEXT = {".py", ".xml", ".js", ".scss", ".csv", ".po", ".pot", ".yml", ".toml", ".txt"}
# What an add-on needs to stand well in Odoo's Apps, and to be tested at all.
WHOLE = (
    "static/description/icon.png",
    "static/description/index.html",
    "readme/DESCRIPTION.md",
    "tests/__init__.py",
)
# Rules of the OCA tools that contradict the house style, and why.
PYLINT_DISABLED = (
    "missing-readme",  # the page in Odoo's Apps is static/description/index.html
    "consider-merging-classes-inherited",  # a long model is split over files
    "missing-return",  # it sees super() in any method as an override
)
OCA_DISABLED = (
    "xml-field-numeric-without-eval",  # Odoo converts by the type of the field
    "prefer-readme-rst",  # pages are written in Markdown
    "xml-header-wrong",  # demands a spelling of the XML header that core never uses
)


def find_files(project: Project) -> Iterator[Path]:
    """Every file that lint reads, in a stable order."""
    yield from sorted(
        path
        for path in project.root.iterdir()
        if path.is_file()
        and (path.suffix in TEXT or path.name in ("japra", ".pylintrc"))
    )
    for folder in FOLDERS:
        yield from sorted(
            path
            for path in (project.root / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )


def find_addons(project: Project) -> list[Path]:
    return sorted(path.parent for path in project.addons.glob("*/__manifest__.py"))


def check_own_rules(project: Project) -> str:
    """Whole add-ons, forbidden patterns, pure calc/, length, the shape of XML."""
    problems = [
        f"{addon.relative_to(project.root)}/{name}: is missing"
        for addon in find_addons(project)
        for name in WHOLE
        if not (addon / name).is_file()
    ]
    for file in find_files(project):
        if file.suffix not in TEXT:
            continue
        path, text = file.relative_to(project.root).as_posix(), file.read_text("utf-8")
        problems += patterns.find_patterns(path, text)
        problems += patterns.find_calc_breaches(path, text)
        problems += patterns.find_long_file(path, text)
        if file.suffix == ".xml":
            problems += xml_format.find_problems(path, text)
    return "\n".join(problems)


def _run(project: Project, tool: str, *arguments: object) -> str:
    """What a tool of requirements-lint.txt complains about, else ''."""
    command = [project.home / "lint-venv" / "bin" / tool, *arguments]
    result = system.run(project, command, cwd=project.root)
    output = result.stdout.strip()
    return "" if result.returncode == 0 else output or f"{tool}: {result.returncode}"


def _run_for_each(project: Project, tool: str, files: list[Path], *options: str) -> str:
    found = (_run(project, tool, *options, file) for file in files)
    return "\n".join(output for output in found if output)


def _checks(project: Project) -> Iterator[tuple[str, Callable[[], str]]]:
    python = [
        name
        for name in ("addons", "launcher", "tests", "conftest.py", "japra")
        if (project.root / name).exists()
    ]
    addons = find_addons(project)
    oca = f"--disable={','.join(OCA_DISABLED)}"
    yield "ruff", lambda: _run(project, "ruff", "check", "--quiet", *python)
    yield (
        "ruff format",
        lambda: _run(project, "ruff", "format", "--quiet", "--diff", *python),
    )
    yield "patterns and XML", lambda: check_own_rules(project)
    if addons:
        disabled = f"--disable={','.join(PYLINT_DISABLED)}"
        yield "pylint-odoo", lambda: _run(project, "pylint", disabled, *addons)
        yield (
            "OCA modules",
            lambda: _run_for_each(project, "oca-checks-odoo-module", addons, oca),
        )
        catalogues = sorted(project.addons.glob("*/i18n/*.po"))
        # It empties what reads the same in Indonesian (Auditor, Debit); here an empty
        # translation is a missing one.
        po = "--disable=po-pretty-format"
        yield "OCA po", lambda: _run_for_each(project, "oca-checks-po", catalogues, po)
        yield (
            "translations",
            lambda: _run(project, "python", "launcher/translations.py", *addons),
        )
    yield (
        "compose schema",
        lambda: _run(
            project,
            "check-jsonschema",
            "--builtin-schema=vendor.compose-spec",
            "docker-compose.yml",
        ),
    )


def main(project: Project, _arguments: list[str]) -> int:
    """0 when nothing is wrong; a tree that passed is not read a second time."""
    files = list(find_files(project))
    names = (str(file.relative_to(project.root)) for file in files)
    value = steps.fingerprint(*names, *files)
    if steps.is_stamped(project, "lint", value):
        print("lint: unchanged since it passed")
        return 0
    ground.prepare(project, extra=("lint",))
    failed = []
    for name, check in _checks(project):
        start = time.monotonic()
        problems = check()
        print(
            f"lint: {name:<18} {'failed' if problems else 'ok':<6} "
            f"{time.monotonic() - start:5.1f} s",
            flush=True,
        )
        if problems:
            print(problems, flush=True)
            failed.append(name)
    if failed:
        print(f"lint: {', '.join(failed)} failed")
        return 1
    steps.stamp(project, "lint", value)
    return 0
