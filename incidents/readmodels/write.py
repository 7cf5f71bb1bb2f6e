"""Writes the rows that a projection found: what ended first, then what began.

Statements come from `statements`. They go by the log's driver, below Django's cursor, because an edit sends a dozen of
them: on PostgreSQL together, and by COPY where many rows are new.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

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

    `bulk` lets COPY be used.
    """
    if not changes:
        return
    gone = changes.gone - changes.current.keys()
    writer = _Writer(place, bulk)
    with driver.pipeline():
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
    """Sends statements to the driver; each row and each value of JSON, the very object, is encoded only once."""

    def __init__(self, place: Place, bulk: bool) -> None:
        self._may_copy = bulk and is_postgresql()
        self._texts: dict[int, str] = {}
        self._rows: dict[int, Values] = {}
        self.sql: Statements = statements(place)

    def put(self, kind: str, opened: list[tuple], current: list[tuple], born: set[tuple[str, str]]) -> None:
        """Insert versions and put the current rows in place; the `born` have no row yet."""
        versions = [(*_place(key[1], start, end), *self._encoded(kind, row)) for key, start, end, row in opened]
        self.insert(VERSIONS[kind], versions)
        rows = [(key in born, (bind_id(key[1]), *self._encoded(kind, row))) for key, row in current]
        self.insert(CURRENT[kind], [row for is_born, row in rows if is_born])
        self.run(self.sql.upsert[kind], [row for is_born, row in rows if not is_born])

    def insert(self, table: Table, rows: list[Values]) -> None:
        """Insert new rows; their values are in the order of `statements.WRITTEN`."""
        if self._may_copy and len(rows) >= BULK:
            driver.copy(self.sql.copy[table.name], rows)
        else:
            self.run(self.sql.insert[table.name], rows)

    def insert_facets(self, rows: list[Values]) -> None:
        """Insert new facets; a few are one statement on PostgreSQL, because an edit has three or four."""
        if is_postgresql() and 1 < len(rows) < BULK:
            self.run(self.sql.facets, [[list(values) for values in zip(*rows, strict=True)]])
        else:
            self.insert(FACETS, rows)

    def run(self, sql: str, rows: list[Values]) -> None:
        """Run a statement once for each row of parameters."""
        if rows:
            driver.run(sql, rows)

    def _encoded(self, kind: str, row: Row) -> Values:
        found = self._rows.get(id(row))
        if found is None:
            found = self._rows[id(row)] = encoder(SHARED[kind])(row, self._texts)
        return found


def _place(record: str, start: int, end: int | None) -> Values:
    """Return the columns that a version has before those of its record."""
    return (f"{record}@{start}", bind_id(record), start, end)


def _facet(key: FacetKey, start: int, end: int | None) -> Values:
    """Return a facet's row; its id, 32 hexadecimal digits, follows from the rest."""
    digest = blake2b("\x1f".join((*key, str(start))).encode(), digest_size=16).hexdigest()
    return (digest, key[0], bind_id(key[1]), *key[2:], start, end)
