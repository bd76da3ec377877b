"""What the containers do, as far as it can be shown without a container engine."""

import configparser
import os
import subprocess
import time
import urllib.request

import pytest

from launcher import database, logscan, system

ENTRYPOINT = "config/entrypoint.sh"


@pytest.fixture
def tools(project, tmp_path):
    """A folder with programs in the place of the image's; `odoo` tells its call."""
    folder = tmp_path / "bin"
    folder.mkdir()
    write_tool(folder / "odoo", 'echo "odoo $*"; echo "password ${PGPASSWORD:-none}"')
    write_tool(folder / "pg_isready", "exit 0")
    return folder


def write_tool(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def use_odoo(project, tools):
    """The launcher's Odoo in the place of the image's: a Python script too."""
    script = "import odoo.cli\n\nodoo.cli.main()"
    (tools / "odoo").write_text(f"#!{project.venv_python}\n{script}\n")


def start(project, tools, *words, **variables):
    env = {**system.environment(project), "PGDATABASE": "japra", **variables}
    env["PATH"] = f"{tools}:{env['PATH']}"
    return subprocess.run(
        [project.root / ENTRYPOINT, *words], env=env, capture_output=True, text=True
    )


def test_serve_with_the_secret_of_a_file(project, tools, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("word:\\ 'of'\n")
    done = start(project, tools, "serve", PGPASSWORD_FILE=str(secret))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "odoo server --config=/etc/odoo/odoo.conf --database=japra",
        "password word:\\ 'of'",
    ]


def test_serving_is_what_it_does_by_itself(project, tools):
    assert start(project, tools).stdout == start(project, tools, "serve").stdout


def test_other_commands_reach_odoo_unchanged(project, tools):
    done = start(project, tools, "i18n", "export", "-l", "pot", "japra_base")
    assert done.stdout.startswith("odoo i18n export -l pot japra_base\n")


def test_a_missing_secret_is_one_sentence(project, tools, tmp_path):
    done = start(project, tools, PGPASSWORD_FILE=str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"japra: the secret {tmp_path}/none is missing or empty\n"


def test_a_missing_database_name_is_one_sentence(project, tools):
    done = start(project, tools, PGDATABASE="")
    assert done.returncode == 1
    assert done.stderr == "japra: PGDATABASE does not name the database\n"


def test_a_silent_server_is_one_sentence(project, tools):
    write_tool(tools / "pg_isready", "exit 2")
    done = start(project, tools, PGWAIT="1", PGHOST="db")
    assert done.returncode == 1
    assert done.stderr == "japra: PostgreSQL at db does not answer\n"


def test_prepare_makes_and_then_keeps_a_database(project, tools, tmp_path):
    """The real road, on the Odoo and the PostgreSQL of the launcher."""
    name = "japra_test_container"
    (tools / "pg_isready").unlink()
    use_odoo(project, tools)
    secret = tmp_path / "admin_password"
    postgres = project.postgres
    variables = {
        "PATH": f"{project.venv_python.parent}:{project.pg_bin}:{os.environ['PATH']}",
        "PGHOST": postgres.host,
        "PGPORT": str(postgres.port),
        "PGUSER": postgres.user,
        "PGDATABASE": name,
        "JAPRA_DATA": str(tmp_path / "data"),
        "ADMIN_PASSWORD_FILE": str(secret),
    }
    database.drop(project, name)
    try:
        done = start(project, tools, "prepare", **variables)
        assert done.returncode == 1
        assert "admin's first password is missing" in done.stderr
        assert not database.exists(project, name)
        secret.write_text("first-word\n")
        done = start(project, tools, "prepare", **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        rows = database.sql(project, name, "SELECT login FROM res_users WHERE id = 2")
        assert rows == [("admin",)]
        states = dict(
            database.sql(project, name, "SELECT name, state FROM ir_module_module")
        )
        assert {states[module] for module in project.modules()} == {"installed"}
        assert (tmp_path / "data" / "filestore" / name).is_dir()
        record = (tmp_path / "data/japra" / f"database-{name}.json").read_text()
        assert '"logins": {}' in record
        assert done.stdout != ""
        # Nothing changed, nothing is done.
        again = start(project, tools, "prepare", **variables)
        assert (again.returncode, again.stdout) == (0, "")
    finally:
        database.drop(project, name)


def test_production_configuration(project, database_copy, tools, tmp_path):
    """Odoo takes the file without a warning, and serves with workers."""
    # Only the places are other ones.
    text = (project.root / "config/odoo.production.conf").read_text()
    text = text.replace("/opt/japra/addons", str(project.addons))
    config = tmp_path / "odoo.conf"
    config.write_text(text.replace("/var/lib/odoo", str(project.data_dir)))
    parser = configparser.ConfigParser()
    parser.read(config)
    options = parser["options"]
    assert (options["list_db"], options["proxy_mode"]) == ("False", "True")
    assert int(options["workers"]) > 1
    assert not [name for name in options if "passw" in name]
    use_odoo(project, tools)
    port = system.free_port("127.0.0.1", 18069)
    postgres = project.postgres
    env = {
        **system.environment(project),
        "PATH": f"{tools}:{project.venv_python.parent}:{os.environ['PATH']}",
        "PGHOST": postgres.host,
        "PGPORT": str(postgres.port),
        "PGUSER": postgres.user,
        "PGDATABASE": database_copy,
        "ODOO_RC": str(config),
    }
    words = ["serve", "--http-interface=127.0.0.1", f"--http-port={port}"]
    words += [f"--gevent-port={port + 3}", f"--db-filter=^{database_copy}$"]
    log = database.fresh_log(project, "test-production")
    with open(log, "w") as output:
        child = system.start(
            project,
            [project.root / ENTRYPOINT, *words, "--workers=2"],
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            assert (
                wait_for(f"http://127.0.0.1:{port}/web/health") == b'{"status": "pass"}'
            )
            health = f"http://127.0.0.1:{port + 3}/websocket/health"
            assert wait_for(health) == b'{"status": "pass"}'
        finally:
            system.stop_child(child)
    logscan.check(log)


def wait_for(url, seconds=60):
    """The body of a page, as soon as it is served."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=seconds) as answer:
                return answer.read()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
