"""What the log hands out: recorded events, made from fetched rows.

A row is the tuple of `sql.COLUMNS` as it was fetched. A stored event is the same with ids as canonical text; data and
metadata are canonical JSON with personal fields wrapped, `recorded_at` is `2024-06-21T09:30:00.000000Z`.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from incidents.log.canonical import canonical_bytes
from incidents.log.personal import decoded, plain_text, unwrapped
from incidents.log.sql import is_postgresql
from incidents.log.upcasters import Upcasters, upcast

Row = tuple[Any, ...]
Stored = tuple[int, str, str, str, int, str, int, str, str, str, str]


class RecordedEvent(msgspec.Struct, frozen=True):
    """An event of the log: ids are canonical UUID text, data and metadata plain, `recorded_at` in UTC."""

    position: int
    event_id: str
    stream_id: str
    stream_kind: str
    version: int
    type: str
    schema: int
    data: dict[str, Any]
    metadata: dict[str, Any]
    recorded_at: datetime
    hash: str


class PlainEvent(msgspec.Struct, frozen=True):
    """What a stream's state needs of an event; `data` is plain JSON text of the newest schema."""

    position: int
    stream_id: str
    stream_kind: str
    version: int
    type: str
    data: str
    person: str


# What is fetched for plain events.
PLAIN = ("position", "stream_id", "version", "stream_kind", "type", "schema", "data", "metadata")


class _Who(msgspec.Struct):
    person: Any = ""


_who = msgspec.json.Decoder(_Who).decode


def hyphenated(bare: str) -> str:
    """The canonical text of an id from SQLite, where Django keeps the 32 digits alone."""
    return f"{bare[:8]}-{bare[8:12]}-{bare[12:16]}-{bare[16:20]}-{bare[20:]}"


def stored(rows: Iterable[Row]) -> list[Stored]:
    """Fetched rows in the form that is the same for both databases."""
    if is_postgresql():
        return list(rows)
    return [(row[0], hyphenated(row[1]), hyphenated(row[2]), *row[3:]) for row in rows]


def recorded(rows: Iterable[Row], upcasters: Upcasters) -> Iterator[RecordedEvent]:
    """Fetched rows as events, one at a time: personal fields unwrapped, data upcast to the newest schema."""
    bare = not is_postgresql()
    for position, event, stream, kind, version, type_, schema, data, metadata, at, digest in rows:
        if bare:
            event, stream = hyphenated(event), hyphenated(stream)
        value = unwrapped(data)
        if (type_, schema) in upcasters:
            schema, value = upcast(type_, schema, value, upcasters)
        instant, context = datetime.fromisoformat(at), unwrapped(metadata)
        yield RecordedEvent(position, event, stream, kind, version, type_, schema, value, context, instant, digest)


def plain(rows: Iterable[Row], upcasters: Upcasters) -> Iterator[PlainEvent]:
    """Rows of the columns PLAIN as plain events: nothing is decoded that the state does not need."""
    bare = not is_postgresql()
    for position, stream, version, kind, type_, schema, data, metadata in rows:
        text = plain_text(data)
        if (type_, schema) in upcasters:
            text = canonical_bytes(upcast(type_, schema, decoded(text), upcasters)[1]).decode()
        yield PlainEvent(
            position, hyphenated(stream) if bare else stream, kind, version, type_, text, _who(metadata).person
        )


def iso(instant: datetime) -> str:
    """The instant as it is hashed: UTC, six digits of a second, Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
