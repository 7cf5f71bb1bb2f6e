"""The tables of the read models as SQL sees them: names, columns, and how each database wants a value.

The one place that knows the difference between the live tables and the staging tables of a rebuild.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models

from incidents.readmodels import models as readmodels

IN_LIST = 500  # ids named in one query; well below the limit of either database

_json = msgspec.json.Encoder(order="sorted")


class Column(msgspec.Struct, frozen=True):
    """A column: its name and whether it holds a UUID or JSON, which are bound and read in their own way."""

    name: str
    is_uuid: bool
    is_json: bool


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the read models: its key in snapshots (`incident`), its name, its columns, its primary key first."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        return self.columns[0].name


def _table(model: type[models.Model]) -> Table:
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    columns = tuple(
        Column(field.column, isinstance(_target(field), models.UUIDField), isinstance(field, models.JSONField))
        for field in fields
    )
    return Table(name=model._meta.db_table, columns=columns)


def _target(field: models.Field) -> models.Field:
    return field.target_field if isinstance(field, models.ForeignKey) else field


CURRENT = {
    "source": _table(readmodels.Source),
    "actor": _table(readmodels.Actor),
    "incident": _table(readmodels.Incident),
    "statement": _table(readmodels.Statement),
    "link": _table(readmodels.Link),
    "claim": _table(readmodels.Claim),
}
VERSIONS = {
    "source": _table(readmodels.SourceVersion),
    "actor": _table(readmodels.ActorVersion),
    "incident": _table(readmodels.IncidentVersion),
    "statement": _table(readmodels.StatementVersion),
    "link": _table(readmodels.LinkVersion),
    "claim": _table(readmodels.ClaimVersion),
}
FACETS = _table(readmodels.Facet)
ALL = (*CURRENT.values(), *VERSIONS.values(), FACETS)


class Place(msgspec.Struct, frozen=True):
    """Where the tables are: the live ones have no prefix, those of a rebuild have one."""

    prefix: str = ""

    def name(self, table: Table) -> str:
        """Return the quoted name of a table in this place."""
        return connection.ops.quote_name(f"{self.prefix}{table.name}")


LIVE = Place()
STAGING = Place("staging_")


class Binder:
    """Turns rows of a table into parameters for the driver."""

    def __init__(self, table: Table, vendor: str) -> None:
        self._names = [column.name for column in table.columns]
        self._json = [column.name for column in table.columns if column.is_json]
        self._ids = [column.name for column in table.columns if column.is_uuid]
        self.id: Callable[[str], str] = _without_hyphens if vendor == "sqlite" else str

    def encode(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row with JSON as text and ids as this database keeps them."""
        encoded = dict(row)
        for name in self._json:
            if encoded.get(name) is not None:
                encoded[name] = _json.encode(encoded[name]).decode()
        for name in self._ids:
            if encoded.get(name) is not None:
                encoded[name] = self.id(encoded[name])
        return encoded

    def values(self, encoded: Mapping[str, Any]) -> list[Any]:
        """Return an encoded row's values in the order of the columns."""
        return [encoded[name] for name in self._names]


def _without_hyphens(record: str) -> str:
    return record.replace("-", "")


_binders: dict[tuple[str, str], Binder] = {}


def binder(table: Table) -> Binder:
    """Return the binder of a table, made once for each database."""
    key = (table.name, connection.vendor)
    if key not in _binders:
        _binders[key] = Binder(table, connection.vendor)
    return _binders[key]


def bind_id(record: str) -> str:
    """Return an id as a parameter: SQLite keeps UUIDs as 32 digits without hyphens."""
    return _without_hyphens(record) if connection.vendor == "sqlite" else record


def read_id(value: Any) -> str | None:
    """Return an id as the log writes it, from what the database gave."""
    return None if value is None else str(value if isinstance(value, UUID) else UUID(value))


def read_json(value: Any) -> Any:
    """Return JSON from what the database gave."""
    return json.loads(value) if isinstance(value, str | bytes) else value


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[tuple]:
    """Run a query and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def fetch_for(sql: str, ids: Iterable[str], *more: Any, bind: Callable[[str], Any] = bind_id) -> Iterator[tuple]:
    """Run a query for many ids, a few hundred at a time; `{ids}` stands where the list goes, before `more`.

    Facets hold ids as text: there `bind` is str.
    """
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), IN_LIST):
        some = [bind(record) for record in wanted[start : start + IN_LIST]]
        marks = ", ".join(["%s"] * len(some))
        yield from fetch(sql.format(ids=marks), [*some, *more])
