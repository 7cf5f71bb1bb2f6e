"""What became of commands that were sent under a key, and the door that redactions go through."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import columns, panels
from incidents.admin.base import Panel, ReadOnlyAdmin
from incidents.admin.event import event_link
from incidents.models import Receipt, RedactionDoor


class ReceiptAdmin(ReadOnlyAdmin):
    list_display = (
        columns.plain("key", gettext_lazy("key")),
        columns.plain("person", gettext_lazy("person")),
        "events",
        "short_id",
    )
    ordering = ("-last_position",)
    search_fields = ("=person", "=key")
    search_help_text = gettext_lazy("A person or a key, or the id of a receipt.")

    def names(self) -> tuple[Any, Any]:
        return gettext_lazy("receipt"), gettext_lazy("receipts")

    @admin.display(description=gettext_lazy("events"), ordering="last_position")
    def events(self, row: Receipt) -> str | SafeString:
        links = (event_link(position) for position in dict.fromkeys((row.first_position, row.last_position)))
        return panels.values.joined(list(links), " – ")

    @admin.display(description=gettext_lazy("id"))
    def short_id(self, row: Receipt) -> str:
        return str(row.id)

    def panels(self, request: HttpRequest, row: Receipt) -> list[Panel]:
        shown = [
            (_("Person"), row.person),
            (_("Key"), row.key),
            (_("Events"), self.events(row)),
            (_("SHA-256 of the commands"), format_html('<code class="digest">{}</code>', row.body_sha256)),
            (_("Id"), row.id),
        ]
        return [panels.lines("summary", _("At a glance"), shown)]


class RedactionDoorAdmin(ReadOnlyAdmin):
    """Open only while a redaction runs, so this list is empty; a row that stays would be a fault."""

    list_display = (columns.plain("position", gettext_lazy("position")),)

    def names(self) -> tuple[Any, Any]:
        return gettext_lazy("open redaction"), gettext_lazy("open redactions")

    def identified(self, wanted: UUID) -> Q:
        return Q(position=None)

    def panels(self, request: HttpRequest, row: RedactionDoor) -> list[Panel]:
        return [panels.lines("summary", _("At a glance"), [(_("Position"), event_link(row.position))])]
