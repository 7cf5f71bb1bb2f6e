"""Incidents: the list, and the page with every value's claims, statements, links and history."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import changes, claim_groups, columns, filters, labels, matrix, names, panels, values
from incidents.admin.actors import printed
from incidents.admin.base import Panel, person, texts_for
from incidents.admin.bulk import ACTIONS, BulkMixin
from incidents.admin.changes import told_changes
from incidents.admin.claim_groups import Offer
from incidents.admin.commands import candidates, offers, selected
from incidents.admin.commands.claims import CLAIM_FORMS
from incidents.admin.commands.desk import PastAdmin
from incidents.admin.commands.drafts import guarded
from incidents.admin.commands.linking import LinkForm
from incidents.admin.commands.merging import MergeIncidentForm, ReverseIncidentForm
from incidents.admin.commands.opening import OpenIncidentForm, RecordStatementForm
from incidents.admin.commands.titles import RetitleForm
from incidents.admin.commands.withdrawing import WithdrawIncidentForm
from incidents.admin.moment import Moment, Page
from incidents.admin.names import Names
from incidents.admin.reviewing import INCIDENT_FORMS, steps_of
from incidents.domain.person import Person
from incidents.models import Incident
from incidents.readmodels import related


class IncidentAdmin(BulkMixin, PastAdmin):
    kind = "incident"
    opening = OpenIncidentForm
    forms = {
        "title": RetitleForm,
        **CLAIM_FORMS,
        "link": LinkForm,
        "merge": MergeIncidentForm,
        "reverse": ReverseIncidentForm,
        "withdraw": WithdrawIncidentForm,
        **INCIDENT_FORMS,
    }
    actions = (selected.link_selected, *ACTIONS["incident"])
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

    def get_urls(self) -> list[URLPattern]:
        linking = guarded(self.admin_site, partial(selected.page, model_admin=self))
        found = self.admin_site.admin_view(partial(candidates.page, model_admin=self))
        return [
            path("link/", linking, name="incidents_incident_link_selected"),
            path("<uuid:record>/candidates/", found, name="incidents_incident_candidates"),
            *super().get_urls(),
        ]

    def has_link_permission(self, request: HttpRequest) -> bool:
        return LinkForm.may_be_sent_by(person(request))

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def title_shown(self, row: Incident) -> str:
        return names.incident_text(row)

    def heading(self, row: Incident) -> str:
        return names.incident_text(row)

    def tools(self, request: HttpRequest, row: Incident) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_incidentversion_changelist", query={"record_id": str(row.id)})
        candidates = reverse("admin:incidents_incident_candidates", args=[row.pk])
        return [(candidates, _("Candidates for links")), (versions, _("Versions"))]

    def parts(self, request: HttpRequest, row: Incident, moment: Moment | None) -> list[Panel]:
        return page(request, row, moment)

    def offered(self, request: HttpRequest, row: Incident) -> list[Offer]:
        return offered(row, person(request))


def offered(row: Incident, who: Person) -> list[Offer]:
    """Return what a person may do with an incident: what is done every day first."""
    if row.status == "withdrawn":
        return []
    daily = ["title", "claim", "note", "link", *steps_of(row), "merge", "withdraw"]
    names = ["reverse"] if row.merged_into_id else daily
    found = offers.of_record("incident", row.id, {name: IncidentAdmin.forms[name] for name in names}, who)
    if not row.merged_into_id and RecordStatementForm.may_be_sent_by(who):
        statement = reverse("admin:incidents_statement_add", query={"incident": str(row.id)})
        found.insert(2, (statement, _("record a statement")))
    return found


def page(request: HttpRequest, row: Incident, moment: Moment | None = None) -> list[Panel]:
    """Return the parts of the page of an incident: today's, or as they stood at a moment."""
    id, who = str(row.id), person(request)
    there = Page(kind="incident", id=id, person=who, moment=moment)
    claims, links, merged = there.claims(), there.links(), there.merged()
    statements, about = there.statements(), there.about()
    events = panels.stream_events(request, [id, *merged], there.as_of)
    changed = told_changes(events[-panels.SHOWN :], who)
    told = _told(row, claims, links, events, merged), panels.in_statements([*statements, *about])
    known = Names.within(*told, changes.told(changed), kinds=(*related.RECORD_KINDS, "claim"), by_id=there.by_id)
    held = texts_for(request, known)
    may = offers.of_claims("incident", id, who) if moment is None and not row.merged_into_id else claim_groups.NONE
    missing = offers.notes_to_add("incident", row, known, may=may is not claim_groups.NONE)
    return [
        *panels.merged_away(row, known),
        panels.lines("summary", _("At a glance"), summary(row, known, merged)),
        _participants(row, known, printed.beside(row, who, there.as_of)),
        panels.claims("incident", claims, row.disputed, known, held, may),
        matrix.panel("incident", claims, known),
        panels.statements("statements", _("Statements"), statements, known),
        panels.statements("about", _("Statements about it"), about, known),
        panels.links(id, links, known, held),
        *panels.notes("incident", row.notes, known, missing),
        *panels.stream(request, events, known, held, changed),
    ]


def _told(row: Incident, claims: list[Any], links: list[Any], events: list[Any], merged: list[str]) -> Any:
    own = [row.initiators, row.targets, row.parties, row.participants, row.merged_into_id, row.disputed, merged]
    ends = [[link.from_id, link.to_id, link.evidence] for link in links]
    return own, claim_groups.told(claims), ends, panels.history.told(events)


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
        (_("Numbers"), panels.list_of(values.measured(quantity) for quantity in row.quantities)),
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


def _participants(row: Incident, known: Names, beside: dict[Any, Any]) -> Panel:
    shown = [
        {
            "actor": known.link(told["actor"]),
            "role": labels.term("roles", told["role"]),
            "side": labels.SIDES.get(told["side"], told["side"]),
            "office": known.link(told["office"]),
            "beside": beside.get((told["actor"], told["office"]), ()),
            "principal": known.link(told["on_behalf_of"]),
        }
        for told in row.participants
    ]
    template = "incidents/admin/panels/participants.html"
    return Panel("participants", _("Participants"), template, {"participants": shown})
