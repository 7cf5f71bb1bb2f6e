"""Reading the log. Whole-log reads go page by page along an index, so that memory stays flat and no lock is held."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from incidents.log import driver, sql
from incidents.log.chain import GENESIS
from incidents.log.driver import Question, Rows, ask
from incidents.log.errors import UnknownPositionError
from incidents.log.models import tables
from incidents.log.personal import FIELD_REDACTED
from incidents.log.rows import PLAIN, PlainEvent, RecordedEvent, Row, Stored, hyphenated, plain, recorded, stored
from incidents.log.upcasters import Upcasters

BATCH = 1000
Span = tuple[str, str]  # ids of streams
ALL_STREAMS: Span = ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")


class Head(NamedTuple):
    """The end of the log; whoever keeps it can prove later that nothing up to it changed."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


def is_there() -> bool:
    """Whether the log's table exists: the database was migrated."""
    return tables()["event"] in connection.introspection.table_names()


def head() -> Head:
    """Position and hash of the last event; 0 and 64 zeros while the log is empty."""
    found: list[Head] = []
    ask(asking_head(found.append))
    return found[0]


def asking_head(take: Callable[[Head], object]) -> Question:
    """Return the question for `head`."""
    statement = f"SELECT position, hash FROM {sql.EVENT} ORDER BY position DESC LIMIT 1"
    return Question(statement, (), lambda rows: take(Head(*rows[0]) if rows else Head(0, GENESIS)))


def position_at(instant: datetime) -> int:
    """Position of the last event recorded at this instant or before; 0 if there is none. `instant` is aware."""
    value = instant.astimezone(UTC)
    row = one(
        f"SELECT position FROM {sql.EVENT} WHERE recorded_at <= %s ORDER BY recorded_at DESC, position DESC LIMIT 1",
        value if sql.is_postgresql() else str(value.replace(tzinfo=None)),
    )
    return row[0] if row else 0


def authors(stream_ids: Iterable[str], after: int = 0, ignoring: Sequence[str] = ()) -> set[str]:
    """Who has an event in these streams behind the position `after`: the values of metadata.person.

    Events of the types in `ignoring` do not count, nor do redactions: who erases a name has written nothing.
    """
    person = sql.in_metadata("person")
    rows = fetch(
        f"SELECT DISTINCT {person} FROM {sql.EVENT} WHERE {sql.one_of('stream_id')} AND position > %s"
        f" AND NOT {sql.among('type', 1 + len(ignoring))}",
        sql.ids(stream_ids),
        after,
        FIELD_REDACTED,
        *ignoring,
    )
    return {name for (name,) in rows if name is not None}


def last_position(stream_ids: Iterable[str]) -> int:
    """Position of the last event in any of these streams; 0 if they have none."""
    row = one(f"SELECT max(position) FROM {sql.EVENT} WHERE {sql.one_of('stream_id')}", sql.ids(stream_ids))
    return (row and row[0]) or 0


class Reader(msgspec.Struct, frozen=True):
    """Reads recorded events, upcast by the table it was given. Positions are those of the log, `up_to` inclusive."""

    upcasters: Upcasters = {}

    def event(self, position: int) -> RecordedEvent:
        """The event at a position. Raises UnknownPositionError."""
        return next(recorded([row_at(position)], self.upcasters))

    def stream(self, stream_id: str, up_to: int | None = None) -> list[RecordedEvent]:
        """All events of a stream in order of version; none if there is no such stream."""
        return self.streams([stream_id], up_to)[stream_id]

    def streams(self, stream_ids: Iterable[str], up_to: int | None = None) -> dict[str, list[RecordedEvent]]:
        """The events of several streams by id; a stream without events has an empty list."""
        found: dict[str, list[RecordedEvent]] = {stream_id: [] for stream_id in stream_ids}
        rows = fetch(_of_streams(sql.COLUMNS), sql.ids(found))
        for event in recorded(_until(up_to, rows), self.upcasters):
            found[event.stream_id].append(event)
        return found

    def asking_plain(
        self,
        stream_ids: Iterable[str],
        take: Callable[[dict[str, list[PlainEvent]]], object],
        up_to: int | None = None,
    ) -> Question:
        """Return the question for the plain events of several streams, as `streams` sorts them."""
        found: dict[str, list[PlainEvent]] = {stream_id: [] for stream_id in stream_ids}

        def sort(rows: Rows) -> None:
            for event in plain(_until(up_to, rows), self.upcasters):
                found[event.stream_id].append(event)
            take(found)

        return Question(_of_streams(PLAIN), (sql.ids(found),), sort)

    def after(self, position: int, limit: int) -> list[RecordedEvent]:
        """The next `limit` events behind a position. Commit order is position order, so a follower misses nothing."""
        return list(recorded(fetch(_page(), position, position + limit), self.upcasters))

    def iterate_by_stream(
        self, kinds: Sequence[str], up_to: int | None = None, batch: int = BATCH, *, streams: Span = ALL_STREAMS
    ) -> Iterator[PlainEvent]:
        """All events of these kinds of stream, stream by stream in order of version; streams in order of id.

        `streams` are the first and the last id, both included.
        """
        last = head().position if up_to is None else up_to
        statement = sql.select(
            f"(stream_id, version) > (%s, %s) AND stream_id <= %s AND {sql.among('stream_kind', len(kinds))}",
            "stream_id",
            "version",
            limit=True,
            names=PLAIN,
        )
        first, end = map(sql.identifier, streams)
        at: tuple[Any, ...] = (first, 0)
        while page := driver.fetch_many(statement, (*at, end, *kinds, batch)):
            yield from plain(_until(last, page), self.upcasters)
            at = page[-1][1:3]


def spans(kinds: Sequence[str], many: int) -> Iterator[Span]:
    """The streams of these kinds in order of id, so many at a time: the first and the last id of each lot."""
    condition = f"stream_id > %s AND version = 1 AND {sql.among('stream_kind', len(kinds))}"
    statement = sql.select(condition, "stream_id", limit=True, names=("stream_id",))
    at = ALL_STREAMS[0]
    while page := fetch(statement, sql.identifier(at), *kinds, many):
        first, at = (row[0] if sql.is_postgresql() else hyphenated(row[0]) for row in (page[0], page[-1]))
        yield first, at


@cache
def _of_streams(names: tuple[str, ...]) -> str:
    return sql.select(sql.one_of("stream_id"), "stream_id", "version", names=names)


def _until(position: int | None, rows: Iterable[Row]) -> Iterable[Row]:
    # Not a condition in SQL: with poor statistics PostgreSQL would answer it from the index on recorded_at, row by row.
    return rows if position is None else (row for row in rows if row[0] <= position)


def row_at(position: int) -> Row:
    """The fetched row at a position. Raises UnknownPositionError."""
    row = one(sql.select("position = %s"), position) if 1 <= position <= sql.END else None
    if row is None:
        raise UnknownPositionError(position)
    return row


def pages(after: int = 0, up_to: int | None = None, batch: int = BATCH) -> Iterator[list[Row]]:
    """Fetched rows by position, page by page, up to `up_to` or to the head of the moment (see `rows.stored`)."""
    last = head().position if up_to is None else up_to
    while after < last:
        until = min(after + batch, last)
        page = driver.fetch_many(_page(), (after, until))
        if page:
            yield page
        elif (beyond := _next(after, last)) is not None:  # only where somebody took events out
            until = beyond - 1
        else:
            return
        after = until


def _page() -> str:
    """Rows behind one position and up to another: positions have no gaps, so no LIMIT is needed."""
    return sql.select("position > %s AND position <= %s")


def _next(after: int, last: int) -> int | None:
    row = one(f"SELECT min(position) FROM {sql.EVENT} WHERE position > %s AND position <= %s", after, last)
    return row[0] if row else None


def fetch_stored(statement: str, *parameters: Any) -> list[Stored]:
    """Run a `sql.select` statement."""
    return stored(fetch(statement, *parameters))


def fetch(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of a statement on the log's tables."""
    return driver.fetch(statement, parameters)


def one(statement: str, *parameters: Any) -> tuple[Any, ...] | None:
    """The first row, or None."""
    return next(iter(driver.fetch(statement, parameters)), None)
