"""What exports, the log and imports answer with, as the schema tells it."""

from datetime import datetime
from typing import Any

import msgspec


class ExportColumn(msgspec.Struct, kw_only=True):
    """A column of an export; `codes` are those of the codebook that it may hold."""

    name: str
    shape: str
    about: str
    codes: list[str] | None


class ExportDictionary(msgspec.Struct, kw_only=True):
    """What an export consists of; graphs have no columns. `shapes` says what the cells of each shape hold."""

    kind: str
    format: str
    about: str
    as_of: int | None
    codebook: str
    columns: list[ExportColumn]
    shapes: dict[str, str]


class EventRecord(msgspec.Struct, kw_only=True):
    """An event of the log. `stream_id` is the record it belongs to, `version` its number there."""

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


class Reject(msgspec.Struct, kw_only=True):
    """A row that was not taken: its line in the file, why, and what it says."""

    line: int
    reason: str
    row: list[str]


class ImportDone(msgspec.Struct, kw_only=True):
    """What came of an import: `summary` is the last line of the command, `rejects` are the first thousand."""

    as_of: int
    dry_run: bool
    read: int
    recorded: int
    evidence_added: int
    skipped: int
    rejected: int
    summary: str
    source: str
    rejects: list[Reject]


STRUCTS: tuple[type, ...] = (ExportDictionary, EventRecord, ImportDone)
