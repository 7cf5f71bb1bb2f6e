"""Appending to the log: the only way in. Everything is checked, hashed and serialised once, then inserted in bulk."""

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec

from incidents.log import lock
from incidents.log.canonical import canonical_bytes, check_json
from incidents.log.chain import link
from incidents.log.errors import CanonicalError
from incidents.log.insert import insert
from incidents.log.order import State, Tip, tip_before
from incidents.log.personal import METADATA_PATHS, wrap
from incidents.log.rows import RecordedEvent, Stored, iso

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_LARGEST_VERSION = 2**31 - 1
_LARGEST_SCHEMA = 2**15 - 1

# (event id, concrete name of the personal field) -> 32 hexadecimal digits
Salts = Callable[[str, str], str]


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event to be appended. Ids are canonical UUID text; `personal_paths` are paths into `data` (see `personal`)."""

    event_id: str
    stream_id: str
    stream_kind: str
    version: int
    type: str
    schema: int
    data: dict[str, Any]
    metadata: dict[str, Any]
    personal_paths: Sequence[str] = ()


def random_salt(event_id: str, field: str) -> str:
    """A salt nobody can guess, so that the digest of an erased value cannot be tried out."""
    return secrets.token_hex(16)


def append(
    events: Iterable[NewEvent], *, recorded_at: datetime, salts: Salts = random_salt, state: State | None = None
) -> list[RecordedEvent]:
    """Append these events in their order, inside `lock.writer()`, and return them as recorded.

    All get the instant `recorded_at`, or that of the event before if the clock went back. `state` is what the caller
    knows, under this lock, of the log and of their streams; without it, it is asked for here.
    Raises LockNotHeldError, CanonicalError, VersionConflictError, DuplicateEventError; then nothing was written.
    """
    lock.require()
    events = list(events)
    if not events:
        return []
    if recorded_at.tzinfo is None:
        raise CanonicalError("naive_time", "recorded_at has no time zone: pass an aware datetime.", "recorded_at")
    texts = [_texts(event, salts) for event in events]
    tip = tip_before([(event.event_id, event.stream_id, event.version) for event in events], state)
    instant = recorded_at.astimezone(UTC)
    instant = max(instant, tip.recorded_at or instant)
    rows = _chained(events, texts, tip, iso(instant))
    insert(rows)
    return [_recorded(event, row, instant) for event, row in zip(events, rows, strict=True)]


def _texts(event: NewEvent, salts: Salts) -> tuple[str, str]:
    """(data, metadata) as they are stored: checked, personal fields wrapped, canonical."""
    check_identity(event)
    check_json(event.data, "data")
    check_json(event.metadata, "metadata")
    salt_for = partial(salts, event.event_id)
    data = wrap(event.data, event.personal_paths, salt_for)
    metadata = wrap(event.metadata, METADATA_PATHS, salt_for, "metadata")
    return canonical_bytes(data).decode(), canonical_bytes(metadata).decode()


def check_identity(event: Any) -> None:
    """Refuse ids, names and numbers that the columns could not hold or the hash not quote. Raises CanonicalError."""
    for field in ("event_id", "stream_id"):
        if not _matches(_ID, getattr(event, field)):
            raise CanonicalError("id", f"{field} must be a UUID as text, in lower case with hyphens.", field)
    for field in ("stream_kind", "type"):
        if not _matches(_NAME, getattr(event, field)):
            raise CanonicalError("name", f"{field} must be a name of letters, digits and underscores.", field)
    for field, largest in (("version", _LARGEST_VERSION), ("schema", _LARGEST_SCHEMA)):
        value = getattr(event, field)
        if type(value) is not int or not 1 <= value <= largest:
            raise CanonicalError("number", f"{field} must be a whole number from 1 to {largest}.", field)
    for field in ("data", "metadata"):
        if type(getattr(event, field)) is not dict:
            raise CanonicalError("object", f"{field} must be a JSON object.", field)


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _chained(events: Sequence[NewEvent], texts: Sequence[tuple[str, str]], tip: Tip, at: str) -> list[Stored]:
    rows, previous = [], tip.hash
    for position, (event, (data, metadata)) in enumerate(zip(events, texts, strict=True), tip.position + 1):
        row = (position, event.event_id, event.stream_id, event.stream_kind, event.version)
        row = (*row, event.type, event.schema, data, metadata, at)
        previous = link(previous, row)
        rows.append((*row, previous))
    return rows


def _recorded(event: NewEvent, row: Stored, instant: datetime) -> RecordedEvent:
    return RecordedEvent(*row[:7], event.data, event.metadata, instant, row[10])
