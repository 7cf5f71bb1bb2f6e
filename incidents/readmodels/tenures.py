"""Who held an office on a day, as far as the tenures on record say."""

import re
from datetime import date
from enum import IntEnum
from typing import Any

from incidents.domain import dates

# The months in English and in Indonesian; three letters of one are enough.
_MONTHS = (
    ("january", "januari"), ("february", "februari"), ("march", "maret"), ("april",), ("may", "mei"),
    ("june", "juni"), ("july", "juli"), ("august", "agustus"), ("september",), ("october", "oktober"), ("november",),
    ("december", "desember"),
)  # fmt: skip
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAYS = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
)


class Held(IntEnum):
    """How far a tenure covers a day: for certain, possibly (its bounds leave it open), or not."""

    NOT = 0
    POSSIBLY = 1
    CERTAINLY = 2


def held_on(tenure: dict[str, Any], day: date) -> Held:
    """Say whether a tenure {from, to} with EDTF bounds, either unknown where null, covers a day."""
    begun = dates.parse(tenure["from"]) if tenure["from"] else None
    ended = dates.parse(tenure["to"]) if tenure["to"] else None
    if begun is not None and begun.earliest is not None and begun.earliest > day:
        return Held.NOT
    if ended is not None and ended.latest is not None and ended.latest < day:
        return Held.NOT
    surely_begun = begun is not None and begun.latest is not None and begun.latest <= day
    surely_not_ended = ended is not None and ended.earliest is not None and ended.earliest >= day
    return Held.CERTAINLY if surely_begun and surely_not_ended else Held.POSSIBLY


def day_in(text: str) -> tuple[date | None, str]:
    """Return the day that a text names, as in 2024-06-21, 21 June 2024 or 21 Juni 2024, and the text without it."""
    for pattern in _DAYS:
        found = pattern.search(text)
        if found is None:
            continue
        told = found.groupdict()
        try:
            day = date(int(told["year"]), _month(told["month"].lower()), int(told["day"]))
        except ValueError:
            continue
        return day, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _month(word: str) -> int:
    """Return the number of a month; 0, which is none, for another word."""
    if word.isdigit():
        return int(word)
    numbers = (number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names))
    return next(numbers, 0)
