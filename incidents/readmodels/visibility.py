"""Which rows there are to see: all that stand, and of those what the public sees.

The public sees an incident in the version that was approved, a statement in the version that was approved with its
incident, a link while it sees both ends, an actor or a source while something it sees uses it. What is withdrawn now
it sees at no position.

Querysets have a column `record`, the record's id; those of versions also `at`, the position whose facets and claims
belong to the row.
"""

from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce

from incidents.readmodels import models as tables

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
    "actor": ("participant", "party", "speaker", "on_behalf_of", "addressee", "outlet"),
    "source": ("source",),
}
USERS = ("incident", "statement", "link")


class HyphenatedId(Func):
    """A UUID as facets write it; SQLite keeps UUIDs as 32 digits without hyphens."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        column, parameters = compiler.compile(self.source_expressions[0])
        parts = " || '-' || ".join(f"substr({column}, {start}, {length})" for start, length in HYPHENATED)
        return f"({parts})", list(parameters) * len(HYPHENATED)


HYPHENATED = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


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
            return _incidents(position)
        case "statement":
            return _statements(position)
        case "link":
            return _links(as_of)
        case "actor" | "source":
            return _used(kind, as_of)
    raise ValueError("The public reads claims of one record: use queries.claims().")


def _seen(kind: str, position: int) -> models.QuerySet:
    """Return the versions whose public interval includes a position."""
    rows = VERSION_MODELS[kind].objects.filter(public_from__lte=position)
    return rows.filter(Q(public_to=None) | Q(public_to__gt=position)).annotate(record=F("record_id"))


def _incidents(position: int) -> models.QuerySet:
    merged = _merged(position).filter(record_id=OuterRef("record_id"))
    return _seen("incident", position).exclude(Exists(merged)).annotate(at=F("public_from"))


def _merged(position: int) -> models.QuerySet:
    """Return the incidents that stood merged into another one at a position."""
    return at_position(tables.IncidentVersion.objects, position).exclude(merged_into_id=None)


def _statements(position: int) -> models.QuerySet:
    """A statement whose incident was merged is seen as long as the public sees what that was merged into."""
    survivor = _incidents(position).filter(record_id=OuterRef("merged_into_id"))
    lost = _merged(position).filter(record_id=OuterRef("public_with")).exclude(Exists(survivor))
    return _seen("statement", position).exclude(Exists(lost)).annotate(at=F("public_from"))


def _links(as_of: int | None) -> models.QuerySet:
    position = TODAY if as_of is None else as_of
    rows = _lasting("link", as_of).annotate(at=_position(position))
    for end in ("from_id", "to_id"):
        shown = (found.filter(record_id=OuterRef(end)) for found in (_incidents(position), _statements(position)))
        rows = rows.filter(Exists(next(shown)) | Exists(next(shown)))
    return rows


def _used(kind: str, as_of: int | None) -> models.QuerySet:
    facets = tables.Facet.objects.filter(key__in=USES[kind], value=HyphenatedId(OuterRef("record")))
    end = Coalesce(OuterRef("to_position"), _position(TODAY + 1))
    shown = Q()
    for user in USERS:
        users = public(user, as_of).filter(record=OuterRef("record_id"))
        shown |= Q(Exists(users.filter(at__gte=OuterRef("from_position"), at__lt=end)))
    return _lasting(kind, as_of).filter(Exists(facets.filter(shown)))


def _lasting(kind: str, as_of: int | None) -> models.QuerySet:
    """Return the rows of records that have not been withdrawn until now."""
    withdrawn = CURRENT_MODELS[kind].objects.filter(id=OuterRef("record"), status="withdrawn")
    return standing(kind, as_of).exclude(Exists(withdrawn))


def _position(position: int) -> Value:
    return Value(position, output_field=BigIntegerField())
