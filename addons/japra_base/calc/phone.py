"""Telephone numbers as people write them, and the digits they have in common.

Indonesian numbers: the code of the country is 62, and who dials within the country
writes a 0 instead of it (national trunk prefix, ITU-T E.164 and E.123).
"""

import re

_FOREIGN = re.compile(r"[^0-9]")
# A number without the code of its area has at most eight digits.
LONGEST_LOCAL = 8


def national_digits(text: str | None) -> str:
    """The digits of a number without what it may begin with: +62, 62, 0062 or 0.

    What is no number has no digits, so it is found by none: a text with letters, a
    name or the door "C-12".

    :param text: as typed, on a phone or by a person
    :return: digits only, perhaps none

    >>> national_digits("+62 812-3456-789")
    '8123456789'
    >>> national_digits("0812 3456 789")
    '8123456789'
    >>> national_digits("628123456789")
    '8123456789'
    >>> national_digits("+62 (0)21 661 2345")
    '216612345'
    >>> national_digits("6612345")
    '6612345'
    >>> national_digits("C-12")
    ''
    """
    text = (text or "").strip()
    if any(sign.isalpha() for sign in text):
        return ""
    digits = _FOREIGN.sub("", text)
    dialled = text.startswith("+") or digits.startswith("00")
    digits = digits.lstrip("0") if digits.startswith("00") else digits
    if digits.startswith("62") and (
        dialled or digits.startswith("628") or len(digits) > LONGEST_LOCAL
    ):
        digits = digits.removeprefix("62")
    return digits.lstrip("0")
