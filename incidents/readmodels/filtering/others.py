"""Filters of actors and of links."""

from typing import Any

from django.db.models import Q

from incidents.readmodels.filtering import values
from incidents.readmodels.filtering.base import (
    COMMON,
    Condition,
    Filter,
    Filters,
    Question,
    code_column,
    country_column,
    disputed,
    facet_id,
    id_column,
)
from incidents.readmodels.offices import actors_named
from incidents.readmodels.selection import family, holding


def _named(question: Question, field: str, raw: Any) -> Condition:
    """Going by a name, in any of its variants; where nobody does, those with its words in a name."""
    return Q(record__in=actors_named(values.text(field, raw), as_of=question.as_of))


def _end(question: Question, field: str, raw: Any) -> Condition:
    """Starting or ending at one of these records."""
    return holding(question.rows, "end", _ends(question, field, raw))


def _from(question: Question, field: str, raw: Any) -> Condition:
    return Q(from_id__in=_ends(question, field, raw))


def _to(question: Question, field: str, raw: Any) -> Condition:
    return Q(to_id__in=_ends(question, field, raw))


def _ends(question: Question, field: str, raw: Any) -> set[str]:
    return family("incident", values.ids(field, raw), as_of=question.as_of)


def _of_kind(column: str) -> Filter:
    return Filter("code", lambda q, f, raw: Q(**{f"{column}__in": values.codes(f, raw, ("incident", "statement"))}))


ACTORS: Filters = {
    "kind": code_column("kind", "actor_kinds"),
    "country": country_column("country"),
    "rank": code_column("rank", "ranks"),
    "name": Filter("text", _named, several=False),
    "office": facet_id("office", "actor"),
    "belongs_to": id_column("belongs_to_id", "actor"),
    "disputed": disputed("actor"),
    **COMMON,
}

LINKS: Filters = {
    "type": code_column("type", "links"),
    "confidence": code_column("confidence", "confidences"),
    "from": Filter("id", _from),
    "to": Filter("id", _to),
    "record": Filter("id", _end),
    "from_kind": _of_kind("from_kind"),
    "to_kind": _of_kind("to_kind"),
    "source": facet_id("source", "source"),
    **COMMON,
}
