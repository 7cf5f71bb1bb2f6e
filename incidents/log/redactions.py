"""Erased fields and the events that record their erasing must agree, both ways."""

from collections.abc import Iterable, Sequence

from incidents.log import sql
from incidents.log.canonical import ERASED
from incidents.log.findings import UNDONE_REDACTION, UNRECORDED_REDACTION, Problem
from incidents.log.personal import FIELD_REDACTED, decoded, fields
from incidents.log.read import fetch, fetch_stored
from incidents.log.rows import Row

SCHEMA = 1

# (position of the event, concrete name of the field)
Field = tuple[int, str]


def unrecorded(rows: Sequence[Row]) -> list[Problem]:
    """Erased fields in these rows that no event of their stream names."""
    erased = {(row[0], name) for row in rows for name in _erased(row)}
    detail = "{} is erased, but no FieldRedacted event names it."
    return [Problem(at, UNRECORDED_REDACTION, detail.format(name)) for at, name in sorted(erased - _recorded(rows))]


def undone(rows: Iterable[Row]) -> list[Problem]:
    """Fields that FieldRedacted events among these rows name, but that can still, or again, be read."""
    named = {field for row in rows if row[5] == FIELD_REDACTED for field in _named(row[7])}
    if not named:
        return []
    positions = sorted({position for position, _ in named})
    targets = fetch_stored(sql.select(sql.at_positions()), sql.numbers(positions))
    erased = {(row[0], name) for row in targets for name in _erased(row)}
    detail = "{} was redacted, yet it is not erased."
    return [Problem(at, UNDONE_REDACTION, detail.format(name)) for at, name in sorted(named - erased)]


def _erased(row: Row) -> list[str]:
    found = (*fields(decoded(row[7])), *fields(decoded(row[8]), "metadata"))
    return [name for name, wrapper in found if wrapper.keys() == ERASED]


def _recorded(rows: Sequence[Row]) -> set[Field]:
    streams = {row[2] for row in rows}
    found = fetch(
        f"SELECT {sql.columns('data')} FROM {sql.EVENT} WHERE {sql.one_of('stream_id')} AND type = %s",
        sql.ids(streams),
        FIELD_REDACTED,
    )
    return {field for (data,) in found for field in _named(data)}


def _named(data: str) -> set[Field]:
    """The field that a FieldRedacted event names; none if its data says something else."""
    match decoded(data):
        case {"position": int(position), "field": str(field)}:
            return {(position, field)}
    return set()
