"""Tenures on a time line, drawn on the server: what is sure, what may be, and what nobody knows the end of.

A bound is EDTF, so it is a span itself: a tenure is sure from the latest day it can have begun to the earliest it can
have ended, and possible on either side of that up to its outermost bounds; a side without a bound fades out.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents.domain import dates

WIDTH = 1_000  # units of the drawing
MARGIN = 90  # units on either side, for what is open
SHORTEST = 28  # days that a time line shows at least
LEAST = 4  # units that a bar is wide at least


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """Who, or what, held which from when to when: `link` names the other side, bounds are EDTF or None."""

    link: Any
    since: str | None
    until: str | None
    note: Any = ""
    current: bool = True


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a bar; `css` is sure, maybe or open."""

    css: str
    x: int
    width: int


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A tenure as a row of the time line."""

    tenure: Tenure
    words: str
    pieces: tuple[Piece, ...]


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    x: int
    text: str
    anchor: str


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The rows, and the days that the scale names. Without any known day there is no scale."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH


class Span(msgspec.Struct, frozen=True):
    """A tenure's four days: begun at the earliest and at the latest, ended at the earliest and at the latest."""

    begun: date | None = None
    surely_begun: date | None = None
    surely_there: date | None = None
    ended: date | None = None

    @property
    def days(self) -> list[date]:
        return [day for day in (self.begun, self.surely_begun, self.surely_there, self.ended) if day is not None]


def timeline(tenures: Iterable[Tenure]) -> Timeline:
    """Return tenures as a time line, the earliest first."""
    spans = [(tenure, span_of(tenure)) for tenure in tenures]
    spans.sort(key=lambda found: min(found[1].days, default=date.max))
    days = [day for _, span in spans for day in span.days]
    scale = Scale(days) if days else None
    bars = tuple(
        Bar(tenure=tenure, words=in_words(tenure), pieces=tuple(_pieces(span, scale)) if scale else ())
        for tenure, span in spans
    )
    return Timeline(bars=bars, ticks=tuple(scale.ticks()) if scale else ())


def span_of(tenure: Tenure) -> Span:
    """Return the days that a tenure's bounds mean; what cannot be read means none."""
    since, until = _parsed(tenure.since), _parsed(tenure.until)
    return Span(
        begun=since.earliest if since else None,
        surely_begun=since.latest if since else None,
        surely_there=until.earliest if until else None,
        ended=until.latest if until else None,
    )


def _parsed(text: str | None) -> dates.EdtfDate | None:
    try:
        return dates.parse(text) if text else None
    except ValueError:
        return None


class Scale:
    """Days as units of the drawing."""

    def __init__(self, days: list[date]) -> None:
        self.first, self.last = min(days), max(days)
        if (self.last - self.first).days < SHORTEST:
            middle = SHORTEST - (self.last - self.first).days
            self.first, self.last = _moved(self.first, -middle // 2), _moved(self.last, middle // 2)
        self.days = max((self.last - self.first).days, 1)

    def at(self, day: date) -> int:
        return MARGIN + (day - self.first).days * (WIDTH - 2 * MARGIN) // self.days

    def ticks(self) -> Iterable[Tick]:
        """Yield the first and the last day, and one between them where there is room."""
        middle = self.first + timedelta(days=self.days // 2)
        for day, anchor in ((self.first, "start"), (middle, "middle"), (self.last, "end")):
            yield Tick(x=self.at(day), text=day.isoformat(), anchor=anchor)


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _pieces(span: Span, scale: Scale) -> Iterable[Piece]:
    """Yield the parts of a bar from left to right."""
    known = span.days
    if not known:
        yield Piece(css="open", x=0, width=WIDTH)
        return
    sure_from = span.surely_begun or min(known)
    sure_to = span.surely_there or max(known)
    is_sure = span.surely_begun is not None and span.surely_there is not None and sure_from <= sure_to
    left, right = (sure_from, sure_to) if is_sure else (min(known), max(known))
    if span.begun is None:
        yield Piece(css="open", x=0, width=scale.at(left))
    elif span.begun < left:
        yield _piece("maybe", span.begun, left, scale)
    yield _piece("sure" if is_sure else "maybe", left, right, scale)
    if span.ended is None:
        yield Piece(css="open", x=scale.at(right), width=WIDTH - scale.at(right))
    elif span.ended > right:
        yield _piece("maybe", right, span.ended, scale)


def _piece(css: str, start: date, end: date, scale: Scale) -> Piece:
    return Piece(css=css, x=scale.at(start), width=max(scale.at(end) - scale.at(start), LEAST))


def in_words(tenure: Tenure) -> str:
    """Return what a tenure's bounds say, for those who read instead of looking."""
    span = span_of(tenure)
    return "; ".join((_begun(span), _ended(span)))


def _begun(span: Span) -> str:
    if span.begun is None and span.surely_begun is None:
        return _("since when is not known")
    if span.begun is None:
        return _("since {day} at the latest").format(day=span.surely_begun)
    if span.surely_begun is None:
        return _("since {day} at the earliest").format(day=span.begun)
    if span.begun == span.surely_begun:
        return _("since {day}").format(day=span.begun)
    return _("since some day from {first} to {last}").format(first=span.begun, last=span.surely_begun)


def _ended(span: Span) -> str:
    if span.surely_there is None and span.ended is None:
        return _("until when is not known")
    if span.ended is None:
        return _("until {day} at the earliest").format(day=span.surely_there)
    if span.surely_there is None:
        return _("until {day} at the latest").format(day=span.ended)
    if span.surely_there == span.ended:
        return _("until {day}").format(day=span.ended)
    return _("until some day from {first} to {last}").format(first=span.surely_there, last=span.ended)
