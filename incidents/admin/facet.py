"""Facets: what records have several of, and from when to when."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import columns, filters, labels, panels
from incidents.admin.base import Panel, ReadOnlyAdmin
from incidents.admin.names import Names
from incidents.models import Facet
from incidents.readmodels import related


class RecordKindFilter(filters.Choice):
    title = gettext_lazy("kind of record")
    parameter_name = "record_kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [(kind, labels.kind_name(kind)) for kind in related.RECORD_KINDS]


class KeyFilter(filters.Choice):
    title = gettext_lazy("key")
    parameter_name = "key"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [(key, key) for key in related.occurring(model_admin.get_queryset(request), column="key")]


class FacetAdmin(ReadOnlyAdmin):
    list_display = (
        "key",
        "value_shown",
        columns.record("record_id", gettext_lazy("record")),
        "kind_shown",
        "from_position",
        "to_position",
    )
    list_filter = (RecordKindFilter, KeyFilter, filters.Standing)
    search_fields = ("=value",)
    search_help_text = gettext_lazy("A value as it is stored, or the id of a record.")

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def value_shown(self, row: Facet) -> str | SafeString:
        return row.shown.link(row.value) if row.shown.get(row.value) else row.value

    @admin.display(description=gettext_lazy("kind of record"), ordering="record_kind")
    def kind_shown(self, row: Facet) -> str:
        return labels.kind_name(row.record_kind)

    def identified(self, wanted: UUID) -> Q:
        return Q(id=wanted) | Q(record_id=wanted) | Q(value=str(wanted))

    def names_in(self, row: Facet) -> list[Any]:
        return [row.record_id, row.value]

    def panels(self, request: HttpRequest, row: Facet) -> list[Panel]:
        return page(request, row)


def page(request: HttpRequest, row: Facet) -> list[Panel]:
    """Return the parts of the page of a facet."""
    known = Names.within([row.record_id, row.value])
    shown = [
        (_("Record"), known.link(row.record_id)),
        (_("Kind of record"), labels.kind_name(row.record_kind)),
        (_("Key"), row.key),
        (_("Value"), known.link(row.value) if known.get(row.value) else row.value),
        (_("From position"), row.from_position),
        (_("To position"), row.to_position),
    ]
    return [panels.lines("summary", _("At a glance"), shown)]
