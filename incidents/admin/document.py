"""Search documents: the words by which a record is found."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import columns, filters, labels, panels
from incidents.admin.base import Panel, ReadOnlyAdmin
from incidents.admin.facet import RecordKindFilter
from incidents.admin.names import Names
from incidents.models import Document, DocumentVersion


class KindFilter(RecordKindFilter):
    parameter_name = "kind"


class DocumentAdmin(ReadOnlyAdmin):
    list_display = (columns.record("id", gettext_lazy("record")), "kind_shown", "words")
    list_filter = (KindFilter,)
    search_fields = ("words",)
    search_help_text = gettext_lazy("A stem, as it is stored, or the id of a record.")

    @admin.display(description=gettext_lazy("kind of record"), ordering="kind")
    def kind_shown(self, row: Document | DocumentVersion) -> str:
        return labels.kind_name(row.kind)

    def identified(self, wanted: UUID) -> Q:
        return Q(id=wanted)

    def names_in(self, row: Any) -> list[Any]:
        return [row.id]

    def panels(self, request: HttpRequest, row: Any) -> list[Panel]:
        return page(self.names_in(row)[0], row, [])


class DocumentVersionAdmin(DocumentAdmin):
    list_display = (
        columns.record("record_id", gettext_lazy("record")),
        "kind_shown",
        "words",
        "from_position",
        "to_position",
    )
    list_filter = (KindFilter, filters.Standing)

    def identified(self, wanted: UUID) -> Q:
        return Q(record_id=wanted)

    def names_in(self, row: Any) -> list[Any]:
        return [row.record_id]

    def panels(self, request: HttpRequest, row: Any) -> list[Panel]:
        interval = [(_("From position"), row.from_position), (_("To position"), row.to_position)]
        return page(row.record_id, row, interval)


def page(record: UUID, row: Any, interval: list[tuple[str, Any]]) -> list[Panel]:
    """Return the parts of the page of a search document."""
    shown = [
        (_("Record"), Names.within([record]).link(record)),
        (_("Kind of record"), labels.kind_name(row.kind)),
        (_("Words"), row.words),
        *interval,
    ]
    return [panels.lines("summary", _("At a glance"), shown)]
