"""Statements: the list, and the page with reports, claims, links and history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import (
    changes,
    claim_groups,
    columns,
    evidence,
    filters,
    labels,
    matrix,
    names,
    panels,
    values,
)
from incidents.admin.base import Panel, person, texts_for
from incidents.admin.bulk import ACTIONS, BulkMixin
from incidents.admin.changes import told_changes
from incidents.admin.claim_groups import Offer
from incidents.admin.commands import offers
from incidents.admin.commands.claims import CLAIM_FORMS
from incidents.admin.commands.desk import PastAdmin
from incidents.admin.commands.linking import LinkForm
from incidents.admin.commands.opening import RecordStatementForm
from incidents.admin.commands.reports import ReportForm, WithdrawReportForm
from incidents.admin.commands.withdrawing import WithdrawStatementForm
from incidents.admin.evidence import Texts
from incidents.admin.incident import dated
from incidents.admin.moment import Moment, Page
from incidents.admin.names import Names
from incidents.models import Statement
from incidents.readmodels import related


class StatementAdmin(BulkMixin, PastAdmin):
    kind = "statement"
    opening = RecordStatementForm
    forms = {
        **CLAIM_FORMS,
        "report": ReportForm,
        "unreport": WithdrawReportForm,
        "link": LinkForm,
        "withdraw": WithdrawStatementForm,
    }
    actions = ACTIONS["statement"]
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

    def parts(self, request: HttpRequest, row: Statement, moment: Moment | None) -> list[Panel]:
        return page(request, row, moment)

    def offered(self, request: HttpRequest, row: Statement) -> list[Offer]:
        if row.status == "withdrawn":
            return []
        names = ("claim", "report", "note", "link", "withdraw")
        return offers.of_record("statement", row.id, {name: self.forms[name] for name in names}, person(request))


def page(request: HttpRequest, row: Statement, moment: Moment | None = None) -> list[Panel]:
    """Return the parts of the page of a statement: today's, or as they stood at a moment."""
    id, who = str(row.id), person(request)
    there = Page(kind="statement", id=id, person=who, moment=moment)
    claims, links, about = there.claims(), there.links(), there.about()
    events = panels.stream_events(request, [id], there.as_of)
    changed = told_changes(events[-panels.SHOWN :], who)
    told = _told(row, claims, links, events), panels.in_statements(about), changes.told(changed)
    known = Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"), by_id=there.by_id)
    held = texts_for(request, known)
    may = offers.of_claims("statement", id, who) if moment is None and row.status == "active" else claim_groups.NONE
    missing = offers.notes_to_add("statement", row, known, may=may is not claim_groups.NONE)
    return [
        panels.lines("summary", _("At a glance"), _summary(row, known)),
        _reports(row, known, held, may),
        panels.claims("statement", claims, row.disputed, known, held, may),
        matrix.panel("statement", claims, known),
        panels.statements("about", _("Statements about it"), about, known),
        panels.links(id, links, known, held),
        *panels.notes("statement", row.notes, known, missing),
        *panels.stream(request, events, known, held, changed),
    ]


def _told(row: Statement, claims: list[Any], links: list[Any], events: list[Any]) -> Any:
    own = [row.speakers, row.on_behalf_of_id, row.addressees, row.incident_id, row.about, row.reports]
    ends = [[link.from_id, link.to_id, link.evidence] for link in links]
    return own, claim_groups.told(claims), ends, panels.history.told(events)


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


def _reports(row: Statement, known: Names, held: Texts, may: claim_groups.Offers) -> Panel:
    pieces = evidence.pieces_of(row.reports, known, held)
    addresses = [
        "" if may is claim_groups.NONE else offers.address("statement", row.id, "unreport", report=told["report"])
        for told in row.reports
    ]
    shown = {"pieces": pieces, "reports": list(zip(pieces, addresses, strict=True))}
    return Panel("reports", _("Reports"), "incidents/admin/panels/reports.html", shown)
