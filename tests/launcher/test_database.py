"""Databases are dropped whatever else is at work in them."""

import time

from launcher import database

# Of another role's process only its database may be seen.
WORKERS = "SELECT 1 FROM pg_stat_activity WHERE datname = '{}'"


def test_drop_sends_autovacuum_away(project):
    """A worker of the server's own is not ours to end: FORCE is refused over it."""
    name = "japra_test_drop"
    database.drop(project, name)
    database.run_client(project, "createdb", name, failure="no database")
    # So slow a vacuum of so eager a table that the worker is met at its work.
    database.sql(
        project,
        name,
        "CREATE TABLE slow WITH (autovacuum_vacuum_insert_threshold = 1,"
        " autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)"
        " AS SELECT generate_series(1, 500000) AS number",
    )
    deadline = time.monotonic() + 180
    while not database.sql(project, "postgres", WORKERS.format(name)):
        assert time.monotonic() < deadline, "no autovacuum worker came"
        time.sleep(0.2)

    database.drop(project, name)

    assert not database.exists(project, name)
