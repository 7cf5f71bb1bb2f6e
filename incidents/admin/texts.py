"""The texts of held sources: the list, and the page with the text and its passages marked."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import panels, passages
from incidents.admin.base import Panel, ReadOnlyAdmin, person
from incidents.admin.names import Names
from incidents.models import SourceText
from incidents.readmodels import related


class SourceTextAdmin(ReadOnlyAdmin):
    list_display = ("digest", "source", "characters")
    search_fields = ("text_sha256", "file_sha256")
    search_help_text = gettext_lazy("The beginning of a digest, or the id of a source.")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).annotate(characters=Length("text")).defer("text")
        return found if person(request).has("curator") else found.filter(text_sha256__in=related.standing_texts())

    def identified(self, wanted: UUID) -> Q:
        source = related.by_id([str(wanted)], kinds=("source",)).get(str(wanted))
        return Q(text_sha256=source[1].text_sha256 if source else None)

    def name_rows(self, rows: Iterable[Any]) -> None:
        found = related.source_of_text([row.text_sha256 for row in rows])
        names = Names(found.values(), ("source",))
        for row in rows:
            row.shown = names.link(found.get(row.text_sha256))

    @admin.display(description=gettext_lazy("SHA-256 of the text"), ordering="text_sha256")
    def digest(self, row: SourceText) -> str:
        return f"{row.text_sha256[:16]}…"

    @admin.display(description=gettext_lazy("source"))
    def source(self, row: SourceText) -> str | SafeString:
        return row.shown

    @admin.display(description=gettext_lazy("length in characters"), ordering="characters")
    def characters(self, row: SourceText) -> int:
        return row.characters

    def heading(self, row: SourceText) -> str:
        return _("Text {digest}").format(digest=f"{row.text_sha256[:16]}…")

    def panels(self, request: HttpRequest, row: SourceText) -> list[Panel]:
        source = related.source_of_text([row.text_sha256]).get(row.text_sha256)
        uses = related.source_uses(source=source, person=person(request)) if source else []
        known = Names.within([source or ""], passages.told(uses))
        return [
            panels.lines("summary", _("At a glance"), _summary(row, source, known)),
            _text(row, source, uses, known),
        ]


def _summary(row: SourceText, source: str | None, known: Names) -> list[panels.Line]:
    return [
        (_("Source"), known.link(source)),
        (_("SHA-256 of the text"), format_html('<code class="digest">{}</code>', row.text_sha256)),
        (_("SHA-256 of the file"), format_html('<code class="digest">{}</code>', row.file_sha256)),
        (_("Length in characters"), len(row.text)),
    ]


def _text(row: SourceText, source: str | None, uses: list[Any], known: Names) -> Panel:
    found = passages.passages(source, uses, known, row.text) if source else []
    named = known.get(source)
    shown = {
        "paragraphs": passages.paragraphs(row.text, passages.places(found)),
        "passages": found,
        "language": named.row.language if named else None,
    }
    return Panel("text", passages.title_of(len(found)), "incidents/admin/panels/text.html", shown)
