"""Inside the container image: make the database, or update what changed in it.

`python3 -m launcher.container`, started by config/entrypoint.sh. The same code as
`./japra run --empty`, on the image's Odoo, Python and PostgreSQL tools.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from . import database, demo
from .project import Project, Stop

DATA = "/var/lib/odoo"
ADMIN_PASSWORD = "/run/secrets/admin_password"
SET_PASSWORD = """
env.ref("base.user_admin").password = {password!r}
env.cr.commit()
"""


class Container(Project):
    """What in a checkout lies below .japra is in the image, or on its volume."""

    @classmethod
    def here(cls) -> Container:
        data = Path(os.environ.get("JAPRA_DATA", DATA))
        home = data / "japra"
        home.mkdir(parents=True, exist_ok=True)
        return cls(Path(__file__).resolve().parent.parent, home)

    @property
    def data_dir(self) -> Path:
        return self.home.parent

    @property
    def venv_python(self) -> Path:
        return Path(sys.executable)

    @property
    def odoo_script(self) -> Path:
        return _find("odoo")

    @property
    def pg_bin(self) -> Path:
        return _find("pg_dump").parent


def prepare(project: Container, name: str, secret: Path) -> None:
    """See that the database is there, up to date, and opens with the secret."""
    password = secret.read_text().strip() if secret.is_file() else ""
    if not password and not database.exists(project, name):
        raise Stop(f"The secret {secret} with admin's first password is missing.")
    record = demo.prepare(project, name, demo.EMPTY)
    if not record.get("logins"):
        return
    # A new database still has the password it was made with.
    log = database.fresh_log(project, f"password-{name}")
    script = SET_PASSWORD.format(password=password)
    database.shell(project, name, script, log, "The password cannot be set.")
    database.write_record(project, name, {**record, "logins": {}})


def main() -> int:
    secret = Path(os.environ.get("ADMIN_PASSWORD_FILE", ADMIN_PASSWORD))
    try:
        prepare(Container.here(), os.environ["PGDATABASE"], secret)
    except Stop as stop:
        print(f"japra: {stop}", file=sys.stderr)
        return 1
    return 0


def _find(tool: str) -> Path:
    path = shutil.which(tool)
    if not path:
        raise Stop(f"{tool} is not in the image.")
    return Path(path)


if __name__ == "__main__":
    sys.exit(main())
