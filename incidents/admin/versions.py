"""Versions: each record as it stood from one position up to another. One admin for all kinds."""

from typing import Any

from django.contrib import admin
from django.db.models import JSONField, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import columns, filters, labels, names, values
from incidents.admin.base import Panel, ReadOnlyAdmin, person, texts_for
from incidents.admin.columns import badge
from incidents.admin.event import event_link
from incidents.admin.names import Names
from incidents.admin.tree import Node, Tree
from incidents.readmodels import related

# Columns with codes, by name; where kinds differ, `kind.column` goes first.
CODES = {
    "incident.type": "types",
    "incident.status": "statuses",
    "link.type": "links",
    "actor.kind": "actor_kinds",
    "source.kind": "source_kinds",
    "claim.basis": "date_bases",
    "status": "claim_statuses",
    "occurrence": "occurrences",
    "scope": "scopes",
    "level_of_summoner": "ranks",
    "level_of_summoned": "ranks",
    "publicity": "publicity",
    "channel": "channels",
    "outcome": "outcomes",
    "act": "acts",
    "modality": "modalities",
    "venue": "venues",
    "speaker_mode": "speaker_modes",
    "rank": "ranks",
    "published_basis": "date_bases",
    "reliability": "reliability",
    "assessment": "assessments",
    "confidence": "confidences",
    "credibility": "credibility",
}
POSITIONS = ("from_position", "to_position", "public_from", "public_to", "published_at", "position")


class VersionAdmin(ReadOnlyAdmin):
    """Rows of a versions table; `kind` is that of the records, `heading` what a row is called."""

    kind: str
    identified_by = ("record_id",)
    list_display = ("title_shown", "from_shown", "to_shown", columns.status("claim_statuses"))
    list_filter = (filters.Standing, filters.term("status", "claim_statuses", gettext_lazy("status")))
    search_help_text = gettext_lazy("The id of a record.")
    search_fields = ("status",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return related.rows(self.kind, person=person(request), versions=True)

    @admin.display(description=gettext_lazy("as it stood"))
    def title_shown(self, row: Any) -> str:
        return columns.short(self.heading(row))

    @admin.display(description=gettext_lazy("from position"), ordering="from_position")
    def from_shown(self, row: Any) -> int:
        return row.from_position

    @admin.display(description=gettext_lazy("to position"), ordering="to_position")
    def to_shown(self, row: Any) -> int | SafeString:
        return badge("counts", _("stands today")) if row.to_position is None else row.to_position

    def heading(self, row: Any) -> str:
        return names.TEXTS[self.kind](row)

    def tools(self, request: HttpRequest, row: Any) -> list[tuple[str, Any]]:
        all_versions = reverse(f"admin:incidents_{self.opts.model_name}_changelist", query={"record_id": row.record_id})
        return [(names.page_of(self.kind, row.record_id), _("As it stands today")), (all_versions, _("All versions"))]

    def panels(self, request: HttpRequest, row: Any) -> list[Panel]:
        told = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
        known = Names.within(told)
        tree = Tree(getattr(row, "subject_kind", self.kind), known, texts_for(request, known))
        nodes = [_node(self.kind, field, told[field.name], tree) for field in row._meta.concrete_fields]
        shown = {"nodes": [node for node in nodes if node is not None], "json": ""}
        return [Panel("columns", _("The row"), "incidents/admin/panels/data.html", shown)]


def _node(kind: str, field: Any, value: Any, tree: Tree) -> Node | None:
    """Return one column of a row as a line; nothing for an empty one."""
    if value in (None, "", [], {}):
        return None
    title = str(field.verbose_name)
    if isinstance(field, JSONField) and not isinstance(value, str):
        found = tree.node(field.name, value)
        return Node(label=title, text=found.text, children=found.children, pieces=found.pieces)
    return Node(label=title, text=_text(tree.kind if kind == "claim" else kind, field.name, value, tree.names))


def _text(kind: str, name: str, value: Any, known: Names) -> Any:
    codes = CODES.get(f"{kind}.{name}") or CODES.get(name)
    if codes:
        return labels.term(codes, value)
    if name in POSITIONS:
        return event_link(value)
    if name == "property":
        return values.property_title(kind, value, known)
    return known.link(value) if known.get(value) else labels.yes_no(value) if isinstance(value, bool) else str(value)


class IncidentVersionAdmin(VersionAdmin):
    kind = "incident"
    list_display = (
        "title_shown",
        columns.term("type", "types", gettext_lazy("type")),
        "date",
        "from_shown",
        "to_shown",
        columns.status(),
    )
    list_filter = (
        filters.Standing,
        filters.term("status", "statuses", gettext_lazy("status")),
        filters.term("occurrence", "occurrences", gettext_lazy("occurrence")),
        filters.term("scope", "scopes", gettext_lazy("scope")),
        filters.Disputed,
        filters.Merged,
        filters.country("incident"),
        filters.language("incident"),
    )
    search_fields = ("titles__en", "titles__id")


class StatementVersionAdmin(VersionAdmin):
    kind = "statement"
    list_filter = (
        *VersionAdmin.list_filter,
        filters.Disputed,
        filters.term("modality", "modalities", gettext_lazy("modality")),
    )
    search_fields = ("gist__en", "gist__id")


class ActorVersionAdmin(VersionAdmin):
    kind = "actor"
    list_filter = (*VersionAdmin.list_filter, filters.term("kind", "actor_kinds", gettext_lazy("kind")), filters.Merged)
    search_fields = ("name",)


class SourceVersionAdmin(VersionAdmin):
    kind = "source"
    list_filter = (*VersionAdmin.list_filter, filters.term("kind", "source_kinds", gettext_lazy("kind")))
    search_fields = ("title", "file")

    def heading(self, row: Any) -> str:
        return row.title or ", ".join(part for part in (labels.label("source_kinds", row.kind), row.published) if part)


class LinkVersionAdmin(VersionAdmin):
    kind = "link"
    list_filter = (*VersionAdmin.list_filter, filters.term("confidence", "confidences", gettext_lazy("confidence")))
    search_fields = ("rationale",)


class ClaimVersionAdmin(VersionAdmin):
    kind = "claim"
    identified_by = ("record_id", "subject_id")
    list_filter = (*VersionAdmin.list_filter, filters.term("credibility", "credibility", gettext_lazy("credibility")))
    search_fields = ("property",)
