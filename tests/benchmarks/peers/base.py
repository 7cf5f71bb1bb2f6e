"""What every peer can do, and the way of those that keep history beside ordinary models."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from django.db import connection, models, transaction

from incidents.log.guard import Guard
from incidents.readmodels.tables import CURRENT, FACETS, Table
from tests.benchmarks.peers.changes import KINDS, OWN_FACET, Change, Values, values_of

BATCH = 500  # rows in one INSERT of bulk_create


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the project's write guard off Django's connection: a project without Demarche has none."""
    wrappers = connection.execute_wrappers[:]
    connection.execute_wrappers[:] = [one for one in wrappers if not isinstance(one, Guard)]
    try:
        yield
    finally:
        connection.execute_wrappers[:] = wrappers


class Peer(Protocol):
    """Keeps the same records with their history."""

    def adopt(self) -> None:
        """Take over our current rows, so that all start from the same."""

    def join(self) -> None:
        """Connect to what another process has adopted."""

    def edit(self, change: Change) -> None:
        """Save one edit: load what changes, set every field, save; one commit."""

    def load(self, change: Change) -> None:
        """Save many new records in the package's own way for many; one commit."""

    def differing(self) -> list[str]:
        """Return the kinds whose rows are not the same as ours."""


Bulk = Callable[[type[models.Model], list[models.Model]], None]


class ModelPeer:
    """A peer that keeps ordinary models: `bulk` creates many with their history, `around` stands around each save."""

    def __init__(self, kinds: dict[str, type[models.Model]], bulk: Bulk, around: Callable[[], AbstractContextManager]):
        self._kinds = kinds
        self._bulk = bulk
        self._around = around

    def join(self) -> None:
        connection.ensure_connection()

    def adopt(self) -> None:
        with connection.cursor() as cursor:
            for kind in KINDS:
                self._copy(cursor, kind, CURRENT[kind].name, "")
            facet = f"WHERE to_position IS NULL AND key <> '{OWN_FACET}'"
            self._copy(cursor, "facet", FACETS.name, facet)

    def _copy(self, cursor: Any, kind: str, table: str, condition: str) -> None:
        columns = self._columns(kind)
        cursor.execute(
            f"INSERT INTO {self._kinds[kind]._meta.db_table} ({columns}) SELECT {columns} FROM {table} {condition}"
        )

    def _columns(self, kind: str) -> str:
        return ", ".join(f'"{field.column}"' for field in self._kinds[kind]._meta.concrete_fields)

    def edit(self, change: Change) -> None:
        with unguarded(), transaction.atomic(), self._around():
            for kind in KINDS:
                for values in change.changed[kind]:
                    _assign(self._kinds[kind].objects.get(pk=values["id"]), values).save()
                for values in change.new[kind]:
                    self._kinds[kind].objects.create(**values)
            self._facets(change)

    def load(self, change: Change) -> None:
        with unguarded(), transaction.atomic(), self._around():
            for kind in KINDS:
                model = self._kinds[kind]
                self._bulk(model, [model(**values) for values in change.new[kind]])
            self._facets(change)

    def _facets(self, change: Change) -> None:
        facet = self._kinds["facet"]
        if change.ended:
            facet.objects.filter(pk__in=change.ended).delete()
        if change.facets:
            facet.objects.bulk_create([facet(**values) for values in change.facets], batch_size=BATCH)

    def differing(self) -> list[str]:
        return [kind for kind in KINDS if self._differs(kind)]

    def _differs(self, kind: str) -> bool:
        ours = CURRENT[kind]
        return _rows(ours.name, ours) != _rows(self._kinds[kind]._meta.db_table, ours)


def _rows(name: str, table: Table) -> dict[Any, Values]:
    """Return the rows of a table with these columns by id, as values: the JSON of two packages may look different."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {name}")
        return {row[0]: values_of(table, row) for row in cursor.fetchall()}


def _assign(row: models.Model, values: Values) -> models.Model:
    for name, value in values.items():
        setattr(row, name, value)
    return row
