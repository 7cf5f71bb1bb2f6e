"""Links: the list, and the page with both ends, evidence and history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import changes, columns, evidence, filters, labels, panels
from incidents.admin.base import Panel, person, texts_for
from incidents.admin.changes import told_changes
from incidents.admin.claim_groups import Offer
from incidents.admin.commands import offers
from incidents.admin.commands.desk import CommandAdmin
from incidents.admin.commands.linking import CorrectLinkForm, LinkTwoForm
from incidents.admin.commands.withdrawing import WithdrawLinkForm
from incidents.admin.names import Names
from incidents.models import Link
from incidents.readmodels import related

END_KINDS = (("incident", gettext_lazy("incident")), ("statement", gettext_lazy("statement")))


class EndFilter(filters.Choice):
    """The kind of record at one end."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        return END_KINDS


class FromFilter(EndFilter):
    title = gettext_lazy("from: kind")
    parameter_name = "from_kind"


class ToFilter(EndFilter):
    title = gettext_lazy("to: kind")
    parameter_name = "to_kind"


class LinkAdmin(CommandAdmin):
    kind = "link"
    opening = LinkTwoForm
    forms = {"correct": CorrectLinkForm, "withdraw": WithdrawLinkForm}
    identified_by = ("id", "from_id", "to_id")
    named_kinds = ("incident", "statement")
    list_display = (
        columns.term("type", "links", gettext_lazy("type")),
        columns.record("from_id", gettext_lazy("from")),
        columns.record("to_id", gettext_lazy("to")),
        columns.term("confidence", "confidences", gettext_lazy("confidence")),
        columns.status("claim_statuses"),
    )
    list_filter = (
        filters.term("status", "claim_statuses", gettext_lazy("status")),
        filters.term("type", "links", gettext_lazy("type")),
        filters.term("confidence", "confidences", gettext_lazy("confidence")),
        FromFilter,
        ToFilter,
    )
    search_fields = ("rationale",)
    search_help_text = gettext_lazy("Words of the rationale, or the id of the link or of one of its ends.")

    def names_in(self, row: Link) -> list[Any]:
        return [row.from_id, row.to_id]

    def heading(self, row: Link) -> str:
        return labels.option("links", row.type)

    def tools(self, request: HttpRequest, row: Link) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_linkversion_changelist", query={"record_id": str(row.id)})
        return [(versions, _("Versions"))]

    def offered(self, request: HttpRequest, row: Link) -> list[Offer]:
        return offers.of_record("link", row.id, self.forms, person(request)) if row.status == "active" else []

    def panels(self, request: HttpRequest, row: Link) -> list[Panel]:
        return page(request, row)


def page(request: HttpRequest, row: Link) -> list[Panel]:
    """Return the parts of the page of a link."""
    events = panels.stream_events(request, [str(row.id)])
    changed = told_changes(events, person(request))
    told = ([row.from_id, row.to_id, row.evidence], panels.history.told(events), changes.told(changed))
    known = Names.within(*told, kinds=related.RECORD_KINDS)
    held = texts_for(request, known)
    pieces = {"pieces": evidence.pieces_of(row.evidence, known, held)}
    return [
        panels.lines("summary", _("At a glance"), _summary(row, known)),
        Panel("evidence", _("Evidence"), "incidents/admin/panels/evidence.html", pieces),
        *panels.stream(request, events, known, held, changed),
    ]


def _summary(row: Link, known: Names) -> list[panels.Line]:
    return [
        (_("From"), _end(row.from_kind, row.from_id, known)),
        (_("Type"), labels.term("links", row.type)),
        (_("To"), _end(row.to_kind, row.to_id, known)),
        (_("Read from the other end"), panels.link_words(row.type, inverse=True)),
        (_("Confidence"), labels.term("confidences", row.confidence)),
        (_("Rationale"), row.rationale),
        (_("Status"), labels.term("claim_statuses", row.status)),
        (_("Version"), row.version),
        (_("Id"), row.id),
    ]


def _end(kind: str, record: Any, known: Names) -> str | SafeString:
    return panels.values.labelled(labels.kind_name(kind), known.link(record))
