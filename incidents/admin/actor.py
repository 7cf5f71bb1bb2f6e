"""Actors: the list, and the page with names, tenures, where they are used, claims and history."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import claim_groups, columns, filters, labels, names, panels, values
from incidents.admin.base import Panel, RecordAdmin, person, texts_for
from incidents.admin.names import Names
from incidents.models import Actor
from incidents.readmodels import related

# How a record uses an actor; the keys are those of facets.
USES = {
    "participant": gettext_lazy("participant"),
    "party": gettext_lazy("party"),
    "speaker": gettext_lazy("speaker"),
    "on_behalf_of": gettext_lazy("on behalf of"),
    "addressee": gettext_lazy("addressee"),
    "office": gettext_lazy("office held"),
    "belongs_to": gettext_lazy("belongs to it"),
    "outlet": gettext_lazy("outlet"),
}
# The list that shows all uses, and the filter it has for them.
ALL_USES = {"incident": ("incidents_incident_changelist", "participant")}


class ActorAdmin(RecordAdmin):
    kind = "actor"
    list_display = (
        "name_shown",
        columns.term("kind", "actor_kinds", gettext_lazy("kind")),
        columns.country("country", gettext_lazy("country")),
        columns.actor("belongs_to", gettext_lazy("belongs to")),
        columns.term("rank", "ranks", gettext_lazy("rank")),
        "names_count",
        columns.status("claim_statuses"),
    )
    list_select_related = ("belongs_to",)
    list_filter = (
        filters.term("status", "claim_statuses", gettext_lazy("status")),
        filters.term("kind", "actor_kinds", gettext_lazy("kind")),
        filters.country("actor"),
        filters.term("rank", "ranks", gettext_lazy("rank")),
        filters.Disputed,
        filters.language("actor"),
        filters.Merged,
    )
    search_fields = ("name", "country")
    search_help_text = gettext_lazy("Any name it goes by, a country code, or an id.")

    @admin.display(description=gettext_lazy("name"), ordering="sort_name")
    def name_shown(self, row: Actor) -> str:
        return names.actor_text(row) or _("(no name)")

    @admin.display(description=gettext_lazy("names"))
    def names_count(self, row: Actor) -> int:
        return len(row.names)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search all names, not only the one shown; merged actors by the one they had."""
        if filters.is_id(search_term) or not search_term.strip():
            return super().get_search_results(request, queryset, search_term)
        found = related.named(queryset, words=search_term)
        return found | queryset.filter(country__iexact=search_term.strip()), False

    def heading(self, row: Actor) -> str:
        return names.actor_text(row) or _("(no name)")

    def tools(self, request: HttpRequest, row: Actor) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_actorversion_changelist", query={"record_id": str(row.id)})
        return [(versions, _("Versions"))]

    def panels(self, request: HttpRequest, row: Actor) -> list[Panel]:
        return page(request, row)


def page(request: HttpRequest, row: Actor) -> list[Panel]:
    """Return the parts of the page of an actor."""
    id, who = str(row.id), person(request)
    claims = list(related.claims(subject=id, person=who))
    uses = related.actor_uses(actor=id)
    merged = related.merged_here("actor", record=id)
    events = panels.stream_events(request, [id, *merged])
    known = _names(row, claims, uses, merged, events)
    held = texts_for(request, known)
    return [
        *panels.merged_away(row, known),
        panels.lines("summary", _("At a glance"), _summary(row, known, merged)),
        panels.claims("actor", claims, row.disputed, known, held),
        _used(row.id, uses, known),
        *panels.notes("actor", row.notes, known),
        *panels.stream(request, events, known, held),
    ]


def _names(row: Actor, claims: list[Any], uses: dict[str, Any], merged: list[str], events: list[Any]) -> Names:
    own = [row.tenures, row.belongs_to_id, row.merged_into_id, merged, row.disputed]
    used = [record for _, found in uses.values() for record, _ in found]
    told = (own, used, claim_groups.told(claims), panels.history.told(events))
    return Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))


def _summary(row: Actor, known: Names, merged: list[str]) -> list[panels.Line]:
    tenures = (values.labelled(known.link(told["office"]), values.tenure(told)) for told in row.tenures)
    return [
        (_("Kind"), labels.term("actor_kinds", row.kind)),
        (_("Names"), values.joined([values.name(told) for told in row.names], "; ")),
        (_("Country"), labels.country(row.country) if row.country else ""),
        (_("Offices"), panels.list_of(tenures)),
        (_("Rank"), labels.term("ranks", row.rank)),
        (_("Belongs to"), known.link(row.belongs_to_id)),
        (_("Merged into this one"), panels.list_of(known.links(merged))),
        (_("Status"), labels.term("claim_statuses", row.status)),
        (_("Version"), row.version),
        (_("Id"), row.id),
    ]


def _used(actor: UUID, uses: dict[str, Any], known: Names) -> Panel:
    shown = [
        {
            "kind": labels.kind_name(kind),
            "count": count,
            "all": _list_of_uses(kind, actor) if count > len(found) else "",
            "records": [(known.link(record), ", ".join(str(USES[key]) for key in keys)) for record, keys in found],
        }
        for kind, (count, found) in uses.items()
    ]
    return Panel("uses", _("Where it is used"), "incidents/admin/panels/uses.html", {"uses": shown})


def _list_of_uses(kind: str, actor: UUID) -> str:
    if kind not in ALL_USES:
        return ""
    page, parameter = ALL_USES[kind]
    return reverse(f"admin:{page}", query={parameter: str(actor)})
