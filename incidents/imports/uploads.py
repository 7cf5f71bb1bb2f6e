"""A table that somebody uploads: the same import, within what one request may take."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from incidents.domain.person import Person
from incidents.imports.mapping import parse_mapping
from incidents.imports.spreadsheet import TableError
from incidents.imports.table import Counts, Rejected, TableImport
from incidents.readmodels import queries

LARGEST_FILE = 20_000_000  # bytes
LARGEST_MAPPING = 200_000  # characters
MOST_LINES = 20_000
SHOWN = 1_000  # rejects that are kept to be shown
PIECE = 1 << 20


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an upload: counts, the first rejects, the data set's source, and the position of the log."""

    counts: Counts
    rejects: list[Rejected]
    source: str
    position: int
    dry_run: bool


def import_upload(file: BinaryIO, mapping: bytes | str, *, person: Person, dry_run: bool) -> Uploaded:
    """Import an uploaded table by an uploaded mapping.

    Raises YamlError for the mapping, TableError for the table, and what dispatch raises but for a row.
    """
    read = parse_mapping(_text(mapping), "mapping")
    lines = sum(piece.count(b"\n") for piece in _pieces(file))
    if lines > MOST_LINES:
        message = f"This table has {lines} lines: above {MOST_LINES} use manage.py import_events, or split it."
        raise TableError("too_many_rows", message)
    rejects: list[Rejected] = []

    def keep(rejected: Rejected) -> None:
        if len(rejects) < SHOWN:
            rejects.append(rejected)

    run = TableImport(read, person=person, dry_run=dry_run, reject=keep)
    counts = run.run(io.BufferedReader(_Unclosed(file)))
    return Uploaded(
        counts=counts,
        rejects=rejects,
        source=run.planner.source,
        position=queries.head().position,
        dry_run=dry_run,
    )


def _text(mapping: bytes | str) -> str:
    if len(mapping) > LARGEST_MAPPING:
        raise TableError("mapping_too_large", f"A mapping has {LARGEST_MAPPING} characters at most.")
    if isinstance(mapping, str):
        return mapping
    try:
        return mapping.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError("mapping_not_utf8", "Save the mapping as UTF-8.") from error


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
    file.seek(0)


class _Unclosed(io.RawIOBase):
    """Reads another file, which stays its owner's: the table's reader closes what it read from."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        read = self._file.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)
