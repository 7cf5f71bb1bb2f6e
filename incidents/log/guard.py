"""A guard on the connection: protected tables are written through one door only.

`protect(connection, tables)` installs it, `writing()` opens it for a while. It sees every statement that goes through
Django's cursors (save, update, bulk_create, delete, many-to-many, raw SQL), and `driver` asks it by `check`. What
passes below them, `cursor.copy()` and the driver's own cursor, a test on the layers bans elsewhere. It guards against
mistakes, the triggers against SQL.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.log.errors import WriteOutsideDispatchError
from incidents.log.statements import written_tables

_open: ContextVar[bool] = ContextVar("log_guard_open", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Let this thread write to protected tables inside the block."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def is_open() -> bool:
    """Whether this thread may write to protected tables just now."""
    return _open.get()


class Guard:
    """Refuses statements that write to one of its tables while the door is closed."""

    def __init__(self, tables: Iterable[str]) -> None:
        self.tables = frozenset(name.lower() for name in tables)

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Pass the statement on. Raises WriteOutsideDispatchError."""
        if not _open.get():
            self.check(_text(sql, context["connection"]))
        return execute(sql, params, many, context)

    def check(self, sql: str) -> None:
        """Raise WriteOutsideDispatchError for a statement that writes to one of the tables."""
        forbidden = written_tables(sql) & self.tables
        if forbidden:
            raise WriteOutsideDispatchError(min(forbidden))


def protect(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Install the guard on this connection, once; a second call only replaces the tables."""
    wrappers = [wrapper for wrapper in connection.execute_wrappers if not isinstance(wrapper, Guard)]
    # In front, because a `with connection.execute_wrapper(...)` that is open just now will pop the last one.
    connection.execute_wrappers[:] = [Guard(tables), *wrappers]


def check(connection: BaseDatabaseWrapper, sql: str) -> None:
    """Refuse a statement that goes past Django's cursors as it would be there. Raises WriteOutsideDispatchError."""
    if _open.get():
        return
    for wrapper in connection.execute_wrappers:
        if isinstance(wrapper, Guard):
            wrapper.check(sql)


def _text(sql: Any, connection: BaseDatabaseWrapper) -> str:
    if isinstance(sql, bytes):
        return sql.decode()
    return sql if isinstance(sql, str) else sql.as_string(connection.connection)
