"""Sources: the list, and the page with credits, what rests on it, and the text with its passages marked."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import texts
from incidents.admin import columns, evidence, filters, labels, names, panels, passages, sources
from incidents.admin.base import Panel, may_view, person, texts_for
from incidents.admin.bulk import ACTIONS, BulkMixin
from incidents.admin.claim_groups import Offer
from incidents.admin.commands import offers
from incidents.admin.commands.desk import CommandAdmin
from incidents.admin.commands.drafts import guarded
from incidents.admin.commands.withdrawing import WithdrawSourceForm
from incidents.admin.evidence import Texts
from incidents.admin.names import Names
from incidents.admin.reviewing import SOURCE_FORMS
from incidents.admin.session.intake import IntakeForm
from incidents.admin.session.views import find_view, session_view
from incidents.domain.person import Person
from incidents.domain.source import AssessSource
from incidents.models import Source
from incidents.permissions import may
from incidents.readmodels import related
from incidents.readmodels.related import Use


class SourceAdmin(BulkMixin, CommandAdmin):
    kind = "source"
    opening = IntakeForm
    forms = {"withdraw": WithdrawSourceForm, **SOURCE_FORMS, **sources.FORMS}
    actions = ACTIONS["source"]
    change_list_template = "incidents/admin/source_list.html"
    list_display = (
        "title_shown",
        columns.actor("outlet", gettext_lazy("outlet")),
        columns.term("kind", "source_kinds", gettext_lazy("kind")),
        columns.language("language", gettext_lazy("language")),
        "published",
        columns.term("reliability", "reliability", gettext_lazy("reliability")),
        "held_shown",
        columns.term("assessment", "assessments", gettext_lazy("assessment")),
        columns.status("claim_statuses"),
    )
    list_select_related = ("outlet",)
    list_filter = (
        filters.term("status", "claim_statuses", gettext_lazy("status")),
        filters.term("kind", "source_kinds", gettext_lazy("kind")),
        ("held", admin.BooleanFieldListFilter),
        filters.language("source"),
        filters.term("reliability", "reliability", gettext_lazy("reliability")),
        filters.term("assessment", "assessments", gettext_lazy("assessment")),
        filters.used_actor("outlet", gettext_lazy("outlet")),
    )
    date_hierarchy = "published_earliest"
    ordering = ("-sort_date", "id")
    search_fields = ("title", "byline", "file", "url", "outlet__name", "file_sha256", "text_sha256")
    search_help_text = gettext_lazy("Words of the title, byline, outlet, file or address, a digest, or an id.")

    def get_urls(self) -> list[URLPattern]:
        session = guarded(self.admin_site, partial(session_view, self.admin_site))
        return [
            path("find/", self.admin_site.admin_view(find_view), name="incidents_source_find"),
            path("<uuid:source_id>/session/", session, name="incidents_source_session"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def title_shown(self, row: Source) -> str:
        return row.title or names.source_text(row)

    @admin.display(description=gettext_lazy("held"), ordering="held")
    def held_shown(self, row: Source) -> str:
        return labels.yes_no(row.held)

    def heading(self, row: Source) -> str:
        return names.source_text(row)

    def tools(self, request: HttpRequest, row: Source) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_sourceversion_changelist", query={"record_id": str(row.id)})
        session = reverse("admin:incidents_source_session", args=[row.pk])
        coding = [(session, _("Code this article"))] if _can_be_coded(request, row) else []
        return [*coding, (versions, _("Versions"))]

    def offered(self, request: HttpRequest, row: Source) -> list[Offer]:
        if row.status == "withdrawn":
            return []
        wanted = ("correct", "credit", "grade", *(("assess",) if row.held else ()), "review", "withdraw")
        return offers.of_record("source", row.id, {name: self.forms[name] for name in wanted}, person(request))

    def panels(self, request: HttpRequest, row: Source) -> list[Panel]:
        return page(request, row)


def _can_be_coded(request: HttpRequest, row: Source) -> bool:
    return row.status == "active" and may(person(request), AssessSource)


def page(request: HttpRequest, row: Source) -> list[Panel]:
    """Return the parts of the page of a source."""
    id, who = str(row.id), person(request)
    uses = related.source_uses(source=id, person=who)
    credited = related.credited_by(source=id, person=who)
    events = panels.stream_events(request, [id])
    known = _names(row, uses, credited, events)
    held = texts_for(request, known)
    return [
        panels.lines("summary", _("At a glance"), summary(row, known)),
        _credits(row, credited, known, held, who),
        *_cited_in(row, known, held),
        *text_panels(request, row, uses, known),
        *_relayed(id, uses, known),
        *panels.stream(request, events, known, held),
    ]


def _names(row: Source, uses: list[Use], credited: list[str], events: list[Any]) -> Names:
    own = [row.id, row.outlet_id, row.copy_of_id, row.origins, row.cited_in, credited]
    told = (own, passages.told(uses), panels.history.told(events))
    return Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))


def summary(row: Source, known: Names) -> list[panels.Line]:
    """Return what is known of a source."""
    return [
        (_("Title"), row.title),
        (_("Kind"), labels.term("source_kinds", row.kind)),
        (_("Outlet"), known.link(row.outlet_id)),
        (_("Byline"), row.byline),
        (_("Language"), labels.language_name(row.language) if row.language else ""),
        (_("Published"), _published(row)),
        (_("Note on the date"), row.published_note),
        (_("Reliability"), labels.term("reliability", row.reliability)),
        (_("Assessment"), labels.term("assessments", row.assessment)),
        (_("Copy of"), known.link(row.copy_of_id)),
        (_("Address"), row.url),
        (_("Held"), labels.yes_no(row.held)),
        (_("File"), row.file),
        (_("SHA-256 of the file"), _digest(row.file_sha256)),
        (_("SHA-256 of the text"), _digest(row.text_sha256)),
        (_("Length in characters"), row.length),
        (_("Status"), labels.term("claim_statuses", row.status)),
        (_("Version"), row.version),
        (_("Id"), row.id),
    ]


def _published(row: Source) -> str:
    basis = labels.label("date_bases", row.published_basis) if row.published_basis else ""
    return f"{row.published} ({basis})" if row.published and basis else row.published or ""


def _digest(digest: str | None) -> Any:
    return format_html('<code class="digest">{}</code>', digest) if digest else ""


def _credits(row: Source, credited: list[str], known: Names, held: Texts, who: Person) -> Panel:
    shown = [
        {
            "source": known.link(credit["source"]),
            "basis": labels.term("credit_bases", credit["basis"]),
            "covers": labels.term("credit_extents", credit["covers"]),
            "confirmed": labels.yes_no(credit["confirmed"]),
            "pieces": evidence.pieces_of([credit["passage"]], known, held) if credit["passage"] else [],
            "offers": sources.of_credit(row, credit, who),
        }
        for credit in row.origins
    ]
    context = {"credits": shown, "credited_by": known.links(credited)}
    return Panel("credits", _("Credited origins"), "incidents/admin/panels/credits.html", context)


def _cited_in(row: Source, known: Names, held: Texts) -> list[Panel]:
    shown = {"pieces": evidence.pieces_of(row.cited_in, known, held)}
    return [Panel("cited-in", _("Cited in"), "incidents/admin/panels/evidence.html", shown)] if row.cited_in else []


def text_panels(request: HttpRequest, row: Source, uses: list[Use], known: Names) -> list[Panel]:
    """Return the text with its passages marked where it is held and may be read, and the list of passages."""
    text = None
    if row.text_sha256 and may_view(request, "sourcetext"):
        text = texts.texts_by_digest({row.text_sha256}).get(row.text_sha256)
    found = passages.passages(str(row.id), uses, known, text)
    if not row.held and not found:
        return []
    cut = passages.paragraphs(text, passages.places(found)) if text is not None else []
    shown = {"paragraphs": cut, "passages": found, "language": row.language}
    return [Panel("text", passages.title_of(len(found)), "incidents/admin/panels/text.html", shown)]


def _relayed(id: str, uses: list[Use], known: Names) -> list[Panel]:
    relayed, rows = passages.relayed(id, uses, known), passages.rows_of_data(id, uses, known)
    shown = {"relayed": relayed, "rows": rows}
    template = "incidents/admin/panels/relayed.html"
    return [Panel("relayed", _("What rests on it through others"), template, shown)] if relayed or rows else []
