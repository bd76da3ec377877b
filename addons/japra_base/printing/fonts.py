"""Fonts for the engines: text must never vanish.

On a machine without fonts both engines leave out, without a word, every character
set in a font they cannot find. So they get a font configuration of ours: the fonts
of the system, whatever there is, and Odoo's own Lato behind them all.
"""

import importlib.util
import os
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

# The configuration of the system knows its folders, caches and substitutions.
SYSTEM_CONFIG = Path(os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf"))
# Where fonts lie when there is no such file.
FONT_DIRS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
# Asked for by reports, seldom there. Without this PlutoPrint takes a serif instead.
_COMMON = ("Arial", "Helvetica", "Verdana", "Tahoma", "Calibri")
_STAND_IN = """  <alias binding="same">
    <family>{}</family>
    <accept>
      <family>Liberation Sans</family>
      <family>Arimo</family>
      <family>Lato</family>
    </accept>
  </alias>"""

_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <cachedir>{cache}</cachedir>
{dirs}
  <include ignore_missing="yes">{system}</include>
{stand_ins}
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Lato</string></edit>
  </match>
</fontconfig>
"""


def lato() -> Path:
    """The folder of Odoo's own Lato, found without a database or a configuration."""
    spec = importlib.util.find_spec("odoo.addons.web")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("odoo.addons.web")
    return Path(spec.submodule_search_locations[0]) / "static" / "fonts" / "lato"


def font_environment(folder: Path) -> dict[str, str]:
    """Write the configuration and return the variables that make engines read it.

    :param folder: where the configuration and the cache of scanned fonts are kept;
        without a cache every print would open every font of the machine
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "fonts.conf"
    dirs = [os.path.expanduser(name) for name in FONT_DIRS] + [str(lato())]
    text = _CONFIG.format(
        cache=escape(str(folder / "cache")),
        dirs="\n".join(f"  <dir>{escape(name)}</dir>" for name in dirs),
        system=escape(str(SYSTEM_CONFIG)),
        stand_ins="\n".join(map(_STAND_IN.format, _COMMON)),
    )
    if not config.exists() or config.read_text() != text:
        # Whole or not at all: another worker may be printing right now.
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.replace(name, config)
    return {"FONTCONFIG_FILE": str(config)}
