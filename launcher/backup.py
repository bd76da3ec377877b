"""A database as one file, and back, with the proof that nothing was lost."""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from . import control, database, server, steps, system
from .project import Project, Stop

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "filestore/"
TABLES = """
SELECT format('SELECT %L, count(*) FROM public.%I', tablename, tablename)
  FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""
STORED = "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL"
MODULES = "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'"


# ----------------------------------------------------------------------- write


def write(project: Project, name: str, target: str | None) -> int:
    """Write the backup under a temporary name, then under its own."""
    control.require(project, name)
    default = f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.japra.zip"
    path = Path(target or default).absolute()
    if path.is_dir():
        path = path / default
    if not path.parent.is_dir():
        raise Stop(f"The folder {path.parent} is not there.")
    temporary = path.with_name(path.name + ".tmp")
    size = database.sql(project, name, "SELECT pg_database_size(current_database())")
    system.need_space(path.parent, int(size[0][0]) // 2**20 + 100, "The backup")
    try:
        with steps.step(f"Backup of {name}"):
            _write_archive(project, name, temporary)
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    print(f"{path}\n{path.stat().st_size:,} bytes, SHA-256 {steps.file_hash(path)}")
    return 0


def _write_archive(project: Project, name: str, path: Path) -> None:
    """The dump, the row counts and the list of files show the same moment, while
    the server goes on working."""
    hashes: dict[str, str] = {}
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        with Snapshot(project, name) as snapshot:
            with tempfile.TemporaryDirectory(dir=project.home) as folder:
                dump = Path(folder) / DUMP
                database.run_client(
                    project,
                    "pg_dump",
                    *("-Fc", "-O", "-x", f"--snapshot={snapshot.id}"),
                    *("-f", dump, name),
                    failure=f"The database {name} cannot be dumped.",
                )
                hashes[DUMP] = _add(archive, dump, DUMP)
            manifest = {
                "format": FORMAT,
                "database": name,
                "written": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
                "versions": versions(project, name),
                "modules": dict(snapshot.rows(MODULES)),
                "rows": snapshot.counts(),
            }
            stored = [row[0] for row in snapshot.rows(STORED)]
        for file in stored:
            source = project.filestore(name) / file
            if not source.is_file():
                raise Stop(f"The file {source} of an attachment is missing.")
            hashes[FILES + file] = _add(archive, source, FILES + file)
        manifest["sha256"] = hashes
        content = json.dumps(manifest, indent=1).encode()
        archive.writestr(MANIFEST, content)
        archive.comment = hashlib.sha256(content).hexdigest().encode()


def _add(archive: zipfile.ZipFile, source: Path, member: str) -> str:
    archive.write(source, member)
    return steps.file_hash(source)


def versions(project: Project, name: str) -> dict[str, str]:
    """What the backup was made with; told when it is brought back."""
    release = (project.odoo_path / "odoo/release.py").read_text(encoding="utf-8")
    line = next(x for x in release.splitlines() if x.startswith("version_info"))
    git = system.run(project, ["git", "-C", project.root, "rev-parse", "HEAD"])
    return {
        "odoo": line.partition("=")[2].strip(),
        "postgresql": database.sql(project, name, "SHOW server_version")[0][0],
        "python": system.run(project, [project.venv_python, "-V"]).stdout.strip(),
        "japra": git.stdout.strip() if git.returncode == 0 else "unknown",
    }


class Snapshot:
    """A read-only transaction of psql that pg_dump can share."""

    def __init__(self, project: Project, name: str) -> None:
        login = database.client_command(project, "psql")
        options = ["-d", name, "-X", "-q", "-A", "-t", "-F", "\t"]
        self.child = system.start(
            project,
            [*login, *options, "-v", "ON_ERROR_STOP=1"],
            env=database.client_environment(project),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;")
        self.id = self.rows("SELECT pg_export_snapshot()")[0][0]

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.child.stdin.close()
        system.stop_child(self.child, 5)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        self._send(f"{query};\n\\echo END-OF-ROWS")
        lines = iter(self.child.stdout.readline, "END-OF-ROWS\n")
        found = []
        for line in lines:
            if not line:
                raise Stop("The database ended the connection of the backup.")
            found.append(tuple(line.rstrip("\n").split("\t")))
        return found

    def counts(self) -> dict[str, int]:
        query = " UNION ALL ".join(row[0] for row in self.rows(TABLES))
        return {table: int(count) for table, count in self.rows(query)}

    def _send(self, text: str) -> None:
        self.child.stdin.write(text + "\n")
        self.child.stdin.flush()


# --------------------------------------------------------------------- restore


def restore(
    project: Project, file: str, name: str | None, *, yes: bool, live: bool
) -> int:
    """Bring a backup back under another name, prove it, then give it its own."""
    path = Path(file).absolute()
    with steps.step(f"Hash of {path.name}"), opened(path) as archive:
        manifest = verified(archive, path)
    name = name or database.valid_name(manifest["database"])
    there = database.exists(project, name)
    if there and not yes and _has_tables(project, name) and not _agreed(name):
        print("Nothing was changed.")
        return 1
    busy = f"Japra runs {name}: ./japra stop first, then restore."
    making = f"{name}__making"
    with project.lock(f"run-{name}", refused=busy):
        server.stop_noted(project, name)
        try:
            found = _restore(project, path, manifest, making, live)
        except BaseException:
            database.drop(project, making)
            raise
        record = database.read_record(project, name) if there else {}
        database.drop(project, name)
        record = {"kind": "restored", "logins": {}, **record, "modules": {}}
        record.pop("warm", None)
        database.write_record(project, name, record)
        database.rename(project, making, name)
    print(f"{name}: {sum(manifest['rows'].values()):,} rows as in the backup.")
    if not live:
        print("Mail, schedulers and payments are off; --live leaves them on.")
    return 1 if found else 0


def _restore(
    project: Project, path: Path, manifest: dict, making: str, live: bool
) -> int:
    """Load, prove, switch off and check; returns the failures of the check."""
    older = _older_modules(project, manifest["modules"])
    with opened(path) as archive:
        need = sum(info.file_size for info in archive.infolist()) // 2**20
        system.need_space(project.home, 4 * need + 200, "The restored database")
        with steps.step(f"Restoring {manifest['database']}"):
            database.drop(project, making)
            _load(project, archive, making)
    _prove_counts(project, making, manifest)
    if not live:
        with steps.step("Mail, schedulers and payment providers off"):
            neutralise(project, making)
    if older:
        # The code here does not know the tables of another version.
        print(f"  The backup is of an older version: {', '.join(older)}.")
        database.update(project, making)
    return _check(project, making, manifest)


def _older_modules(project: Project, written: dict[str, str]) -> list[str]:
    """The add-ons of ours that were older in the backup; a newer one is refused."""
    older = []
    for name in project.modules():
        here, there = project.manifest(name)["version"], written.get(name, "")
        if _order(there) > _order(here):
            raise Stop(
                f"The backup was made with {name} {there}, this Japra has {here}: "
                "bring Japra up to date first."
            )
        if there and there != here:
            older.append(f"{name} {there}")
    return older


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


@contextlib.contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise Stop(f"{path} is not there.") from None
    except zipfile.BadZipFile as error:
        raise Stop(f"{path} is no whole backup: {error}.") from error


def verified(archive: zipfile.ZipFile, path: Path) -> dict:
    """The manifest, after every member was read and its hash compared."""
    damaged = Stop(f"{path} is damaged or was changed: its hash does not agree.")
    try:
        content = archive.read(MANIFEST)
    except KeyError:
        raise Stop(f"{path} is no backup of Japra.") from None
    if hashlib.sha256(content).hexdigest().encode() != archive.comment:
        raise damaged
    manifest = json.loads(content)
    if set(archive.namelist()) != {MANIFEST, *manifest["sha256"]}:
        raise damaged
    for member, value in manifest["sha256"].items():
        digest = hashlib.sha256()
        with archive.open(member) as file:
            while piece := file.read(2**20):
                digest.update(piece)
        if digest.hexdigest() != value:
            raise damaged
    return manifest


def _has_tables(project: Project, name: str) -> bool:
    query = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"
    return bool(database.sql(project, name, query))


def _agreed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise Stop(f"The database {name} exists; --yes replaces it.")
    answer = input(f"Replace the database {name} with the backup? Type its name: ")
    return answer.strip() == name


def _load(project: Project, archive: zipfile.ZipFile, making: str) -> None:
    failure = "The backup cannot be loaded."
    database.run_client(project, "createdb", "-T", "template0", making, failure=failure)
    with tempfile.TemporaryDirectory(dir=project.home) as folder:
        dump = archive.extract(DUMP, folder)
        options = ["-O", "-x", "-j", "2", "--exit-on-error", "-d", making, dump]
        database.run_client(project, "pg_restore", *options, failure=failure)
    target = project.filestore(making)
    target.mkdir(parents=True, exist_ok=True)
    for member in archive.namelist():
        # The names were compared with the hashed manifest; a path outside is refused.
        if member.startswith(FILES):
            file = target / member.removeprefix(FILES)
            if ".." in file.parts:
                raise Stop(f"The backup has an unsafe path: {member}.")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(member))


def _prove_counts(project: Project, making: str, manifest: dict) -> None:
    with steps.step("Row counts"), Snapshot(project, making) as snapshot:
        counts = snapshot.counts()
    wrong = [
        f"{table} has {counts.get(table, 0)} rows, the backup says {rows}"
        for table, rows in manifest["rows"].items()
        if counts.get(table) != rows
    ]
    if wrong:
        raise Stop("The restored database is not the backup: " + "; ".join(wrong[:5]))


def neutralise(project: Project, name: str) -> None:
    """Odoo's own way, module by module, and jobs still waiting to be run."""
    log = database.fresh_log(project, f"neutralise-{name}")
    result = database.odoo(project, ["neutralize"], db=name, log=log)
    query = "SELECT 1 FROM ir_config_parameter WHERE key = 'database.is_neutralized'"
    if result.returncode or not database.sql(project, name, query):
        said = log.read_text(encoding="utf-8", errors="replace")
        raise Stop(system.explain(project, "Mail cannot be switched off.", said, log))
    if database.sql(project, name, "SELECT to_regclass('queue_job')") == [("",)]:
        return
    database.sql(
        project,
        name,
        "UPDATE queue_job SET state = 'cancelled', date_cancelled = now()"
        " WHERE state NOT IN ('done', 'failed', 'cancelled')",
    )


def _check(project: Project, making: str, manifest: dict) -> int:
    if "japra_base" not in manifest["modules"]:
        return 0
    with steps.step("Control check"):
        rows = control.failures(project, making)["rows"]
    for row in rows:
        print("  ".join((row["company"], row["check"], row["record"], row["message"])))
    return len(rows)
