"""The databases `run` offers: the demonstration, or an empty one for a start."""

from __future__ import annotations

from functools import partial

from . import database, steps, system
from .project import Project, Stop

DEMONSTRATION, EMPTY = "demonstration", "empty"
NAMES = {DEMONSTRATION: "japra", EMPTY: "japra_empty"}
ENTRY = "addons/japra_membership/demo/federation.py"
# The add-on builds it through public methods and answers
# login -> {"role": ..., "name": ..., "password": ...}.
#
# Two processes, as a machine has two cores: the homes of each take about as long.
HOMES = (("akuarium",), ("marlina", "kunir"))
PLAY = """
import json
import time
from functools import partial
from odoo.addons.japra_membership.demo import federation
from odoo.service.model import retrying

logins, end = {}, time.monotonic() + 600
for name in HOMES:
    while not federation.can_found(env, name):
        # What the other process commits is seen by a new transaction only.
        env.cr.rollback()
        if time.monotonic() > end:
            raise TimeoutError(f"{name} waits for what is founded before it")
        time.sleep(0.1)
    # Each commits. A row that both write makes one of them begin again; the log of a
    # test may not say so.
    logins |= retrying(partial(federation.found, env, name), env)
    retrying(partial(federation.play, env, name), env)
print("JAPRA-LOGINS " + json.dumps(logins))
"""
JOIN = """
import json
from odoo.addons.japra_membership.demo import federation

logins = federation.join(env)
# Invented people have invented addresses: nothing may ever be sent to them.
env["ir.mail_server"].create(
    {"name": "Demonstration: no mail leaves", "smtp_host": "invalid", "smtp_port": 1025}
)
env.cr.commit()
print("JAPRA-LOGINS " + json.dumps(logins))
"""


def prepare(project: Project, name: str, kind: str) -> dict:
    """See that the database is there and up to date; returns what is noted of it."""
    waiting = f"  Another japra is preparing {name}; waiting for it."
    with project.lock(f"making-{name}", waiting=waiting):
        if not database.exists(project, name):
            _make(project, name, kind)
        elif not database.read_record(project, name):
            _adopt(project, name)
        database.update(project, name)
        return _without_used_password(project, name)


def _without_used_password(project: Project, name: str) -> dict:
    """The first password of an empty database is forgotten once it was used."""
    record = database.read_record(project, name)
    query = "SELECT 1 FROM res_users_log WHERE create_uid > 1 LIMIT 1"
    if record["kind"] == EMPTY and record["logins"]:
        if database.sql(project, name, query):
            record["logins"] = {}
            database.write_record(project, name, record)
    return record


def _make(project: Project, name: str, kind: str) -> None:
    """Make it under another name: what carries the name is whole."""
    making = f"{name}__making"
    password = database.new_password()
    logins = {"admin": ("Administrator", password)}
    modules = project.modules() or ["account", "l10n_id", "portal"]
    hashes = database.module_hashes(project)
    with steps.step(f"Database {name}"):
        modules = [*modules, "queue_job"]
        database.create_template(project, making, modules, password)
    if kind == DEMONSTRATION and (project.root / ENTRY).exists():
        with steps.step("Demonstration federation"):
            made = play(project, making, f"demonstration-{name}")
        for login, user in made.items():
            logins[login] = (f"{user['role']} ({user['name']})", user["password"])
    record = {"kind": kind, "logins": logins, "modules": hashes}
    # Before the rename: a database under its own name always has its passwords.
    database.write_record(project, name, record)
    database.rename(project, making, name)


def play(project: Project, db: str, log_name: str, before: str = "") -> dict:
    """Make the demonstration in a database; return what the add-on tells of its logins.

    `before` goes before each script; `log_name` begins the names of its logs.
    """

    def run(part: str, script: str) -> dict:
        log = database.fresh_log(project, f"{log_name}-{part}")
        failure = "The demonstration cannot be made."
        output = database.shell(project, db, before + script, log, failure)
        return database.tagged_json(output, "JAPRA-LOGINS ")

    plays = (partial(run, names[0], f"HOMES = {names}{PLAY}") for names in HOMES)
    played = system.side_by_side(*plays)
    logins = run("join", JOIN)
    for part in played:
        logins |= part
    return logins


def _adopt(project: Project, name: str) -> None:
    """Take a database that was not made here, when it is one of the suite."""
    query = "SELECT to_regclass('ir_module_module') IS NOT NULL"
    if database.sql(project, name, query) == [("t",)]:
        query = (
            "SELECT 1 FROM ir_module_module"
            " WHERE name = 'japra_base' AND state = 'installed'"
        )
        if database.sql(project, name, query):
            database.write_record(project, name, {"kind": "own", "logins": {}})
            return
    raise Stop(
        f"The database {name} is not one of Japra; choose another with --database."
    )


def logins_table(record: dict) -> str:
    """The logins as lines: role, login, password."""
    rows = [("Role", "Login", "Password")]
    rows += [(role, login, word) for login, (role, word) in record["logins"].items()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  "
        + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        for row in rows
    )
