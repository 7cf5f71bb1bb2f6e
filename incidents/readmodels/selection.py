"""The records a person may see, now or at a position: what every question to the read models begins with."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat

from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.readmodels import models as tables
from incidents.readmodels.visibility import at_position, public, standing

MERGED_KINDS = ("incident", "actor")
FEW = 2_000  # facets that are looked up before the records that have them


def records(kind: str, *, person: Person, as_of: int | None = None) -> models.QuerySet:
    """Return the records of a kind that a person may see, as a queryset with a column `record` for the id.

    Today's rows of a reader come from the current table, everything else from the versions table; these have a column
    `at` too, the position whose facets belong to the row. Merged and withdrawn records are left out. Kinds: incident,
    statement, actor, source, link, claim; the public sees the claims that stood when their record was approved.
    """
    rows = standing(kind, as_of).exclude(status="withdrawn") if person.has("reader") else public(kind, as_of)
    return rows.filter(merged_into_id=None) if kind in MERGED_KINDS else rows


def record(kind: str, *, id: str, person: Person, as_of: int | None = None) -> Any:
    """Return one record, following merges, or None where there is none that the person may see."""
    if not is_id(id):
        return None
    rows = standing(kind, as_of) if person.has("reader") else public(kind, as_of)
    found = rows.filter(record=id).first()
    into = getattr(found, "merged_into_id", None)
    if found is None and kind in MERGED_KINDS and not person.has("reader"):
        into = merged_into(kind, id=id, as_of=as_of)
    return record(kind, id=str(into), person=person, as_of=as_of) if into else found


def merged_into(kind: str, *, id: str, as_of: int | None = None) -> str | None:
    """Return the record that stands for this one after merges, None while it stands for itself."""
    return standing(kind, as_of).filter(record=id).values_list("merged_into_id", flat=True).first()


def claims(*, subject: str, person: Person, as_of: int | None = None) -> models.QuerySet:
    """Return the claims of a record a person may see, in the order recorded; the public sees the approved ones."""
    rows = standing("claim", as_of) if person.has("reader") else _approved_claims(subject, as_of)
    return rows.filter(subject_id=subject).order_by("position", "record")


def _approved_claims(subject: str, as_of: int | None) -> models.QuerySet:
    """Return the claims that stood when the public got to see a record as it does: at its last approval."""
    for kind in ("incident", "statement"):
        approved = public(kind, as_of).filter(record=subject).values_list("at", flat=True).first()
        if approved is not None:
            return standing("claim", approved).filter(status="active")
    return standing("claim", as_of).none()


def is_of_the_past(rows: models.QuerySet) -> bool:
    """Whether rows say in `at` which position's facets belong to them; else today's do."""
    return "at" in rows.query.annotations


def holding(rows: models.QuerySet, key: str | Iterable[str], values: Iterable[Any] | None = None) -> Q:
    """Return the condition that a record has one of these values (None: any) of a facet (or of one of several).

    A value that few records ever had is looked up first, in one small query: a planner that does not know would run
    over all records to find them.
    """
    wanted = tables.Facet.objects.filter(key__in=[key] if isinstance(key, str) else list(key))
    if values is None:
        return Q(_stands(rows, wanted))
    wanted = wanted.filter(value__in=list(values))
    return among(wanted.values_list("record_id", flat=True)) & Q(_stands(rows, wanted))


def among(ids: models.QuerySet) -> Q:
    """Return the condition that a record is one of these, looked up at once; an empty condition if they are not few."""
    found = list(ids.order_by()[: FEW + 1])
    return Q(record__in=set(found)) if len(found) <= FEW else Q()


def _stands(rows: models.QuerySet, facets: models.QuerySet) -> Exists:
    """Return the condition that a record has one of these facets at the position of its row."""
    facets = facets.filter(record_id=OuterRef("record"))
    return Exists(at_position(facets, OuterRef("at")) if is_of_the_past(rows) else facets.filter(to_position=None))


def filtered(rows: models.QuerySet, key: str, values: Iterable[str]) -> models.QuerySet:
    """Keep the records that have one of these values of a facet, then as now."""
    return rows.filter(_stands(rows, tables.Facet.objects.filter(key=key, value__in=list(values))))


def names_of_actors(as_of: int | None) -> models.QuerySet:
    """Return the facets that hold actors' names, folded, with `padded`: a name with a space on either side."""
    padded = Concat(Value(" "), "value", Value(" "), output_field=TextField())
    facets = tables.Facet.objects.filter(record_kind="actor", key="name").alias(padded=padded)
    return facets.filter(to_position=None) if as_of is None else at_position(facets, as_of)


def family(kind: str, ids: Iterable[str], *, as_of: int | None) -> set[str]:
    """Return these records, those that stand for them after merges, and all that were merged into those.

    Whoever asks for one of them means all: a version that the public sees may name one that was merged since.
    """
    wanted = set(ids)
    if kind not in MERGED_KINDS or not wanted:
        return wanted
    rows = standing(kind, as_of)
    into = rows.filter(record__in=wanted).exclude(merged_into_id=None).values_list("merged_into_id", flat=True)
    wanted |= {str(survivor) for survivor in into}
    merged = rows.filter(merged_into_id__in=wanted).values_list("record", flat=True)
    return wanted | {str(loser) for loser in merged}


def names(kind: str, ids: Iterable[str], *, person: Person, as_of: int | None = None) -> dict[str, Any]:
    """Return {id: row} for those of these records that a person may see; a merged one's id leads to the survivor.

    Three queries at most, however many ids.
    """
    wanted = set(ids)
    rows = records(kind, person=person, as_of=as_of)
    found = {str(row.record): row for row in rows.filter(record__in=wanted)}
    missing = wanted - found.keys()
    if kind not in MERGED_KINDS or not missing:
        return found
    gone = standing(kind, as_of).filter(record__in=missing).exclude(merged_into_id=None)
    into = {str(loser): str(survivor) for loser, survivor in gone.values_list("record", "merged_into_id")}
    survivors = {str(row.record): row for row in rows.filter(record__in=set(into.values()))} if into else {}
    return found | {loser: survivors[survivor] for loser, survivor in into.items() if survivor in survivors}
