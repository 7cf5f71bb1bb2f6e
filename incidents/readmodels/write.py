"""Writes the rows that a projection found: what ended first, then what began.

Statements come from `statements`. They go to the driver itself, below Django's cursor, because an edit sends a dozen of
them: on PostgreSQL as one pipeline, and by COPY where many rows are new.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

from django.db import connection

from incidents.log import driver
from incidents.log.driver import BULK
from incidents.log.sql import is_postgresql
from incidents.readmodels.build import Row
from incidents.readmodels.statements import Statements, statements
from incidents.readmodels.tables import CURRENT, FACETS, SHARED, VERSIONS, Place, Table, bind_id, encoder
from incidents.readmodels.trace import Changes, FacetKey

Values = Sequence[Any]


def write(changes: Changes, place: Place, *, bulk: bool) -> None:
    """Write what a window changes; the writer's lock is held, or the tables are those of a rebuild.

    `bulk` lets COPY be used: then no pipeline may be open.
    """
    if not changes:
        return
    gone = changes.gone - changes.current.keys()
    with connection.wrap_database_errors, _Writer(place, bulk) as writer:
        for kind, closed in _by_kind(changes.closed).items():
            writer.run(writer.sql.close[kind], [(end, bind_id(record)) for (_, record), end in closed])
        writer.run(writer.sql.close_facet, [(end, bind_id(key[1]), *key[2:]) for key, end in changes.facets_closed])
        for kind, record in sorted(gone):
            writer.run(writer.sql.delete[kind], [(bind_id(record),)])
        opened, current = _by_kind(changes.opened), _by_kind(changes.current.items())
        for kind in opened.keys() | current.keys():
            writer.put(kind, opened.get(kind, []), current.get(kind, []), changes.born - changes.gone)
        writer.insert_facets([_facet(*facet) for facet in changes.facets_opened])


def _by_kind(told: Iterable[tuple]) -> dict[str, list[tuple]]:
    """Return {kind of row: those of these tuples whose first part, the row's key, is of that kind}."""
    found: dict[str, list[tuple]] = {}
    for one in told:
        found.setdefault(one[0][0], []).append(one)
    return found


class _Writer:
    """Sends statements to the driver; each row's JSON is encoded once, for the current row and its version."""

    def __init__(self, place: Place, bulk: bool) -> None:
        self._pipeline = driver.pipeline()
        self._may_copy = bulk and is_postgresql()
        self._cursor: Any = None
        self.sql: Statements = statements(place, connection.vendor)

    def __enter__(self) -> "_Writer":
        self._open()
        return self

    def __exit__(self, *error: Any) -> None:
        self._cursor.close()
        self._pipeline.__exit__(*error)

    def put(self, kind: str, opened: list[tuple], current: list[tuple], born: set[tuple[str, str]]) -> None:
        """Insert versions and put the current rows in place; the `born` have no row yet."""
        encode = _once(encoder(SHARED[kind]))
        self.insert(VERSIONS[kind], [(*_place(key[1], start, end), *encode(row)) for key, start, end, row in opened])
        rows = [(key in born, (bind_id(key[1]), *encode(row))) for key, row in current]
        self.insert(CURRENT[kind], [row for is_born, row in rows if is_born])
        self.run(self.sql.upsert[kind], [row for is_born, row in rows if not is_born])

    def insert(self, table: Table, rows: list[Values]) -> None:
        """Insert new rows; their values are in the order of `statements.WRITTEN`."""
        if self._may_copy and len(rows) >= BULK:
            self._copy(table, rows)
        else:
            self.run(self.sql.insert[table.name], rows)

    def insert_facets(self, rows: list[Values]) -> None:
        """Insert new facets; a few are one statement on PostgreSQL, because an edit has three or four."""
        if is_postgresql() and 1 < len(rows) < BULK:
            self._cursor.execute(self.sql.facets, [list(values) for values in zip(*rows, strict=True)])
        else:
            self.insert(FACETS, rows)

    def run(self, sql: str, rows: list[Values]) -> None:
        """Run a statement once for each row of parameters."""
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        elif rows:
            self._cursor.executemany(sql, rows)

    def _open(self) -> None:
        self._pipeline.__enter__()
        self._cursor = driver.cursor()

    def _copy(self, table: Table, rows: list[Values]) -> None:
        """COPY cannot share a pipeline, so the statements before it are sent first."""
        self.__exit__(None, None, None)
        with driver.cursor() as cursor, cursor.copy(self.sql.copy[table.name]) as copy:
            for row in rows:
                copy.write_row(row)
        self._pipeline = driver.pipeline()
        self._open()


def _once(encode: Callable[[Row], Values]) -> Callable[[Row], Values]:
    """Return an encoder that encodes each row, the very object, only once."""
    known: dict[int, Values] = {}

    def encoded(row: Row) -> Values:
        if id(row) not in known:
            known[id(row)] = encode(row)
        return known[id(row)]

    return encoded


def _place(record: str, start: int, end: int | None) -> Values:
    """Return the columns that a version has before those of its record."""
    return (f"{record}@{start}", bind_id(record), start, end)


def _facet(key: FacetKey, start: int, end: int | None) -> Values:
    """Return a facet's row; its id, 32 hexadecimal digits, follows from the rest."""
    digest = blake2b("\x1f".join((*key, str(start))).encode(), digest_size=16).hexdigest()
    return (digest, key[0], bind_id(key[1]), *key[2:], start, end)
