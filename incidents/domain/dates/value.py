"""The value of a date, and how two dates, or a date and a filter, compare.

A bound of None is open or unknown on that side; elsewhere it is a day, both ends included.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Precision = Literal[
    "instant",
    "day",
    "week",
    "month",
    "season",
    "year",
    "decade",
    "century",
    "millennium",
    "interval",
    "open",
    "unknown",
]
Bounds = tuple[date | None, date | None]

UNKNOWN = "XXXX"
OPEN_RANK = 10_000_000  # more days than the years 0001 to 9999 hold
UNKNOWN_RANK = OPEN_RANK + 1


class DateError(ValueError):
    """A date that cannot be accepted, with a sentence that says what to write instead.

    `message` is a template in English for edges to translate, `str(error)` fills in `params`;
    `field` is the one that the caller of `parse` named.
    """

    code = "invalid_date"

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
        self.field: str | None = None

    def __str__(self) -> str:
        return self.message.format(**self.params)


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """One EDTF value. Two are equal when their canonical texts are: `parse(d.text) == d`.

    Bounds are strict: `~` and `?` are kept as flags and widen nothing, since no source says by how much.
    A date-time counts as the day written in its own zone; `instant` (UTC) is None where no zone is given.
    Seasons 21 to 24 have northern months, and winter 2024 runs from December 2024 to February 2025.
    """

    text: str
    earliest: date | None = field(compare=False)
    latest: date | None = field(compare=False)
    precision: Precision = field(compare=False)
    approximate: bool = field(default=False, compare=False)
    uncertain: bool = field(default=False, compare=False)
    instant: datetime | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.text


def within(a: EdtfDate, start: date | None, end: date | None) -> bool:
    """Whether all of `a` lies in start..end, ends included; None leaves that side of the filter open.

    A side on which `a` is open or unknown lies in no bounded filter, so `../2024-10-20` is in no earlier year.
    """
    if start is not None and (a.earliest is None or a.earliest < start):
        return False
    return end is None or (a.latest is not None and a.latest <= end)


def overlaps(a: EdtfDate, start: date | None, end: date | None) -> bool:
    """Whether `a` may fall in start..end: a side open or unknown reaches for ever, so `XXXX` overlaps everything."""
    if end is not None and a.earliest is not None and a.earliest > end:
        return False
    return start is None or a.latest is None or a.latest >= start


def contains(outer: EdtfDate, inner: EdtfDate) -> bool:
    """Whether every day `inner` may mean lies within the bounds of `outer`."""
    return within(inner, outer.earliest, outer.latest)


def intersection(dates: Iterable[EdtfDate]) -> Bounds | None:
    """The bounds that satisfy all dates at once, (None, None) for no dates, None when they contradict."""
    earliest: date | None = None
    latest: date | None = None
    for item in dates:
        if item.earliest is not None and (earliest is None or item.earliest > earliest):
            earliest = item.earliest
        if item.latest is not None and (latest is None or item.latest < latest):
            latest = item.latest
    if earliest is not None and latest is not None and earliest > latest:
        return None
    return earliest, latest


def precision_rank(d: EdtfDate) -> int:
    """Lower is more precise: 0 for an instant, else the span in days, then open on one side, last no bound at all."""
    if d.precision == "instant":
        return 0
    if d.earliest is not None and d.latest is not None:
        return (d.latest - d.earliest).days + 1
    return UNKNOWN_RANK if d.earliest is None and d.latest is None else OPEN_RANK
