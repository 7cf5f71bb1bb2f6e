"""Counts of records by what they have in common: a dyad, a year, a type, …; one query, then as now."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, F, IntegerField, When
from django.db.models.functions import Cast, ExtractYear

from incidents import codebook
from incidents.readmodels.errors import FilterError
from incidents.readmodels.selection import is_of_the_past
from incidents.readmodels.tables import FACETS, LIVE
from incidents.readmodels.visibility import CURRENT_MODELS, VERSION_MODELS

MOST = 10_000  # groups of one answer
MOST_DIMENSIONS = 4


class Dimension(msgspec.Struct, frozen=True, kw_only=True):
    """What records are counted by: {name in the answer: a column, or a facet}; a year is taken from a date's bounds."""

    columns: dict[str, str] = {}
    facets: dict[str, str] = {}
    year: str | None = None


def _columns(*names: str) -> dict[str, Dimension]:
    return {name: Dimension(columns={name: name}) for name in names}


def _facets(*names: str) -> dict[str, Dimension]:
    return {name: Dimension(facets={name: name}) for name in names}


# A record is counted once for each value that it has: an incident over two issues counts for both.
DIMENSIONS: dict[str, dict[str, Dimension]] = {
    "incident": {
        "dyad": Dimension(facets={"initiator_country": "initiator_country", "target_country": "target_country"}),
        "year": Dimension(year="date"),
        **_columns("type", "status", "occurrence", "scope", "publicity", "channel", "outcome"),
        **_columns("level_of_summoner", "level_of_summoned"),
        "rung": Dimension(columns={"rung": "type"}),
        **_facets("issue", "country", "initiator", "target", "initiator_country", "target_country", "role"),
        **_facets("source", "outlet", "language", "disputed", "one_sided"),
    },
    "statement": {
        "year": Dimension(year="date"),
        **_columns("act", "modality", "venue"),
        **_facets("speaker", "country", "addressee", "incident", "directness", "source", "outlet", "language"),
    },
    "actor": {**_columns("kind", "country", "rank")},
    "source": {
        "year": Dimension(year="published"),
        **_columns("kind", "reliability", "assessment", "held"),
        **_facets("language", "outlet"),
    },
    "link": {**_columns("type", "confidence", "from_kind", "to_kind")},
    "claim": {**_columns("subject_kind", "credibility", "resolved", "decided_by")},
}


def counts(rows: models.QuerySet, *, by: Iterable[str]) -> list[dict[str, Any]]:
    """Return [{dimension: value, …, "count": n}] of rows (of `records`, filtered or not), in order of the dimensions.

    None stands where a record has no such value, and for a year that a date leaves open. `dyad` gives initiator_country
    and target_country; acts without a direction have neither. Raises FilterError for an unknown dimension, or where the
    groups are too many.
    """
    kind = next(kind for kind in CURRENT_MODELS if rows.model in (CURRENT_MODELS[kind], VERSION_MODELS[kind]))
    wanted = list(dict.fromkeys(by))
    known = DIMENSIONS[kind]
    for name in wanted:
        if name not in known:
            raise FilterError("unknown_dimension", "“{name}” is nothing to count by; use one of: {known}.", "by",
                              name=name, known=", ".join(known))  # fmt: skip
    if not 1 <= len(wanted) <= MOST_DIMENSIONS:
        raise FilterError("too_many_dimensions", "Count by one to {limit} dimensions.", "by", limit=MOST_DIMENSIONS)
    names, found = _counted(rows, [known[name] for name in wanted], wanted)
    if "rung" in names:
        found = _by_rung(names.index("rung"), found)
    groups = [dict(zip((*names, "count"), row, strict=True)) for row in found]
    return sorted(groups, key=lambda group: [_in_order(group[name]) for name in names])


def _in_order(value: Any) -> tuple[bool, int, str]:
    """Numbers by their size, codes by their letters, what is not there last."""
    return value is None, value if isinstance(value, int) else 0, str(value)


def _counted(rows: models.QuerySet, wanted: list[Dimension], names: list[str]) -> tuple[list[str], list[tuple]]:
    """Return the names of the answer and its rows: the records as a table, joined with a facet for each many-valued."""
    past = is_of_the_past(rows)
    columns = {name: column for dimension in wanted for name, column in dimension.columns.items()}
    years = {name: dimension.year for name, dimension in zip(names, wanted, strict=True) if dimension.year}
    facets = {name: key for dimension in wanted for name, key in dimension.facets.items()}
    named = {f"c_{name}": F(column) for name, column in columns.items()}
    named |= {f"c_{name}": _year(column) for name, column in years.items()}
    told = rows.order_by().annotate(**named).values("record", *(["at"] if past else []), *named)
    order = [name for dimension, name in zip(wanted, names, strict=True) for name in _names(dimension, name)]
    try:
        inner, parameters = told.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # filters that nothing can fit
        return order, []
    chosen = [f"f_{name}.value" if name in facets else f"r.c_{name}" for name in order]
    joins = "".join(_join(name, past) for name in facets)
    sql = (
        f"SELECT {', '.join(chosen)}, COUNT(*) FROM ({inner}) AS r{joins}"
        f" GROUP BY {', '.join(map(str, range(1, len(chosen) + 1)))} LIMIT {MOST + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, *facets.values()])
        found = cursor.fetchall()
    if len(found) > MOST:
        raise FilterError("too_many_groups", "These are more than {limit} groups; filter first, or count by less.",
                          "by", limit=MOST)  # fmt: skip
    return order, found


def _names(dimension: Dimension, name: str) -> Iterator[str]:
    yield from ([name] if dimension.year else (*dimension.columns, *dimension.facets))


def _join(name: str, past: bool) -> str:
    alias = f"f_{name}"
    stands = f"{alias}.to_position IS NULL"
    if past:
        stands = f"{alias}.from_position <= r.at AND ({stands} OR {alias}.to_position > r.at)"
    return (
        f" LEFT JOIN {LIVE.name(FACETS)} AS {alias} ON {alias}.record_id = r.record AND {alias}.key = %s AND ({stands})"
    )


def _year(column: str) -> Cast:
    """Return the year in which a date wholly lies, as an expression."""
    same = {f"{column}_earliest__year": ExtractYear(f"{column}_latest")}
    year = Case(When(**same, then=ExtractYear(f"{column}_earliest")), default=None, output_field=IntegerField())
    return Cast(year, IntegerField())  # PostgreSQL's years are decimals


def _by_rung(place: int, found: list[tuple]) -> list[tuple]:
    """Return rows with the rung of each type in its place, those of one rung added up."""
    types = codebook.current().types
    added: dict[tuple, int] = {}
    for *values, count in found:
        term = types.get(values[place])
        values[place] = term.rung if term else None
        added[tuple(values)] = added.get(tuple(values), 0) + count
    return [(*values, count) for values, count in added.items()]
