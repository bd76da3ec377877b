"""Is every term of an add-on translated into Indonesian?

Run as a script by the lint environment, whose polib the launcher itself lacks:
`python translations.py ADDON...`. Prints one line for each problem.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib


def find_problems(addon: Path) -> list[str]:
    template, translation = (
        addon / "i18n" / name for name in (f"{addon.name}.pot", "id.po")
    )
    missing = [path for path in (template, translation) if not path.is_file()]
    if missing:
        return [f"{path}: is missing" for path in missing]
    terms = {entry.msgid for entry in polib.pofile(str(template))}
    done = {entry.msgid: entry for entry in polib.pofile(str(translation))}
    problems = [
        f"{translation}: {what}: {term!r}"
        for term in sorted(terms)
        for what, wrong in (
            ("missing", term not in done),
            ("untranslated", term in done and not done[term].msgstr.strip()),
            ("fuzzy", term in done and done[term].fuzzy),
        )
        if wrong
    ]
    problems += [
        f"{translation}: not in the template: {entry.msgid!r}"
        for entry in done.values()
        if entry.msgid not in terms and not entry.obsolete
    ]
    if not terms:
        problems.append(f"{template}: holds no term")
    return problems


def main(addons: list[str]) -> int:
    problems = [problem for addon in addons for problem in find_problems(Path(addon))]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
