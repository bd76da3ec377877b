"""Everything below a database: Odoo's tree, the Python environment, PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from . import odoo_tree, postgres, python_env, system
from .apt import Archive
from .project import Project


def prepare(
    project: Project, extra: Iterable[str] = (), odoo: str | None = None
) -> None:
    """Make or find the whole ground; `extra` names further requirement lists."""
    waiting = "  Another japra is preparing this folder; waiting for it."
    with project.lock("ground", waiting=waiting):
        archive = Archive(project)
        # Fetching and unpacking the one, downloading the other: half the time.
        system.side_by_side(
            partial(python_env.prepare, project, archive),
            partial(odoo_tree.prepare, project, archive, odoo),
        )
        for name in extra:
            if name == "lint":  # its tools' pins contradict those of the server
                python_env.prepare(project, archive, "lint-venv", "-lint")
            else:
                python_env.install_extra(project, name)
        python_env.link_odoo(project)
    postgres.acquire(project)
