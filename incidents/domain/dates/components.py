"""Years, months and days with qualifiers and unspecified digits, seasons and weeks: everything between two slashes."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from incidents.domain.dates.hints import unreadable
from incidents.domain.dates.value import UNKNOWN, DateError, EdtfDate, Precision

_CALENDAR = re.compile(r"([?~%]?)([0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?")
_YEAR = re.compile(r"[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX|XXXX")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})([?~%]?)")
_QUALIFIERS = {"": 0, "?": 1, "~": 2, "%": 3}  # bits: uncertain, approximate
_SYMBOLS = ("", "?", "~", "%")
_UNIT_OF_X: dict[int, Precision] = {1: "decade", 2: "century", 3: "millennium"}
_NORTH, _SOUTH = (3, 6, 9, 12), (9, 12, 3, 6)  # first months of spring, summer, autumn, winter
_SEASONS = {  # code -> first month, number of months; 33 on are quarters, thirds and halves of a year
    **{str(code): (first, 3) for code, first in enumerate(_NORTH * 2 + _SOUTH + (1, 4, 7, 10), start=21)},
    **{str(code): (first, 4) for code, first in enumerate((1, 5, 9), start=37)},
    **{str(code): (first, 6) for code, first in enumerate((1, 7), start=40)},
}


def calendar_date(text: str) -> EdtfDate:
    """Read a day, month, season, week or year. Raises DateError."""
    match = _CALENDAR.fullmatch(text)
    if match is None:
        return _week(text)
    groups = match.groups()
    parts = [groups[i : i + 3] for i in (0, 3, 6) if groups[i + 1] is not None]
    digits = [part for _, part, _ in parts]
    flags = _flags([(_QUALIFIERS[own], _QUALIFIERS[group]) for own, _, group in parts])
    if _YEAR.fullmatch(digits[0]) is None:
        raise DateError(
            "{text} has an X inside the year: put X for its last digits only, as in 202X or 20XX.", text=text
        )
    season = len(digits) > 1 and digits[1] in _SEASONS
    earliest, latest, precision = _season(*digits) if season else _span(digits)
    return _dated(_print(digits, flags), earliest, latest, precision, flags)


def plain_day(text: str) -> EdtfDate | None:
    """Read YYYY-MM-DD fast, since nearly all dates are that; None for whatever else."""
    if len(text) != 10 or text[7] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return EdtfDate(text, day, day, "day")


def _dated(text: str, earliest: date | None, latest: date | None, precision: Precision, flags: list[int]) -> EdtfDate:
    approximate, uncertain = any(flag & 2 for flag in flags), any(flag & 1 for flag in flags)
    return EdtfDate(text, earliest, latest, precision, approximate, uncertain)


def _flags(sides: list[tuple[int, int]]) -> list[int]:
    """Qualifiers of each component: one before it is its own, one after it also counts for all to the left."""
    flags, carried = [], 0
    for own, group in reversed(sides):
        carried |= group
        flags.append(own | carried)
    return flags[::-1]


def _print(digits: list[str], flags: list[int]) -> str:
    if len(set(flags)) == 1:
        return "-".join(digits) + _SYMBOLS[flags[0]]
    return "-".join(_SYMBOLS[flag] + part for flag, part in zip(flags, digits, strict=True))


def _span(digits: list[str]) -> tuple[date | None, date | None, Precision]:
    """Bounds and precision of year[-month[-day]], each with or without unspecified digits."""
    year, month, day = (*digits, "XX", "XX")[:3]
    if year == "0000":
        raise DateError("There is no year 0000 here: write a year from 0001 to 9999, or XXXX for unknown.")
    # an unknown year has no bounds; a leap year stands in for it so that month and day are still checked
    years = (2000,) if year == UNKNOWN else _choices(year, 1, 9999)
    months, days = _choices(month, 1, 12), _choices(day, 1, 31)
    if not months:
        raise DateError("There is no month {month}: write 01 to 12, or 21 to 24 for spring to winter.", month=month)
    earliest = _first_day(years, months, days)
    if earliest is None:
        raise _no_such_day(year, month, day)
    if year == UNKNOWN:
        return None, None, "unknown"
    return earliest, _first_day(years[::-1], months[::-1], days[::-1]), _unit(digits)


@lru_cache(maxsize=1024)
def _choices(pattern: str, low: int, high: int) -> Sequence[int]:
    """The numbers in low..high that fit a pattern of digits and X, ascending."""
    start, stop = int(pattern.replace("X", "0")), int(pattern.replace("X", "9"))
    numbers = range(max(low, start), min(high, stop) + 1)
    shape = re.compile(pattern.replace("X", "[0-9]"))
    return tuple(n for n in numbers if shape.fullmatch(f"{n:0{len(pattern)}}"))


def _first_day(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> date | None:
    """The first existing day in the order given; with all three reversed, the last."""
    for year in years:
        for month in months:
            length = monthrange(year, month)[1]
            day = next((day for day in days if day <= length), None)
            if day is not None:
                return date(year, month, day)
    return None


def _unit(digits: list[str]) -> Precision:
    """The unit that the date pins down: an unspecified day leaves the month, an unspecified month the year."""
    if unknown := digits[0].count("X"):
        return _UNIT_OF_X[unknown]
    if len(digits) == 1 or "X" in digits[1]:
        return "year"
    return "month" if len(digits) == 2 or "X" in digits[2] else "day"


def _no_such_day(year: str, month: str, day: str) -> DateError:
    whole, text = f"{year}-{month}", f"{year}-{month}-{day}"
    if "X" in text:
        return DateError("{text} does not exist: write a day that the month has, or XX for an unknown day.", text=text)
    length = monthrange(int(year), int(month))[1]
    sentence = "{text} does not exist: {month} has days 01 to {length}. Write {month} if the day is unknown."
    return DateError(sentence, text=text, month=whole, length=length)


def _season(year: str, code: str, day: str = "") -> tuple[date, date, Precision]:
    if day or "X" in year or not "0001" <= year <= "9998":
        raise DateError("{code} names a season: write it after a full year, without a day, as 2024-{code}.", code=code)
    first, length = _SEASONS[code]
    later, last = divmod(first + length - 2, 12)
    end_year, end_month = int(year) + later, last + 1
    return date(int(year), first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]), "season"


def _week(text: str) -> EdtfDate:
    """ISO week, Monday to Sunday: an extension, since papers say "last week" and EDTF has no form for it."""
    match = _WEEK.fullmatch(text)
    if match is None:
        raise unreadable(text)
    year, week, qualifier = match.groups()
    try:
        monday = date.fromisocalendar(int(year), int(week), 1)
        sunday = monday + timedelta(days=6)
    except (ValueError, OverflowError):
        sentence = "The year {year} has no week {week}: write W01 to W52, in some years W53."
        raise DateError(sentence, year=year, week=week) from None
    return _dated(text, monday, sunday, "week", [_QUALIFIERS[qualifier]])
