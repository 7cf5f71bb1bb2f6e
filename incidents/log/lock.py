"""One writer at a time, on both databases: positions are gapless and their order is the order of commits.

PostgreSQL: an advisory lock that ends with the transaction. SQLite: the write lock, which BEGIN IMMEDIATE takes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from incidents.log import guard
from incidents.log.driver import Question, ask
from incidents.log.errors import LockNotHeldError
from incidents.log.models import tables
from incidents.log.sql import is_postgresql

ADVISORY_KEY = 0x64656D6172636865  # "demarche" in ASCII; advisory locks are per database

_held: ContextVar[bool] = ContextVar("log_lock_held", default=False)
_outermost: ContextVar[bool] = ContextVar("log_lock_outermost", default=False)


@contextmanager
def writer(*questions: Question) -> Iterator[None]:
    """A transaction that holds the writer lock, with the guard open; inside another one it is a savepoint.

    The lock is kept until the outermost transaction ends, so keep that short: one command, or one chunk of an import.
    Questions are asked in one breath with the lock and answered under it.
    """
    outermost = not connection.in_atomic_block and connection.get_autocommit()
    with guard.writing(), transaction.atomic():
        ask(*([] if is_held() else _taking()), *questions)
        tokens = _held.set(True), _outermost.set(outermost)
        try:
            yield
        finally:
            _held.reset(tokens[0])
            _outermost.reset(tokens[1])


def is_held() -> bool:
    """Whether this thread is inside `writer()` and its transaction is still open."""
    return _held.get() and connection.in_atomic_block


def ends_transaction() -> bool:
    """Whether the transaction ends where the innermost `writer()` does: what is written last may commit as well."""
    return is_held() and _outermost.get()


def require() -> None:
    """Raise LockNotHeldError unless the lock is held."""
    if not is_held():
        raise LockNotHeldError


def _taking() -> list[Question]:
    if is_postgresql():
        return [Question("SELECT pg_advisory_xact_lock(%s)", (ADVISORY_KEY,), list)]
    if connection.transaction_mode not in ("IMMEDIATE", "EXCLUSIVE"):
        # A deferred transaction gets the write lock with its first write, even one that touches no row.
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{tables()["door"]}" WHERE 0')
    return []
