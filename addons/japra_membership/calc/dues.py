"""What a rule makes a member owe.

Amounts are whole rupiah and ``int``, days are ``date``; nothing is ever divided, so
nothing is rounded. A rule is asked for one account by the day it was opened. It never
stores what it answers: dues follow from dated values, what was paid follows from the
ledger. An empty history is no error: nothing is owed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple, Protocol

from odoo.addons.japra_base.calc.dates import add_months, clamp_day, month_start

from .terms import Tables, Terms, value_on

# Each further age of what is late begins after so many days: 31-60, 61-90, over 90.
AGES = (31, 61, 91)

# A value and the day from which it holds, oldest first.
History = Sequence[tuple[date, int]]


class Due(NamedTuple):
    """One amount owed; `period` is the first day of the month it is for."""

    period: date | None
    date: date
    amount: int


class Unpaid(NamedTuple):
    due: Due
    paid: int

    @property
    def residual(self) -> int:
        return self.due.amount - self.paid


class Rule(Protocol):
    """What `coop.dues` asks of every kind of due."""

    kind: str
    # Whether anything of it ever falls due.
    owed: bool
    # How many months a period has.
    every: int
    # Whether the class of a member changes anything.
    by_class: bool

    def of(self, terms: Terms) -> "Rule":
        """The rule for an account with terms of its own."""

    def dues(self, opened: date, until: date) -> list[Due]:
        """Everything that fell due on or before `until`, oldest first."""

    def arrears(self, opened: date, as_of: date, paid: int) -> tuple[int, date | None]:
        """The amount late and the day its oldest part was due."""

    def payable(self, opened: date) -> list[Due]:
        """Every due that may be paid, those not yet due included."""

    def room(self, opened: date, paid: int) -> int | None:
        """The most that can still be paid; None where there is no end to it."""


def value_at(history: History, day: date) -> int:
    """The value in force on a day, 0 before the first one.

    >>> history = [(date(2025, 1, 1), 10_000), (date(2026, 3, 1), 20_000)]
    >>> value_at(history, date(2024, 12, 31)), value_at(history, date(2026, 3, 1))
    (0, 20000)
    """
    position = bisect_right(history, day, key=lambda item: item[0])
    return history[position - 1][1] if position else 0


def allocate(dues: Iterable[Due], paid: int) -> list[Unpaid]:
    """What was paid on each due, the oldest one first.

    >>> dues = [Due(None, date(2026, 1, 1), 100), Due(None, date(2026, 2, 1), 100)]
    >>> [row.residual for row in allocate(dues, 130)]
    [0, 70]
    """
    rows = []
    for due in dues:
        part = max(0, min(paid, due.amount))
        rows.append(Unpaid(due, part))
        paid -= part
    return rows


def covered(dues: Iterable[Due], paid: int, amount: int) -> list[Due]:
    """The dues that `amount` more pays, in whole or in part.

    >>> dues = [Due(None, date(2026, m, 1), 100) for m in (1, 2, 3)]
    >>> [due.date.month for due in covered(dues, 100, 150)]
    [2, 3]
    >>> covered(dues, 150, 0)
    []
    """
    rows, end = [], 0
    for due in dues:
        begin, end = end, end + due.amount
        if begin >= paid + amount:
            break
        if max(begin, paid) < min(end, paid + amount):
            rows.append(due)
    return rows


def _rest(dues: Iterable[Due], paid: int) -> int:
    """What is left of these dues, never below zero."""
    return max(0, sum(due.amount for due in dues) - paid)


def ageing(
    rule: Rule, opened: date, until: date, as_of: date, paid: int
) -> tuple[date | None, tuple[int, ...]]:
    """The oldest day, and what is late by its age: 0-30, 31-60, 61-90, over 90 days.

    `until`: nothing fell due after it.

    >>> wajib = Periodic(
    ...     "wajib", [(date(2026, 1, 1), 20_000)], [], last=date(2026, 12, 1)
    ... )
    >>> day = date(2026, 6, 30)
    >>> ageing(wajib, date(2026, 1, 1), day, day, 30_000)
    (datetime.date(2026, 2, 1), (20000, 20000, 20000, 30000))
    """
    late, since = rule.arrears(opened, min(until, as_of), paid)
    sums = [late]
    for days in AGES:
        day = as_of - timedelta(days)
        # What is younger than the oldest part is asked for in vain.
        old = since is not None and since <= day
        sums.append(rule.arrears(opened, min(until, day), paid)[0] if old else 0)
    whole, over_30, over_60, over_90 = sums
    return since, (whole - over_30, over_30 - over_60, over_60 - over_90, over_90)


class Plain:
    """A rule that is the same for every account."""

    owed = True
    every = 1
    by_class = False

    def of(self, terms: Terms) -> "Plain":
        return self


class Once(Plain):
    """Owed one time, and the difference on the day the amount rises (simpanan pokok).

    The law asks the same amount of every member (UU 25/1992 Art. 41), so who came
    before the first recorded value owes that value, and a higher one makes everybody
    owe the difference from that day. A lower one returns nothing by itself.

    >>> pokok = Once("pokok", [(date(2026, 1, 1), 100_000)])
    >>> pokok.arrears(date(2020, 5, 17), date(2026, 5, 1), 40_000)
    (60000, datetime.date(2020, 5, 17))
    >>> pokok = Once(
    ...     "pokok",
    ...     [(date(2026, 1, 1), 100_000), (date(2026, 7, 1), 150_000)],
    ... )
    >>> pokok.arrears(date(2026, 3, 1), date(2026, 7, 1), 100_000)
    (50000, datetime.date(2026, 7, 1))

    A levy decided for all (`reaches_back=False`) falls due on the day of its first
    value, whenever the member came:

    >>> levy = Once("levy", [(date(2026, 7, 1), 50_000)], reaches_back=False)
    >>> levy.arrears(date(2020, 5, 17), date(2026, 8, 1), 0)
    (50000, datetime.date(2026, 7, 1))
    """

    def __init__(self, kind: str, history: History, reaches_back: bool = True):
        self.kind = kind
        self._reaches_back = reaches_back
        self._days = [day for day, _amount in history]
        # _rises[n]: (day, all that is owed from then on) of who came in step n.
        self._rises = [
            _rises(history[max(0, n - 1) :]) for n in range(len(history) + 1)
        ]

    def _steps(self, opened: date) -> list[tuple[date, int]]:
        """(day, all that is owed from then on), by date."""
        step = bisect_right(self._days, opened)
        rises = self._rises[step]
        if rises and (step or self._reaches_back):
            return [(opened, rises[0][1]), *rises[1:]]
        return rises

    def dues(self, opened: date, until: date) -> list[Due]:
        return [due for due in self.payable(opened) if due.date <= until]

    def arrears(self, opened: date, as_of: date, paid: int) -> tuple[int, date | None]:
        late, since = 0, None
        for day, owed in self._steps(opened):
            if day > as_of:
                break
            if owed > paid:
                late, since = owed - paid, since or day
        return late, since

    def payable(self, opened: date) -> list[Due]:
        rows, before = [], 0
        for day, owed in self._steps(opened):
            if owed > before:
                rows.append(Due(None, day, owed - before))
                before = owed
        return rows

    def room(self, opened: date, paid: int) -> int | None:
        return _rest(self.payable(opened), paid)


def _rises(history: History) -> list[tuple[date, int]]:
    """The first value and every one that is higher than all before it.

    >>> [owed for _day, owed in _rises([(date(2026, m, 1), v) for m, v in
    ...     ((1, 100), (2, 80), (3, 120))])]
    [100, 120]
    """
    rises = []
    for day, amount in history:
        if not rises or amount > rises[-1][1]:
            rises.append((day, amount))
    return rises


class OnEntry(Plain):
    """Owed one time, by who comes while it is asked (uang pangkal).

    Income and not capital: what is decided later asks nothing of who is there.

    >>> fee = OnEntry("entry_fee", [(date(2026, 7, 1), 25_000)])
    >>> fee.room(date(2026, 6, 30), 0), fee.room(date(2026, 7, 1), 5_000)
    (0, 20000)
    """

    def __init__(self, kind: str, history: History):
        self.kind = kind
        self._history = history

    def dues(self, opened: date, until: date) -> list[Due]:
        return self.payable(opened) if opened <= until else []

    def arrears(self, opened: date, as_of: date, paid: int) -> tuple[int, date | None]:
        late = value_at(self._history, opened) - paid if opened <= as_of else 0
        return (late, opened) if late > 0 else (0, None)

    def payable(self, opened: date) -> list[Due]:
        amount = value_at(self._history, opened)
        return [Due(None, opened, amount)] if amount else []

    def room(self, opened: date, paid: int) -> int | None:
        return _rest(self.payable(opened), paid)


class Free(Plain):
    """Never owed: paid and taken as the member likes (simpanan sukarela).

    A liability, not capital (UU 25/1992 Art. 41).

    >>> free = Free("sukarela")
    >>> free.arrears(date(2026, 1, 1), date(2026, 12, 31), 0), free.room(
    ...     date(2026, 1, 1), 5
    ... )
    ((0, None), None)
    """

    owed = False

    def __init__(self, kind: str):
        self.kind = kind

    def dues(self, opened: date, until: date) -> list[Due]:
        return []

    def arrears(self, opened: date, as_of: date, paid: int) -> tuple[int, date | None]:
        return 0, None

    def payable(self, opened: date) -> list[Due]:
        return []

    def room(self, opened: date, paid: int) -> int | None:
        return None


class Periodic:
    """Owed each month, quarter or year from that of the opening on (simpanan wajib).

    A period follows the tariff, the class of the member and the due day in force on
    its first day, so a change within it never reaches who has already paid. The first
    period is owed whole, and never due before the account exists.

    >>> wajib = Periodic(
    ...     "wajib", [(date(2026, 1, 1), 20_000)], [(date(2026, 1, 1), 10)],
    ...     last=date(2026, 12, 1),
    ... )
    >>> wajib.arrears(date(2026, 3, 15), date(2026, 6, 9), 20_000)
    (40000, datetime.date(2026, 4, 10))
    >>> [due.date.day for due in wajib.dues(date(2026, 3, 15), date(2026, 4, 30))]
    [15, 10]
    >>> yearly = Periodic(
    ...     "wajib", [(date(2026, 1, 1), 60_000)], [], last=date(2028, 12, 1), every=12
    ... )
    >>> yearly.arrears(date(2026, 3, 15), date(2027, 6, 9), 60_000)
    (60000, datetime.date(2027, 1, 1))

    A class that stands in a table owes what stands there:

    >>> wajib = Periodic(
    ...     "wajib", [(date(2026, 1, 1), 20_000)], [], last=date(2026, 12, 1),
    ...     tables=[(date(2026, 7, 1), {"penghuni": 35_000})],
    ... )
    >>> penghuni = wajib.of(Terms(classes=((date.min, "penghuni"),)))
    >>> [
    ...     rule.arrears(date(2026, 6, 1), date(2026, 7, 1), 0)[0]
    ...     for rule in (wajib, penghuni)
    ... ]
    [40000, 55000]
    """

    owed = True

    def __init__(
        self,
        kind: str,
        tariffs: History,
        due_days: History,
        last: date,
        every: int = 1,
        tables: Tables = (),
    ):
        self.kind = kind
        self.every = every
        known = [history[0][0] for history in (tariffs, tables) if history]
        first = month_start(min(known, default=last))
        first = add_months(first, -((first.month - 1) % every))
        count = (_month_number(last) - _month_number(first)) // every + 1
        self._first = _month_number(first)
        self._months = [add_months(first, n * every) for n in range(count)]
        self._amounts = [value_at(tariffs, month) for month in self._months]
        self._tables = [value_on(tables, month) or {} for month in self._months]
        self.by_class = any(self._tables)
        # Without a due day in force: the first of the month.
        self._dates = [
            clamp_day(month, value_at(due_days, month) or 1) for month in self._months
        ]
        self._variants = {}
        self._set_amounts(self._amounts)

    def of(self, terms: Terms) -> "Periodic":
        if terms not in self._variants:
            variant = self._variants[terms] = copy(self)
            amounts = map(terms.amount, self._months, self._amounts, self._tables)
            variant._set_amounts(amounts)
        return self._variants[terms]

    def _set_amounts(self, amounts: Iterable[int]):
        amounts = list(amounts)
        # _total[n] is owed for the first n periods of the table, in _place[n] dues.
        self._total = list(accumulate(amounts, initial=0))
        self._place = list(accumulate(map(bool, amounts), initial=0))
        rows = zip(self._months, self._dates, amounts, strict=True)
        self._dues = [Due(*row) for row in rows if row[-1]]

    def _start(self, opened: date) -> int:
        periods = (_month_number(opened) - self._first) // self.every
        return min(max(0, periods), len(self._months))

    def arrears(self, opened: date, as_of: date, paid: int) -> tuple[int, date | None]:
        if opened > as_of:
            return 0, None
        covered_to = self._total[self._start(opened)] + paid
        late = self._total[bisect_right(self._dates, as_of)] - covered_to
        if late <= 0:
            return 0, None
        return late, max(opened, self._dates[bisect_right(self._total, covered_to) - 1])

    def dues(self, opened: date, until: date) -> list[Due]:
        if opened > until:
            return []
        return self._slice(opened, bisect_right(self._dates, until))

    def payable(self, opened: date) -> list[Due]:
        return self._slice(opened, len(self._months))

    def _slice(self, opened: date, end: int) -> list[Due]:
        rows = self._dues[self._place[self._start(opened)] : self._place[end]]
        # Never due before the account exists: that is of the first one only.
        if rows and rows[0].date < opened:
            rows[0] = rows[0]._replace(date=opened)
        return rows

    def room(self, opened: date, paid: int) -> int | None:
        return max(0, self._total[-1] - self._total[self._start(opened)] - paid)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


@dataclass(frozen=True)
class Statement:
    """One account on one day: its rule and what was paid on it so far.

    >>> wajib = Periodic(
    ...     "wajib", [(date(2026, 1, 1), 20_000)], [], last=date(2026, 12, 1)
    ... )
    >>> row = Statement(wajib, date(2026, 3, 15), 50_000, date(2026, 6, 9))
    >>> row.arrears, row.paid_until(), row.room
    ((30000, datetime.date(2026, 5, 1)), datetime.date(2026, 4, 1), 150000)
    """

    rule: Rule
    opened: date
    paid: int
    as_of: date
    # Nothing falls due after it: the account was closed, or its dues have ended.
    stop: date | None = None

    @property
    def arrears(self) -> tuple[int, date | None]:
        return self.rule.arrears(self.opened, self.as_of, self.paid)

    @property
    def room(self) -> int | None:
        """The most that can still be paid; None where there is no end to it."""
        return self.rule.room(self.opened, self.paid)

    def ageing(self, day: date) -> tuple[int, ...]:
        """What is late on a day by its age, see `ageing`."""
        return ageing(self.rule, self.opened, self.as_of, day, self.paid)[1]

    def missing(self, day: date) -> int:
        """What is unpaid of everything due by a day, whenever dues stopped."""
        return _rest(self.rule.dues(self.opened, day), self.paid)

    def unpaid(self, until: date | None = None) -> list[Unpaid]:
        """What is unpaid of all that falls due by a day, by default its own."""
        end = min(until, self.stop or until) if until else self.as_of
        rows = allocate(self.rule.dues(self.opened, end), self.paid)
        return [row for row in rows if row.residual]

    def after(self, amount: int, day: date) -> "Statement":
        """The same account on a day, with `amount` more paid."""
        return replace(self, paid=self.paid + amount, as_of=min(self.as_of, day))

    def pays(self, amount: int) -> list[Due]:
        """The dues that `amount` pays, in whole or in part."""
        return covered(self.rule.payable(self.opened), self.paid, amount)

    def paid_until(self) -> date | None:
        """The last month that is wholly paid."""
        period, left = None, self.paid
        for due in self.rule.payable(self.opened):
            left -= due.amount
            if left < 0:
                break
            period = due.period
        return period and add_months(period, self.rule.every - 1)
