"""Looking into a database: Odoo's shell and the control check."""

from __future__ import annotations

import signal
import subprocess

from . import database, demo, system
from .project import Project, Stop

# Every company is checked as itself, so that company-dependent values are its own.
CHECK = """
import json

rows = [
    {"company": company.name, **{k: str(v) for k, v in failure.items()}}
    for company in env["res.company"].search([])
    for failure in env["coop.control"].with_company(company)._failures(company)
]
companies = env["res.company"].search_count([])
print("JAPRA-CHECK " + json.dumps({"rows": rows, "companies": companies}))
"""


def failures(project: Project, name: str) -> dict:
    """The rows of the control check: nothing is written."""
    log = database.fresh_log(project, f"check-{name}")
    failure = f"The check of {name} could not be made."
    output = database.shell(project, name, CHECK, log, failure)
    return database.tagged_json(output, "JAPRA-CHECK ")


def check(project: Project, name: str) -> int:
    """Print what the control check found; 1 when it found anything."""
    require(project, name)
    result = failures(project, name)
    for row in result["rows"]:
        print("  ".join((row["company"], row["check"], row["record"], row["message"])))
    found, companies = len(result["rows"]), result["companies"]
    print(f"check {name}: {companies} companies, {found} failures")
    return 1 if found else 0


def shell(project: Project, name: str) -> int:
    """Odoo's shell on the terminal: Ctrl-C belongs to it."""
    require(project, name)
    config = database.write_config(
        project, project.home / f"odoo-{name}.tool.conf", db_name=name
    )
    command = database.odoo_command(project, ["shell", "--no-http"], config)
    words = [str(word) for word in command]
    # A handler that does nothing: an ignored signal would be inherited.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    return subprocess.call(words, env=system.environment(project))


def require(project: Project, name: str) -> None:
    if not database.exists(project, name):
        hint = (
            "./japra run makes it" if name in demo.NAMES.values() else "is it named so?"
        )
        raise Stop(f"The database {name} is not there: {hint}.")
