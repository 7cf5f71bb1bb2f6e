"""What peers are asked to save: the values that our rows have, as a Django user would hold them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from incidents.readmodels.models import Facet
from incidents.readmodels.queries import CURRENT_MODELS
from incidents.readmodels.tables import CURRENT, FACETS, Table
from tests.benchmarks.plans import Plan

Values = dict[str, Any]
KINDS = ("incident", "statement", "claim")
OWN_FACET = "dependency"  # how our projection finds what to bring up to date: no peer needs it


@dataclass
class Change:
    """Rows by kind: new ones and changed ones; facets that began, and ids of those that ended."""

    new: dict[str, list[Values]] = field(default_factory=dict)
    changed: dict[str, list[Values]] = field(default_factory=dict)
    facets: list[Values] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)


def change(plan: Plan) -> Change:
    """Return what a plan changes, as values for models."""
    ended = [_id(key) for _, key in plan.ended.get(FACETS.name, ())]
    found = Change(facets=facets(plan), ended=ended)
    for kind in KINDS:
        table = CURRENT[kind]
        found.new[kind] = [values_of(table, row) for row in plan.new.get(table.name, ())]
        found.changed[kind] = [values_of(table, row) for row, _ in plan.changed.get(table.name, ())]
    return found


def _id(key: Any) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)


def facets(plan: Plan) -> list[Values]:
    rows = [values_of(FACETS, row) for row in plan.new.get(FACETS.name, ())]
    kept = [row for row in rows if row["key"] != OWN_FACET and row["to_position"] is None]
    return [{name: row[name] for name in ("id", "record_kind", "record_id", "key", "value")} for row in kept]


def values_of(table: Table, row: tuple) -> Values:
    """Return a row as the driver gives it, as values for a model."""
    return {name: read(value) for (name, read), value in zip(READERS[table.name], row, strict=True)}


def _readers(model: type[models.Model], table: Table) -> list[tuple[str, Callable[[Any], Any]]]:
    fields = {field.column: field for field in model._meta.concrete_fields}
    return [(column.name, _from_json if column.is_json else _field(fields[column.name])) for column in table.columns]


def _field(field: models.Field) -> Callable[[Any], Any]:
    return field.target_field.to_python if isinstance(field, models.ForeignKey) else field.to_python


def _from_json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


READERS = {
    **{CURRENT[kind].name: _readers(CURRENT_MODELS[kind], CURRENT[kind]) for kind in KINDS},
    FACETS.name: _readers(Facet, FACETS),
}
