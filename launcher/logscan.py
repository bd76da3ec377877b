"""What Odoo's log must not hold: a warning is how Odoo 19 tells most mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .project import Stop

# Each line that may stand in a log, and why.
ALLOWED = (
    (
        r"pg_trgm|gin_trgm_ops",
        "PostgreSQL of the wheel has no pg_trgm; searches by a part of a name go on "
        "without its index",
    ),
    (
        r"Missing widget: res_partner_many2one for field",
        "the widget comes with partner_autocomplete, which is off because it calls "
        "outside; the web client takes the plain one",
    ),
)
RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ (?P<rest>.*)$"
)
BAD = {"WARNING", "ERROR", "CRITICAL"}


def records(text: str) -> Iterator[tuple[str, str]]:
    """The level and the whole text, traceback included, of each record."""
    level, lines = "", []
    for line in text.splitlines():
        match = RECORD.match(line)
        if match:
            if level:
                yield level, "\n".join(lines)
            level, lines = match["level"], [f"{match['level']} {match['rest']}"]
        else:
            lines.append(line)
    if level:
        yield level, "\n".join(lines)


def find_problems(text: str) -> list[str]:
    return [
        record
        for level, record in records(text)
        if level in BAD and not any(re.search(line, record) for line, _why in ALLOWED)
    ]


def check(log: Path) -> None:
    """Stop when a log holds what it must not."""
    problems = find_problems(log.read_text(encoding="utf-8", errors="replace"))
    if problems:
        shown = "\n".join(problems[:20])
        raise Stop(f"{len(problems)} warnings or errors in {log}:\n{shown}")
