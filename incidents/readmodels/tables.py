"""The tables of the read models as SQL sees them: names, columns, and how each database wants a value.

The one place that knows the difference between the live tables and the staging tables of a rebuild.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from django.db import models

from incidents.log.driver import Question, Rows, ask
from incidents.log.sql import any_of, identifier, is_postgresql
from incidents.readmodels import models as readmodels

_json = msgspec.json.Encoder(order="sorted")


class Column(msgspec.Struct, frozen=True):
    """A column: its name and whether it holds a UUID or JSON, which are bound and read in their own way."""

    name: str
    is_uuid: bool
    is_json: bool


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the read models: its name and its columns, the primary key first."""

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
    "document": _table(readmodels.Document),
}
VERSIONS = {
    "source": _table(readmodels.SourceVersion),
    "actor": _table(readmodels.ActorVersion),
    "incident": _table(readmodels.IncidentVersion),
    "statement": _table(readmodels.StatementVersion),
    "link": _table(readmodels.LinkVersion),
    "claim": _table(readmodels.ClaimVersion),
    "document": _table(readmodels.DocumentVersion),
}
# The columns that a current row and its version have both.
SHARED = {kind: table.columns[1:] for kind, table in CURRENT.items()}
FACETS = _table(readmodels.Facet)
ALL = (*CURRENT.values(), *VERSIONS.values(), FACETS)


class Place(msgspec.Struct, frozen=True):
    """Where the tables are: the live ones have no prefix, those of a rebuild have one."""

    prefix: str = ""

    def name(self, table: Table) -> str:
        """Return the quoted name of a table in this place."""
        return f'"{self.prefix}{table.name}"'


LIVE = Place()
STAGING = Place("staging_")


Encoder = Callable[[Mapping[str, Any], dict[int, str]], list[Any]]


@lru_cache(maxsize=32)
def encoder(columns: tuple[Column, ...]) -> Encoder:
    """Return a function from a row to its values in the order of these columns, as the driver takes them.

    It is also given a dictionary for the JSON texts of values, by their `id`, which live as long as the dictionary:
    most values of a version are the very objects of the one before.
    """
    get = itemgetter(*(column.name for column in columns))
    json_at = [number for number, column in enumerate(columns) if column.is_json]
    ids_at = [] if is_postgresql() else [number for number, column in enumerate(columns) if column.is_uuid]

    def encode(row: Mapping[str, Any], texts: dict[int, str]) -> list[Any]:
        values = list(get(row))
        for number in json_at:
            if (value := values[number]) is not None:
                if (text := texts.get(id(value))) is None:
                    text = texts[id(value)] = _json.encode(value).decode()
                values[number] = text
        for number in ids_at:
            if values[number] is not None:
                values[number] = bind_id(values[number])
        return values

    return encode


bind_id = identifier  # an id as a parameter: SQLite keeps UUIDs as 32 digits without hyphens


def read_id(value: Any) -> str | None:
    """Return an id as the log writes it, from what the database gave: a UUID, or on SQLite its 32 digits."""
    if type(value) is str and len(value) == 32:
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return None if value is None else str(value)


def read_json(value: Any) -> Any:
    """Return JSON from what the database gave."""
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


def question_for(
    sql: str, ids: Iterable[str], *more: Any, take: Callable[[Rows], object], bind: Callable[[str], Any] = bind_id
) -> list[Question]:
    """Return a question about many ids, none where there are none; the condition `IN ({ids})` stands before `more`.

    All ids are one parameter, so that the text stays the same and the databases keep it prepared. Facets hold ids as
    text: there `bind` is str.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return []
    if is_postgresql():
        among, several = any_of("text" if bind is str else "uuid"), wanted
    else:
        among, several = "IN (SELECT value FROM json_each(%s))", _json.encode([bind(one) for one in wanted]).decode()
    return [Question(sql.replace("IN ({ids})", among), (several, *more), take)]


def fetch_for(sql: str, ids: Iterable[str], *more: Any, bind: Callable[[str], Any] = bind_id) -> Rows:
    """Run a query for many ids (see `question_for`) and return its rows."""
    found: Rows = []
    ask(*question_for(sql, ids, *more, take=found.extend, bind=bind))
    return found
