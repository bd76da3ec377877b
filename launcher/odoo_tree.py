"""Odoo 19's source: named by the user, from Debian's package, or from its branch."""

from __future__ import annotations

import os
import re
import shutil
import tarfile
import zipfile
from pathlib import Path

from . import deb, steps, system
from .apt import Archive, is_debian
from .project import Project, Stop

PROVEN_VERSION = "19.0.0+dfsg-1"
PACKAGE = "odoo-19"
PACKAGES_FOLDER = Path("usr/lib/python3/dist-packages")
PUBLIC_REPOSITORY = "https://github.com/odoo/odoo"
SELFIE_STUB = Path("mail/static/lib/selfie_segmentation/selfie_segmentation.js")
FONT_AWESOME = Path("web/static/src/libs/fontawesome/fonts")
# Below the folder of `odoo/`: what the package takes from elsewhere and pages need.
SIBLING_FILES = (
    "odoo/addons/web/static/lib/jquery/jquery.js",
    "odoo/addons/web/static/src/libs/fontawesome/fonts/fontawesome-webfont.ttf",
)
# Public pages load jQuery; a document layout may name Roboto.
SIBLINGS = {"libjs-jquery": True, "fonts-roboto-unhinted": False}


def prepare(project: Project, archive: Archive, given: str | None = None) -> None:
    """See that an Odoo 19 is there and remembered; fetch it when it is not."""
    given = given or os.environ.get("ODOO_HOME")
    known = project.state().get("odoo", {})
    if given and not given.endswith((".deb", ".tar.gz", ".tgz", ".zip")):
        remember(project, Path(given).absolute())
    elif given:
        _unpack_given(project, archive, Path(given).absolute())
    elif not (known and Path(known["script"]).exists() and _is_odoo(known["path"])):
        _find(project, archive)
    own = project.home / "odoo"
    if project.odoo_path == own / PACKAGES_FOLDER and missing_files(project):
        _complete(project, archive, own)
    _write_fonts(project)


def missing_files(project: Project) -> list[str]:
    """What pages need and an earlier run could not fetch."""
    path = project.odoo_path
    return [name for name in SIBLING_FILES if not (path / name).exists()]


def _find(project: Project, archive: Archive) -> None:
    target = project.home / "odoo"
    if locate(target):
        remember(project, target)
        return
    system.need_space(project.home, 1500, "Odoo 19")
    package = cached_package(project)
    if package or is_debian():
        if not package:
            with steps.step("Odoo 19 from the Debian archive"):
                package = _fetch_package(project, archive)
        _unpack_given(project, archive, package)
    elif shutil.which("git"):
        with steps.step("Odoo 19 from its public branch"):
            steps.make_folder(target, lambda folder: _clone(project, folder))
        remember(project, target)
    else:
        raise Stop(
            "This is not Debian and git is not there: give Odoo 19 with --odoo PATH."
        )


def cached_package(project: Project) -> Path | None:
    """The package kept from an earlier run; a damaged one is put aside."""
    for package in sorted(project.cache.glob(f"{PACKAGE}_*.deb"), reverse=True):
        note = package.with_suffix(".sha256")
        if not note.exists() or note.read_text() == steps.file_hash(package):
            return package
        package.unlink()
    return None


def _fetch_package(project: Project, archive: Archive) -> Path:
    package = archive.download(PACKAGE, "unstable")
    package.with_suffix(".sha256").write_text(steps.file_hash(package))
    if PROVEN_VERSION not in package.name.replace("%2b", "+"):
        print(f"  Note: {package.name} is newer than the proven {PROVEN_VERSION}.")
    return package


def _unpack_given(project: Project, archive: Archive, package: Path) -> None:
    """Unpack a package or source archive into .japra, once for each content."""
    target = project.home / "odoo"
    if not package.is_file():
        raise Stop(f"{package} is not there.")
    value = steps.fingerprint("tree-1", steps.file_hash(package))
    if steps.is_stamped(project, "odoo", value) and locate(target):
        remember(project, target)
        return
    with steps.step(f"Odoo 19 unpacked from {package.name}"):
        try:
            steps.make_folder(
                target, lambda folder: _unpack(project, archive, package, folder)
            )
        except (ValueError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
            raise Stop(f"{package} is damaged ({error}); remove it.") from error
    remember(project, target)
    steps.stamp(project, "odoo", value)


def _unpack(project: Project, archive: Archive, package: Path, folder: Path) -> None:
    if package.suffix == ".deb":
        deb.unpack(package, folder, _wanted)
        _complete(project, archive, folder)
    elif package.suffix == ".zip":
        shutil.unpack_archive(package, folder)
    else:
        with tarfile.open(package) as tar:
            for member in tar:
                deb.extract(tar, member, folder)


def _wanted(name: str) -> bool:
    """Leave out other languages (three quarters of the package) and the twin of
    the add-ons beside `odoo/`."""
    if name.endswith(".po"):
        return name.endswith("/id.po")
    return not name.startswith(f"{PACKAGES_FOLDER}/addons/")


def _complete(project: Project, archive: Archive, folder: Path) -> None:
    """Put in what Debian's package takes from other packages."""
    addons = folder / PACKAGES_FOLDER / "odoo/addons"
    for sibling, needed in SIBLINGS.items():
        cached = sorted(project.cache.glob(f"{sibling}_*.deb"))
        try:
            if not cached and not is_debian():
                raise Stop("it comes from the Debian archive.")
            package = cached[-1] if cached else archive.download(sibling, "unstable")
        except Stop as reason:
            loss = "public pages lack it" if needed else "documents use another font"
            reason = str(reason).splitlines()[0]
            print(f"  Note: {sibling} is missing, {loss}. {reason}")
        else:
            deb.unpack(package, folder)
    font = addons / FONT_AWESOME / "fontawesome-webfont.ttf"
    woff = addons / FONT_AWESOME / "fontawesome-webfont.woff"
    if not font.exists() and woff.exists():
        font.unlink(missing_ok=True)
        font.write_bytes(deb.woff_to_sfnt(woff.read_bytes()))
    stub = addons / SELFIE_STUB
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(
            "// Background blur in calls is not part of Debian's package.\n"
        )


def _clone(project: Project, folder: Path) -> None:
    system.need(
        project,
        ["git", "clone", "--depth", "1", "-b", "19.0", PUBLIC_REPOSITORY, folder],
        "Odoo's public branch 19.0 cannot be fetched; give it with --odoo PATH.",
    )


def locate(folder: Path) -> Path | None:
    """The folder with `odoo/` inside a checkout, an unpacked package or archive."""
    places = [folder, folder / PACKAGES_FOLDER, *folder.glob("lib/*/site-packages")]
    places += sorted(child for child in folder.glob("*") if child.is_dir())
    return next((place for place in places if _is_odoo(place)), None)


def _is_odoo(path: Path | str) -> bool:
    return (Path(path) / "odoo/release.py").is_file()


def remember(project: Project, folder: Path) -> None:
    """Note where Odoo is, after reading (never importing) its version."""
    path = locate(folder)
    if not path:
        raise Stop(f"{folder} is no Odoo: odoo/release.py is not in it.")
    release = (path / "odoo/release.py").read_text(encoding="utf-8")
    version = re.search(r"^version_info\s*=\s*\((\d+),\s*(\d+)", release, re.M)
    if not version or version.groups() != ("19", "0"):
        raise Stop(f"{path} is not Odoo 19.0.")
    script = next(
        (
            candidate
            for candidate in (path / "odoo-bin", path / "../../../bin/odoo")
            if candidate.is_file()
        ),
        None,
    )
    if not script:
        script = project.home / "odoo-script.py"
        script.write_text("import odoo.cli\n\nodoo.cli.main()\n")
    noted = {"path": str(path), "script": str(script.resolve())}
    if project.state().get("odoo") != noted:
        project.remember(odoo=noted)


def _write_fonts(project: Project) -> None:
    """Fonts for printing: without any font text vanishes from a PDF silently."""
    static = project.odoo_path / "odoo/addons/web/static/fonts"
    folders = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        static / "lato",
        project.home / "odoo/usr/share/fonts",
    ]
    entries = "\n".join(f"  <dir>{folder}</dir>" for folder in folders)
    content = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{entries}
  <dir prefix="xdg">fonts</dir>
  <cachedir>{project.cache / "fonts"}</cachedir>
</fontconfig>
"""
    target = project.home / "fonts.conf"
    if not target.exists() or target.read_text(encoding="utf-8") != content:
        target.write_text(content, encoding="utf-8")
