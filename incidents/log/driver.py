"""Reading through the driver itself: a command asks many small questions, and Django's cursor takes longer than each.

Statements are constants of this project with `%s` for every value; both databases keep them prepared by their text.
While Django counts queries, everything goes through its cursor, so that tests and its debug pages see all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor

from incidents.log.sql import is_postgresql

Rows = list[tuple[Any, ...]]
_is_open: ContextVar[bool] = ContextVar("driver_pipeline_open", default=False)


class Question(msgspec.Struct, frozen=True):
    """A SELECT, and what is done with its rows."""

    statement: str
    parameters: Sequence[Any]
    take: Callable[[Rows], object]


def fetch(statement: str, parameters: Sequence[Any] = ()) -> Rows:
    """Run a SELECT and return its rows."""
    wrapper = connections[DEFAULT_DB_ALIAS]  # once: the proxy `connection` looks it up for every attribute
    wrapper.ensure_connection()
    if wrapper.queries_logged:
        return _counted(statement, parameters)
    with wrapper.wrap_database_errors:
        if not is_postgresql():
            return wrapper.connection.execute(_question_marks(statement), parameters).fetchall()
        with ServerBindingCursor(wrapper.connection) as open_cursor:
            return open_cursor.execute(statement, parameters).fetchall()


def ask(*questions: Question) -> None:
    """Ask several things at once, on PostgreSQL in one round trip, and let each take its rows, in this order."""
    if not questions:
        return
    if not is_postgresql() or len(questions) < 2 or connection.queries_logged:
        answers = [fetch(question.statement, question.parameters) for question in questions]
    else:
        with pipeline():
            driver = connection.connection
            asked = [ServerBindingCursor(driver).execute(one.statement, one.parameters) for one in questions]
            answers = [one.fetchall() for one in asked]
    for question, rows in zip(questions, answers, strict=True):
        question.take(rows)


BULK = 50  # rows, or events; fewer are sent as they are, more by COPY, which can share no pipeline


@contextmanager
def pipeline() -> Iterator[None]:
    """Let what is sent inside go to PostgreSQL without waiting for answers until somebody fetches them, or the end.

    One inside another is the same one: the driver's own would wait at its edges.
    """
    connection.ensure_connection()
    if not is_postgresql() or _is_open.get():
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        token = _is_open.set(True)
        try:
            yield
        finally:
            _is_open.reset(token)


def cursor() -> Any:
    """Return a cursor of the driver, for constants of this project with parameters.

    Not PostgreSQL's default under Django, which puts values into the text: that would never be prepared.
    """
    return ServerBindingCursor(connection.connection) if is_postgresql() else connection.connection.cursor()


def _counted(statement: str, parameters: Sequence[Any]) -> Rows:
    with connection.cursor() as open_cursor:
        open_cursor.execute(statement, parameters)
        return open_cursor.fetchall()


@lru_cache(maxsize=1024)
def _question_marks(statement: str) -> str:
    return statement.replace("%s", "?").replace("%%", "%")
