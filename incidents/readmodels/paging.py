"""Pages by keyset: exact where many rows share a date, and as fast at the end of a list as at its beginning.

A cursor is a plain tuple, (direction, value, id): the page after, or before, the row with this value of the order's
column and this id. Edges sign it; whoever changes it gets another page of the same list, and nothing more.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, F, Func, Value

from incidents.domain.values import is_id
from incidents.readmodels.errors import FilterError

Cursor = tuple[str, Any, str]

AFTER, BEFORE = "after", "before"

# The orders of each kind and the column of each; all have an index with the id, so that ties stay in order.
ORDERS: dict[str, dict[str, str]] = {
    "incident": {"date": "sort_date"},
    "statement": {"date": "sort_date"},
    "source": {"date": "sort_date"},
    "actor": {"name": "sort_name"},
    "link": {"type": "type"},
    "claim": {"recorded": "position"},
}
LARGEST = 2**63 - 1


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page: its rows in the order asked for, and the cursors of its neighbours, None where there is none."""

    results: list[Any]
    next: Cursor | None
    previous: Cursor | None


def page(rows: models.QuerySet, *, kind: str, order: str | None = None, after: Cursor | None, size: int) -> Page:
    """Return one page of rows (current or versions, with the column `record`), in one query.

    `order` is a name of ORDERS, `-` before it turns it round; the first of the kind's if None. `after` is the `next`
    or the `previous` of another page, None for the first. Raises FilterError for an unknown order, a cursor that is
    none, a size below 1.
    """
    column, descending = _order(kind, order)
    if size < 1:
        raise FilterError("invalid_size", "A page has at least one row.", "size")
    direction, *place = _cursor(rows.model, column, after) if after is not None else (AFTER,)
    backwards = direction == BEFORE
    found = rows.filter(_Beyond(column, place, below=descending is not backwards)) if place else rows
    keys = (F(column), F("record"))
    found = found.order_by(*(key.desc() if descending is not backwards else key.asc() for key in keys))
    results = list(found[: size + 1])
    more = len(results) > size
    results = results[:size]
    if backwards:
        results.reverse()
    has_next = bool(results) if backwards else more
    has_previous = more if backwards else bool(place)
    return Page(
        results=results,
        next=_cursor_of(AFTER, column, results[-1]) if has_next else None,
        previous=_cursor_of(BEFORE, column, results[0]) if has_previous and results else None,
    )


def _order(kind: str, order: str | None) -> tuple[str, bool]:
    known = ORDERS[kind]
    name = next(iter(known)) if order is None else order.removeprefix("-")
    if name not in known:
        names = ", ".join(f"{one}, -{one}" for one in known)
        raise FilterError("unknown_order", "“{order}” is no order here; use one of: {known}.", "order",
                          order=order, known=names)  # fmt: skip
    return known[name], order is not None and order.startswith("-")


def _cursor(model: type[models.Model], column: str, cursor: Sequence[Any]) -> tuple[str, Any, Any]:
    """Return a cursor with values as the columns have them."""
    broken = FilterError("broken_cursor", "This cursor leads nowhere; begin with the first page again.", "cursor")
    if not isinstance(cursor, list | tuple) or len(cursor) != 3:
        raise broken
    direction, value, record = cursor
    if direction not in (AFTER, BEFORE) or not is_id(record):
        raise broken
    field = model._meta.get_field(column)
    try:
        told = field.to_python(value)
    except (ValidationError, TypeError, ValueError, OverflowError):
        raise broken from None
    unfit = (
        told is None
        or (isinstance(told, int) and abs(told) > LARGEST)
        or (isinstance(told, str) and (not isinstance(value, str) or "\0" in told or not told.isprintable()))
    )
    if unfit:
        raise broken
    identity = model._meta.get_field("record_id" if hasattr(model, "record_id") else "id")
    return direction, Value(told, output_field=field), Value(identity.to_python(record), output_field=identity)


def _cursor_of(direction: str, column: str, row: Any) -> Cursor:
    value = getattr(row, column)
    return direction, value.isoformat() if isinstance(value, date) else value, str(row.record)


class _Beyond(Func):
    """(column, record) > (value, id), or < it: compared as a row, so that either database seeks it in the index."""

    output_field = BooleanField()

    def __init__(self, column: str, place: Sequence[Value], *, below: bool) -> None:
        super().__init__(F(column), F("record"), *place)
        self._sign = "<" if below else ">"

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        sql = "({}, {}) {sign} ({}, {})".format(*(part for part, _ in parts), sign=self._sign)
        return sql, [parameter for _, parameters in parts for parameter in parameters]
