"""Writes the rows that a projection found. The one place that builds the statements."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import connection

from incidents.readmodels.build import Row
from incidents.readmodels.tables import CURRENT, FACETS, VERSIONS, Place, Table, bind, bind_id
from incidents.readmodels.trace import Changes, FacetKey, RowKey

BATCH = 1_000


def write(changes: Changes, place: Place) -> None:
    """Write what a window changes: what ended first, then what began."""
    _close_versions(changes.closed, place)
    _close_facets(changes.facets_closed, place)
    _delete_current(changes.gone - changes.current.keys(), place)
    for kind, table in VERSIONS.items():
        rows = (_version(key[1], start, end, row) for key, start, end, row in changes.opened if key[0] == kind)
        insert(table, rows, place)
    for kind, table in CURRENT.items():
        _upsert(table, ({"id": key[1], **row} for key, row in changes.current.items() if key[0] == kind), place)
    insert(FACETS, (_facet(key, start, end) for key, start, end in changes.facets_opened), place)


def _version(record: str, start: int, end: int | None, row: Row) -> Row:
    return {
        "key": f"{record}@{start}",
        "record_id": record,
        "from_position": start,
        "to_position": end,
        "public_from": None,
        "public_to": None,
        **row,
    }


def _facet(key: FacetKey, start: int, end: int | None) -> Row:
    digest = blake2b("\x1f".join((*key, str(start))).encode(), digest_size=16).digest()
    names = ("record_kind", "record_id", "key", "value")
    return {
        "id": str(UUID(bytes=digest)),
        **dict(zip(names, key, strict=True)),
        "from_position": start,
        "to_position": end,
    }


def insert(table: Table, rows: Iterable[Row], place: Place) -> None:
    """Insert rows given as {column: value}."""
    _many(_insert_sql(table, place), ([bind(c, row[c.name]) for c in table.columns] for row in rows))


def _upsert(table: Table, rows: Iterable[Row], place: Place) -> None:
    names = [connection.ops.quote_name(column.name) for column in table.columns[1:]]
    key = connection.ops.quote_name(table.key)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names)
    sql = f"{_insert_sql(table, place)} ON CONFLICT ({key}) DO UPDATE SET {updates}"
    _many(sql, ([bind(c, row[c.name]) for c in table.columns] for row in rows))


def _insert_sql(table: Table, place: Place) -> str:
    names = ", ".join(connection.ops.quote_name(column.name) for column in table.columns)
    marks = ", ".join(["%s"] * len(table.columns))
    return f"INSERT INTO {place.name(table)} ({names}) VALUES ({marks})"


def _close_versions(closed: Iterable[tuple[RowKey, int]], place: Place) -> None:
    for kind, table in VERSIONS.items():
        sql = f"UPDATE {place.name(table)} SET to_position = %s WHERE record_id = %s AND to_position IS NULL"
        _many(sql, ([end, bind_id(key[1])] for key, end in closed if key[0] == kind))


def _close_facets(closed: Iterable[tuple[FacetKey, int]], place: Place) -> None:
    sql = (
        f"UPDATE {place.name(FACETS)} SET to_position = %s"
        " WHERE record_id = %s AND key = %s AND value = %s AND to_position IS NULL"
    )
    _many(sql, ([end, bind_id(record), key, value] for (_, record, key, value), end in closed))


def _delete_current(gone: Iterable[RowKey], place: Place) -> None:
    for kind, table in CURRENT.items():
        sql = f"DELETE FROM {place.name(table)} WHERE {connection.ops.quote_name(table.key)} = %s"
        _many(sql, ([bind_id(key[1])] for key in gone if key[0] == kind))


def _many(sql: str, parameters: Iterable[Sequence[Any]]) -> None:
    """Run a statement for each list of parameters, a thousand at a time."""
    batch: list[Sequence[Any]] = []
    with connection.cursor() as cursor:
        for one in parameters:
            batch.append(one)
            if len(batch) == BATCH:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)
