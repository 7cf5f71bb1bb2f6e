"""The parts that records consist of, as the API writes them."""

from typing import Any

import msgspec


class Shape(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Base of what is answered."""


class Reference(Shape, kw_only=True):
    """Another record, by its id; `country` is an actor's. With `expand`, the whole actor stands in its place."""

    id: str
    name: str | None
    country: str | None


class Place(Shape, kw_only=True):
    """Where it happened, and how precisely that is known."""

    name: str | None = None
    country: str | None = None
    role: str
    precision: str


class Bounds(Shape, kw_only=True):
    """The days that all claims of a date allow."""

    earliest: str | None = None
    latest: str | None = None


class Participant(Shape, kw_only=True):
    """An actor in a role; `side` is initiating, target, party or third."""

    actor: str
    role: str
    side: str
    office: str | None = None
    on_behalf_of: str | None = None


class Quantity(Shape, kw_only=True):
    """A number with what is counted and its bounds: whole numbers, or decimals as texts."""

    predicate: str
    unit: str
    low: int | str | None = None
    best: int | str | None = None
    high: int | str | None = None


class Remark(Shape, kw_only=True):
    """A curator's remark on a record, or on one of its properties."""

    text: Any
    property: str | None = None
    position: int


class EvidenceShape(Shape, kw_only=True):
    """A passage of a source, a row of a data set, or a curator's judgement."""

    source: str | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    quote_sha256: str | None = None
    kind: str | None = None
    relay: list[str] = []
    row: str | None = None
    judgement: Any = None


class ReportShape(Shape, kw_only=True):
    """One source's account of a statement."""

    report: str
    source: str
    paragraph: int
    start: int | None = None
    end: int | None = None
    quote_sha256: str | None = None
    kind: str
    directness: str
    relay: list[str] = []


class CreditShape(Shape, kw_only=True):
    """A credit of a source to another one."""

    credit: str
    source: str
    basis: str
    covers: str
    passage: EvidenceShape | None = None
    confirmed: bool = False


class ActorName(Shape, kw_only=True):
    """A name, in one language; null where a table does not say in which."""

    text: Any
    language: str | None
    kind: str


class Tenure(Shape, kw_only=True):
    """An office held, with EDTF bounds."""

    office: str
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    evidence: list[EvidenceShape] = []


class About(Shape, kw_only=True):
    """What a statement speaks about."""

    kind: str
    id: str


class Dyad(Shape, kw_only=True):
    """Where an incident stands among those of its type between the same two: the number, and the days since the last.

    `days_since_last` is null for the first, and where one of the two dates is not known to the day.
    """

    nth: int
    days_since_last: int | None
