"""The way to the database below Django's cursor: a command asks and writes many small things, and each would cost more
to send than to do.

Statements are constants of this project with `%s` for every value; both databases keep them prepared by their text.
While Django counts queries, questions go through its cursor, so that tests and its debug pages see all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.log import guard
from incidents.log.postgresql import Call, Rows, as_lines, exchange, read_as_text
from incidents.log.sql import is_postgresql

__all__ = ["BULK", "Question", "Rows", "ask", "copy", "fetch", "fetch_many", "pipeline", "run"]

BULK = 50  # rows, or events; fewer are sent as they are, more by COPY
MOST_WAITING = 1_000  # statements that wait to be sent together

# The connection of an open pipeline, and what waits in it.
_open: ContextVar[tuple[BaseDatabaseWrapper, list[Call]] | None] = ContextVar("driver_pipeline", default=None)


class Question(msgspec.Struct, frozen=True):
    """A SELECT, and what is done with its rows."""

    statement: str
    parameters: Sequence[Any]
    take: Callable[[Rows], object]


def fetch(statement: str, parameters: Sequence[Any] = ()) -> Rows:
    """Run a SELECT and return its rows."""
    found: Rows = []
    ask(Question(statement, parameters, found.extend))
    return found


def fetch_many(statement: str, parameters: Sequence[Any] = ()) -> Rows:
    """Run a SELECT of a thousand rows or so, as `fetch` does.

    It is dearer to send, but on PostgreSQL the rows are taken apart by psycopg's C code, in half the time.
    """
    if not is_postgresql():
        return fetch(statement, parameters)
    _flush()
    return _by_cursor(_wrapper(), statement, parameters)


def ask(*questions: Question) -> None:
    """Ask several things at once, on PostgreSQL in one round trip, and let each take its rows, in this order.

    Raises WriteOutsideDispatchError for what is no question where the guard is closed.
    """
    if not questions:
        return
    wrapper = _wrapper()
    for question in questions:
        guard.check(wrapper, question.statement)
    if wrapper.queries_logged:
        _flush()
        answers = [_by_cursor(wrapper, question.statement, question.parameters) for question in questions]
    elif is_postgresql():
        answers = _exchange(wrapper, [(question.statement, question.parameters) for question in questions])
    else:
        with wrapper.wrap_database_errors:
            execute = wrapper.connection.execute
            answers = [execute(_question_marks(one.statement), one.parameters).fetchall() for one in questions]
    for question, rows in zip(questions, answers, strict=True):
        question.take(rows)


def run(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement that writes, once for each row of parameters; within a `pipeline` perhaps only at its end.

    Raises WriteOutsideDispatchError where the guard is closed.
    """
    if not rows:
        return
    wrapper = _wrapper()
    guard.check(wrapper, statement)
    if not is_postgresql():
        with wrapper.wrap_database_errors:
            wrapper.connection.executemany(_question_marks(statement), rows)
        return
    for start in range(0, len(rows), MOST_WAITING):
        _run(wrapper, [(statement, row) for row in rows[start : start + MOST_WAITING]])


def _run(wrapper: BaseDatabaseWrapper, calls: list[Call]) -> None:
    if (opened := _open.get()) is None:
        _exchange(wrapper, calls)
        return
    opened[1].extend(calls)
    if len(opened[1]) >= MOST_WAITING:
        _flush()


@contextmanager
def pipeline() -> Iterator[None]:
    """Let what is written inside go to PostgreSQL together, with the next question or at the end.

    One inside another is the same one. Inside, write by `run` and `copy` alone: Django's cursor would overtake them.
    """
    if _open.get() is not None:
        yield
        return
    token = _open.set((_wrapper(), []))
    try:
        yield
        _flush()
    finally:
        _open.reset(token)


def copy(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows by a COPY statement, behind everything that waits (PostgreSQL).

    Raises WriteOutsideDispatchError where the guard is closed.
    """
    wrapper = _wrapper()
    guard.check(wrapper, statement)
    _flush()
    with wrapper.wrap_database_errors, wrapper.connection.cursor() as cursor, cursor.copy(statement) as copying:
        copying.write(as_lines(rows))


def _wrapper() -> BaseDatabaseWrapper:
    """Return Django's connection, opened. To look it up takes as long as to answer a question."""
    if (opened := _open.get()) is not None:
        return opened[0]
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.close_if_health_check_failed()  # once a request, as before Django's own first cursor
    wrapper.ensure_connection()
    return wrapper


def _flush() -> None:
    opened = _open.get()
    if opened is not None and opened[1]:
        _exchange(opened[0], [])


def _exchange(wrapper: BaseDatabaseWrapper, calls: list[Call]) -> list[Rows]:
    """Send what waits and these, and return the answers to these."""
    before: list[Call] = []
    if (opened := _open.get()) is not None:
        before = list(opened[1])
        opened[1].clear()
    with wrapper.wrap_database_errors:
        return exchange(wrapper, [*before, *calls])[len(before) :]


def _by_cursor(wrapper: BaseDatabaseWrapper, statement: str, parameters: Sequence[Any]) -> Rows:
    with wrapper.cursor() as cursor:
        if is_postgresql():
            read_as_text(cursor, wrapper.Database)
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@lru_cache(maxsize=1024)
def _question_marks(statement: str) -> str:
    return statement.replace("%s", "?").replace("%%", "%")
