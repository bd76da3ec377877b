"""Updating changes nothing: what an update repeats, it must find as it left it."""

import re

from launcher import database, templates

TABLES = """
SELECT format('SELECT %L, count(*) FROM %I', relname, relname) FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
XMLIDS = """
SELECT module, name, model, res_id FROM ir_model_data ORDER BY module, name
"""
# They count what happened, not what is there: wake-ups of crons and signals.
VOLATILE = {"ir_cron_trigger", "orm_signaling_registry"}
# pg_dump 16 puts a random word here.
RANDOM = re.compile(r"^\\(un)?restrict .*$", re.MULTILINE)


def schema(project, name):
    dump = database.run_client(
        project,
        "pg_dump",
        *("--schema-only", "--no-owner", name),
        failure="The schema cannot be read.",
    )
    return RANDOM.sub("", dump).splitlines()


def row_counts(project, name):
    queries = [row[0] for row in database.sql(project, name, TABLES)]
    counts = dict(database.sql(project, name, " UNION ALL ".join(queries)))
    return {table: count for table, count in counts.items() if table not in VOLATILE}


def state(project, name):
    return {
        "schema": schema(project, name),
        "xmlids": database.sql(project, name, XMLIDS),
        "rows": row_counts(project, name),
    }


def test_update_twice_changes_nothing(project, database_copy):
    before = state(project, database_copy)
    assert len(before["schema"]) > 1000
    assert {row[0] for row in before["xmlids"]} >= set(project.modules())
    for _time in range(2):
        templates.install(project, database_copy, project.modules(), "-u")
        after = state(project, database_copy)
        for part, value in before.items():
            assert after[part] == value, part
