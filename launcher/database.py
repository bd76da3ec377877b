"""Databases: made whole or not at all, updated when our add-ons changed."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import steps, system
from .project import Project, Stop, read_json, write_json, write_whole

# Odoo installs these by itself. They call services of others, or (mail_bot) greet
# every new teller with a chat. They are left out when a database is made, and what
# needs them then never follows.
REFUSED = (
    "google_gmail",
    "iap",
    "mail_bot",
    "microsoft_outlook",
    "partner_autocomplete",
    "sms",
    "snailmail",
    "web_unsplash",
)
# `db init` does not tell a failure by its exit code, hence the check in SQL.
INITIALISED = """
SELECT 1 FROM res_company c
  JOIN res_currency cur ON cur.id = c.currency_id
  JOIN res_users u ON u.id = (SELECT res_id FROM ir_model_data
       WHERE module = 'base' AND name = 'user_admin')
  JOIN res_partner p ON p.id = u.partner_id
 WHERE c.id = 1 AND cur.name = 'IDR' AND p.lang = 'id_ID'
"""
# Whole rupiah before the chart exists; then everything wanted and everything that
# installs itself with it, except the services of others, in one load.
INSTALL = """
from odoo.tools import config

wanted, refused = {wanted!r}, {refused!r}
env.ref("base.IDR").rounding = 1.0
env["res.lang"]._activate_lang("en_US")
env["res.users"].with_context(active_test=False).search([]).tz = "Asia/Jakarta"
Module = env["ir.module.module"]
Module.update_list()
missing = set(wanted) - set(Module.search([]).mapped("name"))
assert not missing, "Unknown modules: %s" % ", ".join(sorted(missing))
chosen = Module.search([("name", "in", wanted)])
country = env.company.country_id
candidates = Module.search([("auto_install", "=", True), ("name", "not in", refused)])
while True:
    chosen |= chosen.upstream_dependencies(exclude_states=["installed"])
    ready = set((chosen | Module.search([("state", "=", "installed")])).mapped("name"))
    more = (candidates - chosen).filtered(
        lambda module: module.state == "uninstalled"
        and not set(module.dependencies_id.mapped("name")) & set(refused)
        and (not module.country_ids or country in module.country_ids)
        and set(
            module.dependencies_id.filtered("auto_install_required").mapped("name")
        ) <= ready
    )
    if not more:
        break
    chosen |= more
config["skip_auto_install"] = True
env.cr.commit()
chosen.filtered(lambda m: m.state == "uninstalled").button_immediate_install()
cron = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
if cron:
    cron.active = False
env.cr.commit()
"""


def write_config(project: Project, path: Path, **options: object) -> Path:
    """Write an odoo.conf for this project; `options` add to it or replace."""
    server = project.postgres
    values: dict[str, object] = {
        "data_dir": project.data_dir,
        "addons_path": project.addons if project.modules() else None,
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "db_password": server.password or None,
        "pg_path": project.pg_bin,
        "http_interface": "127.0.0.1",
        "list_db": False,
        "server_wide_modules": "base,rpc,web,queue_job",
        **options,
    }
    lines = ["[options]"]
    lines += [f"{key} = {value}" for key, value in values.items() if value is not None]
    lines += ["", "[queue_job]", "channels = root:2", ""]
    write_whole(path, "\n".join(lines))
    return path


def odoo_command(project: Project, args: Sequence[object], config: Path) -> list:
    """A command of Odoo's own script; it takes -c after its first words."""
    words = [str(word) for word in args]
    # `module` and `i18n` have a subcommand before -c, `db` has it after.
    after = 2 if words and words[0] in {"module", "i18n"} else 1
    if words and words[0].startswith("-"):
        after = 0
    script = [project.venv_python, project.odoo_script]
    return [*script, *words[:after], "-c", config, *words[after:]]


def odoo(
    project: Project,
    args: Sequence[object],
    *,
    db: str | None = None,
    log: Path | None = None,
    config: Path | None = None,
    text_input: str | None = None,
    stderr: int | None = None,
) -> subprocess.CompletedProcess:
    """Run Odoo's own script with our configuration; `db` is its only database."""
    config = config or write_config(
        project, project.home / f"odoo-{db or 'no'}.tool.conf", db_name=db or None
    )
    options = {} if stderr is None else {"stderr": stderr}
    command = odoo_command(project, args, config)
    return system.run(project, command, log=log, text_input=text_input, **options)


def shell(project: Project, db: str, script: str, log: Path, failure: str) -> str:
    """Run a script in `odoo shell`; returns what it printed, logs what was logged."""
    with open(log, "a", encoding="utf-8") as errors:
        result = odoo(
            project,
            ["shell", "--no-http", "--logfile="],
            db=db,
            text_input=script,
            stderr=errors.fileno(),
        )
    if result.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")
        raise Stop(system.explain(project, failure, said, log))
    return result.stdout


# -------------------------------------------------------------------- psql


def client_command(project: Project, tool: str) -> list[object]:
    server = project.postgres
    login = ["-h", server.host, "-p", server.port, "-U", server.user]
    return [project.pg_bin / tool, *login]


def client_environment(project: Project) -> dict[str, str]:
    """The environment of PostgreSQL's own tools."""
    password = project.postgres.password
    env = system.environment(project)
    return {**env, "PGPASSWORD": password} if password else env


def run_client(
    project: Project, tool: str, *arguments: object, failure: str, **options: object
) -> str:
    """Run psql, createdb, pg_dump ... on the project's server."""
    command = [*client_command(project, tool), *arguments]
    env = client_environment(project)
    return system.need(project, command, failure, env=env, **options)


def sql(project: Project, db: str, query: str) -> list[tuple[str, ...]]:
    """The rows of a query as texts; '' stands for NULL."""
    output = run_client(
        project,
        "psql",
        *("-d", db, "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e"),
        *("-v", "ON_ERROR_STOP=1", "-c", query),
        failure=f"The database {db} does not answer.",
    )
    rows = output.rstrip("\n").split("\x1e") if output.strip("\n") else []
    return [tuple(row.split("\x1f")) for row in rows]


def valid_name(name: str) -> str:
    """The name of a database, when it can also be a file's and a folder's."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}", name):
        raise Stop(f"{name!r} is no name for a database: letters, digits, _ and -.")
    return name


def exists(project: Project, db: str) -> bool:
    return (db,) in sql(project, "postgres", "SELECT datname FROM pg_database")


def drop(project: Project, db: str) -> None:
    """Remove a database, its connections, its files and what is noted of it."""
    if exists(project, db):
        # Not FORCE: it wants to end an autovacuum worker too, and that belongs to the
        # server's first role. The plain DROP sends such a worker away by itself.
        sql(project, "postgres", f'ALTER DATABASE "{db}" ALLOW_CONNECTIONS false')
        sql(
            project,
            "postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{db}' AND usename = current_user",
        )
        run_client(
            project, "dropdb", db, failure=f"The database {db} cannot be dropped."
        )
    steps.remove(project.filestore(db))
    record_path(project, db).unlink(missing_ok=True)


def copy_database(project: Project, source: str, target: str) -> None:
    """Copy a database with its files; nobody may be connected to the source."""
    run_client(
        project,
        "createdb",
        *("-T", source, target),
        failure=f"The database {source} cannot be copied.",
    )
    if project.filestore(source).is_dir():
        steps.remove(project.filestore(target))
        shutil.copytree(project.filestore(source), project.filestore(target))


def rename(project: Project, source: str, target: str) -> None:
    """Give a finished database its name; the files first, the name is the proof."""
    steps.remove(project.filestore(target))
    if project.filestore(source).is_dir():
        project.filestore(source).rename(project.filestore(target))
    sql(project, "postgres", f'ALTER DATABASE "{source}" RENAME TO "{target}"')


# ------------------------------------------------------------------ making


def create_template(
    project: Project, name: str, modules: Iterable[str], password: str = "admin"
) -> None:
    """Make a database with these modules: Indonesian and English, whole rupiah.

    A half-made one of an earlier run is replaced. The administrator is `admin`.
    """
    log = fresh_log(project, f"create-{name}")
    drop(project, name)
    # A database begins with base alone: what installs itself is decided by us.
    config = write_config(
        project,
        project.home / f"odoo-{name}.tool.conf",
        db_name=name,
        skip_auto_install=True,
    )
    init = ["db", "init", name, "--country", "ID", "--language", "id_ID"]
    init += ["--username", "admin", "--password", password]
    odoo(project, init, config=config, log=log)
    failure = f"The database {name} cannot be made."
    if not exists(project, name) or not _is_initialised(project, name):
        said = log.read_text(encoding="utf-8", errors="replace")
        raise Stop(system.explain(project, failure, said, log))
    wanted = list(modules)
    script = INSTALL.format(wanted=wanted, refused=REFUSED)
    shell(project, name, script, log, failure)
    verify_modules(project, name, wanted, log)


def _is_initialised(project: Project, name: str) -> bool:
    there = sql(project, name, "SELECT 1 FROM pg_class WHERE relname = 'res_company'")
    return bool(there) and bool(sql(project, name, INITIALISED))


def fresh_log(project: Project, name: str) -> Path:
    log = project.logs / f"{name}.log"
    log.unlink(missing_ok=True)
    return log


def verify_modules(
    project: Project, db: str, modules: Iterable[str], log: Path
) -> None:
    """Exit codes do not tell: every module must be installed, none half-way."""
    states = dict(sql(project, db, "SELECT name, state FROM ir_module_module"))
    wrong = [name for name in modules if states.get(name) != "installed"]
    wrong += [name for name, state in states.items() if state.startswith("to ")]
    if wrong:
        names = ", ".join(sorted(set(wrong)))
        said = log.read_text(encoding="utf-8", errors="replace")
        raise Stop(system.explain(project, f"Not installed: {names}.", said, log))


def module_hashes(project: Project) -> dict[str, str]:
    """What decides whether a module of ours must be updated in a database."""
    return {
        name: steps.fingerprint(
            *steps.files_of(project.addons / name, {"tests", "static", "readme"})
        )
        for name in project.modules()
    }


def update(project: Project, db: str) -> None:
    """Install or update the modules of ours that changed since the last time."""
    record = read_record(project, db)
    before, now = record.get("modules", {}), module_hashes(project)
    changed = sorted(name for name in now if before.get(name) != now[name])
    if not changed:
        return
    log = fresh_log(project, f"update-{db}")
    with steps.step(f"Updating {', '.join(changed)} in {db}"):
        states = dict(sql(project, db, "SELECT name, state FROM ir_module_module"))
        known = {"installed", "to upgrade"}
        arguments = ["--no-http", "--stop-after-init", "--logfile="]
        updated = [name for name in changed if states.get(name) in known]
        new = [name for name in changed if states.get(name) not in known]
        for option, names in (("-u", updated), ("-i", new)):
            if names:
                arguments += [option, ",".join(names)]
        if updated:
            # Else what was translated before keeps the words of its old source.
            arguments.append("--i18n-overwrite")
        odoo(project, ["server", *arguments], db=db, log=log)
        verify_modules(project, db, changed, log)
    write_record(project, db, {**record, "modules": now})


# ------------------------------------------------------------------ records


def record_path(project: Project, db: str) -> Path:
    return project.home / f"database-{db}.json"


def read_record(project: Project, db: str) -> dict:
    """What is noted of a database: its kind, modules and the logins to show."""
    return read_json(record_path(project, db))


def write_record(project: Project, db: str, record: dict) -> None:
    write_json(record_path(project, db), record)


def new_password() -> str:
    return secrets.token_urlsafe(9)


def tagged_json(output: str, tag: str) -> dict:
    """The value a shell script printed behind `tag`, whatever else it printed."""
    for line in output.splitlines():
        if line.startswith(tag):
            return json.loads(line.removeprefix(tag))
    return {}
