"""What the tests of the log share: events of no meaning, written quickly, and ways to tamper with them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from incidents.log import guard, lock, triggers
from incidents.log.append import NewEvent, append
from incidents.log.read import RecordedEvent

NOON = datetime(2024, 6, 21, 12, 0, tzinfo=UTC)
STREAM = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"
POSTGRESQL = connection.vendor == "postgresql"

_numbers = count(1)


def new_id() -> str:
    """A different id each time, the same ones in every run."""
    return str(UUID(int=next(_numbers) << 64))


def event(stream: str = STREAM, version: int = 1, **changes: Any) -> NewEvent:
    values: dict[str, Any] = {
        "event_id": new_id(),
        "stream_id": stream,
        "stream_kind": "incident",
        "version": version,
        "type": "NoteAdded",
        "schema": 1,
        "data": {"note": f"note {version}"},
        "metadata": {"person": "ana", "reason": None},
    }
    return NewEvent(**{**values, **changes})


def write(*events: NewEvent, at: datetime = NOON, **options: Any) -> list[RecordedEvent]:
    """Append under the lock."""
    with lock.writer():
        return append(events, recorded_at=at, **options)


def write_log(length: int = 10, **changes: Any) -> list[RecordedEvent]:
    """Append events to two streams in turn, one by one."""
    return [write(event((STREAM, OTHER)[n % 2], n // 2 + 1, **changes))[0] for n in range(length)]


@contextmanager
def tampering() -> Iterator[Any]:
    """A cursor that may do to the log whatever it likes."""
    with guard.writing(), triggers.lifted(connection), connection.cursor() as cursor:
        yield cursor


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor that the guard lets through, but not the triggers."""
    with guard.writing(), connection.cursor() as cursor:
        yield cursor


def table_rows() -> list[dict[str, Any]]:
    """Every event as the table holds it, text for text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_event ORDER BY position")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(_comparable, row), strict=True)) for row in cursor.fetchall()]


def _comparable(value: Any) -> Any:
    return str(value) if not isinstance(value, int) else value


def stored_text(position: int, column: str = "data") -> str:
    """The JSON text of one event exactly as it is stored."""
    cast = "::text" if POSTGRESQL else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}{cast} FROM incidents_event WHERE position = %s", [position])
        return cursor.fetchone()[0]


def wipe() -> None:
    with tampering() as cursor:
        for table in ("incidents_event", "incidents_receipt", "incidents_redactiondoor"):
            cursor.execute(f"DELETE FROM {table}")


@contextmanager
def forgotten() -> Iterator[None]:
    """Roll back what is written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]
