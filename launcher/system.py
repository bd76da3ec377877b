"""Child processes, their environment, and what is asked of the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from pathlib import Path

from .project import Project, Stop

# PG* beats odoo.conf, and pytest-odoo reads HOST, PORT, USER, PASSWORD: what the
# user's shell says about other databases must not reach our children. Neither may
# PYTHON*: without cached bytecode every start of Odoo costs seconds.
SCRUBBED_PREFIXES = ("PG", "ODOO", "OPENERP", "PYTHON")
SCRUBBED = {
    "DATABASE_URL",
    "HOST",
    "PORT",
    "USER",
    "PASSWORD",
    "VIRTUAL_ENV",
    "FONTCONFIG_FILE",
}

_children: set[subprocess.Popen] = set()
_children_lock = threading.Lock()


def environment(project: Project) -> dict[str, str]:
    """The environment of every child: proxies, certificates and pip settings stay."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in SCRUBBED and not key.startswith(SCRUBBED_PREFIXES)
    }
    env["LC_ALL"] = "C.UTF-8"
    env["PYTHONPYCACHEPREFIX"] = str(project.cache / "bytecode")
    fonts = project.home / "fonts.conf"
    if fonts.exists():
        env["FONTCONFIG_FILE"] = str(fonts)
    return env


def start(
    project: Project, command: Sequence[object], **options: object
) -> subprocess.Popen:
    """Start a child that dies with us and that a Ctrl-C stops through us."""
    words = [str(word) for word in command]
    setpriv = shutil.which("setpriv")
    if setpriv:
        words = [setpriv, "--pdeathsig", "TERM", *words]
    options.setdefault("env", environment(project))
    options.setdefault("stdin", subprocess.DEVNULL)
    # Its own session: the terminal's Ctrl-C reaches only the launcher, which then
    # stops the children in the right order.
    child = subprocess.Popen(words, start_new_session=True, **options)
    with _children_lock:
        _children.add(child)
    return child


def run(
    project: Project,
    command: Sequence[object],
    *,
    log: Path | None = None,
    text_input: str | None = None,
    **options: object,
) -> subprocess.CompletedProcess:
    """Run a child to its end; its output goes to `log`, else into the result."""
    with contextlib.ExitStack() as stack:
        if log:
            output = stack.enter_context(open(log, "a", encoding="utf-8"))
            options.update(stdout=output, stderr=subprocess.STDOUT)
        else:
            options.setdefault("stdout", subprocess.PIPE)
            options.setdefault("stderr", subprocess.STDOUT)
        if text_input is not None:
            options["stdin"] = subprocess.PIPE
        child = start(
            project, command, text=True, encoding="utf-8", errors="replace", **options
        )
        try:
            out, err = child.communicate(text_input)
        finally:
            with _children_lock:
                _children.discard(child)
    return subprocess.CompletedProcess(child.args, child.returncode, out, err)


def need(
    project: Project,
    command: Sequence[object],
    failure: str,
    *,
    log: Path | None = None,
    **options: object,
) -> str:
    """Run a child that must succeed; else stop with `failure` and its last words."""
    result = run(project, command, log=log, **options)
    if result.returncode:
        said = result.stdout or ""
        if log:
            said = log.read_text(encoding="utf-8", errors="replace")
        raise Stop(explain(project, failure, said, log))
    return result.stdout or ""


def explain(project: Project, failure: str, said: str, log: Path | None = None) -> str:
    """One sentence, the reason where it is known, and where to read more."""
    if "No space left on device" in said or free_megabytes(project.home) < 50:
        return f"{failure} The disk of {project.home} is full."
    lines = [line.strip()[:160] for line in said.splitlines() if line.strip()]
    where = f"\n(all of it: {log})" if log else ""
    return "\n  ".join([failure, *lines[-3:]]) + where


def stop_children(seconds: float = 30) -> None:
    """End what this launcher started, politely first."""
    with _children_lock:
        living = [child for child in _children if child.poll() is None]
    for child in living:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
    for child in living:
        stop_child(child, seconds)


def side_by_side(*jobs: Callable[[], object]) -> list:
    """Do them at once; when one fails, every child of this launcher is stopped.

    Their processes die with the threads that started them, so what they start must
    have ended when they return.
    """
    pool = ThreadPoolExecutor(len(jobs))
    running = [pool.submit(job) for job in jobs]
    try:
        for job in as_completed(running):
            job.result()
    except Exception:
        # The others end as well: one of them may be about to start a child.
        while wait(running, timeout=0.1).not_done:
            stop_children()
        raise
    except BaseException:
        stop_children()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return [job.result() for job in running]


def stop_child(child: subprocess.Popen, seconds: float = 30) -> None:
    """SIGTERM and wait; what is left of its process group is killed afterwards."""
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    with _children_lock:
        _children.discard(child)


def interrupt_on_signals() -> None:
    """SIGTERM and SIGHUP end the launcher as Ctrl-C does; a second one changes
    nothing, as stopping in order is already under way."""

    def interrupt(_number: int, _frame: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in numbers:
        signal.signal(number, interrupt)


def command_line(pid: int) -> str:
    """The command line of a living process, empty when there is none."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        listed = (
            subprocess.run(
                ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
            )
            if shutil.which("ps")
            else None
        )
        return listed.stdout.strip() if listed else ""
    return raw.replace(b"\0", b" ").decode(errors="replace").strip()


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Wait for a process that is not our child."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not Path(f"/proc/{pid}").exists() and not command_line(pid):
            return True
        time.sleep(0.1)
    return False


def free_megabytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free // 2**20


def need_space(folder: Path, megabytes: int, what: str) -> None:
    free = free_megabytes(folder)
    if free < megabytes:
        raise Stop(f"{what} needs {megabytes} MB of disk, {folder} has {free} MB free.")


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, first: int) -> int:
    """The next port nobody listens on."""
    for port in range(first, first + 100):
        if port_is_free(host, port):
            return port
    raise Stop(f"No free port between {first} and {first + 99}.")
