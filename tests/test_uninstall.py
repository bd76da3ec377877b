"""Uninstalling leaves a usable database, or is refused where books need the add-on."""

from launcher import database, templates

STATES = "SELECT name, state FROM ir_module_module"
LEFT_BEHIND = """
SELECT 'model ' || model FROM ir_model WHERE model LIKE 'coop.%'
 UNION ALL
SELECT 'field ' || model || '.' || name FROM ir_model_fields WHERE name LIKE 'coop\\_%'
 UNION ALL
SELECT 'table ' || relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'coop\\_%'
"""
POST = """
account = env["account.account"]
journal = env["account.journal"].create(
    {"name": "Sealed", "code": "SLD", "type": "general", "coop_sealed": True}
)
cash = account.search([("account_type", "=", "asset_cash")], limit=1)
income = account.search([("account_type", "=", "income")], limit=1)
move = env["account.move"]._coop_post_entry(
    journal,
    "2026-01-31",
    "test/1",
    [
        {"account": cash, "name": "Paid", "amount": 1000},
        {"account": income, "name": "Paid", "amount": -1000},
    ],
)
env["account.move"]._coop_seal(journal)
assert move.inalterable_hash
env.cr.commit()
"""
REFUSED = "Members' entries are posted in this database"


def uninstall(project, name, addon):
    log = database.fresh_log(project, "test-uninstall")
    database.odoo(project, ["module", "uninstall", addon], db=name, log=log)
    return log.read_text(encoding="utf-8")


def test_uninstalled_one_by_one(project, database_copy, login_page):
    """From the top down to the last; then nothing of ours is in the database."""
    waiting = set(project.modules())
    while waiting:
        # One that no other stands on.
        below = {
            name for addon in waiting for name in templates.depends(project, addon)
        }
        addon = min(waiting - below)
        uninstall(project, database_copy, addon)
        states = dict(database.sql(project, database_copy, STATES))
        assert states[addon] == "uninstalled"
        login_page(database_copy)
        waiting.remove(addon)
    assert database.sql(project, database_copy, LEFT_BEHIND) == []


def test_refused_with_sealed_entries(project, database_copy, login_page):
    log = database.fresh_log(project, "test-sealed")
    failure = "The entry was not posted."
    database.shell(project, database_copy, POST, log, failure)
    said = uninstall(project, database_copy, "japra_base")
    assert REFUSED in said, said[-2000:]
    states = dict(database.sql(project, database_copy, STATES))
    assert {states[addon] for addon in project.modules()} == {"installed"}
    login_page(database_copy)
