"""Dates as documents write them, and months as dues count them.

A ``datetime`` is refused (``TypeError``): which day it is depends on a time zone
that these functions do not know.
"""

from calendar import monthrange
from datetime import date, datetime

_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def _check(day: date) -> None:
    # A subclass of date is one, except this one.
    if not isinstance(day, date) or isinstance(day, datetime):
        raise TypeError(f"date expected, not {day!r}")


def long_date(day: date) -> str:
    """The date as an Indonesian document states it.

    >>> long_date(date(2026, 12, 31))
    '31 Desember 2026'
    """
    _check(day)
    return f"{day.day} {month_name(day)}"


def month_name(day: date) -> str:
    """The month of a date with its year.

    >>> month_name(date(2026, 11, 5))
    'November 2026'
    """
    _check(day)
    return f"{_MONTHS[day.month - 1]} {day.year}"


def month_start(day: date) -> date:
    """The first day of the month.

    >>> month_start(date(2026, 11, 24))
    datetime.date(2026, 11, 1)
    """
    _check(day)
    return day.replace(day=1)


def clamp_day(month: date, day: int) -> date:
    """The given day of a month, or its last day where the month is shorter.

    :param month: any day of the month
    :param day: day of the month, 1 to 31
    :raises ValueError: no such day in any month

    >>> clamp_day(date(2027, 2, 1), 31)
    datetime.date(2027, 2, 28)
    """
    _check(month)
    if type(day) is not int:
        raise TypeError(f"day of a month expected, not {day!r}")
    if not 1 <= day <= 31:
        raise ValueError(f"no month has a day {day}")
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier), clamped to the month's end.

    Count from the first date of a series, not from the previous one: a day that was
    clamped once does not come back by itself.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    >>> add_months(date(2026, 1, 31), -2)
    datetime.date(2025, 11, 30)
    """
    _check(day)
    if type(months) is not int:
        raise TypeError(f"number of months expected, not {months!r}")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return clamp_day(date(year, month + 1, 1), day.day)
