"""Identity numbers of Indonesian persons, families and cooperatives.

What is checked is structure only: nobody here asks an office whether a number was
ever given to somebody. A number that cannot exist is refused with an
``IdentityError`` and its ``code``; what is merely odd is told apart and never
refused, because a NIK keeps the region and the date it was issued with, right or
wrong.

A NIK is ``PPKKCC DDMMYY SSSS``: province, regency and district of issue by the codes
of Kemendagri, date of birth with 40 added to the day of a woman, serial from 0001
(UU 23/2006 on population administration, Permendagri 72/2022). NPWP of 15 digits:
the ninth is the Luhn digit of the first eight; of 16 digits: 0 and the 15 for an
entity, the NIK itself for a person (PMK 112/2022, NITKU likewise).
"""

from datetime import date
from typing import NamedTuple

FEMALE, MALE = "female", "male"
_SEPARATORS = str.maketrans("", "", " .-\t\u00a0")
# Kemendagri, which issues the NIK; the codes of BPS differ for some regencies, so no
# name of a place is ever told from a NIK.
_PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 "
    "71 72 73 74 75 76 81 82 91 92 93 94 95 96".split()
)


class IdentityError(ValueError):
    """A number that cannot exist; ``code`` says why.

    ``digits``: something that is no digit; ``length``; ``date``: no such day of
    birth; ``serial``: the serial 0000 is never given; ``check``: the check digit.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Nik(NamedTuple):
    """What a NIK says of its holder; it may be wrong, and legally so."""

    number: str
    sex: str
    birth_date: date | None  # None: the century is not certain
    region_known: bool


def compact(text: str) -> str:
    """The text without the dots, spaces and dashes people write into numbers.

    >>> compact(" 01.312.166.0-091.000 ")
    '013121660091000'
    """
    return text.translate(_SEPARATORS)


def _digits(text: str, *lengths: int) -> str:
    number = compact(text)
    if not (number.isascii() and number.isdecimal()):
        raise IdentityError("digits")
    if len(number) not in lengths:
        raise IdentityError("length")
    return number


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn(number: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def parse_nik(text: str, today: date) -> Nik:
    """What the NIK says, or why it cannot be one.

    The year has two digits: one beyond this year's is of the last century, any other
    may be of either and the date is left open.

    :param today: the day the two digits of the year are read on
    :raises IdentityError: ``digits``, ``length``, ``date`` or ``serial``

    >>> parse_nik("3172014511870001", date(2026, 11, 24))[1:]
    ('female', datetime.date(1987, 11, 5), True)
    >>> parse_nik("3172 0105 1119 0001", date(2026, 11, 24))[1:]
    ('male', None, True)
    >>> parse_nik("3172013211870001", date(2026, 11, 24))
    Traceback (most recent call last):
    ...
    odoo.addons.japra_base.calc.identity.IdentityError: date
    """
    number = _digits(text, 16)
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    sex = FEMALE if day > 40 else MALE
    day -= 40 if sex == FEMALE else 0
    certain = year > today.year % 100
    century = today.year // 100 * 100
    years = [century - 100 + year] + ([] if certain else [century + year])
    if not any(_exists(full, month, day) for full in years):
        raise IdentityError("date")
    if number[12:] == "0000":
        raise IdentityError("serial")
    return Nik(
        number,
        sex,
        date(years[0], month, day) if certain else None,
        number[:2] in _PROVINCES and number[2:4] != "00",
    )


def check_kk(text: str) -> str:
    """The digits of a number of a family card (Kartu Keluarga).

    :raises IdentityError: ``digits`` or ``length``

    >>> check_kk("3172 0105 1187 0001")
    '3172010511870001'
    """
    return _digits(text, 16)


def check_npwp(text: str, today: date) -> str:
    """The digits of a tax number of 15 or 16 digits.

    :raises IdentityError: ``digits``, ``length`` or ``check``, and what
        :func:`parse_nik` raises of a person's

    >>> check_npwp("01.312.166.0-091.000", date(2026, 11, 24))
    '013121660091000'
    >>> check_npwp("3172014511870001", date(2026, 11, 24))
    '3172014511870001'
    """
    number = _digits(text, 15, 16)
    if len(number) == 16 and number[0] != "0":
        return parse_nik(number, today).number
    if not _luhn(number[-15:-6]):
        raise IdentityError("check")
    return number


def check_nitku(text: str, today: date) -> str:
    """The digits of a place of business: NPWP of 16 digits and six of the branch.

    :raises IdentityError: as :func:`check_npwp`

    >>> check_nitku("0013121660091000000000", date(2026, 11, 24))
    '0013121660091000000000'
    """
    number = _digits(text, 22)
    check_npwp(number[:16], today)
    return number


def npwp16(number: str) -> str:
    """A checked tax number in 16 digits.

    >>> npwp16("013121660091000")
    '0013121660091000'
    """
    return number.zfill(16)


def check_nib(text: str) -> str:
    """The digits of a business number (NIB).

    :raises IdentityError: ``digits`` or ``length``

    >>> check_nib("9120-3014-0283-5")
    '9120301402835'
    """
    return _digits(text, 13)


def is_nik_koperasi(text: str) -> bool:
    """Whether a number of a cooperative has its common form of 13 digits.

    No rule that was read says so: an odd one is worth a question, not a refusal.

    >>> is_nik_koperasi("3172080020001"), is_nik_koperasi("317208/2020")
    (True, False)
    """
    number = compact(text)
    return len(number) == 13 and number.isascii() and number.isdecimal()


def mask(number: str) -> str:
    """The number as a screen may show it: the first four and the last two digits.

    >>> mask("3172014511870001")
    '3172**********01'
    >>> mask("0000")
    '****'
    """
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}"


def format_number(number: str) -> str:
    """A checked number in groups, as people read it aloud.

    >>> format_number("3172014511870001")
    '3172 0145 1187 0001'
    >>> format_number("013121660091000")
    '01.312.166.0-091.000'
    >>> format_number("9120301402835")
    '9120301402835'
    """
    if len(number) == 15:
        first, *rest = (number[i:j] for i, j in ((0, 2), (2, 5), (5, 8), (8, 9)))
        return f"{'.'.join([first, *rest])}-{number[9:12]}.{number[12:]}"
    if len(number) in (16, 22):
        head = " ".join(number[i : i + 4] for i in range(0, 16, 4))
        return f"{head} {number[16:]}".strip()
    return number
