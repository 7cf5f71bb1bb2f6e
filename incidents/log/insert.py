"""Putting stored events into the table: one INSERT for few, executemany on SQLite and COPY on PostgreSQL for many."""

from collections.abc import Sequence
from itertools import chain

from django.db import IntegrityError, connection, transaction

from incidents.log import sql
from incidents.log.errors import DuplicateEventError, LogError, VersionConflictError
from incidents.log.read import one
from incidents.log.rows import Stored

CHUNK = 5000
_COPY_FROM = 20  # rows; below that one INSERT is quicker than setting up a COPY


def insert(rows: Sequence[Stored]) -> None:
    """Insert sealed rows that follow the head. Raises VersionConflictError, DuplicateEventError; then none was inserted.

    The checks under the lock come first; that a constraint or trigger refuses is the last defence, so it is caught
    within a savepoint and the transaction lives on.
    """
    try:
        with transaction.atomic():
            for start in range(0, len(rows), CHUNK):
                _insert(rows[start : start + CHUNK])
    except IntegrityError as error:
        raise _reason(rows, error) from error


def _insert(rows: Sequence[Stored]) -> None:
    with connection.cursor() as cursor:
        if not sql.is_postgresql():
            cursor.executemany(sql.insert(), map(_for_sqlite, rows))
        elif len(rows) < _COPY_FROM:
            cursor.execute(sql.insert(len(rows)), list(chain.from_iterable(rows)))
        else:
            with connection.wrap_database_errors, cursor.copy(sql.copy()) as copy:
                copy.write("".join(map(_for_copy, rows)))


def _for_sqlite(row: Stored) -> tuple[object, ...]:
    """As Django would write it: ids as 32 digits, the instant with a blank and no zone, no digits of a whole second."""
    at = row[9][:-1].replace("T", " ").removesuffix(".000000")
    return (row[0], sql.identifier(row[1]), sql.identifier(row[2]), *row[3:9], at, row[10])


def _for_copy(row: Stored) -> str:
    """A line of COPY's text format; JSON text escapes its own tabs and line ends, so only backslashes are left."""
    return "\t".join(map(str, row)).replace("\\", "\\\\") + "\n"


def _reason(rows: Sequence[Stored], error: IntegrityError) -> LogError:
    """Which event stood in the way: looked up, because no two databases put it into words alike."""
    ids: set[str] = set()
    versions: dict[str, int] = {}
    for row in rows:
        reached = versions.get(row[2]) or _reached(row[2])
        if row[1] in ids or one(f"SELECT 1 FROM {sql.EVENT} WHERE event_id = %s", sql.identifier(row[1])):
            return DuplicateEventError(row[1])
        if reached >= row[4]:
            return VersionConflictError(row[2], row[4], reached)
        ids.add(row[1])
        versions[row[2]] = row[4]
    return LogError("refused", f"The database refused the events: {error}")


def _reached(stream_id: str) -> int:
    row = one(f"SELECT max(version) FROM {sql.EVENT} WHERE stream_id = %s", sql.identifier(stream_id))
    return (row and row[0]) or 0
