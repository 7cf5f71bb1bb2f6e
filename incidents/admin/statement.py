"""Statements: the list, and the page with reports, claims, links and history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import claim_groups, columns, evidence, filters, labels, names, panels, values
from incidents.admin.base import Panel, RecordAdmin, person, texts_for
from incidents.admin.evidence import Texts
from incidents.admin.incident import dated
from incidents.admin.names import Names
from incidents.models import Statement
from incidents.readmodels import related


class StatementAdmin(RecordAdmin):
    kind = "statement"
    list_display = (
        "gist_shown",
        columns.actor("speaker", gettext_lazy("speaker")),
        columns.actor("on_behalf_of", gettext_lazy("on behalf of")),
        columns.actor("addressee", gettext_lazy("addressee")),
        columns.term("act", "acts", gettext_lazy("main act")),
        "date",
        "incident_shown",
        columns.status("claim_statuses"),
    )
    list_select_related = ("speaker", "on_behalf_of", "addressee", "incident")
    list_filter = (
        filters.term("status", "claim_statuses", gettext_lazy("status")),
        filters.facet("statement", "act", gettext_lazy("speech act"), "acts"),
        filters.term("modality", "modalities", gettext_lazy("modality")),
        filters.term("venue", "venues", gettext_lazy("venue")),
        filters.facet("statement", "directness", gettext_lazy("directness"), "directness"),
        filters.Disputed,
        filters.country("statement"),
        filters.language("statement"),
        filters.used_actor("speaker", gettext_lazy("speaker")),
        filters.used_actor("on_behalf_of", gettext_lazy("on behalf of")),
        filters.used_actor("addressee", gettext_lazy("addressee")),
    )
    date_hierarchy = "date_earliest"
    ordering = ("-sort_date", "id")
    search_fields = ("gist__en", "gist__id", "speaker__name")
    search_help_text = gettext_lazy("Words of the gist, the name of the lead speaker, or an id.")

    @admin.display(description=gettext_lazy("gist"))
    def gist_shown(self, row: Statement) -> str:
        return columns.short(names.statement_text(row))

    @admin.display(description=gettext_lazy("incident"))
    def incident_shown(self, row: Statement) -> str | SafeString:
        if not row.incident_id or row.incident is None:
            return labels.EMPTY
        return names.Named("incident", str(row.incident_id), row.incident).link()

    def heading(self, row: Statement) -> str:
        return names.statement_text(row)

    def tools(self, request: HttpRequest, row: Statement) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_statementversion_changelist", query={"record_id": str(row.id)})
        return [(versions, _("Versions"))]

    def panels(self, request: HttpRequest, row: Statement) -> list[Panel]:
        return page(request, row)


def page(request: HttpRequest, row: Statement) -> list[Panel]:
    """Return the parts of the page of a statement."""
    id, who = str(row.id), person(request)
    claims = list(related.claims(subject=id, person=who))
    links = list(related.links(record=id, person=who))
    events = panels.stream_events(request, [id])
    known = _names(row, claims, links, events)
    held = texts_for(request, known)
    return [
        panels.lines("summary", _("At a glance"), _summary(row, known)),
        _reports(row, known, held),
        panels.claims("statement", claims, row.disputed, known, held),
        panels.statements("about", _("Statements about it"), related.about(record=id, person=who)),
        panels.links(id, links, known, held),
        *panels.notes("statement", row.notes, known),
        *panels.stream(request, events, known, held),
    ]


def _names(row: Statement, claims: list[Any], links: list[Any], events: list[Any]) -> Names:
    own = [row.speakers, row.on_behalf_of_id, row.addressees, row.incident_id, row.about, row.reports]
    ends = [[link.from_id, link.to_id, link.evidence] for link in links]
    told = (own, claim_groups.told(claims), ends, panels.history.told(events))
    return Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))


def _summary(row: Statement, known: Names) -> list[panels.Line]:
    return [
        (_("Gist"), values.bilingual(row.gist) if row.gist else ""),
        (_("Speakers"), panels.list_of(known.links(row.speakers))),
        (_("Together or each"), labels.term("speaker_modes", row.speaker_mode) if len(row.speakers) > 1 else ""),
        (_("On behalf of"), known.link(row.on_behalf_of_id)),
        (_("Addressees"), panels.list_of(known.links(row.addressees))),
        (_("Speech acts"), panels.list_of(labels.term("acts", act) for act in row.acts)),
        (_("Date"), dated(row)),
        (_("Incident"), known.link(row.incident_id)),
        (_("About"), known.link(row.about["id"]) if row.about else ""),
        (_("Modality"), labels.term("modalities", row.modality)),
        (_("Venue"), labels.term("venues", row.venue)),
        (_("Status"), labels.term("claim_statuses", row.status)),
        (_("Version"), row.version),
        (_("Id"), row.id),
    ]


def _reports(row: Statement, known: Names, held: Texts) -> Panel:
    shown = {"pieces": evidence.pieces_of(row.reports, known, held)}
    return Panel("reports", _("Reports"), "incidents/admin/panels/evidence.html", shown)
