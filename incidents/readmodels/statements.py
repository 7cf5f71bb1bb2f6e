"""The statements that write read models, each built once for a place and a database."""

from functools import lru_cache

import msgspec

from incidents.readmodels.tables import ALL, CURRENT, FACETS, VERSIONS, Place, Table


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """SQL for the driver. `insert` and `copy` by table name, the others by kind of record.

    Parameters: insert and upsert take the columns in their order; `close` (end, record); `close_facet` (end, record,
    key, value); `delete` (record).
    """

    insert: dict[str, str]
    copy: dict[str, str]
    upsert: dict[str, str]
    close: dict[str, str]
    close_facet: str
    delete: dict[str, str]


@lru_cache(maxsize=8)
def statements(place: Place, vendor: str) -> Statements:
    """Return the statements for the tables of a place on a database (`sqlite` or `postgresql`)."""
    mark = "?" if vendor == "sqlite" else "%s"
    insert = {table.name: _insert(place, table, mark) for table in ALL}
    return Statements(
        insert=insert,
        copy={table.name: f"COPY {place.name(table)} ({_names(table)}) FROM STDIN" for table in ALL},
        upsert={kind: f"{insert[table.name]} {_on_conflict(table)}" for kind, table in CURRENT.items()},
        close={
            kind: (
                f"UPDATE {place.name(table)} SET to_position = {mark} WHERE record_id = {mark} AND to_position IS NULL"
            )
            for kind, table in VERSIONS.items()
        },
        close_facet=(
            f"UPDATE {place.name(FACETS)} SET to_position = {mark}"
            f" WHERE record_id = {mark} AND key = {mark} AND value = {mark} AND to_position IS NULL"
        ),
        delete={kind: f"DELETE FROM {place.name(table)} WHERE id = {mark}" for kind, table in CURRENT.items()},
    )


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _insert(place: Place, table: Table, mark: str) -> str:
    marks = ", ".join([mark] * len(table.columns))
    return f"INSERT INTO {place.name(table)} ({_names(table)}) VALUES ({marks})"


def _on_conflict(table: Table) -> str:
    updates = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in table.columns[1:])
    return f'ON CONFLICT ("{table.key}") DO UPDATE SET {updates}'
