"""Putting stored events into the table: one INSERT for few, executemany on SQLite and COPY on PostgreSQL for many."""

from collections.abc import Sequence
from itertools import chain

from django.db import IntegrityError, connection

from incidents.log import sql
from incidents.log.errors import LogError
from incidents.log.rows import Stored

CHUNK = 5000
_COPY_FROM = 20  # rows; below that one INSERT is quicker than setting up a COPY


def insert(rows: Sequence[Stored]) -> None:
    """Insert sealed rows that follow the head, inside `lock.writer()`.

    Under the lock everything was checked before, so constraints and triggers are the last defence: what they refuse
    undoes the whole transaction (or the savepoint that `lock.writer()` is inside another one). Raises LogError.
    """
    try:
        for start in range(0, len(rows), CHUNK):
            _insert(rows[start : start + CHUNK])
    except IntegrityError as error:
        raise LogError("refused", f"The database refused the events, nothing is written: {error}") from error


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
