"""How a row is measured: the median of five runs, turn about with the reference."""

import gc
import os
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

RUNS = 5


class Work(NamedTuple):
    """What a row does, once; the setting is made and proved before.

    Without a reference the limit is in seconds. `each`: how often one call does it.
    A side that has a clock of its own returns the seconds it measured. `close` is
    called at the end.
    """

    ours: Callable
    reference: Callable | None = None
    each: int = 1
    close: Callable | None = None


class Count(NamedTuple):
    """What a row found that must not be there; nothing is timed."""

    found: int
    note: str


class Row(NamedTuple):
    work: str
    must: float
    note: str
    make: Callable


rows: list[Row] = []


def row(work: str, must: float, note: str):
    """Register a function that is given an environment and returns a Work or Count.

    Every run is rolled back. `note` says what is compared.
    """

    def register(make):
        rows.append(Row(work, must, note, make))
        return make

    return register


def run(env, words: Sequence[str] = ()) -> list[dict]:
    """Measure the rows with one of these words in their name, or all."""
    chosen = [
        item for item in rows if not words or any(word in item.work for word in words)
    ]
    return [measure(env, item) for item in chosen]


def measure(env, item: Row) -> dict:
    made = item.make(env)
    result = {"work": item.work, "must": item.must, "note": item.note, "unit": "s"}
    if isinstance(made, Count):
        result.update(ours=made.found, reference=None, ratio=None, unit="wrong")
        result["note"] = f"{item.note} {made.note}"
        return {**result, "met": made.found <= item.must}
    sides = [side for side in (made.ours, made.reference) if side]
    times = [[] for _side in sides]
    cpu = []
    try:
        for number in range(RUNS + 1):
            for side, taken in zip(sides, times, strict=True):
                gc.collect()
                began, used = perf_counter(), cpu_seconds()
                said = side()
                seconds = said if isinstance(said, float) else perf_counter() - began
                # The first one fills caches that a running server has filled.
                if number:
                    taken.append(seconds / made.each)
                    cpu.append(cpu_seconds() - used)
                env.cr.rollback()
                env.invalidate_all()
    finally:
        if made.close:
            made.close()
    ours, *reference = map(median, times)
    ratio = ours / reference[0] if reference else None
    result.update(ours=ours, reference=reference[0] if reference else None, ratio=ratio)
    if not reference:
        # On a busy machine the clock tells how busy it is.
        result["note"] += f", {median(cpu):.2f} s of CPU"
    return {**result, "met": (ratio or ours) <= item.must}


def cpu_seconds() -> float:
    """What this process and those it started and ended have used."""
    return sum(os.times()[:4])
