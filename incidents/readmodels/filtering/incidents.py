"""Filters of incidents."""

from collections.abc import Callable
from typing import Any

from django.db.models import Lookup, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from incidents import codebook
from incidents.readmodels.filtering import values
from incidents.readmodels.filtering.base import (
    COMMON,
    LINKABLE,
    Condition,
    Filter,
    Filters,
    Question,
    actors,
    code_column,
    days,
    disputed,
    facet_actor,
    facet_code,
    facet_count,
    facet_country,
    facet_id,
    facet_language,
    side,
)
from incidents.readmodels.selection import holding

ROLES = "roles"


def _participant(question: Question, field: str, raw: Any) -> Condition:
    """Taking part: as an actor, an office or the one acted for; with `role`, in one of these roles."""
    found = actors(question, field, raw)
    if "role" not in question.wanted:
        return holding(question.rows, "participant", found)
    roles = values.terms("role", question.wanted["role"], ROLES)
    return holding(question.rows, "participant_role", [f"{actor}:{role}" for actor in found for role in roles])


def _role(question: Question, field: str, raw: Any) -> Condition:
    roles = values.terms(field, raw, ROLES)
    return Q() if "participant" in question.wanted else holding(question.rows, "role", roles)


def _level(question: Question, field: str, raw: Any) -> Condition:
    """The rank of whoever summoned, or of whoever was summoned."""
    ranks = values.terms(field, raw, "ranks")
    return Q(level_of_summoner__in=ranks) | Q(level_of_summoned__in=ranks)


def _rung(fits: Callable[[int, list[int]], bool], *, several: bool = False) -> Filter:
    """The place on the ladder that the codebook in use gives the type; types without one fit no rung."""

    def condition(question: Question, field: str, raw: Any) -> Condition:
        given = [raw] if isinstance(raw, int) else values.several(field, raw)
        wanted = [values.integer(field, value) for value in (given if several else given[:1])]
        types = codebook.current().types.values()
        return Q(type__in=[found.code for found in types if found.rung is not None and fits(found.rung, wanted)])

    return Filter("integer", condition, several=several)


def _origins(compare: type[Lookup]) -> Filter:
    """How many independent origins stand behind the claims that are not withdrawn."""

    def condition(question: Question, field: str, raw: Any) -> Condition:
        return compare(facet_count(question.rows, "origin"), values.integer(field, raw))

    return Filter("integer", condition, several=False)


def _one_sided(question: Question, field: str, raw: Any) -> Condition:
    """Resting on one side's own word alone: true, false, or the country whose word it is."""
    told = values.text(field, str(raw))
    if told.lower() in values.BOOLEANS:
        found = holding(question.rows, "one_sided")
        return found if values.BOOLEANS[told.lower()] else ~found
    return holding(question.rows, "one_sided", [values.country(field, told)])


INCIDENTS: Filters = {
    "type": code_column("type", "types"),
    "status": code_column("status", "statuses"),
    "occurrence": code_column("occurrence", "occurrences"),
    "scope": code_column("scope", "scopes"),
    "publicity": code_column("publicity", "publicity"),
    "channel": code_column("channel", "channels"),
    "outcome": code_column("outcome", "outcomes"),
    "issue": facet_code("issue", "issues"),
    "initiator": side("initiator", "initiator_country"),
    "target": side("target", "target_country"),
    "party": side(("initiator", "target", "party"), "country"),
    "country": facet_country("country"),
    "participant": Filter("actor", _participant),
    "role": Filter("code", _role, ROLES),
    **days("date"),
    "rung": _rung(lambda rung, wanted: rung in wanted, several=True),
    "rung_min": _rung(lambda rung, wanted: rung >= wanted[0]),
    "rung_max": _rung(lambda rung, wanted: rung <= wanted[0]),
    "level": Filter("code", _level, "ranks"),
    "level_of_summoner": code_column("level_of_summoner", "ranks"),
    "level_of_summoned": code_column("level_of_summoned", "ranks"),
    "quantity": facet_code("quantity", "quantity_predicates"),
    "source": facet_id("source", "source"),
    "outlet": facet_actor("outlet"),
    "language": facet_language(),
    "disputed": disputed("incident"),
    "origins_min": _origins(GreaterThanOrEqual),
    "origins_max": _origins(LessThanOrEqual),
    "one_sided": Filter("side", _one_sided, several=False),
    **LINKABLE,
    **COMMON,
}
