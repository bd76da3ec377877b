"""What holds for one account beside the rule of its product.

The class of the member, months that were waived, months of a suspension. Everything is
read on the first day of a period, as the tariff is.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.japra_base.calc.dates import add_months, month_start

# (day, class of the member), oldest first; "" is none.
Classes = tuple[tuple[date, str], ...]
# (first day, last day)
Span = tuple[date, date]
# A table {class: amount} and the day from which it holds, oldest first.
Tables = Sequence[tuple[date, Mapping[str, int]]]


class Terms(NamedTuple):
    """The terms of one account: its classes, and when nothing begins to be owed."""

    classes: Classes = ()
    free: tuple[Span, ...] = ()

    def amount(self, period: date, base: int, table: Mapping[str, int]) -> int:
        """What a period costs that costs `base` without terms.

        >>> june = (date(2026, 6, 1), date(2026, 6, 30))
        >>> terms = Terms(((date(2026, 5, 20), "penghuni"),), (june,))
        >>> [
        ...     terms.amount(date(2026, month, 1), 20_000, {"penghuni": 35_000})
        ...     for month in (5, 6, 7)
        ... ]
        [20000, 0, 35000]
        """
        if any(first <= period <= last for first, last in self.free):
            return 0
        return table.get(value_on(self.classes, period) or "", base)


def class_key(text: str | None) -> str:
    """How a class is named in a table, however it is typed.

    >>> class_key("  Penghuni ")
    'penghuni'
    """
    return (text or "").strip().casefold()


def value_on(history, day: date):
    """What holds on a day, None before the first one."""
    position = bisect_right(history, day, key=lambda item: item[0])
    return history[position - 1][1] if position else None


def since_opening(classes: Classes, opened: date) -> Classes:
    """The classes as an account sees them that was opened on a day.

    Who is of a class by the day of the opening is so in the whole first period.

    >>> since_opening(((date(2026, 3, 15), "penghuni"),), date(2026, 3, 15))
    ((datetime.date(1, 1, 1), 'penghuni'),)
    """
    first = value_on(classes, opened)
    later = tuple(item for item in classes if item[0] > opened)
    return ((date.min, first), *later) if first else later


def whole_months(first: date, last: date) -> Span:
    """From the first day of one month to the last day of another.

    >>> whole_months(date(2026, 1, 15), date(2026, 2, 3))
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 28))
    """
    return month_start(first), add_months(month_start(last), 1) - timedelta(days=1)


def spans_of(history: Sequence[tuple[date, str]], value: str) -> list[Span]:
    """When a dated choice had this value.

    >>> history = [
    ...     (date(2026, 1, 1), "stop"),
    ...     (date(2026, 5, 1), "continue"),
    ...     (date(2026, 9, 1), "stop"),
    ... ]
    >>> [str(last) for _first, last in spans_of(history, "stop")]
    ['2026-04-30', '9999-12-31']
    """
    ends = [day - timedelta(days=1) for day, _value in history[1:]] + [date.max]
    return [
        (first, last)
        for (first, found), last in zip(history, ends, strict=True)
        if found == value
    ]


def both(one: Iterable[Span], other: Iterable[Span]) -> tuple[Span, ...]:
    """The days that are in both.

    >>> both([(date(2026, 1, 1), date(2026, 3, 1))], [(date(2026, 2, 1), date.max)])
    ((datetime.date(2026, 2, 1), datetime.date(2026, 3, 1)),)
    """
    other = list(other)
    found = (
        (max(first, start), min(last, end))
        for first, last in one
        for start, end in other
    )
    return tuple(span for span in found if span[0] <= span[1])


@dataclass(frozen=True)
class Exceptions:
    """What holds beside the rules in one cooperative; most members have nothing here.

    >>> book = Exceptions(waived={7: [(date(2026, 4, 1), date(2026, 4, 30))]})
    >>> book.terms(6, 1, date(2026, 1, 1)) is None, bool(Exceptions())
    (True, False)
    >>> len(book.terms(7, 1, date(2026, 1, 1)).free)
    1
    """

    # {account: spans}
    waived: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    # {member: ...}
    classes: Mapping[int, Classes] = field(default_factory=dict)
    suspended: Mapping[int, Sequence[Span]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.waived or self.classes or self.suspended)

    def terms(self, account: int, member: int | None, opened: date) -> Terms | None:
        free = (*self.waived.get(account, ()), *self.suspended.get(member, ()))
        classes = self.classes.get(member)
        if classes:
            classes = since_opening(classes, opened)
        return Terms(classes or (), free) if classes or free else None
