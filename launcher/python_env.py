"""The virtual environment: closed lists of wheels, then Odoo on its path."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from . import deb, steps, system
from .apt import Archive, is_debian
from .project import Project, Stop

# 3.13 comes last: rl-renderPM has no wheel for it, so core's barcodes fail there.
INTERPRETERS = ("python3.12", "python3.11", "python3.10", "python3.13", "python3")
PROBE = """\
import json, sys, venv, ssl, zlib, ctypes
try:
    import ensurepip
except ImportError:
    ensurepip = None
print(json.dumps([sys.executable, list(sys.version_info[:2]), bool(ensurepip)]))
"""
TREE_FILE = "odoo_tree.pth"


def prepare(
    project: Project, archive: Archive, name: str = "venv", listed: str = ""
) -> None:
    """Make the environment `name` when its closed list or its folder changed."""
    requirements = project.root / f"requirements{listed}.txt"
    folder = project.home / name
    value = steps.fingerprint("venv-1", requirements, str(folder))
    if steps.is_stamped(project, name, value) and (folder / "bin/python").exists():
        return
    python, has_pip = find_interpreter(project)
    system.need_space(project.home, 1000, "The Python environment")
    with steps.step(f"Python libraries in {name} ({Path(python).name})"):
        # Scripts of the environment name its folder, and a moved one would not
        # run: it is made in its place and counts only when the stamp is written.
        steps.remove(folder)
        _create(project, archive, python, has_pip, folder)
        install(project, folder, requirements)
    steps.stamp(project, name, value)


def install_extra(project: Project, name: str) -> None:
    """Install a further closed list, requirements-NAME.txt, when it changed."""
    requirements = project.root / f"requirements-{name}.txt"
    base = project.root / "requirements.txt"
    value = steps.fingerprint(base, requirements)
    # In the environment, so that it goes with it when that is made anew.
    stamp = project.venv / f"{requirements.name}.stamp"
    if not stamp.exists() or stamp.read_text() != value:
        with steps.step(f"Python libraries for {name}"):
            install(project, project.venv, requirements)
        stamp.write_text(value)


def link_odoo(project: Project) -> None:
    """Put Odoo on the path, after pip: its metadata would make pip want sdists."""
    file = project.site_packages / TREE_FILE
    line = f"{project.odoo_path}\n"
    if not file.exists() or file.read_text() != line:
        file.write_text(line)


def install(project: Project, folder: Path, requirements: Path) -> None:
    """Install a closed list: no resolver, no compiler, no build."""
    log = project.logs / f"pip-{folder.name}.log"
    log.unlink(missing_ok=True)
    system.need(
        project,
        [
            *(folder / "bin/python", "-m", "pip", "install", "--no-input"),
            *("--disable-pip-version-check", "--no-deps", "--no-compile"),
            *("--only-binary", ":all:", "-r", requirements),
        ],
        f"The Python libraries of {requirements.name} cannot be installed "
        "(no network?).",
        log=log,
    )


def find_interpreter(project: Project) -> tuple[str, bool]:
    """The best Python of this machine and whether it can make a pip."""
    for name in (*INTERPRETERS, sys.executable):
        path = shutil.which(name)
        if not path:
            continue
        probe = system.run(project, [path, "-c", PROBE], stderr=subprocess.DEVNULL)
        # A version manager's shim answers with an error when it is not active.
        if probe.returncode == 0:
            executable, version, has_pip = json.loads(probe.stdout)
            if [3, 10] <= version <= [3, 13]:
                return executable, has_pip
    raise Stop("No Python 3.10 to 3.13 with its venv module is on this machine.")


def _create(
    project: Project, archive: Archive, python: str, has_pip: bool, folder: Path
) -> None:
    command = [python, "-m", "venv"]
    if not has_pip:
        command.append("--without-pip")
    system.need(project, [*command, folder], "The Python environment cannot be made.")
    if not has_pip:
        _bring_pip(project, archive, folder)


def _bring_pip(project: Project, archive: Archive, folder: Path) -> None:
    """Debian splits ensurepip off; its package of pip's wheel replaces it."""
    if not is_debian():
        raise Stop("This Python has no pip: install the package python3-venv.")
    cached = sorted(project.cache.glob("python3-pip-whl_*.deb"))
    package = (
        cached[-1] if cached else archive.download("python3-pip-whl", archive.codename)
    )
    unpacked = project.cache / "pip"
    steps.make_folder(unpacked, lambda target: deb.unpack(package, target))
    wheel = next(unpacked.rglob("pip-*.whl"))
    system.need(
        project,
        [
            *(folder / "bin/python", wheel / "pip", "install", "--no-index"),
            *("--disable-pip-version-check", "--no-deps", wheel),
        ],
        "pip cannot be put into the Python environment.",
    )
