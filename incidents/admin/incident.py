"""Incidents: the list, and the page with every value's claims, statements, links and history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import claim_groups, columns, filters, labels, names, panels, values
from incidents.admin.base import Panel, RecordAdmin, person, texts_for
from incidents.admin.names import Names
from incidents.models import Incident
from incidents.readmodels import related


class IncidentAdmin(RecordAdmin):
    kind = "incident"
    list_display = (
        "title_shown",
        columns.term("type", "types", gettext_lazy("type")),
        "date",
        columns.actor("initiator", gettext_lazy("initiator")),
        columns.actor("target", gettext_lazy("target")),
        columns.term("occurrence", "occurrences", gettext_lazy("occurrence")),
        columns.term("scope", "scopes", gettext_lazy("scope")),
        columns.status(),
    )
    list_select_related = ("initiator", "target")
    list_filter = (
        filters.term("status", "statuses", gettext_lazy("status")),
        filters.term("type", "types", gettext_lazy("type")),
        filters.term("scope", "scopes", gettext_lazy("scope")),
        filters.term("occurrence", "occurrences", gettext_lazy("occurrence")),
        filters.Disputed,
        filters.country("incident"),
        filters.facet("incident", "issue", gettext_lazy("issue"), "issues"),
        filters.language("incident"),
        filters.Merged,
        filters.used_actor("participant", gettext_lazy("participant")),
    )
    date_hierarchy = "date_earliest"
    ordering = ("-sort_date", "id")
    search_fields = ("titles__en", "titles__id", "initiator__name", "target__name")
    search_help_text = gettext_lazy("Words of the title, a name of the lead actors, or an id.")

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def title_shown(self, row: Incident) -> str:
        return names.incident_text(row)

    def heading(self, row: Incident) -> str:
        return names.incident_text(row)

    def tools(self, request: HttpRequest, row: Incident) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_incidentversion_changelist", query={"record_id": str(row.id)})
        return [(versions, _("Versions"))]

    def panels(self, request: HttpRequest, row: Incident) -> list[Panel]:
        return page(request, row)


def page(request: HttpRequest, row: Incident) -> list[Panel]:
    """Return the parts of the page of an incident."""
    id, who = str(row.id), person(request)
    claims = list(related.claims(subject=id, person=who))
    links = list(related.links(record=id, person=who))
    merged = related.merged_here("incident", record=id)
    events = panels.stream_events(request, [id, *merged])
    known = _names(row, claims, links, events, merged)
    held = texts_for(request, known)
    return [
        *panels.merged_away(row, known),
        panels.lines("summary", _("At a glance"), summary(row, known, merged)),
        _participants(row, known),
        panels.claims("incident", claims, row.disputed, known, held),
        panels.statements("statements", _("Statements"), related.statements(incident=id, person=who)),
        panels.statements("about", _("Statements about it"), related.about(record=id, person=who)),
        panels.links(id, links, known, held),
        *panels.notes("incident", row.notes, known),
        *panels.stream(request, events, known, held),
    ]


def _names(row: Incident, claims: list[Any], links: list[Any], events: list[Any], merged: list[str]) -> Names:
    own = [row.initiators, row.targets, row.parties, row.participants, row.merged_into_id, row.disputed, merged]
    ends = [[link.from_id, link.to_id, link.evidence] for link in links]
    told = (own, claim_groups.told(claims), ends, panels.history.told(events))
    return Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))


def summary(row: Incident, known: Names, merged: list[str]) -> list[panels.Line]:
    """Return what counts now, derived values among it."""
    return [
        (_("Type"), labels.term("types", row.type)),
        (_("Date"), dated(row)),
        (_("Initiators"), panels.list_of(known.links(row.initiators))),
        (_("Targets"), panels.list_of(known.links(row.targets))),
        (_("Parties"), panels.list_of(known.links(row.parties))),
        (_("Place"), values.place(row.place) if row.place else ""),
        (_("Issues"), panels.list_of(labels.term("issues", issue) for issue in row.issues)),
        (_("Occurrence"), labels.term("occurrences", row.occurrence)),
        (_("Numbers"), panels.list_of(_quantity(quantity) for quantity in row.quantities)),
        (_("Place in a row"), values.ordinal(row.ordinal) if row.ordinal else ""),
        (_("Level of the summoner"), labels.term("ranks", row.level_of_summoner)),
        (_("Level of the summoned"), labels.term("ranks", row.level_of_summoned)),
        (_("Publicity"), labels.term("publicity", row.publicity)),
        (_("Channel"), labels.term("channels", row.channel)),
        (_("Outcome"), labels.term("outcomes", row.outcome)),
        (_("Scope"), labels.term("scopes", row.scope)),
        (_("Merged into this one"), panels.list_of(known.links(merged))),
        (_("Status"), labels.term("statuses", row.status)),
        (_("Published at position"), row.published_at),
        (_("Version"), row.version),
        (_("Id"), row.id),
    ]


def _quantity(quantity: dict[str, Any]) -> Any:
    predicate = labels.term("quantity_predicates", quantity["predicate"])
    return values.labelled(predicate, values.quantity(quantity))


def dated(row: Any) -> str:
    """Return a date with its bounds, and what all its claims together allow."""
    if not row.date:
        return ""
    bounds = _("{first} to {last}").format(first=row.date_earliest or "…", last=row.date_latest or "…")
    text = row.date if str(row.date_earliest) == row.date else f"{row.date} ({bounds})"
    common = row.date_overlap
    if common and (common["earliest"], common["latest"]) != (_iso(row.date_earliest), _iso(row.date_latest)):
        all_allow = _("all claims allow {first} to {last}")
        text += "; " + all_allow.format(first=common["earliest"] or "…", last=common["latest"] or "…")
    return text


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _participants(row: Incident, known: Names) -> Panel:
    shown = [
        {
            "actor": known.link(told["actor"]),
            "role": labels.term("roles", told["role"]),
            "side": labels.SIDES.get(told["side"], told["side"]),
            "office": known.link(told["office"]),
            "principal": known.link(told["on_behalf_of"]),
        }
        for told in row.participants
    ]
    template = "incidents/admin/panels/participants.html"
    return Panel("participants", _("Participants"), template, {"participants": shown})
