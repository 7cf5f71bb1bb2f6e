"""The statements that write read models, each built once for a place."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from incidents.readmodels.tables import ALL, CURRENT, FACETS, SHARED, VERSIONS, Place, Table

# What stands before the columns that a current row and its version share. A public interval comes later, by UPDATE.
OF_CURRENT = ("id",)
OF_VERSION = ("key", "record_id", "from_position", "to_position")


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """SQL for the driver. `insert` and `copy` by table name, the others by kind of record.

    Parameters: insert, copy and upsert take the columns of WRITTEN; `facets`, for PostgreSQL, a list of values for each
    of them; `close` (end, record); `close_facet` (end, record, key, value); `delete` (record).
    """

    insert: dict[str, str]
    copy: dict[str, str]
    facets: str
    upsert: dict[str, str]
    close: dict[str, str]
    close_facet: str
    delete: dict[str, str]


def _columns() -> dict[str, tuple[str, ...]]:
    found = {FACETS.name: tuple(column.name for column in FACETS.columns)}
    for kind, shared in SHARED.items():
        names = tuple(column.name for column in shared)
        found |= {CURRENT[kind].name: OF_CURRENT + names, VERSIONS[kind].name: OF_VERSION + names}
    return found


WRITTEN = _columns()  # {table: the columns that a new row gives, in order}


@lru_cache(maxsize=8)
def statements(place: Place) -> Statements:
    """Return the statements for the tables of a place."""
    insert = {table.name: _insert(place, table) for table in ALL}
    return Statements(
        insert=insert,
        copy={table.name: f"COPY {place.name(table)} ({_names(WRITTEN[table.name])}) FROM STDIN" for table in ALL},
        facets=(
            f"INSERT INTO {place.name(FACETS)} ({_names(WRITTEN[FACETS.name])}) SELECT * FROM unnest("
            "%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])"
        ),
        upsert={kind: f"{insert[table.name]} {_on_conflict(table)}" for kind, table in CURRENT.items()},
        close={
            kind: f"UPDATE {place.name(table)} SET to_position = %s WHERE record_id = %s AND to_position IS NULL"
            for kind, table in VERSIONS.items()
        },
        close_facet=(
            f"UPDATE {place.name(FACETS)} SET to_position = %s"
            " WHERE record_id = %s AND key = %s AND value = %s AND to_position IS NULL"
        ),
        delete={kind: f"DELETE FROM {place.name(table)} WHERE id = %s" for kind, table in CURRENT.items()},
    )


@lru_cache(maxsize=1024)
def update(place: Place, kind: str, numbers: Sequence[int]) -> str:
    """Return the statement that sets these columns, by their numbers in SHARED, of a current row; the id comes last."""
    columns = ", ".join(f'"{SHARED[kind][number].name}" = %s' for number in numbers)
    return f"UPDATE {place.name(CURRENT[kind])} SET {columns} WHERE id = %s"


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _insert(place: Place, table: Table) -> str:
    columns = WRITTEN[table.name]
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {place.name(table)} ({_names(columns)}) VALUES ({marks})"


def _on_conflict(table: Table) -> str:
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in WRITTEN[table.name][1:])
    return f'ON CONFLICT ("{table.key}") DO UPDATE SET {updates}'
