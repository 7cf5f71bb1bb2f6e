"""Writes the rows that a projection found: what ended first, then what began.

Statements come from `statements`. They go to the driver itself, below Django's cursor, because an edit sends a dozen of
them: on PostgreSQL as one pipeline, and by COPY where many rows are new.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from hashlib import blake2b
from typing import Any

from django.db import connection

from incidents.readmodels.build import Row
from incidents.readmodels.statements import Statements, statements
from incidents.readmodels.tables import CURRENT, FACETS, VERSIONS, Place, Table, binder
from incidents.readmodels.trace import Changes, FacetKey

COPY_FROM = 50  # new rows of a table; below that an INSERT is quicker than setting up a COPY

Values = Sequence[Any]


def write(changes: Changes, place: Place) -> None:
    """Write what a window changes; the writer's lock is held, or the tables are those of a rebuild."""
    if not changes:
        return
    with connection.wrap_database_errors, _Writer(place) as writer:
        for kind in VERSIONS:
            writer.close_versions(kind, [(end, key[1]) for key, end in changes.closed if key[0] == kind])
        writer.close_facets([(end, *key[1:]) for key, end in changes.facets_closed])
        for kind in CURRENT:
            gone = [key[1] for key in changes.gone if key[0] == kind and key not in changes.current]
            writer.delete(kind, gone)
        for kind in VERSIONS:
            opened = [(key[1], start, end, row) for key, start, end, row in changes.opened if key[0] == kind]
            current = {key[1]: row for key, row in changes.current.items() if key[0] == kind}
            born = {key[1] for key in changes.born if key[0] == kind and key not in changes.gone}
            writer.put(kind, opened, current, born)
        writer.insert(FACETS, [_facet(*facet) for facet in changes.facets_opened])


class _Writer:
    """Sends statements to the driver; each row's JSON is encoded once, for the current row and its version."""

    def __init__(self, place: Place) -> None:
        connection.ensure_connection()
        self._driver = connection.connection
        self._is_postgresql = connection.vendor == "postgresql"
        self._sql: Statements = statements(place, connection.vendor)
        self._pipeline: Any = self._driver.pipeline() if self._is_postgresql else nullcontext()
        self._cursor: Any = None

    def __enter__(self) -> "_Writer":
        self._pipeline.__enter__()
        self._cursor = self._driver.cursor()
        return self

    def __exit__(self, *error: Any) -> None:
        self._cursor.close()
        self._pipeline.__exit__(*error)

    def close_versions(self, kind: str, closed: list[tuple[int, str]]) -> None:
        bind = binder(VERSIONS[kind]).id
        self._run(self._sql.close[kind], [(end, bind(record)) for end, record in closed])

    def close_facets(self, closed: list[tuple[int, str, str, str]]) -> None:
        bind = binder(FACETS).id
        self._run(self._sql.close_facet, [(end, bind(record), key, value) for end, record, key, value in closed])

    def delete(self, kind: str, gone: list[str]) -> None:
        bind = binder(CURRENT[kind]).id
        self._run(self._sql.delete[kind], [(bind(record),) for record in gone])

    def put(
        self, kind: str, opened: list[tuple[str, int, int | None, Row]], current: dict[str, Row], born: set[str]
    ) -> None:
        """Insert versions and put the current rows in place; `born` are the records that have no row yet."""
        encoded: dict[int, Row] = {}
        version, now = binder(VERSIONS[kind]), binder(CURRENT[kind])

        def once(row: Row) -> Row:
            if id(row) not in encoded:
                encoded[id(row)] = now.encode(row)
            return encoded[id(row)]

        self._insert(
            VERSIONS[kind],
            [version.values({**once(row), **_interval(record, start, end)}) for record, start, end, row in opened],
        )
        rows = {record: now.values({**once(row), "id": now.id(record)}) for record, row in current.items()}
        self._insert(CURRENT[kind], [rows[record] for record in rows if record in born])
        self._run(self._sql.upsert[kind], [rows[record] for record in rows if record not in born])

    def insert(self, table: Table, rows: list[Row]) -> None:
        """Insert rows given as {column: value}."""
        bind = binder(table)
        self._insert(table, [bind.values(bind.encode(row)) for row in rows])

    def _insert(self, table: Table, rows: list[Values]) -> None:
        if self._is_postgresql and len(rows) >= COPY_FROM:
            self._copy(table, rows)
        else:
            self._run(self._sql.insert[table.name], rows)

    def _copy(self, table: Table, rows: list[Values]) -> None:
        """COPY cannot share a pipeline, so the statements before it are sent first."""
        self._cursor.close()
        self._pipeline.__exit__(None, None, None)
        with self._driver.cursor() as cursor, cursor.copy(self._sql.copy[table.name]) as copy:
            for row in rows:
                copy.write_row(row)
        self._pipeline = self._driver.pipeline()
        self._pipeline.__enter__()
        self._cursor = self._driver.cursor()

    def _run(self, sql: str, rows: list[Values]) -> None:
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        elif rows:
            self._cursor.executemany(sql, rows)


def _interval(record: str, start: int, end: int | None) -> Row:
    """Return the columns that a version has beside those of its record."""
    return {
        "key": f"{record}@{start}",
        "record_id": record if connection.vendor == "postgresql" else record.replace("-", ""),
        "from_position": start,
        "to_position": end,
        "public_from": None,
        "public_to": None,
        "public_with": None,
    }


def _facet(key: FacetKey, start: int, end: int | None) -> Row:
    digest = blake2b("\x1f".join((*key, str(start))).encode(), digest_size=16).digest()
    kind, record, name, value = key
    return {
        "id": digest.hex(),
        "record_kind": kind,
        "record_id": record,
        "key": name,
        "value": value,
        "from_position": start,
        "to_position": end,
    }
