"""The staging tables of a rebuild: made empty, filled beside the live ones, compared or moved over, dropped."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from incidents.log.driver import fetch
from incidents.readmodels.tables import ALL, FACETS, LIVE, STAGING, VERSIONS, Place, Table


@contextmanager
def staging_tables() -> Iterator[None]:
    """Make the staging tables, and drop them whatever happens."""
    _make_anew()
    try:
        yield
    finally:
        with transaction.atomic():
            _drop()


def _make_anew() -> None:
    """One transaction, so that readers of SQLite see the schema change once and not with every table."""
    with transaction.atomic():
        _drop()
        for table in ALL:
            _create(table)


def _create(table: Table) -> None:
    name, live = STAGING.name(table), LIVE.name(table)
    if connection.vendor == "postgresql":
        _execute(f"CREATE UNLOGGED TABLE {name} (LIKE {live} INCLUDING DEFAULTS)")
    else:
        _execute(f"CREATE TABLE {name} AS SELECT * FROM {live} WHERE 0")
    _execute(f"CREATE UNIQUE INDEX {_index(table, 'key')} ON {name} ({connection.ops.quote_name(table.key)})")
    # What the rebuild itself looks up: the versions and facets of a record, and what depends on it.
    if table in VERSIONS.values():
        _execute(f"CREATE INDEX {_index(table, 'record')} ON {name} (record_id, from_position)")
    if table == FACETS:
        _execute(f"CREATE INDEX {_index(table, 'record')} ON {name} (record_id, key)")
        _execute(f"CREATE INDEX {_index(table, 'value')} ON {name} (key, value)")


def _index(table: Table, name: str) -> str:
    return connection.ops.quote_name(f"{STAGING.prefix}{table.name}_{name}")


def _drop() -> None:
    for table in ALL:
        _execute(f"DROP TABLE IF EXISTS {STAGING.name(table)}")


def move_over() -> None:
    """Put what is staged in place of the live rows, in the caller's transaction: readers never see a table empty."""
    if connection.vendor == "postgresql":
        _execute("TRUNCATE " + ", ".join(LIVE.name(table) for table in ALL))
    for table in ALL:
        if connection.vendor != "postgresql":
            _execute(f"DELETE FROM {LIVE.name(table)}")
        columns = _columns(table)
        _execute(f"INSERT INTO {LIVE.name(table)} ({columns}) SELECT {columns} FROM {STAGING.name(table)}")


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
    same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    names = [connection.ops.quote_name(column.name) for column in table.columns]
    equal = " AND ".join([f"b.{names[0]} = a.{names[0]}", *(f"b.{name} {same} a.{name}" for name in names[1:])])
    rows = fetch(
        f"SELECT COUNT(*) FROM {STAGING.name(table)} AS a"
        f" WHERE NOT EXISTS (SELECT 1 FROM {LIVE.name(table)} AS b WHERE {equal})"
    )
    return rows[0][0]


def _columns(table: Table) -> str:
    return ", ".join(connection.ops.quote_name(column.name) for column in table.columns)


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
