"""Canonical JSON: what may be stored, and the one way it is written.

The same value must give the same bytes on SQLite, on PostgreSQL and in an exported file, so everything that any of them
would change or refuse is refused here, before it is appended. No database.
"""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import is_normalized

import msgspec

from incidents.log.errors import CanonicalError

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64
WRAPPED = frozenset(("personal", "salt"))
ERASED = frozenset(("redacted",))
DIGESTED = frozenset(("digest",))
RESERVED = (WRAPPED, ERASED, DIGESTED)

_ENCODER = msgspec.json.Encoder(order="sorted")
_SALT = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")

Complaint = tuple[str, str]


def canonical_bytes(value: Any) -> bytes:
    """JSON of `value` in UTF-8: keys sorted by code point, no blanks, only the escapes that JSON demands."""
    return _ENCODER.encode(value)


def check_json(value: Any, path: str, *, stored: bool = False) -> None:
    """Refuse what the databases would not keep as it is.

    `path` names the value in errors. `stored`: wrapped and redacted personal fields are allowed where well-formed.
    Raises CanonicalError with the JSON path of the first offence as its field.
    """
    if _sound(value, DEEPEST, stored):
        return
    field, (code, what) = _locate(value, path, DEEPEST, stored)
    raise CanonicalError(code, f"{field} {what}", field)


def _sound(value: Any, depth: int, stored: bool) -> bool:
    """Whether everything in `value` may be stored; says nothing about where, which keeps it quick."""
    kind = type(value)
    if kind is str:
        return (value.isascii() and "\0" not in value) or _text_complaint(value) is None
    if kind is not dict and kind is not list:
        return _node_complaint(value, depth, stored) is None
    if depth <= 0 or (kind is dict and len(value) < 3 and _shape_complaint(value, stored)):
        return False
    if kind is dict:
        for key in value:
            if type(key) is not str or not _sound(key, depth, stored):
                return False
        value = value.values()
    for item in value:  # noqa: SIM110 - a generator takes half as long again
        if item is not None and not _sound(item, depth - 1, stored):
            return False
    return True


def _locate(value: Any, path: str, depth: int, stored: bool) -> tuple[str, Complaint]:
    """Path of the first offence in a value that is not sound, and what is wrong with it."""
    complaint = _node_complaint(value, depth, stored)
    if complaint is not None:
        return path, complaint
    for step, item in _children(value):
        if not isinstance(step, str | int):
            return f"{path}.{step!r}", ("key", "has a key that is not text: use strings as keys.")
        if isinstance(step, str) and (bad := _text_complaint(step)) is not None:
            return f"{path}.{step!r}", bad
        if not _sound(item, depth - 1, stored):
            return _locate(item, f"{path}[{step}]" if isinstance(value, list) else f"{path}.{step}", depth - 1, stored)
    raise AssertionError(f"{path} was refused without a reason")


def _children(value: Any) -> list[tuple[Any, Any]]:
    """(key or index, item) pairs; a key that is no string comes as a one-tuple, so that it cannot pass as an index."""
    if isinstance(value, list):
        return list(enumerate(value))
    return [(key if type(key) is str else (key,), item) for key, item in value.items()]


def _node_complaint(value: Any, depth: int, stored: bool) -> Complaint | None:
    """What is wrong with this value itself, its items and keys aside: (code, what to do), or None."""
    kind = type(value)
    if kind is str:
        return _text_complaint(value)
    if value is None or kind is bool:
        return None
    if kind is int:
        return None if -LARGEST_INTEGER <= value <= LARGEST_INTEGER else _TOO_LARGE
    if kind is float:
        return "float", "is a floating-point number: write decimals as strings."
    if kind is not dict and kind is not list:
        return "type", f"is a {kind.__name__}, which JSON does not know: use text, whole numbers, lists, objects."
    if depth <= 0:
        return "depth", f"is nested deeper than {DEEPEST} levels: flatten it."
    return _shape_complaint(value, stored) if kind is dict and len(value) < 3 else None


_TOO_LARGE = ("integer", "is beyond the whole numbers JSON readers agree on (2**53 - 1): write it as a string.")


def _shape_complaint(value: Mapping[str, Any], stored: bool) -> Complaint | None:
    keys = value.keys()
    if keys not in RESERVED:
        return None
    if stored and keys == WRAPPED and type(value["personal"]) is str and _is_hex(_SALT, value["salt"]):
        return None
    if stored and keys == ERASED and _is_hex(_DIGEST, value["redacted"]):
        return None
    names = " and ".join(sorted(keys))
    return "reserved", f"is an object of {names} alone, which the log keeps for personal fields: name it otherwise."


def _is_hex(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _text_complaint(text: str) -> Complaint | None:
    if "\0" in text:
        return "nul", "holds the character NUL, which PostgreSQL refuses: remove it."
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return "surrogate", "holds half a surrogate pair: decode the text properly first."
    if not is_normalized("NFC", text):
        return "nfc", "is not in Unicode normal form C: normalise it, or store its digest."
    return None
