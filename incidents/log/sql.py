"""What statements on the log's tables are made of, for both databases in one place; values are always parameters.

A row is fetched in the order of COLUMNS, by `driver`, which gives ids and JSON as text: quick, and safe to hash.
The instant reads `2024-06-21T09:30:00.000000Z`; ids have hyphens on PostgreSQL and none on SQLite (`rows` adds them).
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection

from incidents.log.canonical import canonical_bytes
from incidents.log.models import tables

COLUMNS = (
    *("position", "event_id", "stream_id", "stream_kind", "version", "type", "schema"),
    *("data", "metadata", "recorded_at", "hash"),
)
EVENT, RECEIPT, DOOR = (f'"{tables()[name]}"' for name in ("event", "receipt", "door"))
END = 2**63 - 1  # beyond every position

_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_AS_THEY_ARE = {name: f'"{name}"' for name in COLUMNS}
# Django writes no digits of a whole second. An expression has no declared type, so its slow converter leaves it alone.
_SQLITE = _AS_THEY_ARE | {
    "recorded_at": """substr(replace("recorded_at", ' ', 'T') || '.000000', 1, 26) || 'Z'""",
}
_POSTGRESQL = _AS_THEY_ARE | {
    "recorded_at": """to_char("recorded_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
}


@cache
def is_postgresql() -> bool:
    """Whether the one database is PostgreSQL; else it is SQLite."""
    return connection.vendor == "postgresql"


def columns(*names: str) -> str:
    """The expressions that fetch these columns of the event table, separated by commas."""
    expressions = _POSTGRESQL if is_postgresql() else _SQLITE
    return ", ".join(expressions[name] for name in names)


def select(condition: str, *order: str, limit: bool = False, names: Iterable[str] = COLUMNS) -> str:
    """SELECT of rows, in order of these columns; everything given is a constant of this package, never input."""
    columns_in_order = ", ".join(f'"{name}"' for name in order or ("position",))
    tail = " LIMIT %s" if limit else ""
    return f"SELECT {columns(*names)} FROM {EVENT} WHERE {condition} ORDER BY {columns_in_order}{tail}"


@cache
def state() -> str:
    """What appending must know, in one statement; parameters: `ids` of streams, `ids` of events.

    Rows are ("tip", position, hash, recorded_at) of the last event, ("stream", version, id, None) for each of these
    streams that exists, and ("event", 0, id, None) for each of these events that is there already.
    """
    return f"""
        SELECT 'tip', position, hash, instant FROM (
            SELECT position, hash, {columns("recorded_at")} AS instant FROM {EVENT} ORDER BY position DESC LIMIT 1
        ) AS last
        UNION ALL SELECT 'stream', max(version), {_text("stream_id")}, NULL
            FROM {EVENT} WHERE {one_of("stream_id")} GROUP BY stream_id
        UNION ALL SELECT 'event', 0, {_text("event_id")}, NULL FROM {EVENT} WHERE {one_of("event_id")}
    """


def _text(column: str) -> str:
    return f'"{column}"::text' if is_postgresql() else f'"{column}"'


@cache
def insert() -> str:
    """INSERT of an event."""
    return f"INSERT INTO {EVENT} ({_NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"


def copy() -> str:
    """COPY into the event table (PostgreSQL)."""
    return f"COPY {EVENT} ({_NAMES}) FROM STDIN"


def analyze() -> None:
    """After many insertions: PostgreSQL plans by statistics, and would take a table that was empty for empty still."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {EVENT}")


def one_of(column: str) -> str:
    """Condition: the id column is among the ids that `ids` makes one parameter of."""
    if is_postgresql():
        return f'"{column}" {any_of("uuid")}'
    return f'"{column}" IN (SELECT value FROM json_each(%s))'


def ids(values: Iterable[str]) -> Any:
    """Many ids as one parameter."""
    return list(values) if is_postgresql() else canonical_bytes([identifier(value) for value in values]).decode()


def identifier(value: str) -> str:
    """One id as a parameter: Django keeps UUIDs as 32 hexadecimal digits on SQLite."""
    return value if is_postgresql() else value.replace("-", "")


def any_of(kind: str) -> str:
    """Condition behind a column: it is one of the values in an array, the parameter (PostgreSQL).

    The array stands in a query of its own, so that it cannot be planned for: else PostgreSQL would plan the statement
    anew whenever it runs, which takes longer than to answer it.
    """
    return f"= ANY((SELECT %s::{kind}[])::{kind}[])"


def at_positions() -> str:
    """Condition: the position is among those that `numbers` makes one parameter of."""
    if is_postgresql():
        return f'"position" {any_of("bigint")}'
    return '"position" IN (SELECT value FROM json_each(%s))'


def numbers(values: Iterable[int]) -> Any:
    """Many numbers as one parameter."""
    return list(values) if is_postgresql() else canonical_bytes(list(values)).decode()


def in_metadata(*path: str) -> str:
    """The text at a path in the metadata; the names are constants of this package."""
    if is_postgresql():
        return f"""("metadata" #>> '{{{",".join(path)}}}')"""
    return f"""json_extract("metadata", '$.{".".join(path)}')"""


def among(column: str, many: int) -> str:
    """Condition: a text column is one of so many parameters; never true for none."""
    return f'"{column}" IN ({", ".join(["%s"] * many)})' if many else "1 = 0"
