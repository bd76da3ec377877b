"""The fingerprint of what people agree to: the same content, the same sixty-four signs.

Content is whole rupiah, text, dates, truth values and ``None``, in lists and dicts. A
``float`` is refused: it would be written differently tomorrow.
"""

import hashlib
import json
from datetime import date


def _plain(value: object) -> object:
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, date):
        # A moment is a date too.
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if not all(type(key) is str for key in value):
            raise TypeError("names of content are text")
        return {key: _plain(item) for key, item in value.items()}
    raise TypeError(f"no content: {value!r}")


def digest(content: dict) -> str:
    """SHA-256 of the canonical JSON of `content`, in hexadecimal.

    :raises TypeError: something that has no one way to be written

    >>> digest({"b": [1, None], "a": date(2026, 11, 24)})[:16]
    'efa8de4cfaa51e78'
    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    >>> digest({"a": 1}) == digest({"a": "1"})
    False
    >>> digest({"a": 1.5})
    Traceback (most recent call last):
    ...
    TypeError: no content: 1.5
    """
    text = json.dumps(
        _plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
    return hashlib.sha256(text.encode()).hexdigest()
