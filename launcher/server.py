"""Odoo's server: started, watched until it answers, stopped by its process id."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from . import database, steps, system
from .project import Project, Stop, read_json, write_json

START_SECONDS = 180
# What the login page, the web client and papers load, built once for a state of the
# code: the first page then opens at once.
WARM = """
qweb = env["ir.qweb"]
for name in ("frontend_minimal", "frontend", "frontend_lazy", "web"):
    qweb._get_asset_bundle("web.assets_" + name, css=False, js=True).js()
for name in ("assets_frontend", "assets_web", "assets_web_print"):
    qweb._get_asset_bundle("web." + name, css=True, js=False).css()
for name in ("report_assets_common", "report_assets_pdf"):
    qweb._get_asset_bundle("web." + name, css=True, js=False).css()
env.cr.commit()
"""


def note_path(project: Project, name: str) -> Path:
    return project.home / f"server-{name}.json"


def running(project: Project) -> Iterator[tuple[str, dict]]:
    """Database and note of every server of this folder that is alive."""
    for path in sorted(project.home.glob("server-*.json")):
        note = read_json(path)
        if note and is_ours(project, note):
            yield path.stem.removeprefix("server-"), note


def is_ours(project: Project, note: dict) -> bool:
    """A pid alone says nothing: another process may have got it since."""
    return note["config"] in system.command_line(note["pid"]).split()


def stop_noted(project: Project, name: str, seconds: float = 30) -> None:
    """Stop the server noted for a database, if it is still the same process."""
    note = read_json(note_path(project, name))
    if note and is_ours(project, note):
        os.kill(note["pid"], signal.SIGTERM)
        if not system.wait_until_gone(note["pid"], seconds):
            with contextlib.suppress(ProcessLookupError):
                os.kill(note["pid"], signal.SIGKILL)
            system.wait_until_gone(note["pid"], 5)
    note_path(project, name).unlink(missing_ok=True)


def serve(project: Project, name: str, host: str, port: int) -> subprocess.Popen:
    """Start the server and return when its login page answers."""
    log = project.logs / f"odoo-{name}.log"
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))
    config = database.write_config(
        project,
        project.home / f"odoo-{name}.conf",
        db_name=name,
        dbfilter=f"^{name}$",
        http_interface=host,
        http_port=port,
        gevent_port=port + 3,
    )
    with steps.step("Odoo"), open(log, "a") as output:
        command = database.odoo_command(project, ["server"], config)
        child = system.start(project, command, stdout=output, stderr=subprocess.STDOUT)
        note = {"pid": child.pid, "config": str(config), "host": host, "port": port}
        note["launcher"] = os.getpid()
        write_json(note_path(project, name), note)
        # By number: a bare system may not know the name localhost.
        address = "127.0.0.1" if host == "0.0.0.0" else host
        _wait(project, child, f"http://{address}:{port}/web/login", log)
    return child


def url(host: str, port: int) -> str:
    return f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}"


def _wait(project: Project, child: subprocess.Popen, page: str, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if child.poll() is not None:
            said = log.read_text(encoding="utf-8", errors="replace")
            raise Stop(system.explain(project, "Odoo does not start.", said, log))
        with contextlib.suppress(
            OSError, urllib.error.URLError, http.client.HTTPException
        ):
            with opener.open(page, timeout=START_SECONDS) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.2)
    raise Stop(f"Odoo does not answer after {START_SECONDS} s. All of it: {log}")


def warm(project: Project, name: str) -> None:
    """Build the web bundles in the background when the code changed."""
    record = database.read_record(project, name)
    value = steps.fingerprint(
        json.dumps(project.state().get("odoo")),
        *(
            path
            for module in project.modules()
            for path in steps.files_of(project.addons / module, {"tests"})
        ),
    )
    if record.get("warm") == value:
        return

    def build() -> None:
        log = database.fresh_log(project, f"warm-{name}")
        with contextlib.suppress(Stop):
            database.shell(project, name, WARM, log, "Bundles are not built.")
            record = database.read_record(project, name)
            database.write_record(project, name, {**record, "warm": value})

    threading.Thread(target=build, daemon=True).start()
