"""Reads what is exported: chunk by chunk, all chunks as of one position, however long the stream takes.

A chunk starts behind the last row of the one before it, so no cursor or transaction stays open between them and memory
does not grow with the number of rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import models

from incidents.domain.person import Person
from incidents.readmodels import queries

CHUNK = 500

Row = dict[str, Any]

KINDS = ("incident", "statement", "claim", "link", "source", "actor")


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported: the records of a kind that a person may see at a position, filtered and ordered like lists."""

    kind: str
    person: Person
    as_of: int
    wanted: Mapping[str, Any] = {}
    order: str | None = None

    @property
    def sees_drafts(self) -> bool:
        """Whether the person may read what is not public."""
        return self.person.has("reader")


def rows_of(cut: Cut) -> models.QuerySet:
    """Return the rows of a cut, not ordered yet. Raises what the filters raise."""
    rows = queries.records(cut.kind, person=cut.person, as_of=cut.as_of)
    if not cut.wanted:
        return rows
    return queries.filtered_by(cut.kind, rows, cut.wanted, person=cut.person, as_of=cut.as_of)


def chunks(cut: Cut, size: int = CHUNK) -> Iterator[list[Row]]:
    """Yield the rows of a cut in the order of lists, as dicts of columns with ids as text; `record` is the row's id."""
    rows, after = rows_of(cut), None
    while True:
        page = queries.page(rows, kind=cut.kind, order=cut.order, after=after, size=size)
        if page.results:
            yield [_told(cut.kind, row) for row in page.results]
        if page.next is None:
            return
        after = page.next


# Places in the log that only say since when a row stands.
INTERNAL = {"key", "record_id", "from_position", "to_position", "public_from", "public_to", "public_with"}


@cache
def _columns(kind: str) -> tuple[str, ...]:
    names = (field.attname for field in queries.VERSION_MODELS[kind]._meta.concrete_fields)
    return (*(name for name in names if name not in INTERNAL), "record")


def _told(kind: str, row: Any) -> Row:
    """Return a row as a dict, with its ids as text."""
    told = {name: getattr(row, name) for name in _columns(kind)}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in told.items()}


def seen(kind: str, ids: Iterable[str], cut: Cut) -> set[str]:
    """Return those of these ids that are records of a kind which the person sees at the position."""
    wanted = sorted(set(ids))
    if not wanted:
        return set()
    rows = queries.records(kind, person=cut.person, as_of=cut.as_of).filter(record__in=wanted)
    return {str(record) for record in rows.values_list("record", flat=True)}


def beside(kind: str, ids: Iterable[str], cut: Cut) -> dict[str, Row]:
    """Return {id: row} of records that stand beside exported ones; a merged one's id leads to its survivor's row."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = queries.names(kind, wanted, person=cut.person, as_of=cut.as_of)
    return {record: _told(kind, row) for record, row in found.items()}


def claims_of(subjects: Iterable[str], cut: Cut) -> dict[str, list[Row]]:
    """Return {subject: its active claims in the order recorded}."""
    wanted = list(subjects)
    found: dict[str, list[Row]] = {subject: [] for subject in wanted}
    rows = queries.records("claim", person=cut.person, as_of=cut.as_of).filter(subject_id__in=wanted, status="active")
    for row in rows.order_by("position", "record"):
        claim = _told("claim", row)
        found[claim["subject_id"]].append(claim)
    return found


def links_from(records: Iterable[str], cut: Cut) -> list[Row]:
    """Return the links that start at these records, by type."""
    rows = queries.records("link", person=cut.person, as_of=cut.as_of).filter(from_id__in=list(records))
    return [_told("link", row) for row in rows.order_by("type", "record")]
