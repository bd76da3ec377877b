"""Chromium for browser tests: found, or installed where that may be done."""

from __future__ import annotations

import os
import shutil

from . import steps, system
from .apt import is_debian
from .project import Project, Stop

# The names under which Odoo's own tests look for it.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends", "chromium")


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def need(project: Project) -> None:
    """See that there is a browser; without one its tests would be skipped."""
    if find():
        return
    if os.geteuid() != 0 or not is_debian():
        command = f"sudo {' '.join(INSTALL)}"
        raise Stop(f"The browser tests need Chromium; on Debian: {command}")
    failure = "Chromium cannot be installed."
    log = project.logs / "apt-chromium.log"
    log.unlink(missing_ok=True)
    env = {**system.environment(project), "DEBIAN_FRONTEND": "noninteractive"}
    with steps.step("Chromium for the browser tests"):
        # The lists may be absent: container images delete them.
        system.need(project, ["apt-get", "update"], failure, log=log, env=env)
        system.need(project, INSTALL, failure, log=log, env=env)
    if not find():
        raise Stop(failure)
