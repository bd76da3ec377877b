"""Databases that tests begin with: made once, kept by the hash of their input."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator

from . import database, demo, logscan, steps
from .project import Project, read_json, write_json

KEPT = 8
WARM = """
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""


def depends(project: Project, addon: str) -> list[str]:
    return project.manifest(addon)["depends"]


def closure(project: Project, addons: Iterable[str]) -> list[str]:
    """These add-ons of ours and those of ours they stand on."""
    ours, found, waiting = set(project.modules()), set(), list(addons)
    while waiting:
        addon = waiting.pop()
        if addon not in found:
            found.add(addon)
            waiting += [name for name in depends(project, addon) if name in ours]
    return sorted(found)


def others(project: Project, addons: Iterable[str]) -> list[str]:
    """The modules of Odoo and OCA that these add-ons stand on."""
    addons = closure(project, addons)
    named = {name for addon in addons for name in depends(project, addon)}
    return sorted(named - set(addons))


def template(project: Project, addons: Iterable[str]) -> str:
    """The database with everything these add-ons need and nothing of ours."""
    modules = others(project, addons)
    key = steps.fingerprint(
        project.root / "requirements.txt",
        project.state()["odoo"],
        database.INSTALL,
        *modules,
    )
    name = f"japra_tpl_{key}"
    with project.lock("templates", waiting="  Waiting for another test run."):
        if not database.exists(project, name):
            making = f"{name}_new"
            with steps.step(f"Test database with {', '.join(modules)}"):
                database.create_template(project, making, modules)
                logscan.check(project.logs / f"create-{making}.log")
                database.rename(project, making, name)
        _note_use(project, name)
    return name


def installed(project: Project, addons: Iterable[str]) -> str:
    """The database with these add-ons, and the bundles a browser asks for."""
    addons = closure(project, addons)
    source = template(project, addons)
    files = [
        file
        for addon in addons
        for file in steps.files_of(project.addons / addon, {"tests", "readme"})
    ]
    names = [str(file.relative_to(project.addons)) for file in files]
    name = f"japra_our_{steps.fingerprint(source, *names, *files)}"
    with project.lock("templates", waiting="  Waiting for another test run."):
        if not database.exists(project, name):
            making = f"{name}_new"
            with steps.step(f"Test database with {', '.join(addons)}"):
                _copy(project, source, making)
                install(project, making, addons)
                log = project.logs / "test-install.log"
                database.shell(project, making, WARM, log, "Bundles cannot be made.")
                logscan.check(log)
                database.rename(project, making, name)
        _note_use(project, name)
    return name


def played(project: Project, source: str, before: str) -> str:
    """A database with the demonstration; `before` goes before its scripts."""
    parts = demo.HOMES, demo.PLAY, demo.JOIN
    name = f"japra_play_{steps.fingerprint(source, before, *parts)}"
    with project.lock("templates", waiting="  Waiting for another test run."):
        if not database.exists(project, name):
            making = f"{name}_new"
            with steps.step("Test database with the demonstration"):
                _copy(project, source, making)
                for log in project.logs.glob("test-play-*.log"):
                    log.unlink()
                demo.play(project, making, "test-play", before)
                for log in project.logs.glob("test-play-*.log"):
                    logscan.check(log)
                database.rename(project, making, name)
        _note_use(project, name)
    return name


def install(project: Project, db: str, addons: Iterable[str], option: str = "-i"):
    """Install (or with -u update) add-ons; anything in the log is a failure."""
    log = database.fresh_log(project, "test-install")
    words = ["--no-http", "--stop-after-init", "--logfile=", option, ",".join(addons)]
    database.odoo(project, ["server", *words], db=db, log=log)
    # First what the log says: why is more than what.
    logscan.check(log)
    database.verify_modules(project, db, addons, log)


@contextlib.contextmanager
def scratch(project: Project, source: str, name: str) -> Iterator[str]:
    """A copy that lives as long as the block."""
    database.drop(project, name)
    _copy(project, source, name)
    try:
        yield name
    finally:
        database.drop(project, name)


def _copy(project: Project, source: str, target: str) -> None:
    database.drop(project, target)
    database.copy_database(project, source, target)
    # Nobody mourns a test database; a receipt in a real one must survive a power cut.
    query = f'ALTER DATABASE "{target}" SET synchronous_commit TO off'
    database.sql(project, "postgres", query)


def _note_use(project: Project, name: str) -> None:
    """Remember when a database was used, and drop what has not been for long."""
    path = project.home / "templates.json"
    used = {**read_json(path), name: time.time()}
    kept = sorted(used, key=used.get, reverse=True)[:KEPT]
    write_json(path, {name: used[name] for name in kept})
    for old in set(used) - set(kept):
        database.drop(project, old)
