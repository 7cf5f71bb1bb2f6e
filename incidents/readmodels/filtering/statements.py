"""Filters of statements."""

from typing import Any

from incidents.readmodels.filtering import values
from incidents.readmodels.filtering.base import (
    COMMON,
    LINKABLE,
    Condition,
    Filter,
    Filters,
    Question,
    code_column,
    days,
    disputed,
    facet_actor,
    facet_code,
    facet_country,
    facet_id,
    facet_language,
)
from incidents.readmodels.selection import family, holding


def _about(question: Question, field: str, raw: Any) -> Condition:
    """Speaking of one of these records."""
    wanted = values.ids(field, raw)
    return holding(question.rows, "about", family("incident", wanted, as_of=question.as_of))


STATEMENTS: Filters = {
    "speaker": facet_actor("speaker", country="country"),
    "on_behalf_of": facet_actor("on_behalf_of", country="country"),
    "addressee": facet_actor("addressee", country="addressee_country"),
    "country": facet_country("country"),
    "act": facet_code("act", "acts"),
    "main_act": code_column("act", "acts"),
    "about": Filter("id", _about),
    "incident": facet_id("incident", "incident"),
    **days("date"),
    "modality": code_column("modality", "modalities"),
    "venue": code_column("venue", "venues"),
    "directness": facet_code("directness", "directness"),
    "source": facet_id("source", "source"),
    "outlet": facet_actor("outlet"),
    "language": facet_language(),
    "disputed": disputed("statement"),
    **LINKABLE,
    **COMMON,
}
