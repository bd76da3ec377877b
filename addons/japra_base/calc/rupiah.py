"""Amounts of whole rupiah: in words, as figures, and divided without losing one.

The unit is always one rupiah and the type always ``int``. Anything else is a
``TypeError``: a ``bool`` is a forgotten comparison and a ``float`` has already
lost the money it stood for.

Spelling: Kamus Besar Bahasa Indonesia (numerals) and the EYD guide, which writes
``Rp1.234.567`` without a space.
"""

from collections.abc import Sequence

_ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan")
_ONES += ("sembilan", "sepuluh", "sebelas")
_SCALES = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")


def _check(amount: int) -> None:
    if type(amount) is not int:
        raise TypeError(f"whole rupiah expected, not {amount!r}")


def _group_in_words(number: int) -> list[str]:
    """Words of a number from 1 to 999."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds == 1:
        words.append("seratus")
    elif hundreds:
        words += [_ONES[hundreds], "ratus"]
    if rest >= 20:
        words += [_ONES[rest // 10], "puluh"]
        rest %= 10
    elif rest >= 12:
        words += [_ONES[rest - 10], "belas"]
        rest = 0
    if rest:
        words.append(_ONES[rest])
    return words


def terbilang(amount: int) -> str:
    """The amount in Indonesian words, as a receipt states it.

    :param amount: whole rupiah, 0 to below 10^18
    :raises TypeError: not an ``int``
    :raises ValueError: negative, or too large to have a common name

    >>> terbilang(0)
    'nol rupiah'
    >>> terbilang(1_001_000)
    'satu juta seribu rupiah'
    >>> terbilang(2_500_000_000)
    'dua miliar lima ratus juta rupiah'
    >>> terbilang(111_915)
    'seratus sebelas ribu sembilan ratus lima belas rupiah'
    >>> terbilang(-5)
    Traceback (most recent call last):
    ...
    ValueError: no words for -5 rupiah
    >>> terbilang(1500.0)
    Traceback (most recent call last):
    ...
    TypeError: whole rupiah expected, not 1500.0
    """
    _check(amount)
    if not 0 <= amount < 1000 ** len(_SCALES):
        raise ValueError(f"no words for {amount} rupiah")
    if not amount:
        return "nol rupiah"
    words: list[str] = []
    for power in range(len(_SCALES) - 1, -1, -1):
        group = amount // 1000**power % 1000
        if group == 1 and power == 1:
            # One thousand is "seribu" wherever it stands, unlike "satu juta".
            words.append("seribu")
        elif group:
            words += _group_in_words(group)
            if power:
                words.append(_SCALES[power])
    return " ".join([*words, "rupiah"])


def format_rupiah(amount: int) -> str:
    """The amount in figures.

    :param amount: whole rupiah, of either sign
    :raises TypeError: not an ``int``

    >>> format_rupiah(1_234_567)
    'Rp1.234.567'
    >>> format_rupiah(-50_000)
    '-Rp50.000'
    """
    _check(amount)
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def short_rupiah(amount: int) -> str:
    """The amount as it is said aloud, with at most one decimal.

    For tiles and charts, where the order of magnitude counts. Rounded half up.

    :param amount: whole rupiah, of either sign
    :raises TypeError: not an ``int``

    >>> short_rupiah(2_500_000)
    '2,5 juta'
    >>> short_rupiah(1_500_000_000)
    '1,5 miliar'
    >>> short_rupiah(999_950)
    '1 juta'
    >>> short_rupiah(-750)
    '-750'
    """
    _check(amount)
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    if size < 1000:
        return f"{sign}{size}"
    power = 1
    while True:
        tenths = (size * 20 + 1000**power) // (2 * 1000**power)
        if tenths < 10_000 or power + 1 == len(_SCALES):
            break
        power += 1
    whole, tenth = divmod(tenths, 10)
    figures = f"{whole:,}".replace(",", ".") + (f",{tenth}" if tenth else "")
    return f"{sign}{figures} {_SCALES[power]}"


def split_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a total in proportion to weights so that the shares add up to it.

    Every share is first rounded towards zero; the rupiah left over go one each to
    the largest remainders, and among equal remainders to the earlier position.

    :param total: whole rupiah, of either sign
    :param weights: whole numbers, none negative, not all zero
    :return: whole rupiah in the order of the weights
    :raises TypeError: something that is not an ``int``
    :raises ValueError: a negative weight, or nothing to divide by

    >>> split_largest_remainder(100, [1, 1, 1])
    [34, 33, 33]
    >>> split_largest_remainder(-100, [1, 2, 0])
    [-33, -67, 0]
    """
    _check(total)
    for weight in weights:
        if type(weight) is not int:
            raise TypeError(f"whole weight expected, not {weight!r}")
        if weight < 0:
            raise ValueError(f"negative weight {weight}")
    whole = sum(weights)
    if not whole:
        raise ValueError("the weights add up to nothing")
    sign = -1 if total < 0 else 1
    pairs = [divmod(abs(total) * weight, whole) for weight in weights]
    shares = [share for share, _remainder in pairs]
    left = abs(total) - sum(shares)
    by_remainder = sorted(range(len(pairs)), key=lambda i: (-pairs[i][1], i))
    for position in by_remainder[:left]:
        shares[position] += 1
    return [sign * share for share in shares]
