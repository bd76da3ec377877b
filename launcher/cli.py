"""The commands: what they are called, what they do in which order, how they end."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
import time

from . import database, postgres, system
from .project import Project, Stop

DEFAULT_PORT = 8069


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./japra", description="Japra: a cooperative federation on Odoo 19."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start the suite with its demonstration")
    run.add_argument("--port", type=int, default=DEFAULT_PORT)
    run.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for a trusted LAN")
    run.add_argument("--database", help="another database than japra")
    run.add_argument("--empty", action="store_true", help="a clean database instead")
    run.add_argument("--odoo", metavar="PATH", help="an Odoo 19: folder or package")

    for name, text in (
        ("check", "run the control check over every company"),
        ("shell", "open Odoo's shell"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--database", default="japra")

    backup = commands.add_parser("backup", help="write one file with everything")
    backup.add_argument("--database", default="japra")
    backup.add_argument("file", nargs="?", help="where to write it")

    restore = commands.add_parser("restore", help="bring a backup back and prove it")
    restore.add_argument("file")
    restore.add_argument("--database", help="the name to restore it under")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    restore.add_argument(
        "--live",
        action="store_true",
        help="leave mail, schedulers and payment providers on",
    )

    commands.add_parser("doctor", help="say what is there and what is missing")
    commands.add_parser("stop", help="stop everything of this folder")
    for name, text in (
        ("test", "lint and tests; an add-on and arguments of pytest may follow"),
        ("lint", "everything known without a database"),
        ("bench", "the measured table"),
    ):
        # Their arguments are theirs: --docs, --json, pytest's own.
        commands.add_parser(name, help=text, add_help=False)
    return parser


def main(arguments: list[str]) -> int:
    """Run a command; every expected trouble is one sentence and exit code 1."""
    options, rest = build_parser().parse_known_args(arguments)
    if rest and options.command not in {"test", "lint", "bench"}:
        build_parser().error(f"unknown argument: {rest[0]}")
    system.interrupt_on_signals()
    try:
        project = Project.here()
        if getattr(options, "database", None):
            database.valid_name(options.database)
        try:
            return COMMANDS[options.command](project, options, rest)
        finally:
            system.stop_children()
            postgres.release(project)
    except Stop as stop:
        print(f"japra: {stop}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        # Not by returning: a thread that unpacks would be waited for. What it makes
        # lies in a temporary place.
        os._exit(130)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("japra: the disk is full; nothing half-made is used.", file=sys.stderr)
    return 1


def run(project: Project, options: argparse.Namespace, _rest: list[str]) -> int:
    from . import demo, ground, server

    kind = demo.EMPTY if options.empty else demo.DEMONSTRATION
    name = options.database or demo.NAMES[kind]
    began = time.monotonic()
    busy = f"Japra already runs {name}{_where(project, name)}; ./japra stop ends it."
    with project.lock(f"run-{name}", refused=busy):
        # One that a killed launcher left behind holds the port and the database.
        server.stop_noted(project, name)
        if not system.port_is_free(options.host, options.port):
            free = system.free_port(options.host, options.port + 1)
            raise Stop(f"Port {options.port} is taken; ./japra run --port {free}")
        ground.prepare(project, odoo=options.odoo)
        record = demo.prepare(project, name, kind)
        child = server.serve(project, name, options.host, options.port)
        print(f"\nReady in {time.monotonic() - began:.1f} s:")
        print(f"  {server.url(options.host, options.port)}\n")
        if record.get("logins"):
            print(demo.logins_table(record))
        print("\nCtrl-C stops it.", flush=True)
        server.warm(project, name)
        try:
            code = child.wait()
        finally:
            system.stop_child(child)
            server.note_path(project, name).unlink(missing_ok=True)
    if code == 0:
        print("Stopped by another command.")
        return 0
    raise Stop(f"Odoo ended by itself (code {code}); see {project.logs}.")


def _where(project: Project, name: str) -> str:
    from . import server

    for running, note in server.running(project):
        if running == name:
            return f" on {server.url(note['host'], note['port'])}"
    return ""


def check(project: Project, options: argparse.Namespace, _rest: list[str]) -> int:
    from . import control, ground

    ground.prepare(project)
    return control.check(project, options.database)


def shell(project: Project, options: argparse.Namespace, _rest: list[str]) -> int:
    from . import control, ground

    ground.prepare(project)
    return control.shell(project, options.database)


def backup(project: Project, options: argparse.Namespace, _rest: list[str]) -> int:
    from . import backup, ground

    ground.prepare(project)
    return backup.write(project, options.database, options.file)


def restore(project: Project, options: argparse.Namespace, _rest: list[str]) -> int:
    from . import backup, ground

    ground.prepare(project)
    return backup.restore(
        project, options.file, options.database, yes=options.yes, live=options.live
    )


def doctor(project: Project, _options: argparse.Namespace, _rest: list[str]) -> int:
    from . import doctor

    return doctor.report(project)


def stop(project: Project, _options: argparse.Namespace, _rest: list[str]) -> int:
    from . import server

    names = [name for name, _note in server.running(project)]
    for name in names:
        server.stop_noted(project, name)
        print(f"Stopped the server of {name}.")
    # The launchers of those servers stop PostgreSQL; one that was killed did not.
    with project.lock("postgres"):
        if postgres.is_running(project):
            postgres.stop(project)
            print("Stopped PostgreSQL.")
        elif not names:
            print("Nothing was running.")
    return 0


def outside(project: Project, options: argparse.Namespace, rest: list[str]) -> int:
    """`test`, `lint` and `bench` read their own arguments."""
    names = {"test": "testing", "lint": "lint", "bench": "bench"}
    module = importlib.import_module(f"launcher.{names[options.command]}")
    return module.main(project, rest)


COMMANDS = {
    "run": run,
    "check": check,
    "shell": shell,
    "backup": backup,
    "restore": restore,
    "doctor": doctor,
    "stop": stop,
    "test": outside,
    "lint": outside,
    "bench": outside,
}
