"""What the log hands out: recorded events, made from fetched rows.

A stored event is the tuple of `sql.COLUMNS` in one form for both databases: ids with hyphens, data and metadata as JSON
text with personal fields wrapped, `recorded_at` as `2024-06-21T09:30:00.000000Z`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from incidents.log.personal import unwrapped
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


def stored(rows: Iterable[Row]) -> list[Stored]:
    """Fetched rows in the form that is the same for both databases: SQLite keeps ids without their hyphens."""
    if is_postgresql():
        return list(rows)
    return [
        (
            position,
            f"{event[:8]}-{event[8:12]}-{event[12:16]}-{event[16:20]}-{event[20:]}",
            f"{stream[:8]}-{stream[8:12]}-{stream[12:16]}-{stream[16:20]}-{stream[20:]}",
            *rest,
        )
        for position, event, stream, *rest in rows
    ]


def recorded(row: Stored, upcasters: Upcasters) -> RecordedEvent:
    """A stored event with personal fields unwrapped and its data upcast to the newest schema."""
    position, event, stream, kind, version, type_, schema, data, metadata, at, digest = row
    value = unwrapped(data)
    if (type_, schema) in upcasters:
        schema, value = upcast(type_, schema, value, upcasters)
    instant = datetime.fromisoformat(at)
    return RecordedEvent(
        position, event, stream, kind, version, type_, schema, value, unwrapped(metadata), instant, digest
    )


def iso(instant: datetime) -> str:
    """The instant as it is hashed: UTC, six digits of a second, Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
