"""The one place that reads the read models for people: by person and by position; visibility is decided here.

A curator sees everything; anybody else sees what is published, in the version that was approved. With `as_of` the
answer is what the tracker knew at that position, the same for ever. Reads of the past take no more queries than reads
of today, and touch the log only to turn a time into a position or to find the head.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.db import models
from django.db.models import Exists, OuterRef

from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.log import read
from incidents.log.read import Head
from incidents.readmodels import models as tables
from incidents.readmodels.as_of import AsOfError, position_of
from incidents.readmodels.tables import CURRENT, LIVE, fetch_for, read_id
from incidents.readmodels.visibility import CURRENT_MODELS, VERSION_MODELS, at_position, public, standing

__all__ = [
    "CURRENT_MODELS",
    "VERSION_MODELS",
    "AsOfError",
    "HeldSource",
    "Passage",
    "claims",
    "drafts",
    "existing",
    "filtered",
    "head",
    "held_sources",
    "merged_into",
    "passages",
    "position_of",
    "record",
    "records",
]

MERGED_KINDS = ("incident", "actor")


def head() -> Head:
    """Return the head of the log: (position, hash)."""
    return read.head()


def records(kind: str, *, person: Person, as_of: int | None = None) -> models.QuerySet:
    """Return the records of a kind that a person may see, as a queryset with a column `record` for the id.

    Today's rows of a reader come from the current table, everything else from the versions table. Merged and
    withdrawn records are left out. Kinds: incident, statement, actor, source, link, claim (not for the public).
    """
    rows = standing(kind, as_of).exclude(status="withdrawn") if person.has("reader") else public(kind, as_of)
    return rows.filter(merged_into_id=None) if kind in MERGED_KINDS else rows


def record(kind: str, *, id: str, person: Person, as_of: int | None = None) -> Any:
    """Return one record, following merges, or None where there is none that the person may see."""
    if not is_id(id):
        return None
    rows = standing(kind, as_of) if person.has("reader") else public(kind, as_of)
    found = rows.filter(record=id).first()
    into = getattr(found, "merged_into_id", None)
    if found is None and kind in MERGED_KINDS and not person.has("reader"):
        into = merged_into(kind, id=id, as_of=as_of)
    return record(kind, id=str(into), person=person, as_of=as_of) if into else found


def merged_into(kind: str, *, id: str, as_of: int | None = None) -> str | None:
    """Return the record that stands for this one after merges, None while it stands for itself."""
    return standing(kind, as_of).filter(record=id).values_list("merged_into_id", flat=True).first()


def claims(*, subject: str, person: Person, as_of: int | None = None) -> models.QuerySet:
    """Return the claims of a record a person may see, in the order recorded; the public sees the approved ones."""
    rows = standing("claim", as_of) if person.has("reader") else _approved_claims(subject, as_of)
    return rows.filter(subject_id=subject).order_by("position", "record")


def _approved_claims(subject: str, as_of: int | None) -> models.QuerySet:
    """Return the claims that stood when the public got to see a record as it does: at its last approval."""
    for kind in ("incident", "statement"):
        approved = public(kind, as_of).filter(record=subject).values_list("at", flat=True).first()
        if approved is not None:
            return standing("claim", approved).filter(status="active")
    return standing("claim", as_of).none()


def filtered(rows: models.QuerySet, key: str, values: Iterable[str]) -> models.QuerySet:
    """Keep the records that have one of these values of a facet, then as now."""
    wanted = tables.Facet.objects.filter(record_id=OuterRef("record"), key=key, value__in=list(values))
    is_of_the_past = "at" in rows.query.annotations
    wanted = at_position(wanted, OuterRef("at")) if is_of_the_past else wanted.filter(to_position=None)
    return rows.filter(Exists(wanted))


def existing(kind: str, ids: Iterable[str]) -> set[str]:
    """Return those of these ids that are records of a kind, withdrawn ones too."""
    sql = f"SELECT id FROM {LIVE.name(CURRENT[kind])} WHERE id IN ({{ids}})"
    return {read_id(row[0]) for row in fetch_for(sql, ids)}


def drafts(incidents: Iterable[str]) -> set[str]:
    """Return those of these incidents that are drafts."""
    sql = f"SELECT id FROM {LIVE.name(CURRENT['incident'])} WHERE id IN ({{ids}}) AND status = 'draft'"
    return {read_id(row[0]) for row in fetch_for(sql, incidents)}


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
