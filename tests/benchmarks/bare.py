"""The bare driver: sqlite3 or psycopg without Django, set as durable as the project sets its own connection."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from hashlib import blake2b
from itertools import chain
from typing import Any, Protocol

import psycopg
from django.conf import settings
from psycopg.types.json import set_json_loads

Row = tuple[Any, ...]


class Bare(Protocol):
    """A connection that writes rows as quickly as its driver can; `mark` stands for a parameter."""

    mark: str

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]: ...

    def run(self, sql: str) -> None: ...

    def transaction(self, *, together: bool = False) -> Any:
        """A transaction; `together` sends what has no answer without waiting in between, where the database can."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row], *, bulk: bool) -> None: ...

    def update(self, table: str, columns: Sequence[str], key: str, rows: Sequence[Row]) -> None:
        """Set columns of the rows with a key; each row has the columns' values and then the key's."""

    def settle(self) -> None:
        """Bring what waits in a write-ahead log to the file, so that each side pays for what it wrote."""

    def close(self) -> None: ...


class Sqlite:
    mark = "?"

    def __init__(self, path: str) -> None:
        options = settings.DATABASES["default"]["OPTIONS"]
        cached = options["cached_statements"]
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30, cached_statements=cached)
        self._connection.executescript(options["init_command"])

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql, parameters).fetchall()

    def run(self, sql: str) -> None:
        self._connection.execute(sql)

    @contextmanager
    def transaction(self, *, together: bool = False) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        self._connection.execute("COMMIT")

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row], *, bulk: bool) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({_names(columns)}) VALUES ({marks})", rows)

    def update(self, table: str, columns: Sequence[str], key: str, rows: Sequence[Row]) -> None:
        self._connection.executemany(_update(table, columns, key, "?"), rows)

    def settle(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        self._connection.close()


class Postgresql:
    mark = "%s"

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        set_json_loads(_as_text, self._connection)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql, parameters).fetchall()

    def run(self, sql: str) -> None:
        self._connection.execute(sql)

    @contextmanager
    def transaction(self, *, together: bool = False) -> Iterator[None]:
        with self._connection.pipeline() if together else nullcontext(), self._connection.transaction():
            yield

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row], *, bulk: bool) -> None:
        with self._connection.cursor() as cursor:
            if bulk:
                with cursor.copy(f"COPY {table} ({_names(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
            cursor.execute(f"INSERT INTO {table} ({_names(columns)}) VALUES {marks}", list(chain.from_iterable(rows)))

    def update(self, table: str, columns: Sequence[str], key: str, rows: Sequence[Row]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_update(table, columns, key, "%s"), rows)

    def settle(self) -> None:
        """Leave it to the server, which brings it there in the background, whoever wrote it."""

    def close(self) -> None:
        self._connection.close()


def _as_text(data: str | bytes) -> str:
    return data.decode() if isinstance(data, bytes) else data


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _update(table: str, columns: Sequence[str], key: str, mark: str) -> str:
    values = ", ".join(f'"{name}" = {mark}' for name in columns)
    return f'UPDATE {table} SET {values} WHERE "{key}" = {mark}'


def bare(url: str) -> Bare:
    """Return a bare connection to the database of a DATABASE_URL."""
    return Sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite:") else Postgresql(url)


def digest(connection: Bare, table: str, columns: Sequence[str]) -> tuple[int, int]:
    """Return how many rows a table has and what they come to, in whatever order they stand."""
    found = connection.rows(f"SELECT {_names(columns)} FROM {table}")
    total = 0
    for row in found:
        total ^= int.from_bytes(blake2b(repr(row).encode(), digest_size=16).digest())
    return len(found), total
