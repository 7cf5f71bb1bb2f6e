"""Filters of lists, searches, counts and exports: the same now and as of any position, and strict.

`FILTERS` names those of each kind; docs/filters.md says what each means. Filters of different names all hold; several
values of one are alternatives.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from incidents.domain.person import Person
from incidents.readmodels.errors import FilterError
from incidents.readmodels.filtering.base import Filter, Filters, Question
from incidents.readmodels.filtering.bibliography import SOURCES
from incidents.readmodels.filtering.claims import CLAIMS
from incidents.readmodels.filtering.incidents import INCIDENTS
from incidents.readmodels.filtering.others import ACTORS, LINKS
from incidents.readmodels.filtering.statements import STATEMENTS

__all__ = ["FILTERS", "Filter", "filtered_by"]

FILTERS: dict[str, Filters] = {
    "incident": INCIDENTS,
    "statement": STATEMENTS,
    "actor": ACTORS,
    "source": SOURCES,
    "link": LINKS,
    "claim": CLAIMS,
}


def filtered_by(
    kind: str, rows: models.QuerySet, wanted: Mapping[str, Any], *, person: Person, as_of: int | None
) -> models.QuerySet:
    """Keep the rows (of `records`, for the same person and position) that fit all filters of `wanted`.

    A value is a text, or a list of texts where a filter may have several (commas do as well). A few look-ups may go
    before the one query, for names, merges and chains. Raises FilterError for a filter that is not of this kind, and
    for a value that cannot be read.
    """
    known = FILTERS[kind]
    for name in wanted:
        if name not in known:
            raise FilterError("unknown_filter", "“{name}” is no filter here; use one of: {known}.", name,
                              name=name, known=", ".join(sorted(known)))  # fmt: skip
    question = Question(kind=kind, rows=rows, wanted=wanted, person=person, as_of=as_of)
    return rows.filter(*(known[name].condition(question, name, raw) for name, raw in wanted.items()))
