"""Reading EDTF: levels 0 and 1, the useful part of level 2, and as extensions weeks and times without seconds."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from incidents.domain.dates.components import calendar_date, plain_day
from incidents.domain.dates.hints import EXAMPLES, unreadable
from incidents.domain.dates.value import UNKNOWN, DateError, EdtfDate, Precision

MAX_LENGTH = 64

_ZONE = r"Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?"
_MOMENT = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T([0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?)({_ZONE})?")


def parse(text: str, *, field: str | None = None) -> EdtfDate:
    """Read an EDTF text; an empty one is the unknown date `XXXX`. Raises DateError, which names `field`."""
    try:
        if not isinstance(text, str):
            raise DateError("A date is text: put it in quotes, for example '2024-06-21' or '2024'.")
        return _parse(text)
    except DateError as error:
        error.field = field
        raise


@lru_cache(maxsize=16_384)
def _parse(text: str) -> EdtfDate:
    if (day := plain_day(text)) is not None:
        return day
    if len(text) > MAX_LENGTH:
        sentence = "A date has at most {limit} characters: write one like {examples}."
        raise DateError(sentence, limit=MAX_LENGTH, examples=EXAMPLES)
    text = text.strip()
    if not text:
        return EdtfDate(UNKNOWN, None, None, "unknown")
    if text[0] in "[{":
        raise DateError("Sets of dates are not taken: write an interval a/b, or record each date as its own claim.")
    if "/" in text:
        return _interval(text)
    return _moment(text) if "T" in text else calendar_date(text)


def _interval(text: str) -> EdtfDate:
    """Read `a/b`, with `..` for an open side and nothing for an unknown one."""
    if text.count("/") > 1:
        raise unreadable(text)
    start, end = (_side(side.strip()) for side in text.split("/"))
    if start.text == end.text == "":
        return EdtfDate(UNKNOWN, None, None, "unknown")
    if start.earliest is not None and end.latest is not None and start.earliest > end.latest:
        raise DateError("{text} ends before it starts: swap the two dates, or correct one.", text=text)
    precision: Precision = "open" if start.earliest is None or end.latest is None else "interval"
    approximate, uncertain = start.approximate or end.approximate, start.uncertain or end.uncertain
    return EdtfDate(f"{start.text}/{end.text}", start.earliest, end.latest, precision, approximate, uncertain)


def _side(text: str) -> EdtfDate:
    if text in ("", "..", UNKNOWN):
        return EdtfDate(text if text == ".." else "", None, None, "open")
    if "T" in text:
        sentence = "An interval goes from day to day: write {day} instead of {text}."
        raise DateError(sentence, day=text.partition("T")[0], text=text)
    return plain_day(text) or calendar_date(text)


def _moment(text: str) -> EdtfDate:
    """Read a day with a time, and with a zone where the source gives one."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        sentence = "“{text}” is no date-time: write 2024-10-24T09:35+07:00, with Z for UTC, or without a zone."
        raise DateError(sentence, text=text)
    day, clock, zone = match.groups(default="")
    bounds = calendar_date(day)
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{zone}")
        instant = moment.astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        sentence = "{text} does not exist: hours are 00 to 23, minutes and seconds 00 to 59."
        raise DateError(sentence, text=text) from None
    return EdtfDate(f"{day}T{clock}{_zone(moment)}", bounds.earliest, bounds.latest, "instant", instant=instant)


def _zone(moment: datetime) -> str:
    if moment.tzinfo is None:
        return ""
    return moment.isoformat()[-6:] if moment.utcoffset() else "Z"
