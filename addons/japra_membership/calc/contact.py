"""Addresses and phone numbers as others must reach them."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit


def public_address(url: str) -> str | None:
    """The address of the system where a phone anywhere can open it.

    None for this machine, a private network and names that only a network at home
    knows: a paper must not carry a link that nobody can open.

    >>> public_address("https://koperasi.example.id/")
    'https://koperasi.example.id'
    >>> public_address("http://localhost:8069"), public_address("http://192.168.1.5")
    (None, None)
    """
    try:
        address = urlsplit((url or "").strip())
        host = address.hostname or ""
    except ValueError:
        return None
    if address.scheme not in ("http", "https") or not host:
        return None
    try:
        if not ip_address(host).is_global:
            return None
    except ValueError:
        ending = host.rstrip(".").rpartition(".")
        if not ending[1] or ending[2] in ("local", "localhost", "lan", "internal"):
            return None
    return f"{address.scheme}://{address.netloc}"


def international_phone(phone: str) -> str | None:
    """An Indonesian number in digits with its country, as wa.me asks; else None.

    A number that names its country keeps it.

    >>> international_phone("0812-3456-7890"), international_phone("+62 812 3456 7890")
    ('6281234567890', '6281234567890')
    >>> international_phone("62812345678"), international_phone("+62 (0)812 345678")
    ('62812345678', '62812345678')
    >>> international_phone("+31 6 12345678"), international_phone("12")
    ('31612345678', None)
    """
    text = (phone or "").strip()
    digits = re.sub(r"\D", "", text)
    if not text.startswith("+"):
        if digits.startswith("00"):
            digits = digits[2:]
        elif digits.startswith("0"):
            digits = "62" + digits[1:]
        elif digits.startswith("8"):
            digits = "62" + digits
    # The zero that is dialled at home only.
    digits = re.sub("^620+", "62", digits)
    return digits if 9 <= len(digits) <= 15 and digits[0] != "0" else None
