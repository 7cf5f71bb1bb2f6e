"""Which rows there are to see: all that stand, and of those what the public sees.

The public sees an incident in the version that was approved, a statement in the version that was approved with its
incident, a link while it sees both ends, an actor or a source while something it sees uses it. What is withdrawn now
it sees at no position.

Querysets have a column `record`, the record's id; those of versions also `at`, the position whose facets and claims
belong to the row.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, Value

from incidents.readmodels import models as tables
from incidents.readmodels.tables import CURRENT, FACETS, LIVE, VERSIONS

CURRENT_MODELS: dict[str, type[models.Model]] = {
    "incident": tables.Incident,
    "statement": tables.Statement,
    "actor": tables.Actor,
    "source": tables.Source,
    "link": tables.Link,
    "claim": tables.Claim,
}
VERSION_MODELS: dict[str, type[models.Model]] = {
    "incident": tables.IncidentVersion,
    "statement": tables.StatementVersion,
    "actor": tables.ActorVersion,
    "source": tables.SourceVersion,
    "link": tables.LinkVersion,
    "claim": tables.ClaimVersion,
}
TODAY = 2**62  # a position that no log reaches

# The facets by which a record uses an actor or a source.
USES = {
    "actor": ("participant", "party", "speaker", "on_behalf_of", "addressee", "claimed", "outlet"),
    "source": ("source",),
}


class Condition(Func):
    """A condition on a column, as SQL with `{id}` in the place of the column.

    Nested as deeply as these are, querysets would take longer to build than to run.
    """

    output_field = BooleanField()

    def __init__(self, column: str, sql: str) -> None:
        super().__init__(F(column), template=sql.format(id="%(expressions)s"))


class RowExpression(Func):
    """SQL over several columns, with each column's name in braces in its place; a condition if not said otherwise."""

    def __init__(self, columns: Sequence[str], sql: str, output_field: models.Field | None = None) -> None:
        super().__init__(*map(F, columns), output_field=output_field or BooleanField())
        self._columns = tuple(columns)
        self._sql = sql

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        named = dict(zip(self._columns, (sql for sql, _ in parts), strict=True))
        return self._sql.format(**named), [parameter for _, parameters in parts for parameter in parameters]


def standing(kind: str, as_of: int | None) -> models.QuerySet:
    """Return all rows of a kind: the current ones, or the versions that stood at a position."""
    if as_of is None:
        return CURRENT_MODELS[kind].objects.annotate(record=F("id"))
    return at_position(VERSION_MODELS[kind].objects, as_of).annotate(record=F("record_id"), at=_position(as_of))


def at_position(rows: models.QuerySet, position: Any) -> models.QuerySet:
    """Keep the rows whose positions include this one; `position` may be an expression."""
    return rows.filter(from_position__lte=position).filter(Q(to_position=None) | Q(to_position__gt=position))


def public(kind: str, as_of: int | None) -> models.QuerySet:
    """Return the rows of a kind that the public sees, today or at a position; actors that were merged too."""
    position = TODAY if as_of is None else as_of
    match kind:
        case "incident":
            return _seen(kind, position).exclude(Condition("record_id", _merged("{id}", position)))
        case "statement":
            return _seen(kind, position).exclude(Condition("public_with", _lost("{id}", position)))
        case "link":
            ends = [Condition(end, _end_shown("{id}", position)) for end in ("from_id", "to_id")]
            return _lasting(kind, as_of).filter(*ends).annotate(at=_position(position))
        case "actor" | "source":
            return _lasting(kind, as_of).filter(Condition("record", _used(kind, position)))
        case "claim":
            return _approved_claims(position)
    raise ValueError(f"There are no records of kind {kind}.")


def _approved_claims(position: int) -> models.QuerySet:
    """Return the claims that stood when the records that the public sees at a position were approved."""
    stood = "{{from_position}} <= {at} AND ({{to_position}} IS NULL OR {{to_position}} > {at})"
    shown = (
        _incident_shown("{subject_id}", position, stood.format(at="inc.public_from")),
        _statement_shown("{subject_id}", position, stood.format(at="stm.public_from")),
    )
    columns = ("subject_id", "from_position", "to_position")
    rows = tables.ClaimVersion.objects.filter(RowExpression(columns, f"({' OR '.join(shown)})"), status="active")
    approved = " UNION ALL ".join(
        f"SELECT shown.public_from FROM {LIVE.name(VERSIONS[kind])} AS shown"
        f" WHERE shown.record_id = {{subject_id}} AND {_within('shown', position, 'public_{}')}"
        for kind in ("incident", "statement")
    )
    sql = f"(SELECT MAX(approved.public_from) FROM ({approved}) AS approved)"
    return rows.annotate(record=F("record_id"), at=RowExpression(("subject_id",), sql, BigIntegerField()))


def _position(position: int) -> Value:
    return Value(position, output_field=BigIntegerField())


def _seen(kind: str, position: int) -> models.QuerySet:
    """Return the versions whose public interval includes a position."""
    rows = VERSION_MODELS[kind].objects.filter(public_from__lte=position)
    rows = rows.filter(Q(public_to=None) | Q(public_to__gt=position))
    return rows.annotate(record=F("record_id"), at=F("public_from"))


def _lasting(kind: str, as_of: int | None) -> models.QuerySet:
    """Return the rows of records that have not been withdrawn until now."""
    current = LIVE.name(CURRENT[kind])
    withdrawn = f"EXISTS (SELECT 1 FROM {current} AS gone WHERE gone.id = {{id}} AND gone.status = 'withdrawn')"
    return standing(kind, as_of).exclude(Condition("record", withdrawn))


# --- the same as conditions in SQL on an id or a row; positions are numbers of our own


def _within(row: str, position: int | str, interval: str = "{}_position") -> str:
    start, end = (f"{row}.{interval.format(bound)}" for bound in ("from", "to"))
    return f"{start} <= {position} AND ({end} IS NULL OR {end} > {position})"


def _merged(incident: str, position: int) -> str:
    """An incident stood merged into another one."""
    return (
        f"EXISTS (SELECT 1 FROM {LIVE.name(VERSIONS['incident'])} AS loser WHERE loser.record_id = {incident}"
        f" AND loser.merged_into_id IS NOT NULL AND {_within('loser', position)})"
    )


def _incident_shown(incident: str, position: int, also: str = "TRUE") -> str:
    return (
        f"EXISTS (SELECT 1 FROM {LIVE.name(VERSIONS['incident'])} AS inc WHERE inc.record_id = {incident}"
        f" AND {_within('inc', position, 'public_{}')} AND NOT {_merged('inc.record_id', position)} AND {also})"
    )


def _lost(incident: str, position: int) -> str:
    """An incident stood merged into one that the public did not see, so that its statements went with it."""
    return (
        f"EXISTS (SELECT 1 FROM {LIVE.name(VERSIONS['incident'])} AS lost WHERE lost.record_id = {incident}"
        f" AND lost.merged_into_id IS NOT NULL AND {_within('lost', position)}"
        f" AND NOT {_incident_shown('lost.merged_into_id', position)})"
    )


def _statement_shown(statement: str, position: int, also: str = "TRUE") -> str:
    return (
        f"EXISTS (SELECT 1 FROM {LIVE.name(VERSIONS['statement'])} AS stm WHERE stm.record_id = {statement}"
        f" AND {_within('stm', position, 'public_{}')} AND NOT {_lost('stm.public_with', position)} AND {also})"
    )


def _end_shown(end: str, position: int) -> str:
    return f"({_incident_shown(end, position)} OR {_statement_shown(end, position)})"


def _link_shown(link: str, position: int) -> str:
    ends = " AND ".join(_end_shown(f"lnk.{end}", position) for end in ("from_id", "to_id"))
    return (
        f"EXISTS (SELECT 1 FROM {LIVE.name(VERSIONS['link'])} AS lnk JOIN {LIVE.name(CURRENT['link'])} AS now"
        f" ON now.id = lnk.record_id AND now.status = 'active' WHERE lnk.record_id = {link}"
        f" AND {_within('lnk', position)} AND {ends})"
    )


def _used(kind: str, position: int) -> str:
    """Something the public sees uses an actor or a source, in the version that it sees.

    That version may name an actor which was merged into this one since.
    """
    named = f"SELECT {written_id('{id}')} AS value"
    if kind == "actor":
        named += (
            f" UNION ALL SELECT {written_id('loser.record_id')} FROM {LIVE.name(VERSIONS[kind])} AS loser"
            f" WHERE loser.merged_into_id = {{id}} AND {_within('loser', position)}"
        )
    keys = ", ".join(f"'{key}'" for key in USES[kind])
    users = (
        _incident_shown("use.record_id", position, _within("use", "inc.public_from")),
        _statement_shown("use.record_id", position, _within("use", "stm.public_from")),
        f"({_within('use', position)} AND {_link_shown('use.record_id', position)})",
    )
    return (
        f"EXISTS (SELECT 1 FROM ({named}) AS named JOIN {LIVE.name(FACETS)} AS use"
        f" ON use.value = named.value AND use.key IN ({keys}) WHERE {' OR '.join(users)})"
    )


def written_id(column: str) -> str:
    """A UUID as facets write it; SQLite keeps UUIDs as 32 digits without hyphens."""
    if connection.vendor != "sqlite":
        return f"CAST({column} AS text)"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({column}, {start}, {length})" for start, length in parts)
