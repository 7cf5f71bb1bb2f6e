"""Writes the rows that a projection found: what ended first, then what began.

Statements come from `statements`. They go by the log's driver, below Django's cursor, because an edit sends a dozen of
them: on PostgreSQL together, and by COPY where many rows are new.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from incidents.log import driver
from incidents.log.driver import BULK
from incidents.log.sql import is_postgresql
from incidents.readmodels.build import Row
from incidents.readmodels.build.snapshot import Later
from incidents.readmodels.statements import Statements, statements, update
from incidents.readmodels.tables import CURRENT, FACETS, SHARED, VERSIONS, Place, Table, bind_id, encoder
from incidents.readmodels.trace import Changes, FacetKey

Values = Sequence[Any]


class Writing(NamedTuple):
    """A statement, and a row of parameters for each time it runs; the COPY that does the same where rows are new."""

    statement: str
    rows: list[Values]
    copy: str | None = None


def write(changes: Changes, place: Place, *, bulk: bool) -> None:
    """Write what a window changes; the writer's lock is held, or the tables are those of a rebuild.

    `bulk` lets COPY be used.
    """
    if changes:
        send(writings(changes, place), bulk=bulk)


def send(found: Iterable[Writing], *, bulk: bool) -> None:
    """Carry these out in their order; `bulk` lets COPY be used."""
    may_copy = bulk and is_postgresql()
    with driver.pipeline():
        for statement, rows, copy in found:
            if may_copy and copy and len(rows) >= BULK:
                driver.copy(copy, rows)
            else:
                driver.run(statement, rows)


def writings(changes: Changes, place: Place) -> Iterator[Writing]:
    """Yield what has to be carried out, in this order."""
    writer = _Writer(statements(place))
    for kind, closed in _by_kind(changes.closed).items():
        yield Writing(writer.sql.close[kind], [(end, bind_id(record)) for (_, record), end in closed])
    ended = [(end, bind_id(key[1]), *key[2:]) for key, end in changes.facets_closed]
    yield Writing(writer.sql.close_facet, ended)
    for kind, record in sorted(changes.gone - changes.current.keys()):
        yield Writing(writer.sql.delete[kind], [(bind_id(record),)])
    opened, current = _by_kind(changes.opened), _by_kind(changes.current.items())
    for kind in opened.keys() | current.keys():
        yield writer.versions(kind, opened.get(kind, []))
        yield from writer.current(kind, current.get(kind, []), changes, place)
    yield writer.facets([_facet(*facet) for facet in changes.facets_opened])


def _by_kind(told: Iterable[tuple]) -> dict[str, list[tuple]]:
    """Return {kind of row: those of these tuples whose first part, the row's key, is of that kind}."""
    found: dict[str, list[tuple]] = {}
    for one in told:
        found.setdefault(one[0][0], []).append(one)
    return found


class _Writer:
    """Puts rows into statements; each row and each value of JSON, the very object, is encoded only once."""

    def __init__(self, sql: Statements) -> None:
        self.sql = sql
        self._texts: dict[int, str] = {}
        self._rows: dict[int, Values] = {}

    def versions(self, kind: str, opened: list[tuple]) -> Writing:
        """Return how versions are inserted."""
        versions = [(*_place(key[1], start, end), *self._encoded(kind, row)) for key, start, end, row in opened]
        return self._insertion(VERSIONS[kind], versions)

    def current(self, kind: str, current: list[tuple], changes: Changes, place: Place) -> Iterator[Writing]:
        """Yield how current rows get in place: new ones, changed ones, those another record of the window gave up."""
        born, moved, changed = [], [], {}
        for key, row in current:
            if key in changes.standing:
                if columns := _changed_columns(kind, changes.standing[key], row):
                    changed.setdefault(columns, []).append((key[1], self._encoded(kind, row)))
            else:
                (moved if key in changes.gone else born).append((bind_id(key[1]), *self._encoded(kind, row)))
        yield self._insertion(CURRENT[kind], born)
        yield Writing(self.sql.upsert[kind], moved)
        for columns, rows in changed.items():
            values = [(*(row[number] for number in columns), bind_id(record)) for record, row in rows]
            yield Writing(update(place, kind, columns), values)

    def facets(self, rows: list[Values]) -> Writing:
        """Return how facets are inserted; a few are one statement on PostgreSQL, because an edit has three or four."""
        if is_postgresql() and 1 < len(rows) < BULK:
            return Writing(self.sql.facets, [[list(values) for values in zip(*rows, strict=True)]])
        return self._insertion(FACETS, rows)

    def _insertion(self, table: Table, rows: list[Values]) -> Writing:
        """Return how new rows are inserted; their values are in the order of `statements.WRITTEN`."""
        return Writing(self.sql.insert[table.name], rows, self.sql.copy[table.name])

    def _encoded(self, kind: str, row: Row | Later) -> Values:
        found = self._rows.get(id(row))
        if found is None:
            columns = row.row if isinstance(row, Later) else row
            found = self._rows[id(row)] = encoder(SHARED[kind])(columns, self._texts)
        return found


def _changed_columns(kind: str, before: Row | Later, now: Row | Later) -> tuple[int, ...]:
    """Return which columns have another value: to set a column that has an index means to write that, too."""
    names = (column.name for column in SHARED[kind])
    return tuple(
        number for number, name in enumerate(names) if now[name] is not before[name] and now[name] != before[name]
    )


def _place(record: str, start: int, end: int | None) -> Values:
    """Return the columns that a version has before those of its record."""
    return (f"{record}@{start}", bind_id(record), start, end)


def _facet(key: FacetKey, start: int, end: int | None) -> Values:
    """Return a facet's row. Its id, 32 hexadecimal digits, follows from the rest.

    It begins as its record's does: the facets of a record then stand together in the index of keys, which takes a fifth
    of the time to grow where there are millions.
    """
    record = key[1].replace("-", "")
    digest = blake2b("\x1f".join((*key, str(start))).encode(), digest_size=8).hexdigest()
    return (f"{record[:16]}{digest}", key[0], bind_id(key[1]), *key[2:], start, end)
