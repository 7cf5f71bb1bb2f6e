"""What the actors in rows are called, as they stood then: one query, however many rows name them."""

from collections.abc import Iterable
from typing import NamedTuple

from incidents.readmodels.visibility import standing


class Name(NamedTuple):
    """An actor as another record shows it."""

    id: str
    name: str
    country: str | None


def actors(ids: Iterable[str], *, as_of: int | None = None) -> dict[str, Name]:
    """Return {id: name} for actors; whoever may see a record may see what those it names are called."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = standing("actor", as_of).filter(record__in=wanted).values_list("record", "name", "country")
    return {str(id): Name(str(id), name, country) for id, name, country in found}
