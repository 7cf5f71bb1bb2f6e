"""What people write into filters, read strictly: a value that cannot be meant is refused with a sentence."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from incidents import codebook
from incidents.domain import dates
from incidents.domain.dates import Bounds, DateError
from incidents.domain.values import is_id
from incidents.log import read
from incidents.readmodels.errors import FilterError

MOST = 100  # values of one filter
LONGEST = 500  # characters of a text
LARGEST = 10**9
POSITION_DIGITS = 18
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def search(field: str, raw: Any) -> str:
    """Return what is searched for, whatever it holds; only its length is limited."""
    told = raw.strip() if isinstance(raw, str) else ""
    if not told:
        raise FilterError("empty_value", "Give this filter a value, or leave it out.", field)
    if len(told) > LONGEST:
        raise FilterError("value_too_long", "This value has {length} characters; shorten it to {limit}.", field,
                          length=len(told), limit=LONGEST)  # fmt: skip
    return told


def text(field: str, raw: Any) -> str:
    """Return a text without the spaces around it."""
    told = search(field, raw)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in told):
        raise FilterError("control_character", "This value holds a control character; remove it.", field)
    return told


def several(field: str, raw: Any) -> list[str]:
    """Return the values of a filter that may have several: a list, or one text with commas between them."""
    parts = raw.split(",") if isinstance(raw, str) else list(raw) if isinstance(raw, Iterable) else [raw]
    if len(parts) > MOST:
        raise FilterError("too_many_values", "These are {count} values; give {limit} at most.", field,
                          count=len(parts), limit=MOST)  # fmt: skip
    if not parts:
        raise FilterError("empty_value", "Give this filter a value, or leave it out.", field)
    return [text(field, str(part)) for part in parts]


def codes(field: str, raw: Any, known: Iterable[str]) -> list[str]:
    """Return codes that are known."""
    found, allowed = several(field, raw), list(known)
    for code in found:
        if code not in allowed:
            raise FilterError("unknown_code", "“{value}” is no code here; use one of: {known}.", field,
                              value=code, known=", ".join(allowed))  # fmt: skip
    return found


def terms(field: str, raw: Any, list_name: str) -> list[str]:
    """Return codes of a list of the codebook."""
    book = codebook.current()
    return codes(field, raw, book.lists[list_name] if list_name in book.lists else sorted(book.codes(list_name)))


def ids(field: str, raw: Any) -> list[str]:
    """Return record ids."""
    found = several(field, raw)
    for value in found:
        if not is_id(value):
            raise FilterError("invalid_id", "“{value}” is no record id; give a lower-case UUID.", field, value=value)
    return found


def country(field: str, raw: str) -> str:
    """Return the code of a country."""
    if raw not in codebook.current().countries:
        raise FilterError("unknown_country", "“{value}” is no country code; give three letters, as in KOR.", field,
                          value=raw)  # fmt: skip
    return raw


def language(field: str, raw: Any) -> list[str]:
    """Return codes of languages: two or three lower-case letters, perhaps with a region."""
    found = several(field, raw)
    for value in found:
        code, *_ = value.split("-")
        if not (code.isascii() and code.isalpha() and code.islower() and 2 <= len(code) <= 3):
            raise FilterError("unknown_language", "“{value}” is no language code; write it as in en, id, ko.", field,
                              value=value)  # fmt: skip
    return found


def integer(field: str, raw: Any) -> int:
    """Return a whole number, zero or more."""
    told = text(field, str(raw))
    if not (told.isascii() and told.isdigit() and len(told) <= len(str(LARGEST))):
        raise FilterError("invalid_number", "“{value}” is no whole number; write it in digits.", field, value=told)
    return int(told)


def boolean(field: str, raw: Any) -> bool:
    """Return true or false."""
    told = text(field, str(raw)).lower()
    if told not in BOOLEANS:
        raise FilterError("invalid_boolean", "“{value}” is neither true nor false.", field, value=told)
    return BOOLEANS[told]


def bounds(field: str, raw: Any) -> Bounds:
    """Return the first and the last day that a date may mean; any EDTF date is one."""
    told = raw.isoformat() if isinstance(raw, date) else text(field, raw)
    try:
        parsed = dates.parse(told)
    except DateError as error:
        raise FilterError(error.code, error.message, field, **error.params) from error
    return parsed.earliest, parsed.latest


def since(field: str, raw: Any) -> int:
    """Return the position behind which something counts as changed: digits are one, a date means from its beginning.

    One look-up in the log for a date or a time.
    """
    told = text(field, str(raw))
    if told.isascii() and told.isdigit():
        if len(told) > POSITION_DIGITS:
            raise FilterError("invalid_position", "“{value}” is no position.", field, value=told[:20])
        return int(told)
    try:
        instant = datetime.combine(date.fromisoformat(told), time.min, tzinfo=UTC)
    except ValueError:
        instant = _instant(field, told)
    try:
        return read.position_at(instant - timedelta(microseconds=1))
    except OverflowError:
        return 0


def _instant(field: str, told: str) -> datetime:
    try:
        instant = datetime.fromisoformat(told)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise FilterError("invalid_position",
                      "Give a position, a date (2024-10-21), or a time with its zone (2024-10-21T09:35+07:00).",
                      field)  # fmt: skip
