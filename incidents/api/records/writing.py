"""From rows of the read models to records as the API writes them.

What a row refers to is looked up for all rows at once, so that a list of a hundred takes as many queries as one of two.
Nobody learns here of a record that they may not see: such a reference is null.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import msgspec
from django.db.models import QuerySet

from incidents.api.records.fields import FIELDS, REFERENCES
from incidents.api.records.hiding import hide_named
from incidents.domain.person import Person
from incidents.readmodels import naming, queries

Record = dict[str, Any]

# Fields that are columns of another name.
COLUMNS = {"id": "record", "subject": "subject_id", "from": "from_id", "to": "to_id"}
ACTORS = {
    "incident": ("initiator", "target"),
    "statement": ("speaker", "on_behalf_of", "addressee"),
    "actor": ("belongs_to",),
    "source": ("outlet",),
}
# References to records that not everybody may see.
OTHERS = {"statement": {"incident": "incident"}, "source": {"copy_of": "source"}}
NAMES: dict[str, Callable[[Any], str | None]] = {
    "incident": attrgetter("title"),
    "source": attrgetter("title"),
    "actor": attrgetter("name"),
}
BESIDE = ("claims", "statements", "links", "demands", "dyad")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, as of which position, for which fields (empty: all), and what is to be shown along."""

    person: Person
    as_of: int | None
    fields: frozenset[str] = frozenset()
    expand: frozenset[str] = frozenset()

    def wants(self, field: str) -> bool:
        return not self.fields or field in self.fields or field in self.expand

    def plainly(self) -> "Asked":
        """Return the same person at the same time, asking for nothing in particular."""
        return Asked(person=self.person, as_of=self.as_of)


def written(kind: str, rows: Sequence[Any], asked: Asked, known: Mapping[str, Any] | None = None) -> list[Record]:
    """Return rows of a kind as records, without what stands beside them; `known` are rows that need no looking up."""
    plain = [field for field in _plain(kind) if asked.wants(field) or field == "id"]
    columns = attrgetter(*(COLUMNS.get(field, field) for field in plain), "record")
    records = [dict(zip(plain, columns(row), strict=False)) for row in rows]
    for record in records:
        record["id"] = str(record["id"])
    _add_actors(kind, rows, records, asked)
    _add_others(kind, rows, records, asked, known or {})
    if not asked.person.has("reader"):
        _hide(kind, records, asked)
    return records


def _plain(kind: str) -> list[str]:
    """Return the fields that are columns as they stand."""
    references = (*ACTORS.get(kind, ()), *OTHERS.get(kind, ()))
    return [field for field in FIELDS[kind] if field not in references and field not in BESIDE]


def read_with_names(kind: str, rows: QuerySet, asked: Asked) -> QuerySet:
    """Let rows that are about to be read bring the names of actors with them, where that saves a query."""
    are_current = asked.as_of is None and asked.person.has("reader")
    return naming.with_names(rows, ACTORS[kind]) if are_current and kind in ACTORS else rows


def _names(fields: list[str], ids: dict[str, list[str | None]], rows: Sequence[Any], asked: Asked) -> dict[str, Any]:
    """Return what these references are called, by id: as the rows brought it along, or looked up."""
    if not rows or not hasattr(rows[0], f"{fields[0]}_name"):
        return naming.actors({id for column in ids.values() for id in column if id}, as_of=asked.as_of)
    return {
        id: naming.Name(id, getattr(row, f"{field}_name"), getattr(row, f"{field}_country"))
        for field in fields
        for row, id in zip(rows, ids[field], strict=True)
        if id
    }


def _add_actors(kind: str, rows: Sequence[Any], records: list[Record], asked: Asked) -> None:
    fields = [field for field in ACTORS.get(kind, ()) if asked.wants(field)]
    if not fields:
        return
    ids = {field: [_id(getattr(row, f"{field}_id")) for row in rows] for field in fields}
    names = _names(fields, ids, rows, asked)
    whole = {id for field in fields if field in asked.expand for id in ids[field] if id}
    full = in_full("actor", whole, asked) if whole else {}
    for field in fields:
        known = full if field in asked.expand else {}
        for record, id in zip(records, ids[field], strict=True):
            record[field] = known.get(id) or (names[id]._asdict() if id in names else None)


def _add_others(kind: str, rows: Sequence[Any], records: list[Record], asked: Asked, known: Mapping[str, Any]) -> None:
    for field, other in OTHERS.get(kind, {}).items():
        if not asked.wants(field):
            continue
        ids = [_id(getattr(row, f"{field}_id")) for row in rows]
        found = {**_visible(other, (id for id in ids if id not in known), asked), **known}
        for record, id in zip(records, ids, strict=True):
            row = found.get(id)
            record[field] = {"id": str(row.record), "name": NAMES[other](row), "country": None} if row else None


def _visible(kind: str, ids: Iterable[str | None], asked: Asked) -> dict[str, Any]:
    wanted = {id for id in ids if id}
    return queries.names(kind, wanted, person=asked.person, as_of=asked.as_of) if wanted else {}


def _hide(kind: str, records: list[Record], asked: Asked) -> None:
    """Take out what the public does not see: curators' remarks, stages of the review, records not public."""
    hide_named(kind, records, lambda of, ids: set(_visible(of, ids, asked)))
    for record in records:
        if "notes" in record:
            record["notes"] = []
        if kind == "incident" and "status" in record:
            record["status"] = "published"
    if kind == "statement" and asked.wants("about"):
        told = [record["about"] for record in records if record["about"]]
        kinds = {about["kind"] for about in told}
        seen = {kind: _visible(kind, (a["id"] for a in told if a["kind"] == kind), asked) for kind in kinds}
        for record in records:
            about = record["about"]
            if about and about["id"] not in seen[about["kind"]]:
                record["about"] = None


def in_full(kind: str, ids: Collection[str], asked: Asked) -> dict[str, Record]:
    """Return {id: record} for those of these records that may be seen; the id of a merged one leads to its survivor."""
    found = _visible(kind, ids, asked)
    records = written(kind, list(found.values()), asked.plainly())
    return dict(zip(found, records, strict=True))


def with_ends(rows: Sequence[Any], records: list[Record], asked: Asked) -> None:
    """Show the ends of links in full where that is asked for."""
    for end in REFERENCES["link"]:
        if end not in asked.expand or not asked.wants(end):
            continue
        told = [(getattr(row, f"{end}_kind"), str(getattr(row, f"{end}_id"))) for row in rows]
        kinds = {kind for kind, _ in told}
        full: Mapping[str, dict[str, Record]] = {
            kind: in_full(kind, {id for k, id in told if k == kind}, asked) for kind in kinds
        }
        for record, (kind, id) in zip(records, told, strict=True):
            record[end] = full[kind].get(id, id)


def _id(value: Any) -> str | None:
    return None if value is None else str(value)
