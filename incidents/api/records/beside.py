"""What stands beside records: claims, statements, links, demands, the place in a dyad; a query each, not one a row."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from incidents.api.records.writing import Asked, Record, with_ends, written
from incidents.readmodels import queries

DEMAND = "DEMAND"


def add(kind: str, rows: Sequence[Any], records: list[Record], asked: Asked) -> None:
    """Add the parts that are asked for to records of a kind."""
    if not records:
        return
    if kind == "link":
        with_ends(rows, records, asked)
    for part, found in PARTS.items():
        if part in asked.expand and asked.wants(part):
            parts = found(rows, asked)
            for row, record in zip(rows, records, strict=True):
                record[part] = parts(str(row.record))


Found = Callable[[str], Any]


def _claims(rows: Sequence[Any], asked: Asked) -> Found:
    found = queries.records("claim", person=asked.person, as_of=asked.as_of)
    found = found.filter(subject_id__in=[row.record for row in rows]).order_by("position", "record")
    return _grouped("claim", found, "subject_id", asked)


def _statements(rows: Sequence[Any], asked: Asked) -> Found:
    return _grouped("statement", _of_incidents(rows, asked), "incident_id", asked, _known(rows))


def _demands(rows: Sequence[Any], asked: Asked) -> Found:
    found = [row for row in _of_incidents(rows, asked) if DEMAND in (row.act, *row.acts)]
    return _grouped("statement", found, "incident_id", asked, _known(rows))


def _known(rows: Sequence[Any]) -> dict[str, Any]:
    return {str(row.record): row for row in rows}


def _of_incidents(rows: Sequence[Any], asked: Asked) -> Any:
    found = queries.records("statement", person=asked.person, as_of=asked.as_of)
    return found.filter(incident_id__in=[row.record for row in rows]).order_by("sort_date", "record")


def _grouped(kind: str, found: Any, column: str, asked: Asked, known: Mapping[str, Any] | None = None) -> Found:
    """Return what finds the records that belong to one."""
    rows = list(found)
    groups: dict[str, list[Record]] = defaultdict(list)
    for row, record in zip(rows, written(kind, rows, asked.plainly(), known), strict=True):
        groups[str(getattr(row, column))].append(record)
    return lambda id: groups.get(id, [])


def _links(rows: Sequence[Any], asked: Asked) -> Found:
    ids = [row.record for row in rows]
    found = queries.records("link", person=asked.person, as_of=asked.as_of)
    linked = list(found.filter(Q(from_id__in=ids) | Q(to_id__in=ids)).order_by("type", "record"))
    groups: dict[str, list[Record]] = defaultdict(list)
    for row, record in zip(linked, written("link", linked, asked.plainly()), strict=True):
        for end in {str(row.from_id), str(row.to_id)}:
            groups[end].append(record)
    return lambda id: groups.get(id, [])


def _dyads(rows: Sequence[Any], asked: Asked) -> Found:
    """Where each incident stands among those of its type between the same initiator and target."""
    told = [row for row in rows if row.initiator_id and row.target_id]
    columns = ("type", "initiator_id", "target_id")
    found = queries.records("incident", person=asked.person, as_of=asked.as_of).filter(
        **{f"{column}__in": {getattr(row, column) for row in told} for column in columns}
    )
    counts: dict[tuple, int] = defaultdict(int)
    last: dict[tuple, Any] = {}
    places: dict[str, dict[str, Any]] = {}
    listed = found.order_by("sort_date", "record").values_list("record", *columns, "date_earliest", "date_latest")
    for record, *dyad, earliest, latest in listed if told else ():
        key = tuple(dyad)
        day = earliest if earliest == latest else None
        counts[key] += 1
        days = (day - last[key]).days if day and last.get(key) else None
        places[str(record)] = {"nth": counts[key], "days_since_last": days}
        last[key] = day
    return places.get


PARTS: dict[str, Callable[[Sequence[Any], Asked], Found]] = {
    "claims": _claims,
    "statements": _statements,
    "links": _links,
    "demands": _demands,
    "dyad": _dyads,
}
