"""The log out to a file and in again (`lines` has the format).

The file holds personal data and its salts: keep it as safe as the database, and export anew after a redaction.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from incidents.log import lock, sql
from incidents.log.chain import GENESIS
from incidents.log.errors import DuplicateEventError, ExchangeError, LogError, VersionConflictError
from incidents.log.insert import CHUNK, insert
from incidents.log.lines import event_line, header_line, promised_head, stored_event
from incidents.log.order import tip_before
from incidents.log.read import Head, head, pages
from incidents.log.receipts import rebuild_receipts
from incidents.log.rows import Stored, stored
from incidents.log.scan import Progress, silent
from incidents.log.verify import verify


def export_log(file: Path, progress: Progress = silent) -> Head:
    """Write the log up to the head of the moment, and return that head. The file appears when it is complete."""
    ending = head()
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("wb") as target:
            target.write(header_line(ending))
            for page in pages(up_to=ending.position):
                target.writelines(map(event_line, stored(page)))
                progress(len(page))
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return ending


def read_header(file: Path) -> Head:
    """The head that a file promises. Raises ExchangeError."""
    with file.open("rb") as source:
        return _promised(file, source.readline())


def import_log(file: Path, progress: Progress = silent) -> Head:
    """Read a file into an empty log, all or nothing, receipts included, and verify the result. Returns the head.

    The caller rebuilds the read models afterwards. Raises ExchangeError, which names the file and the line.
    """
    with lock.writer(), file.open("rb") as source:
        if head().position:
            raise ExchangeError("not_empty", "The log is not empty: import into a fresh database.", str(file))
        promised = _promised(file, source.readline())
        rows, chunks = _events(file, source), 0
        while chunk := list(islice(rows, CHUNK)):
            _insert(file, chunk)
            progress(len(chunk))
            chunks += 1
            if chunks.bit_count() == 1:  # the table has doubled: what the database knows about it is out of date
                sql.analyze()
        sql.analyze()
        _finish(file, promised)
    return promised


def _promised(file: Path, line: bytes) -> Head:
    try:
        return promised_head(line)
    except LogError as error:
        raise ExchangeError(error.code, error.message, str(file), 1, error.field) from error


def _events(file: Path, lines: Iterable[bytes]) -> Iterator[Stored]:
    before, at = Head(0, GENESIS), ""
    for number, line in enumerate(lines, 2):
        try:
            row = stored_event(line, before, at)
        except LogError as error:
            raise ExchangeError(error.code, error.message, str(file), number, error.field) from error
        yield row
        before, at = Head(row[0], row[10]), row[9]


def _insert(file: Path, chunk: list[Stored]) -> None:
    try:
        tip_before([(row[1], row[2], row[4]) for row in chunk])
        insert(chunk)
    except LogError as error:
        raise ExchangeError(error.code, error.message, str(file), _line_of(chunk, error), error.field) from error


def _line_of(chunk: list[Stored], error: LogError) -> int | None:
    """The line that may not follow: the last one with the id, or the stream and version, that the error names."""
    if isinstance(error, DuplicateEventError):
        positions = [row[0] for row in chunk if row[1] == error.event_id]
    elif isinstance(error, VersionConflictError):
        positions = [row[0] for row in chunk if (row[2], row[4]) == (error.stream_id, error.expected)]
    else:
        return None
    return positions[-1] + 1


def _finish(file: Path, promised: Head) -> None:
    if head() != promised:
        sentence = f"The file ends at position {head().position}, its header promises {promised.position}: it was cut."
        raise ExchangeError("cut", sentence, str(file))
    try:
        rebuild_receipts()
    except LogError as error:
        raise ExchangeError(error.code, error.message, str(file)) from error
    outcome = verify()
    if not outcome.ok:
        raise ExchangeError("verification", f"{outcome.line}. {outcome.problems[0].detail}", str(file))
