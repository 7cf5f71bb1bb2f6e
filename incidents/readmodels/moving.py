"""Puts the staged rows in place of the live ones, in the caller's transaction: readers never see a table empty."""

from django.db import connection

from incidents.log.driver import fetch
from incidents.log.sql import is_postgresql
from incidents.readmodels import staging
from incidents.readmodels.indexes import secondary
from incidents.readmodels.tables import ALL, LIVE, STAGING, Place, Table

LARGE = 10_000  # rows


def get_ready() -> None:
    """Do what can be done before anybody has to wait; what is recorded afterwards may still be caught up with."""
    if not is_postgresql():
        staging.index(ALL)


def move_over() -> None:
    """Replace every live row by what is staged; the writer's lock is held."""
    if is_postgresql():
        _move_on_postgresql()
    else:
        _move_on_sqlite()


def _move_on_sqlite() -> None:
    """Between an emptied table and its twin SQLite copies rows and indexes as they are, page after page.

    It does so only for `SELECT *` without an order, from a table whose columns, checks and indexes are all the same.
    """
    for table in ALL:
        staging.execute(f"DELETE FROM main.{LIVE.name(table)}")
        staging.execute(f"INSERT INTO main.{LIVE.name(table)} SELECT * FROM temp.{STAGING.name(table)}")


def _move_on_postgresql() -> None:
    """An index made of many rows at once takes a fraction of the time that it takes to grow row by row.

    Primary keys stay, because they are constraints: the rows come in their order.
    """
    indexes = [one for table in _large(STAGING) for one in secondary(table)]
    staging.execute("TRUNCATE " + ", ".join(LIVE.name(table) for table in ALL))
    for one in indexes:
        staging.execute(f"DROP INDEX {connection.ops.quote_name(one.name)}")
    for table in ALL:
        columns = ", ".join(connection.ops.quote_name(column.name) for column in table.columns)
        rows = f"SELECT {columns} FROM {STAGING.name(table)} ORDER BY {connection.ops.quote_name(table.key)}"
        staging.execute(f"INSERT INTO {LIVE.name(table)} ({columns}) {rows}")
    for one in indexes:
        staging.execute(one.definition)


def analyze() -> None:
    """Let PostgreSQL know what there is where it never looked: it would plan as if the tables were empty still.

    Later on autovacuum sees to it, and until then what it knew before holds well enough.
    """
    if is_postgresql() and (tables := [table for table in _large(LIVE) if not _is_known(table)]):
        staging.execute("ANALYZE " + ", ".join(LIVE.name(table) for table in tables))


def _is_known(table: Table) -> bool:
    statement = "SELECT 1 FROM pg_stats WHERE schemaname = current_schema() AND tablename = %s LIMIT 1"
    return bool(fetch(statement, (table.name,)))


def _large(place: Place) -> list[Table]:
    """Return the tables with so many rows that it is worth the trouble."""
    return [table for table in ALL if fetch(f"SELECT 1 FROM {place.name(table)} LIMIT 1 OFFSET {LARGE}")]
