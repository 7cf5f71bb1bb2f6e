"""The log: its events, for curators. Never editable."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import columns, filters, history, labels, panels
from incidents.admin.base import Panel, ReadOnlyAdmin, texts_for
from incidents.admin.names import Names
from incidents.admin.tree import Tree
from incidents.domain.catalogue import KINDS
from incidents.log.read import RecordedEvent
from incidents.models import Event
from incidents.readmodels import related

INDEX_EVENTS = 15


class TypeFilter(filters.Choice):
    title = gettext_lazy("event")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        return sorted(((name, str(text)) for name, text in history.EVENTS.items()), key=lambda choice: choice[1])


class KindFilter(filters.Choice):
    title = gettext_lazy("kind of record")
    parameter_name = "stream_kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        return [(kind, labels.kind_name(kind)) for kind in KINDS]


class RecordedFilter(admin.DateFieldListFilter):
    """When it was recorded. It offers spans up to today, so the log need not be read to offer them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("time of recording")


class EventAdmin(ReadOnlyAdmin):
    identified_by = ("stream_id", "event_id")
    list_display = (
        columns.plain("position", gettext_lazy("position")),
        "recorded",
        "type_shown",
        "kind_shown",
        "record",
        columns.plain("version", gettext_lazy("version")),
        "person",
    )
    list_filter = (TypeFilter, KindFilter, ("recorded_at", RecordedFilter))
    ordering = ("-position",)
    search_fields = ("=position", "=type", "=metadata__person", "=hash")
    search_help_text = gettext_lazy("A position, a stored type, a person, a hash, or the id of an event or its record.")

    def names(self) -> tuple[Any, Any]:
        return gettext_lazy("event"), gettext_lazy("events")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search what is indexed or exact: the whole log is long."""
        term = search_term.strip()
        if not term or filters.is_id(term):
            return super().get_search_results(request, queryset, term)
        exact = Q(type=term) | Q(metadata__person=term) | Q(hash=term)
        return queryset.filter(exact | Q(position=int(term)) if _is_position(term) else exact), False

    @admin.display(description=gettext_lazy("recorded (UTC)"), ordering="position")
    def recorded(self, row: Event) -> str:
        return row.recorded_at.strftime("%Y-%m-%d %H:%M:%S")

    @admin.display(description=gettext_lazy("event"), ordering="type")
    def type_shown(self, row: Event) -> str:
        return history.event_term(row.type)

    @admin.display(description=gettext_lazy("kind"), ordering="stream_kind")
    def kind_shown(self, row: Event) -> str:
        return labels.kind_name(row.stream_kind)

    @admin.display(description=gettext_lazy("record"))
    def record(self, row: Event) -> str | SafeString:
        return row.shown.link(row.stream_id)

    @admin.display(description=gettext_lazy("person"))
    def person(self, row: Event) -> str:
        return row.metadata.get("person", labels.EMPTY)

    def names_in(self, row: Event) -> list[Any]:
        return [row.stream_id]

    def heading(self, row: Event) -> str:
        return _("Event {position}: {name}").format(position=row.position, name=history.event_name(row.type))

    def tools(self, request: HttpRequest, row: Event) -> list[tuple[str, Any]]:
        found = [(row.position - 1, _("Previous event"))] if row.position > 1 else []
        if Event.objects.filter(position=row.position + 1).exists():
            found.append((row.position + 1, _("Next event")))
        return [(reverse("admin:incidents_event_change", args=[position]), words) for position, words in found]

    def panels(self, request: HttpRequest, row: Event) -> list[Panel]:
        event = history.READER.event(row.position)
        known = Names.within(*history.told([event]), kinds=(*related.RECORD_KINDS, "claim"))
        tree = Tree(event.stream_kind, known, texts_for(request, known))
        template = "incidents/admin/panels/data.html"
        return [
            panels.lines("summary", _("At a glance"), _summary(event, known)),
            Panel("data", _("What it says"), template, {"nodes": tree.nodes(event.data), "json": _json(event.data)}),
            Panel("metadata", _("Metadata"), template, {"nodes": tree.nodes(event.metadata), "json": ""}),
        ]


def _is_position(term: str) -> bool:
    return term.isascii() and term.isdigit() and len(term) < 18


def _summary(event: RecordedEvent, known: Names) -> list[panels.Line]:
    stream = reverse("admin:incidents_event_changelist", query={"q": event.stream_id})
    return [
        (_("Position"), event.position),
        (_("Recorded (UTC)"), history.exact_time(event.recorded_at)),
        (_("Event"), history.event_term(event.type)),
        (_("Schema"), event.schema),
        (_("Record"), known.link(event.stream_id)),
        (_("Stream"), format_html('<a href="{}">{} {}</a>', stream, event.stream_kind, event.stream_id)),
        (_("Version of the stream"), event.version),
        (_("Person"), event.metadata.get("person")),
        (_("Reason"), event.metadata.get("reason")),
        (_("Event id"), event.event_id),
        (_("Hash"), format_html('<code class="digest">{}</code>', event.hash)),
    ]


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)


def recent() -> list[dict[str, Any]]:
    """Return the last events of the log for the index page."""
    events = list(Event.objects.order_by("-position").defer("data")[:INDEX_EVENTS])
    known = Names.within([event.stream_id for event in events])
    return [
        {
            "event": event,
            "url": reverse("admin:incidents_event_change", args=[event.position]),
            "title": history.event_name(event.type),
            "record": known.link(event.stream_id),
            "person": event.metadata.get("person", ""),
        }
        for event in events
    ]


def event_link(position: int) -> SafeString:
    """Return a position as a link to its event."""
    return format_html('<a href="{}">{}</a>', reverse("admin:incidents_event_change", args=[position]), position)
