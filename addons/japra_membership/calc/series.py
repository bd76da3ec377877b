"""Numbers of a series that are missing, as a person reads them."""

import re


def name_range(name: str, prefix: str, first: int, last: int) -> str:
    """The missing numbers before an entry, written as the series writes them.

    `name`: the entry that follows them, which shows how many digits there are.

    >>> name_range("KWT/2026/11/0007", "KWT/2026/11/", 5, 6)
    'KWT/2026/11/0005 – 0006'
    >>> name_range("KWT/2026/11/0002", "KWT/2026/11/", 1, 1)
    'KWT/2026/11/0001'
    """
    found = re.match(r"\d+", name.removeprefix(prefix))
    width = len(found[0]) if found else 1
    text = f"{prefix}{first:0{width}}"
    return text if first == last else f"{text} – {last:0{width}}"
