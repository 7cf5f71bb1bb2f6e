"""The office that a source prints beside the ones that the participant held then, as far as tenures on record say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from incidents.admin.actors.timeline import Tenure, in_words
from incidents.admin.names import Names
from incidents.domain.person import Person
from incidents.readmodels import queries
from incidents.readmodels.tenures import Held, held_on


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """An office that a participant held, by its tenure, and that the source does not print."""

    link: Any
    words: str
    certainly: bool


def beside(row: Any, person: Person, as_of: int | None = None) -> dict[tuple[str, str | None], list[Beside]]:
    """Return {(participant, office as printed): the other offices they held when the incident happened}.

    Nothing is said where no tenure covers the incident's date, where the printed office is the only one, or where the
    incident has no date. Two queries at most.
    """
    days = [day for day in (row.date_earliest, row.date_latest) if day is not None]
    wanted = {told["actor"] for told in row.participants}
    if not days or not wanted:
        return {}
    held = queries.records("actor", person=person, as_of=as_of).filter(record__in=wanted).exclude(tenures=[])
    tenures = {str(actor): found for actor, found in held.values_list("record", "tenures")}
    others = {
        (told["actor"], told["office"]): _others(tenures.get(told["actor"], []), told["office"], days)
        for told in row.participants
    }
    names = Names({tenure["office"] for found in others.values() for tenure, _ in found}, ("actor",))
    return {key: [_shown(*one, names) for one in found] for key, found in others.items() if found}


def _others(tenures: Iterable[dict[str, Any]], printed: str | None, days: list[date]) -> list[tuple[Any, bool]]:
    """Return the tenures of other offices that cover one of the days, and whether they do for certain."""
    found = []
    for tenure in tenures:
        how = max(held_on(tenure, day) for day in days)
        if tenure["office"] != printed and how is not Held.NOT:
            found.append((tenure, how is Held.CERTAINLY))
    return found


def _shown(tenure: dict[str, Any], certainly: bool, names: Names) -> Beside:
    words = in_words(Tenure(link="", since=tenure["from"], until=tenure["to"]))
    return Beside(link=names.link(tenure["office"]), words=words, certainly=certainly)
