"""The one place that reads the read models for people: by person and by position; visibility is decided here.

A curator sees everything; anybody else sees what is published, in the version that was approved. With `as_of` the
answer is what the tracker knew at that position, the same for ever. Reads of the past take no more queries than reads
of today, and touch the log only to turn a time into a position or to find the head.

What is asked stands in modules of its own; this one names what edges may ask.
"""

from collections.abc import Iterable

import msgspec

from incidents.log import read
from incidents.log.read import Head
from incidents.readmodels import models as tables
from incidents.readmodels.as_of import AsOfError, position_of
from incidents.readmodels.candidates import Candidate, candidates
from incidents.readmodels.chain import Chain, Linked, chain
from incidents.readmodels.changes import Change, PublishedVersion, Step, history
from incidents.readmodels.counts import DIMENSIONS, counts
from incidents.readmodels.dependents import DEPENDENCIES
from incidents.readmodels.errors import FilterError
from incidents.readmodels.filtering import FILTERS, filtered_by
from incidents.readmodels.offices import Found, find_actors, holders
from incidents.readmodels.paging import ORDERS, Page, page
from incidents.readmodels.selection import claims, filtered, merged_into, names, record, records
from incidents.readmodels.tables import CURRENT, LIVE, fetch_for, read_id
from incidents.readmodels.visibility import CURRENT_MODELS, VERSION_MODELS

__all__ = [
    "CURRENT_MODELS",
    "DIMENSIONS",
    "FILTERS",
    "ORDERS",
    "VERSION_MODELS",
    "AsOfError",
    "Candidate",
    "Chain",
    "Change",
    "FilterError",
    "Found",
    "HeldSource",
    "Linked",
    "Page",
    "Passage",
    "PublishedVersion",
    "Step",
    "candidates",
    "chain",
    "claims",
    "counts",
    "drafts",
    "existing",
    "filtered",
    "filtered_by",
    "find_actors",
    "head",
    "held_sources",
    "history",
    "holders",
    "merged_into",
    "names",
    "page",
    "passages",
    "position_of",
    "record",
    "records",
]


def head() -> Head:
    """Return the head of the log: (position, hash)."""
    return read.head()


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
    users = tables.Facet.objects.filter(key__in=DEPENDENCIES, value=source, to_position=None).values("record_id")
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
