"""The parts of an actor's page that only actors have."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.admin import labels
from incidents.admin.actors.scripts import script_of
from incidents.admin.actors.timeline import Tenure, timeline
from incidents.admin.base import Panel
from incidents.admin.names import Named, Names
from incidents.domain.actor import MergeActors
from incidents.domain.person import Person
from incidents.permissions import may
from incidents.readmodels import likeness, queries
from incidents.readmodels.tenures import Held, held_on

TIMELINE = "incidents/admin/actors/tenures.html"


def names(row: Any) -> list[Panel]:
    """Return the panel of names, with language, script and kind of each."""
    shown = [
        {
            "text": name["text"],
            "lang": name["language"] or "",
            "language": labels.language_name(name["language"]) if name["language"] else labels.EMPTY,
            "script": "{1} ({0})".format(*script_of(name["text"])),
            "kind": labels.term("name_kinds", name["kind"]),
        }
        for name in row.names
    ]
    return [Panel("names", _("Names"), "incidents/admin/actors/names.html", {"names": shown})] if shown else []


def tenures(row: Any, known: Names) -> list[Panel]:
    """Return the panel of the offices that a person holds or held, on a time line."""
    told = [Tenure(link=known.link(one["office"]), since=one["from"], until=one["to"]) for one in row.tenures]
    return [Panel("tenures", _("Offices held"), TIMELINE, {"line": timeline(told)})] if told else []


def holders(request: HttpRequest, row: Any, person: Person) -> list[Panel]:
    """Return the panel of those who hold or held an office, on a day if one is asked for (`?on=`)."""
    if row.kind != "office":
        return []
    asked = request.GET.get("on", "").strip()
    day, unreadable = _day(asked)
    found = queries.holders(person=person, office=str(row.id))
    told = [tenure for one in found if (tenure := _holder(one, day)) is not None]
    shown = {"line": timeline(told), "asked": asked, "day": day, "unreadable": unreadable, "is_office": True}
    return [Panel("holders", _("Who holds or held it"), TIMELINE, shown)]


def _day(asked: str) -> tuple[date | None, bool]:
    try:
        return (date.fromisoformat(asked) if asked else None), False
    except ValueError:
        return None, True


def _holder(one: Any, day: date | None) -> Tenure | None:
    """Return a holder for showing; none who did not hold the office on the day."""
    held = held_on({"from": one.since, "to": one.until}, day) if day else None
    if held is Held.NOT:
        return None
    note = {Held.CERTAINLY: _("held it on that day"), Held.POSSIBLY: _("may have held it on that day")}.get(held, "")
    link = Named("actor", str(one.actor.record), one.actor).link()
    return Tenure(link=link, since=one.since, until=one.until, note=note)


def similar(row: Any, person: Person) -> list[Panel]:
    """Return the panel of actors that are called alike. It suggests; a person decides, on the page of the merge."""
    if row.merged_into_id or row.status == "withdrawn":
        return []
    merge = reverse("admin:incidents_actor_merge", args=[row.id]) if may(person, MergeActors) else ""
    shown = [
        {
            "link": Named("actor", str(one.row.record), one.row).link(),
            "name": one.name,
            "like": one.like,
            "same": one.same,
            "about": _about(one.row),
            "merge": f"{merge}?into_id={one.row.record}" if merge else "",
        }
        for one in likeness.alike(row, person=person)
    ]
    template = "incidents/admin/actors/similar.html"
    return [Panel("similar", _("Similar names"), template, {"found": shown})] if shown else []


def _about(row: Any) -> str:
    parts: Iterable[str] = (labels.label("actor_kinds", row.kind), labels.country(row.country) if row.country else "")
    return ", ".join(part for part in parts if part)
