"""What the actors in rows are called, as they stood then: one query, however many rows name them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.db.models import F

from incidents.readmodels.visibility import standing


class Name(NamedTuple):
    """An actor as another record shows it."""

    id: str
    name: str
    country: str | None


def with_names(rows: models.QuerySet, references: Iterable[str]) -> models.QuerySet:
    """Let today's rows have what the actors that they refer to are called: `{reference}_name`, `{reference}_country`.

    In the query that reads the rows; versions know no actors, their names are looked up with `actors`.
    """
    parts = ((reference, part) for reference in references for part in ("name", "country"))
    return rows.annotate(**{f"{reference}_{part}": F(f"{reference}__{part}") for reference, part in parts})


def actors(ids: Iterable[str], *, as_of: int | None = None) -> dict[str, Name]:
    """Return {id: name} for actors; whoever may see a record may see what those it names are called."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = standing("actor", as_of).filter(record__in=wanted).values_list("record", "name", "country")
    return {str(id): Name(str(id), name, country) for id, name, country in found}
