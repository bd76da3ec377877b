"""What is there, what is missing, and one test page with each PDF engine."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator

from . import apt, database, odoo_tree, postgres, python_env, server, system
from .browser import find as find_browser
from .cli import DEFAULT_PORT
from .project import Project, Stop

# Every engine the add-on knows prints a page; one that is missing says so itself.
ENGINES = """
from pathlib import Path
from odoo.modules.module import initialize_sys_path

initialize_sys_path()
from odoo.addons.japra_base import printing

for name, version in printing.engines():
    try:
        pdf, seconds = printing.print_test_page(name)
        target = Path({folder!r}) / ("test-page-%s.pdf" % name)
        target.write_bytes(pdf)
        print("JAPRA-PAGE ok|%s %s: %.2f s, %s" % (name, version, seconds, target))
    except printing.EngineError as error:
        print("JAPRA-PAGE no|%s %s: %s" % (name, version, error))
"""
Finding = tuple[bool, str, str]


def report(project: Project) -> int:
    """Print every finding; 1 when something needed is missing or broken."""
    broken = 0
    for well, subject, text in findings(project):
        broken += not well
        print(f"  {'ok' if well else 'NO':<3} {subject:<14} {text}", flush=True)
    return 1 if broken else 0


def findings(project: Project) -> Iterator[Finding]:
    yield from machine(project)
    yield from odoo(project)
    ready = project.venv_python.exists() and "odoo" in project.state()
    yield environment(project)
    yield from databases(project)
    yield from ports(project)
    yield browser()
    if ready and "japra_base" in project.modules():
        yield from engines(project)
    else:
        yield True, "printing", "tried after the first ./japra run"


def machine(project: Project) -> Iterator[Finding]:
    system_name = apt.os_release().get("PRETTY_NAME", platform.system())
    user = "root" if os.geteuid() == 0 else f"user {os.geteuid()}"
    yield True, "machine", f"{system_name}, {platform.machine()}, {user}"
    version = sys.version.split()[0]
    yield True, "python", f"{version} runs the launcher"
    try:
        yield True, "python", f"{python_env.find_interpreter(project)[0]} for Odoo"
    except Stop as stop:
        yield False, "python", str(stop)
    free = system.free_megabytes(project.home)
    needed = 500 if project.venv_python.exists() else 2500
    yield free >= needed, "disk", f"{free} MB free in {project.home}"


def odoo(project: Project) -> Iterator[Finding]:
    packages = sorted(project.cache.glob(f"{odoo_tree.PACKAGE}_*.deb"))
    for package in packages:
        yield True, "cache", str(package)
    if "odoo" in project.state():
        path = project.odoo_path
        there = (path / "odoo/release.py").exists() and project.odoo_script.exists()
        yield (
            there,
            "odoo",
            f"{path}{'' if there else ' has gone: ./japra run mends it'}",
        )
        if there:
            for name in odoo_tree.missing_files(project):
                yield False, "odoo", f"{name} is missing: ./japra run fetches it"
    elif packages or apt.is_debian() or shutil.which("git"):
        yield True, "odoo", "not there yet: ./japra run fetches it"
    else:
        yield False, "odoo", "cannot be fetched here: give it with --odoo PATH"


def environment(project: Project) -> Finding:
    if not project.venv_python.exists():
        return True, "libraries", "not there yet: ./japra run installs them"
    version = system.run(project, [project.venv_python, "-V"])
    text = f"{version.stdout.strip()} in {project.venv}"
    return version.returncode == 0, "libraries", text


def databases(project: Project) -> Iterator[Finding]:
    pg = project.postgres
    if not pg.embedded:
        yield True, "postgresql", f"{pg.host}:{pg.port}, named by the environment"
    elif not (project.pg_bin / "postgres").exists():
        yield True, "postgresql", "comes with the libraries"
        return
    else:
        running = postgres.is_running(project)
        state = "runs" if running else "stands still"
        yield True, "postgresql", f"{state}, socket {project.socket_dir}"
        yield True, "postgresql", f"data in {postgres.data(project)}"
        if not running:
            return
    query = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
    try:
        names = [row[0] for row in database.sql(project, "postgres", query)]
    except Stop as stop:
        yield False, "postgresql", str(stop)
        return
    version = database.sql(project, "postgres", "SHOW server_version")[0][0]
    yield True, "postgresql", f"{version}, databases: {', '.join(names)}"


def ports(project: Project) -> Iterator[Finding]:
    ours = list(server.running(project))
    for name, note in ours:
        where = server.url(note["host"], note["port"])
        yield True, "server", f"{name} on {where}, process {note['pid']}"
    if DEFAULT_PORT not in {note["port"] for _name, note in ours}:
        free = system.port_is_free("127.0.0.1", DEFAULT_PORT)
        text = "free" if free else "taken by another program: run --port N"
        yield free, "port", f"{DEFAULT_PORT} is {text}"


def browser() -> Finding:
    if found := find_browser():
        return True, "browser", found
    return True, "browser", "none: the second PDF engine and browser tests need one"


def engines(project: Project) -> Iterator[Finding]:
    """Odoo prints by itself here: no database, no server."""
    log = database.fresh_log(project, "doctor")
    script = ENGINES.format(folder=str(project.logs))
    try:
        output = database.shell(project, "", script, log, "Printing does not start.")
    except Stop as stop:
        yield False, "printing", str(stop)
        return
    tag = "JAPRA-PAGE "
    pages = [line for line in output.splitlines() if line.startswith(tag)]
    if not pages:
        yield False, "printing", "no PDF engine on this machine"
    for page in pages:
        state, text = page.removeprefix(tag).split("|", 1)
        yield state == "ok", "printing", text
