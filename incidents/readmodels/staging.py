"""The staging tables of a rebuild: made empty, filled beside the live ones, compared, dropped.

On SQLite they are temporary tables of this connection, twins of the live ones: filling them takes no lock that a writer
needs, nothing is synced to disk, the database's file and schema stay as they are, and a crash leaves nothing behind. On
PostgreSQL they are unlogged tables. Indexes come when a table has its rows, not before.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from incidents.log.driver import fetch
from incidents.log.sql import is_postgresql
from incidents.readmodels.indexes import secondary
from incidents.readmodels.tables import ALL, CURRENT, FACETS, LIVE, STAGING, VERSIONS, Place, Table

CACHE = 32_768  # KiB of SQLite's cache for temporary tables
SORTER = 16_384  # KiB for what it sorts to make an index

# What a rebuild looks up on PostgreSQL, in publication and when it catches up: {table: lists of columns}.
_LOOKED_UP = {
    **dict.fromkeys(CURRENT.values(), ()),
    **dict.fromkeys(VERSIONS.values(), ("record_id, from_position",)),
    VERSIONS["incident"]: ("record_id, from_position", "key"),
    VERSIONS["statement"]: ("record_id, from_position", "key", "incident_id"),
    FACETS: ("record_id, key", "key, value"),
}


@contextmanager
def staging_tables() -> Iterator[None]:
    """Make the staging tables, and drop them whatever happens."""
    with filling():
        _drop()
        _create()
    try:
        yield
    finally:
        with filling():
            _drop()


@contextmanager
def filling() -> Iterator[None]:
    """A transaction that writes to staging tables only, and leaves the writer's lock to others.

    On SQLite a transaction of the settings' mode would take it at once; a deferred one has no need of it.
    """
    if is_postgresql():
        with transaction.atomic():
            yield
        return
    connection.ensure_connection()  # which sets the mode
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that writes to staging tables only, and sees nothing of what others commit meanwhile.

    Inside another one it is part of that, with what that sees.
    """
    outermost = not connection.in_atomic_block
    with filling():
        if is_postgresql() and outermost:
            execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _create() -> None:
    if is_postgresql():
        for table in ALL:
            execute(f"CREATE UNLOGGED TABLE {STAGING.name(table)} (LIKE {LIVE.name(table)} INCLUDING DEFAULTS)")
        return
    execute(f"PRAGMA temp.cache_size = -{CACHE}")
    execute("PRAGMA temp.secure_delete = OFF")  # their file has no name and ends with the connection
    for table in ALL:
        ((definition,),) = fetch("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", (table.name,))
        execute(f"CREATE TEMP TABLE {STAGING.name(table)} {definition[definition.index('(') :]}")


def index(tables: Iterable[Table]) -> None:
    """Make the indexes of tables that have their rows, where they are not there yet.

    On SQLite these are the live tables' own, which are then moved over with the rows; on PostgreSQL those that the
    rebuild itself looks up.
    """
    with filling(), _sorting():
        for table in tables:
            for statement in _indexes(table):
                execute(statement)


def is_indexed() -> bool:
    """Whether all indexes are there that `index` makes."""
    if not is_postgresql():
        return True  # they are made before anybody waits
    last = _postgresql_name(CURRENT["document"], "id")  # one that nothing but catching up needs
    return fetch("SELECT to_regclass(%s) IS NOT NULL", [last])[0][0]


@contextmanager
def _sorting() -> Iterator[None]:
    """Let SQLite sort in less memory than its cache may take, which is what it allows itself: that is as quick."""
    if is_postgresql():
        yield
        return
    ((size,),) = fetch("PRAGMA main.cache_size")
    execute(f"PRAGMA main.cache_size = -{SORTER}")
    try:
        yield
    finally:
        execute(f"PRAGMA main.cache_size = {size}")


def _indexes(table: Table) -> Iterator[str]:
    if not is_postgresql():
        for one in secondary(table):
            yield one.elsewhere(f'temp."{STAGING.prefix}{one.name}"', STAGING.name(table))
        return
    if table in CURRENT.values():
        yield _postgresql_index(table, "id", "UNIQUE ")  # for ON CONFLICT
    for columns in _LOOKED_UP[table]:
        yield _postgresql_index(table, columns)


def _postgresql_index(table: Table, columns: str, unique: str = "") -> str:
    name = _postgresql_name(table, columns)
    return f'CREATE {unique}INDEX IF NOT EXISTS "{name}" ON {STAGING.name(table)} ({columns})'


def _postgresql_name(table: Table, columns: str) -> str:
    return f"{STAGING.prefix}{table.name}_{columns.replace(', ', '_')}"


def share(kinds: Iterable[str], file: Path) -> None:
    """Copy the staged versions of these kinds to a file, for connections to SQLite that cannot see these tables."""
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS shared", [str(file)])
        try:
            for table in (VERSIONS[kind] for kind in kinds):
                name = STAGING.name(table)
                cursor.execute(f"CREATE TABLE shared.{name} AS SELECT * FROM temp.{name}")
                cursor.execute(f'CREATE INDEX shared."{table.name}_record" ON {name} (record_id, from_position)')
        finally:
            cursor.execute("DETACH DATABASE shared")


def _drop() -> None:
    for table in ALL:
        execute(f"DROP TABLE IF EXISTS {STAGING.name(table)}")


def differences() -> dict[str, int]:
    """Return {table: number of rows that are missing, too many or different}, for the tables that differ."""
    found = {table.name: _missing(table, LIVE, STAGING) + _differing(table) for table in ALL}
    return {name: rows for name, rows in found.items() if rows}


def _missing(table: Table, place: Place, other: Place) -> int:
    """Count the rows of one place whose key the other one lacks."""
    key = connection.ops.quote_name(table.key)
    rows = fetch(
        f"SELECT COUNT(*) FROM {place.name(table)} AS a"
        f" WHERE NOT EXISTS (SELECT 1 FROM {other.name(table)} AS b WHERE b.{key} = a.{key})"
    )
    return rows[0][0]


def _differing(table: Table) -> int:
    """Count the staged rows that have no equal live row: missing or different."""
    same = "IS NOT DISTINCT FROM" if is_postgresql() else "IS"
    names = [connection.ops.quote_name(column.name) for column in table.columns]
    equal = " AND ".join([f"b.{names[0]} = a.{names[0]}", *(f"b.{name} {same} a.{name}" for name in names[1:])])
    rows = fetch(
        f"SELECT COUNT(*) FROM {STAGING.name(table)} AS a"
        f" WHERE NOT EXISTS (SELECT 1 FROM {LIVE.name(table)} AS b WHERE {equal})"
    )
    return rows[0][0]


def execute(sql: str) -> None:
    """Run a statement that defines or moves something."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
