"""`./japra bench [--json FILE]`: the measured table.

What is measured stands in tests/bench. It runs inside Odoo, on a database that is
made once for each state of the add-ons and kept; every bench works on a copy.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from . import browser, database, ground, steps, templates
from .project import Project, Stop, write_json

KEPT = "japra_benchtpl_"
FILL = """
import sys

sys.path.insert(0, {folder!r})
import bench.ground

bench.ground.fill(env)
"""
RUN = """
import json, sys

sys.path.insert(0, {folder!r})
import bench

print("JAPRA-BENCH " + json.dumps({{"rows": bench.run(env, {words!r})}}))
"""


def main(project: Project, arguments: Sequence[str]) -> int:
    """Measure every row, or those with a word in their name; 1 when one misses."""
    parser = argparse.ArgumentParser(prog="./japra bench")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows")
    parser.add_argument("words", nargs="*", help="only the rows with such a word")
    options = parser.parse_args(arguments)
    refused = "Another bench is running: two at once would measure each other."
    with project.lock("bench", refused=refused):
        return report(measure(project, options.words), options.json)


def measure(project: Project, words: Sequence[str]) -> list[dict]:
    """The rows, measured on a copy of the filled database."""
    # The desk is measured in a browser, which the libraries of the tests drive.
    ground.prepare(project, extra=("test",))
    browser.need(project)
    with templates.scratch(project, filled(project), "japra_bench") as db:
        with steps.step("Measuring"):
            log = database.fresh_log(project, "bench")
            script = RUN.format(folder=folder(project), words=words)
            output = database.shell(project, db, script, log, "The bench failed.")
    rows = database.tagged_json(output, "JAPRA-BENCH ").get("rows")
    if not rows:
        raise Stop("Nothing was measured: no row has such a word.")
    return rows


def report(rows: list[dict], file: Path | None) -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n{table(rows)}")
    if file:
        write_json(file, rows)
    return 0 if all(row["met"] for row in rows) else 1


def folder(project: Project) -> str:
    return str(project.root / "tests")


def filled(project: Project) -> str:
    """The database with the cooperatives that are measured."""
    source = templates.installed(project, project.modules())
    inputs = sorted((project.root / "tests" / "bench").glob("ground*"))
    name = KEPT + steps.fingerprint(source, *inputs)
    if not database.exists(project, name):
        with steps.step("Database of the bench"):
            making = f"{name}_new"
            with templates.scratch(project, source, making):
                log = database.fresh_log(project, "bench-fill")
                script = FILL.format(folder=folder(project))
                database.shell(project, making, script, log, "It cannot be filled.")
                # For index-only reads, as autovacuum does it in a living database.
                database.sql(project, making, "VACUUM (ANALYZE)")
                database.rename(project, making, name)
            for (other,) in database.sql(
                project, "postgres", "SELECT datname FROM pg_database"
            ):
                if other.startswith(KEPT) and other != name:
                    database.drop(project, other)
    return name


def table(rows: Sequence[dict]) -> str:
    """The rows as aligned text; what is compared stands below each."""
    lines = [("Work", "Ours", "Reference", "Ratio", "Must", "")]
    for row in rows:
        relative = row["ratio"] is not None
        lines.append(
            (
                row["work"],
                show(row["ours"], row["unit"]),
                show(row["reference"], row["unit"]) if relative else "",
                f"{row['ratio']:.2f}" if relative else "",
                f"{row['must']:g}" if relative else show(row["must"], row["unit"]),
                "met" if row["met"] else "MISSED",
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    texts = []
    for first, *others in lines:
        cells = zip(others, widths[1:], strict=True)
        right = "  ".join(cell.rjust(width) for cell, width in cells)
        texts.append(f"{first.ljust(widths[0])}  {right}")
    for number, row in enumerate(rows, 1):
        texts[number] += f"\n    {row['note']}"
    return "\n".join(texts)


def show(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:g} {unit}"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
