"""Actors: the list, which answers who held an office; the page with names, tenures, uses, claims and history."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import changes, claim_groups, columns, filters, labels, names, panels
from incidents.admin.actors import panels as own
from incidents.admin.actors.opening import RegisterActorForm
from incidents.admin.actors.searching import Answer, answers, matching
from incidents.admin.base import Panel, person, texts_for
from incidents.admin.changes import told_changes
from incidents.admin.claim_groups import Offer
from incidents.admin.commands import offers
from incidents.admin.commands.claims import CLAIM_FORMS
from incidents.admin.commands.desk import CommandAdmin
from incidents.admin.commands.merging import MergeActorForm, ReverseActorForm
from incidents.admin.commands.withdrawing import WithdrawActorForm
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


class ActorAdmin(CommandAdmin):
    kind = "actor"
    opening = RegisterActorForm
    forms = {**CLAIM_FORMS, "merge": MergeActorForm, "reverse": ReverseActorForm, "withdraw": WithdrawActorForm}
    change_list_template = "incidents/admin/actors/list.html"
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
    search_help_text = gettext_lazy(
        "Any name it goes by, a country code, an id, or a question: Russia's ambassador in Seoul on 21 June 2024."
    )

    @admin.display(description=gettext_lazy("name"), ordering="sort_name")
    def name_shown(self, row: Actor) -> str:
        return names.actor_text(row) or _("(no name)")

    @admin.display(description=gettext_lazy("names"))
    def names_count(self, row: Actor) -> int:
        return len(row.names)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search all names and the offices held; merged actors by the name they had."""
        if filters.is_id(search_term) or not search_term.strip():
            return super().get_search_results(request, queryset, search_term)
        return matching(queryset, search_term, self._answers(request, search_term)), False

    def _answers(self, request: HttpRequest, words: str) -> list[Answer]:
        """Return what a search finds and by what, asked once a request."""
        if not hasattr(request, "answers"):
            request.answers = answers(request, words)
        return request.answers

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        words = request.GET.get("q", "").strip()
        asked = words and not filters.is_id(words)
        by_office = [answer for answer in self._answers(request, words) if answer.office] if asked else []
        return super().changelist_view(request, {"by_office": by_office, **(extra_context or {})})

    def offered(self, request: HttpRequest, row: Actor) -> list[Offer]:
        if row.status == "withdrawn":
            return []
        wanted = ("reverse",) if row.merged_into_id else ("claim", "note", "merge", "withdraw")
        return offers.of_record("actor", row.id, {name: self.forms[name] for name in wanted}, person(request))

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
    changed = told_changes(events[-panels.SHOWN :], who)
    known = _names(row, claims, uses, merged, [panels.history.told(events), changes.told(changed)])
    held = texts_for(request, known)
    stands = row.status == "active" and not row.merged_into_id
    may = offers.of_claims("actor", id, who) if stands else claim_groups.NONE
    return [
        *panels.merged_away(row, known),
        panels.lines("summary", _("At a glance"), _summary(row, known, merged)),
        *own.names(row),
        *own.tenures(row, known),
        *own.holders(request, row, who),
        *own.similar(row, who),
        panels.claims("actor", claims, row.disputed, known, held, may),
        _used(row.id, uses, known),
        *panels.notes("actor", row.notes, known),
        *panels.stream(request, events, known, held, changed),
    ]


def _names(row: Actor, claims: list[Any], uses: dict[str, Any], merged: list[str], events: list[Any]) -> Names:
    about = [row.tenures, row.belongs_to_id, row.merged_into_id, merged, row.disputed]
    used = [record for _, found in uses.values() for record, _ in found]
    told = (about, used, claim_groups.told(claims), events)
    return Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))


def _summary(row: Actor, known: Names, merged: list[str]) -> list[panels.Line]:
    return [
        (_("Kind"), labels.term("actor_kinds", row.kind)),
        (_("Country"), labels.country(row.country) if row.country else ""),
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
