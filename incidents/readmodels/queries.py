"""The one place that reads the read models for people: by person and by position; visibility is decided here.

A curator sees everything; anybody else sees what is published, in the version that was approved. With `as_of` the
answer is what the tracker knew at that position, the same for ever. Reads of the past take no more queries than reads
of today, and touch the log only to turn a time into a position or to find the head.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce

from incidents.domain.person import Person
from incidents.log import read
from incidents.log.read import Head
from incidents.readmodels import models as tables
from incidents.readmodels.models.base import Version
from incidents.readmodels.tables import CURRENT, LIVE, fetch_for, read_id

CURRENT_MODELS: dict[str, type[models.Model]] = {
    "incident": tables.Incident,
    "statement": tables.Statement,
    "actor": tables.Actor,
    "source": tables.Source,
    "link": tables.Link,
    "claim": tables.Claim,
}
VERSION_MODELS: dict[str, type[models.Model]] = {
    "incident": tables.IncidentVersion,
    "statement": tables.StatementVersion,
    "actor": tables.ActorVersion,
    "source": tables.SourceVersion,
    "link": tables.LinkVersion,
    "claim": tables.ClaimVersion,
}
PUBLISHED_KINDS = ("incident", "statement", "link")
NEVER = 2**62  # a position that no log reaches

# The facets that say that a record uses an actor or a source.
USES = {
    "actor": ("participant", "party", "speaker", "on_behalf_of", "addressee", "outlet"),
    "source": ("source",),
}
MERGED_KINDS = ("incident", "actor")


class HyphenatedId(Func):
    """A UUID as facets write it; SQLite keeps UUIDs as 32 digits without hyphens."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        column, parameters = compiler.compile(self.source_expressions[0])
        parts = " || '-' || ".join(f"substr({column}, {start}, {length})" for start, length in HYPHENATED)
        return f"({parts})", list(parameters) * len(HYPHENATED)


HYPHENATED = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class AsOfError(Exception):
    """A point in the past that cannot be read: `code` is stable, the message says what to write."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = "as_of"


def head() -> Head:
    """Return the head of the log: (position, hash)."""
    return read.head()


def position_of(as_of: str, *, now: datetime) -> int:
    """Return the position that an `as_of` means: digits are a position, a date its end (UTC), else an instant.

    One look-up in the log. Raises AsOfError for what cannot be read and for the future.
    """
    if as_of.isascii() and as_of.isdigit():
        position = int(as_of)
        if position > read.head().position:
            raise AsOfError("future", f"Position {as_of} is not recorded yet; the head is {read.head().position}.")
        return position
    instant = _instant(as_of)
    if instant > now:
        raise AsOfError("future", f"“{as_of}” is not over yet (UTC); give a time up to now, or leave as_of out.")
    return read.position_at(instant)


def _day(as_of: str) -> date | None:
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        return None


def _instant(as_of: str) -> datetime:
    day = _day(as_of)
    if day is not None:
        return datetime.combine(day, time.max, tzinfo=UTC)
    try:
        instant = datetime.fromisoformat(as_of)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise AsOfError(
            "invalid_as_of", "Give a position, a date (2024-10-21), or a time with its zone (2024-10-21T09:35+07:00)."
        )
    return instant.astimezone(UTC)


def records(kind: str, *, person: Person, as_of: int | None = None) -> models.QuerySet:
    """Return the records of a kind that a person may see, as a queryset with a column `record` for the id.

    Today's rows of a curator come from the current table, everything else from the versions table. Merged and
    withdrawn records are left out. Kinds: incident, statement, actor, source, link, claim.
    """
    if person.has("reader"):
        return _for_readers(kind, as_of)
    return _for_public(kind, as_of)


def record(kind: str, *, id: str, person: Person, as_of: int | None = None) -> Any:
    """Return one record, following merges, or None where there is none that the person may see."""
    model = CURRENT_MODELS[kind]
    if person.has("reader"):
        rows = model.objects.annotate(record=F("id")) if as_of is None else _versions(kind, as_of)
    else:
        rows = _public(kind, as_of)
    found = rows.filter(record=id).first()
    into = getattr(found, "merged_into_id", None)
    if found is None and kind in MERGED_KINDS and not person.has("reader"):
        into = merged_into(kind, id=id, as_of=as_of)
    return record(kind, id=str(into), person=person, as_of=as_of) if into else found


def merged_into(kind: str, *, id: str, as_of: int | None = None) -> str | None:
    """Return the record that this one was merged into, if it was."""
    rows = _versions(kind, as_of) if as_of is not None else CURRENT_MODELS[kind].objects.annotate(record=F("id"))
    return rows.filter(record=id).values_list("merged_into_id", flat=True).first()


def claims(*, subject: str, person: Person, as_of: int | None = None) -> models.QuerySet:
    """Return the claims of a record a person may see, in the order recorded; the public sees the approved ones."""
    if person.has("reader"):
        rows = tables.Claim.objects.annotate(record=F("id")) if as_of is None else _versions("claim", as_of)
        return rows.filter(subject_id=subject).order_by("position", "record")
    seen = _public_position(subject, as_of)
    if seen is None:
        return tables.ClaimVersion.objects.none()
    return _versions("claim", seen).filter(subject_id=subject, status="active").order_by("position", "record")


def filtered(rows: models.QuerySet, key: str, values: Iterable[str]) -> models.QuerySet:
    """Keep the records that have one of these values of a facet, then as now."""
    wanted = tables.Facet.objects.filter(record_id=OuterRef("record"), key=key, value__in=list(values))
    if issubclass(rows.model, Version):
        start = OuterRef("from_position")
        wanted = wanted.filter(Q(from_position__lte=start) & (Q(to_position=None) | Q(to_position__gt=start)))
    else:
        wanted = wanted.filter(to_position=None)
    return rows.filter(Exists(wanted))


def existing(kind: str, ids: Iterable[str]) -> set[str]:
    """Return those of these ids that are records of a kind, withdrawn ones too."""
    sql = f"SELECT id FROM {LIVE.name(CURRENT[kind])} WHERE id IN ({{ids}})"
    return {read_id(row[0]) for row in fetch_for(sql, ids)}


def drafts(incidents: Iterable[str]) -> set[str]:
    """Return those of these incidents that are drafts."""
    sql = f"SELECT id FROM {LIVE.name(CURRENT['incident'])} WHERE id IN ({{ids}}) AND status = 'draft'"
    return {read_id(row[0]) for row in fetch_for(sql, incidents)}


def _versions(kind: str, as_of: int) -> models.QuerySet:
    """Return the versions of a kind that stood at a position."""
    return (
        VERSION_MODELS[kind]
        .objects.filter(from_position__lte=as_of)
        .filter(Q(to_position=None) | Q(to_position__gt=as_of))
        .annotate(record=F("record_id"))
    )


def _for_readers(kind: str, as_of: int | None) -> models.QuerySet:
    rows = CURRENT_MODELS[kind].objects.annotate(record=F("id")) if as_of is None else _versions(kind, as_of)
    rows = rows.exclude(status="withdrawn")
    return rows.filter(merged_into_id=None) if kind in MERGED_KINDS else rows


def _for_public(kind: str, as_of: int | None) -> models.QuerySet:
    rows = _public(kind, as_of).exclude(status="withdrawn")
    return rows.filter(merged_into_id=None) if kind == "actor" else rows


def _public(kind: str, as_of: int | None) -> models.QuerySet:
    """Return the versions that the public sees, today or at a position."""
    if kind in PUBLISHED_KINDS:
        return _published(kind, as_of)
    if kind == "claim":
        raise ValueError("The public reads claims of one record: use claims().")
    rows = CURRENT_MODELS[kind].objects.annotate(record=F("id")) if as_of is None else _versions(kind, as_of)
    return rows.filter(Exists(_uses(kind, as_of)))


def _published(kind: str, as_of: int | None) -> models.QuerySet:
    rows = _seen(VERSION_MODELS[kind].objects, as_of).annotate(record=F("record_id"))
    return rows.exclude(Exists(_merged_away(as_of))) if kind == "incident" else rows


def _seen(rows: models.QuerySet, as_of: int | None) -> models.QuerySet:
    if as_of is None:
        return rows.filter(public_from__isnull=False, public_to=None)
    return rows.filter(public_from__lte=as_of).filter(Q(public_to=None) | Q(public_to__gt=as_of))


def _merged_away(as_of: int | None) -> models.QuerySet:
    facets = tables.Facet.objects.filter(record_id=OuterRef("record"), key="merged")
    if as_of is None:
        return facets.filter(to_position=None)
    return facets.filter(from_position__lte=as_of).filter(Q(to_position=None) | Q(to_position__gt=as_of))


def _uses(kind: str, as_of: int | None) -> models.QuerySet:
    """Return the facets by which a version the public sees uses an actor or a source."""
    facets = tables.Facet.objects.filter(key__in=USES[kind], value=HyphenatedId(OuterRef("record")))
    end = Coalesce(OuterRef("to_position"), Value(NEVER))
    public = Q()
    for user in PUBLISHED_KINDS:
        seen = _seen(VERSION_MODELS[user].objects, as_of)
        seen = seen.filter(
            record_id=OuterRef("record_id"), from_position__gte=OuterRef("from_position"), from_position__lt=end
        )
        public |= Q(Exists(seen))
    return facets.filter(public)


def _public_position(subject: str, as_of: int | None) -> int | None:
    """Return the position as of which the public sees a record: that of its last approval."""
    for kind in ("incident", "statement"):
        found = _published(kind, as_of).filter(record=subject).values_list("public_from", flat=True).first()
        if found is not None:
            return found
    return None


class HeldSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source whose text was seen: its file's name and digests."""

    id: str
    file: str | None
    file_sha256: str
    text_sha256: str


class Passage(msgspec.Struct, frozen=True, order=True):
    """A place in a source's text that a record rests on."""

    start: int
    end: int
    quote_sha256: str


def held_sources() -> list[HeldSource]:
    """Return the sources whose text was seen, in the order of their files' names."""
    rows = tables.Source.objects.filter(held=True, status="active").order_by("file", "id")
    return [
        HeldSource(id=str(row.id), file=row.file, file_sha256=row.file_sha256, text_sha256=row.text_sha256)
        for row in rows
    ]


def passages(source: str) -> list[Passage]:
    """Return the places of a source that claims, reports, links and credits rest on, each once, in order."""
    users = tables.Facet.objects.filter(key="dependency", value=source, to_position=None).values("record_id")
    pieces = [
        piece
        for evidence in (
            *tables.Claim.objects.filter(subject_id__in=users).values_list("evidence", flat=True),
            *tables.Link.objects.filter(
                id__in=tables.Facet.objects.filter(key="source", value=source).values("record_id")
            ).values_list("evidence", flat=True),
            *tables.Statement.objects.filter(id__in=users).values_list("reports", flat=True),
            *tables.Source.objects.values_list("cited_in", flat=True),
            [o["passage"] for o in tables.Source.objects.get(id=source).origins if o["passage"]],
        )
        for piece in evidence
    ]
    found = {
        Passage(piece["start"], piece["end"], piece["quote_sha256"])
        for piece in pieces
        if piece.get("source") == source and piece.get("quote_sha256")
    }
    return sorted(found)
