"""Packages of the Debian archive, fetched beside the system's own apt state.

The machine's sources say which archive it trusts; we add only the suite that has
Odoo. Nothing of the system is written and signatures stay verified.
"""

from __future__ import annotations

import re
import shlex
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from . import deb, steps, system
from .project import Project, Stop

# A hook of the machine (deleting archives, updating caches) would act on us.
CONFIGURATION = """\
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
"""
ROLLING_SUITES = {"stable", "testing", "unstable", "sid"}

_update_lock = threading.Lock()


def os_release() -> dict[str, str]:
    """The fields of /etc/os-release."""
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line)
    return {key: value.strip().strip('"') for key, value in pairs}


def is_debian() -> bool:
    return os_release().get("ID") == "debian" and bool(shutil.which("apt-get"))


def parse_deb822(text: str) -> Iterator[dict[str, str]]:
    """The stanzas of a `.sources` file, names in lower case."""
    for block in re.split(r"\n\s*\n", text):
        stanza: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if line[0] in " \t":
                stanza[key] = f"{stanza.get(key, '')}\n{line.rstrip()}"
            elif ":" in line:
                key, value = line.split(":", 1)
                key = key.strip().lower()
                stanza[key] = value.strip()
        if stanza:
            yield stanza


def parse_one_line(text: str) -> Iterator[dict[str, str]]:
    """The lines of a `.list` file as deb822 stanzas."""
    pattern = re.compile(r"^(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)(.*)$")
    for line in text.splitlines():
        found = pattern.match(line.split("#", 1)[0].strip())
        if not found:
            continue
        kind, options, uri, suite, components = found.groups()
        stanza = {"types": kind, "uris": uri, "suites": suite}
        stanza["components"] = components.strip()
        for option in (options or "").split():
            name, _, value = option.partition("=")
            stanza[option_name(name)] = value.replace(",", " ")
        yield stanza


def option_name(name: str) -> str:
    """The deb822 name of a one-line option; only `arch` and `lang` differ."""
    return {"arch": "architectures", "lang": "languages"}.get(name, name).lower()


def choose_stanza(
    stanzas: list[dict[str, str]], codename: str
) -> dict[str, str] | None:
    """The machine's own main archive: never security, updates or a third party."""
    for stanza in stanzas:
        if stanza.get("enabled", "yes").lower() in {"no", "false", "0"}:
            continue
        suites = set(stanza.get("suites", "").split())
        if (
            "deb" in stanza.get("types", "").split()
            and "main" in stanza.get("components", "").split()
            and suites & {codename, *ROLLING_SUITES}
        ):
            return stanza
    return None


def private_sources(stanza: dict[str, str], codename: str, key: str = "") -> str:
    """The machine's archive with the suites we need, its other options kept."""
    own = {"types", "suites", "components", "enabled", "trusted", "architectures"}
    lines = [
        "Types: deb",
        f"Suites: unstable {codename}",
        "Components: main",
    ]
    for name, value in stanza.items():
        if name not in own and not (key and name == "signed-by"):
            lines.append(f"{name.title()}: {value}")
    if key:
        lines.append(f"Signed-By: {key}")
    return "\n".join(lines) + "\n"


class Archive:
    """The machine's Debian archive through apt, in a folder of our own."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.cache / "apt"
        self.codename = os_release().get("VERSION_CODENAME", "")
        self.updated = False

    def download(self, package: str, suite: str) -> Path:
        """The package's file in the cache; one call each, as one missing name
        fails the whole call."""
        self._update()
        incoming = self.project.cache / f"{package}.incoming"
        steps.remove(incoming)
        incoming.mkdir()
        system.need(
            self.project,
            [*self._command(), "download", f"{package}/{suite}"],
            f"The Debian archive did not give the package {package}.",
            cwd=incoming,
        )
        file = next(incoming.glob("*.deb"))
        target = self.project.cache / file.name
        file.replace(target)
        steps.remove(incoming)
        return target

    def _update(self) -> None:
        with _update_lock:
            if self.updated:
                return
            stanza = self._machine_stanza()
            self._configure(private_sources(stanza, self.codename))
            command = [*self._command(), "update"]
            result = system.run(self.project, command)
            if result.returncode and "NO_PUBKEY" in result.stdout:
                # An old keyring still verifies its own release, and that release
                # has the newer keyring.
                key = self._newer_keyring()
                self._configure(private_sources(stanza, self.codename, key))
                result = system.run(self.project, command)
            if result.returncode:
                reason = "no network?"
                if "is expired" in result.stdout:
                    reason = "it stands still in time, and apt may not accept that"
                failure = (
                    f"The Debian archive cannot be read ({reason}); give Odoo 19 "
                    "with --odoo PATH, a folder or a package file."
                )
                raise Stop(system.explain(self.project, failure, result.stdout))
            self.updated = True

    def _newer_keyring(self) -> str:
        incoming = self.folder / "keyring"
        steps.remove(incoming)
        incoming.mkdir()
        package = f"debian-archive-keyring/{self.codename}"
        system.need(
            self.project,
            [*self._command(), "download", package],
            "The keys of this machine do not verify the Debian archive; "
            "give Odoo 19 with --odoo PATH.",
            cwd=incoming,
        )
        deb.unpack(next(incoming.glob("*.deb")), incoming / "tree")
        keyrings = incoming / "tree/usr/share/keyrings"
        return str(next(keyrings.glob("debian-archive-keyring.*")))

    def _machine_stanza(self) -> dict[str, str]:
        shell = system.need(
            self.project,
            [
                "apt-config",
                "shell",
                *("LIST", "Dir::Etc::sourcelist/f", "PARTS", "Dir::Etc::sourceparts/d"),
            ],
            "apt's configuration cannot be read.",
        )
        paths = dict(word.split("=", 1) for word in shlex.split(shell) if "=" in word)
        files = [Path(paths.get("LIST", "/etc/apt/sources.list"))]
        parts = Path(paths.get("PARTS", "/etc/apt/sources.list.d"))
        files += sorted([*parts.glob("*.list"), *parts.glob("*.sources")])
        stanzas: list[dict[str, str]] = []
        for file in files:
            if file.is_file():
                text = file.read_text(encoding="utf-8", errors="replace")
                parse = parse_deb822 if file.suffix == ".sources" else parse_one_line
                stanzas += parse(text)
        stanza = choose_stanza(stanzas, self.codename)
        if not stanza:
            raise Stop(
                "apt's sources on this machine name no Debian main archive; "
                "give Odoo 19 with --odoo PATH."
            )
        return stanza

    def _configure(self, sources: str) -> None:
        for name in ("lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "private.conf").write_text(CONFIGURATION)
        (self.folder / "unstable.sources").write_text(sources)

    def _command(self) -> list[str]:
        folder = self.folder
        options = [
            f"Dir::Etc::sourcelist={folder}/unstable.sources",
            "Dir::Etc::sourceparts=/dev/null",
            # A pin or a default release of the machine would hide the package.
            "Dir::Etc::preferences=/dev/null",
            "Dir::Etc::preferencesparts=/dev/null",
            "APT::Default-Release=",
            f"Dir::State::lists={folder}/lists",
            f"Dir::Cache={folder}/cache",
            "Acquire::Languages=none",
            "Acquire::Retries=3",
            "APT::Sandbox::User=root",
            # Without it a failed download of the index is only a warning.
            "APT::Update::Error-Mode=any",
        ]
        command = ["apt-get", "-c", str(folder / "private.conf"), "-q"]
        for option in options:
            command += ["-o", option]
        return command
