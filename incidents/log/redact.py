"""Erasing a personal field. The value and its salt go, their digest stays, so the chain still holds.

The one change the triggers allow, and only through the door that this module opens and closes within a transaction.
That it was done is itself an event, in the same stream; `verify` accepts an erased field only where one names it.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from incidents.log import lock, sql
from incidents.log.append import NewEvent, Salts, append, random_salt
from incidents.log.canonical import ERASED, canonical_bytes
from incidents.log.errors import RedactionError
from incidents.log.personal import FIELD_REDACTED, REDACTED, decoded, digest_of, fields
from incidents.log.read import one, row_at
from incidents.log.redactions import SCHEMA
from incidents.log.rows import RecordedEvent, Stored, stored


def personal_fields(position: int) -> dict[str, str]:
    """Names and values of the personal fields of an event; erased ones read REDACTED. Raises UnknownPositionError."""
    row = row_at(position)
    found = (*fields(decoded(row[7])), *fields(decoded(row[8]), "metadata"))
    return {name: wrapper.get("personal", REDACTED) for name, wrapper in found}


def redact_field(
    position: int,
    field: str,
    *,
    event_id: str,
    metadata: dict[str, Any],
    recorded_at: datetime,
    salts: Salts = random_salt,
) -> RecordedEvent:
    """Erase one personal field for good and record it, inside `lock.writer()`; returns the event that records it.

    `field` is a concrete name: `byline`, `claims[0].value.text`, `metadata.reason`. `metadata` must give a reason.
    Raises LockNotHeldError, UnknownPositionError, RedactionError.
    """
    lock.require()
    if not metadata.get("reason"):
        raise RedactionError("no_reason", "Give a reason for the redaction: it is recorded.", "reason")
    (row,) = stored([row_at(position)])
    _erase(row, field)
    return append([_record(row, field, event_id, metadata)], recorded_at=recorded_at, salts=salts)[0]


def _record(row: Stored, field: str, event_id: str, metadata: dict[str, Any]) -> NewEvent:
    reached = one(f"SELECT max(version) FROM {sql.EVENT} WHERE stream_id = %s", sql.identifier(row[2]))
    return NewEvent(
        event_id=event_id,
        stream_id=row[2],
        stream_kind=row[3],
        version=reached[0] + 1,
        type=FIELD_REDACTED,
        schema=SCHEMA,
        data={"position": row[0], "field": field},
        metadata=metadata,
    )


def _erase(row: Stored, field: str) -> None:
    data, metadata = decoded(row[7]), decoded(row[8])
    wrappers = {**dict(fields(data)), **dict(fields(metadata, "metadata"))}
    if field not in wrappers:
        known = ", ".join(sorted(wrappers)) or "none"
        raise RedactionError("not_personal", f"Event {row[0]} has no personal field {field!r}; it has: {known}.", field)
    wrapper = wrappers[field]
    if wrapper.keys() == ERASED:
        raise RedactionError("redacted_already", f"{field} of event {row[0]} is redacted already.", field)
    digest = digest_of(wrapper["salt"], wrapper["personal"])
    wrapper.clear()
    wrapper["redacted"] = digest
    _update(row[0], data, metadata)


def _update(position: int, data: Any, metadata: Any) -> None:
    texts = [canonical_bytes(value).decode() for value in (data, metadata)]
    with connection.cursor() as cursor:
        if not sql.is_postgresql():
            cursor.execute("PRAGMA secure_delete = ON")  # else the old bytes stay readable in the file's free pages
        cursor.execute(f"INSERT INTO {sql.DOOR} (position) VALUES (%s)", [position])
        cursor.execute(f"UPDATE {sql.EVENT} SET data = %s, metadata = %s WHERE position = %s", [*texts, position])
        cursor.execute(f"DELETE FROM {sql.DOOR}")
