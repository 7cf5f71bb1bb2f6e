"""Filters of claims."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Contains, GreaterThan

from incidents import codebook
from incidents.readmodels import models as tables
from incidents.readmodels.errors import FilterError
from incidents.readmodels.filtering import values
from incidents.readmodels.filtering.base import (
    Condition,
    Filter,
    Filters,
    Question,
    at_least,
    at_most,
    boolean_column,
    changed_since,
    code_column,
)
from incidents.readmodels.selection import MERGED_KINDS, family, is_of_the_past
from incidents.readmodels.visibility import CURRENT_MODELS, VERSION_MODELS, at_position

SUBJECTS = ("incident", "statement", "actor")


def _subject(question: Question, field: str, raw: Any) -> Condition:
    """Of one of these records; of one that was merged, what the survivor has of it."""
    wanted = set(values.ids(field, raw))
    for kind in MERGED_KINDS:
        wanted |= family(kind, wanted, as_of=question.as_of)
    return Q(subject_id__in=wanted)


def _subject_kind(question: Question, field: str, raw: Any) -> Condition:
    return Q(subject_kind__in=values.codes(field, raw, SUBJECTS))


def _property(question: Question, field: str, raw: Any) -> Condition:
    """A property by its code, or by the name it is stored under, with its key."""
    known = {code for _kind, code in codebook.current().properties}
    found = Q()
    for value in values.several(field, raw):
        if value.split(":")[0] not in known:
            raise FilterError("unknown_code", "“{value}” is no code here; use one of: {known}.", field,
                              value=value, known=", ".join(sorted(known)))  # fmt: skip
        found |= Q(property=value) | Q(property__startswith=f"{value}:")
    return found


def _credibility(question: Question, field: str, raw: Any) -> Condition:
    given = raw if isinstance(raw, list | tuple | str) else [raw]
    digits = values.codes(field, given, codebook.current().lists["credibility"])
    return Q(credibility__in=[int(digit) for digit in digits])


def _source(question: Question, field: str, raw: Any) -> Condition:
    """Resting on one of these sources, themselves or as a relay."""
    wanted = values.ids(field, raw)
    evidence = Cast("evidence", TextField())
    named = Q.create([Q(Contains(evidence, source)) for source in wanted], connector=Q.OR)
    return named & Q(Exists(_facets(question).filter(key="source", value__in=wanted)))


def _disputed(question: Question, field: str, raw: Any) -> Condition:
    """Of a property whose claims contradict each other, its key included."""
    name = Concat(Value('"'), OuterRef("property"), Value('"'), output_field=TextField())
    found = Q()
    for kind in SUBJECTS:
        if is_of_the_past(question.rows):
            rows = at_position(VERSION_MODELS[kind].objects.filter(record_id=OuterRef("subject_id")), OuterRef("at"))
        else:
            rows = CURRENT_MODELS[kind].objects.filter(id=OuterRef("subject_id"))
        listed = GreaterThan(StrIndex(Cast("disputed", TextField()), name), 0)
        found |= Q(subject_kind=kind) & Q(Exists(rows.filter(listed)))
    return found if values.boolean(field, raw) else ~found


def _facets(question: Question) -> models.QuerySet:
    """Return the facets that the record of a claim has at the position of the rows."""
    found = tables.Facet.objects.filter(record_id=OuterRef("subject_id"))
    return at_position(found, OuterRef("at")) if is_of_the_past(question.rows) else found.filter(to_position=None)


CLAIMS: Filters = {
    "subject": Filter("id", _subject),
    "subject_kind": Filter("code", _subject_kind),
    "property": Filter("text", _property),
    "status": code_column("status", "claim_statuses"),
    "resolved": boolean_column("resolved"),
    "preferred": boolean_column("preferred"),
    "credibility": Filter("integer", _credibility),
    "source": Filter("id", _source),
    "disputed": Filter("boolean", _disputed, several=False),
    "origins_min": at_least("origins"),
    "origins_max": at_most("origins"),
    "changed_since": Filter("since", changed_since, several=False),
}
