"""Putting stored events into the table: INSERT for few, executemany on SQLite and COPY on PostgreSQL for many."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError

from incidents.log import driver, sql
from incidents.log.driver import BULK
from incidents.log.errors import LogError
from incidents.log.rows import Stored

CHUNK = 5000


@contextmanager
def sending(events: int, *, commits: bool) -> Iterator[None]:
    """Send so many new events, and all that is written because of them inside, without waiting in between.

    `commits`: nothing is written or read afterwards, so that on PostgreSQL the commit goes out with it; others wait for
    the lock until then. Django's own commit then finds nothing left to do.
    What the database refuses may only come out at the end. Raises LogError.
    """
    with refusals():
        if events >= BULK:
            yield
            return
        with driver.pipeline():
            yield
            if commits and sql.is_postgresql():
                driver.run("COMMIT", [()])


@contextmanager
def refusals() -> Iterator[None]:
    """Under the lock everything was checked before, so constraints and triggers are the last defence."""
    try:
        yield
    except IntegrityError as error:
        raise LogError("refused", f"The database refused the events, nothing is written: {error}") from error


def insert(rows: Sequence[Stored]) -> None:
    """Insert sealed rows that follow the head, inside `lock.writer()`.

    What the database refuses undoes the whole transaction (or the savepoint that `lock.writer()` is inside another
    one). Raises LogError.
    """
    with refusals():
        for start in range(0, len(rows), CHUNK):
            _insert(rows[start : start + CHUNK])


def _insert(rows: Sequence[Stored]) -> None:
    if not sql.is_postgresql():
        driver.run(sql.insert(), list(map(_for_sqlite, rows)))
    elif len(rows) < BULK:
        driver.run(sql.insert(), rows)
    else:
        driver.copy(sql.copy(), rows)


def _for_sqlite(row: Stored) -> tuple[object, ...]:
    """As Django would write it: ids as 32 digits, the instant with a blank and no zone, no digits of a whole second."""
    at = row[9][:-1].replace("T", " ").removesuffix(".000000")
    return (row[0], sql.identifier(row[1]), sql.identifier(row[2]), *row[3:9], at, row[10])
