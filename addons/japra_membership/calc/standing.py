"""What a member is on a day, read from the dated entries of the register.

UU 25/1992 Art. 17 makes the register the proof of membership, so nothing here is ever
set: the last entry that counts says what somebody is.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

# {kind of entry: what the member is after it}; a kind that is missing changes nothing.
STATE_AFTER = {
    "applied": "applicant",
    "approved": "approved",
    "takeover": "member",
    "admitted": "member",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "suspended": "suspended",
    "resumed": "member",
    "leaving": "leaving",
    "stayed": "member",
    "left": "left",
    "died": "died",
    "struck": "struck",
}
REGISTERED = ("member", "suspended", "leaving")
# {kind of entry: what one must be before it}; "" is who has no entry yet.
STATES_BEFORE = {
    "applied": ("", "refused", "withdrawn", "left", "struck"),
    "approved": ("applicant", "approved"),
    "takeover": ("", "applicant"),
    "admitted": ("approved",),
    "refused": ("applicant", "approved"),
    "withdrawn": ("applicant", "approved"),
    "signed": REGISTERED,
    "suspended": ("member",),
    "resumed": ("suspended",),
    "leaving": ("member", "suspended"),
    "stayed": ("leaving",),
    "class": ("applicant", "approved", *REGISTERED),
    "left": REGISTERED,
    "died": REGISTERED,
    "struck": REGISTERED,
}
# After these nothing more falls due; money stays until it is settled.
ENDING = ("leaving", "left", "died")
# Never a member: what was paid is to be returned.
COME_TO_NOTHING = ("refused", "withdrawn", "struck")

# What can be undone by a correction; an admission is struck out instead.
CORRECTABLE = (
    "signed",
    "suspended",
    "resumed",
    "leaving",
    "stayed",
    "class",
    "left",
    "died",
    "refused",
    "withdrawn",
)


class Entry(NamedTuple):
    kind: str
    date: date
    until: date | None = None


class Standing(NamedTuple):
    """The dates of the last application and of the membership that followed it."""

    state: str = ""
    applied: date | None = None
    approved: date | None = None
    admitted: date | None = None
    taken_over: bool = False
    signed: date | None = None
    suspended: date | None = None
    until: date | None = None
    leaving: date | None = None
    ended: date | None = None


def standing(entries: Iterable[Entry], day: date) -> Standing:
    """Read the entries that count, in the order of the register, up to a day.

    >>> entries = [
    ...     Entry("applied", date(2026, 3, 1)),
    ...     Entry("approved", date(2026, 3, 9)),
    ...     Entry("admitted", date(2026, 3, 12)),
    ...     Entry("suspended", date(2026, 5, 1), date(2026, 5, 31)),
    ... ]
    >>> [standing(entries, date(2026, *day)).state for day in ((2, 1), (3, 5), (3, 10))]
    ['', 'applicant', 'approved']
    >>> days = (3, 12), (5, 31), (6, 1)
    >>> [standing(entries, date(2026, *day)).state for day in days]
    ['member', 'suspended', 'member']

    Who comes back begins anew:

    >>> entries += [
    ...     Entry("left", date(2026, 7, 1)), Entry("applied", date(2026, 9, 1))
    ... ]
    >>> standing(entries, date(2026, 7, 1)).admitted
    datetime.date(2026, 3, 12)
    >>> again = standing(entries, date(2026, 9, 1))
    >>> again.state, again.applied, again.admitted
    ('applicant', datetime.date(2026, 9, 1), None)
    """
    found = Standing()
    for entry in entries:
        if entry.date <= day:
            found = _after(found, entry)
    if found.state == "suspended" and found.until and found.until < day:
        found = found._replace(state="member", suspended=None, until=None)
    return found


def _after(found: Standing, entry: Entry) -> Standing:
    kind, day = entry.kind, entry.date
    state = STATE_AFTER.get(kind, found.state)
    if kind == "applied":
        return Standing(state=state, applied=day)
    if kind == "takeover":
        return found._replace(
            state=state, applied=found.applied or day, admitted=day, taken_over=True
        )
    if kind == "suspended":
        return found._replace(state=state, suspended=day, until=entry.until)
    changed = {
        "approved": {"approved": day},
        "admitted": {"admitted": day},
        "signed": {"signed": day},
        "resumed": {"suspended": None, "until": None},
        "leaving": {"leaving": day, "suspended": None, "until": None},
        "stayed": {"leaving": None},
    }.get(kind, {})
    if state in ("left", "died", *COME_TO_NOTHING) and kind in STATE_AFTER:
        changed = {"ended": day, "suspended": None, "until": None}
    return found._replace(state=state, **changed)
