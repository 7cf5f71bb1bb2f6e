"""The lines of a log file: JSON Lines in the stored form, salts included, so that a log moves on unchanged.

First line    {"format":"demarche-log","head":{"hash":HEX,"position":N},"version":1}
Each further  one event, keys sorted; drop `hash`, replace personal fields by their digests, and it is what is hashed.
"""

import re
from datetime import datetime

import msgspec

from incidents.log.append import check_identity
from incidents.log.canonical import canonical_bytes, check_json
from incidents.log.chain import link
from incidents.log.errors import LogError
from incidents.log.read import Head
from incidents.log.rows import Stored
from incidents.log.sql import COLUMNS

FORMAT = "demarche-log"
VERSION = 1
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class HeadLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A head in JSON."""

    hash: str
    position: int


class HeaderLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a file; `head` is what the log must end with when it has been read."""

    format: str
    head: HeadLine
    version: int


class EventLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every further line: an event in its stored form."""

    data: dict
    event_id: str
    hash: str
    metadata: dict
    position: int
    recorded_at: str
    schema: int
    stream_id: str
    stream_kind: str
    type: str
    version: int


_header = msgspec.json.Decoder(HeaderLine)
_event = msgspec.json.Decoder(EventLine)


def header_line(head: Head) -> bytes:
    """The first line of a file that ends with this head."""
    header = HeaderLine(FORMAT, HeadLine(head.hash, head.position), VERSION)
    return canonical_bytes(header) + b"\n"


def event_line(row: Stored) -> bytes:
    """The line of a stored event."""
    values = dict(zip(COLUMNS, row, strict=True))
    for name in ("data", "metadata"):
        values[name] = msgspec.Raw(values[name].encode())
    return canonical_bytes(values) + b"\n"


def promised_head(line: bytes) -> Head:
    """The head that a first line promises. Raises LogError."""
    try:
        header = _header.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LogError("header", "This is no exported log: its first line must be a header.") from error
    if (header.format, header.version) != (FORMAT, VERSION):
        raise LogError("header", f"Only {FORMAT} version {VERSION} can be read here: export the log anew.")
    return Head(header.head.position, header.head.hash)


def stored_event(line: bytes, before: Head, recorded_before: str) -> Stored:
    """The event on a line, checked by itself and against the event before it. Raises LogError."""
    try:
        event = _event.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LogError("json", f"This is no event: {error}.") from error
    check_identity(event)
    check_json(event.data, "data", stored=True)
    check_json(event.metadata, "metadata", stored=True)
    if event.position != before.position + 1:
        raise LogError("position", f"Position {before.position + 1} is missing.", "position")
    if not _is_instant(event.recorded_at) or event.recorded_at < recorded_before:
        raise LogError("recorded_at", "recorded_at is no instant, or before that of the event above.", "recorded_at")
    row = _row(event)
    if link(before.hash, row) != event.hash:
        raise LogError("hash", "The hash does not fit: this event, or the one above, was altered.", "hash")
    return row


def _row(event: EventLine) -> Stored:
    data, metadata = (canonical_bytes(value).decode() for value in (event.data, event.metadata))
    values = {**msgspec.structs.asdict(event), "data": data, "metadata": metadata}
    return tuple(values[name] for name in COLUMNS)


def _is_instant(text: str) -> bool:
    try:
        return _INSTANT.fullmatch(text) is not None and datetime.fromisoformat(text) is not None
    except ValueError:
        return False
