"""Claims: the list of every value that any source gives, and the page with evidence, rivals and history."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import codebook
from incidents.admin import claim_groups, columns, evidence, filters, history, labels, names, panels, values
from incidents.admin.base import Panel, RecordAdmin, person, texts_for
from incidents.admin.commands import offers
from incidents.admin.names import Names
from incidents.models import Claim
from incidents.readmodels import related

SUBJECTS = ("incident", "statement", "actor")


class SubjectFilter(filters.Choice):
    title = gettext_lazy("kind of record")
    parameter_name = "subject_kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [(kind, labels.kind_name(kind)) for kind in SUBJECTS]


class PropertyFilter(filters.Choice):
    """A property, whatever its key."""

    title = gettext_lazy("property")
    parameter_name = "property_code"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        found = {code: labels.property_name(kind, code) for kind, code in codebook.current().properties}
        return sorted(((code, labels.with_code(text, code)) for code, text in found.items()), key=lambda c: c[1])

    def keep(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(Q(property=value) | Q(property__startswith=f"{value}:"))


class DecidedFilter(filters.Choice):
    title = gettext_lazy("decided by")
    parameter_name = "decided_by"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, Any]]:
        return labels.DECIDED_BY.items()


class ClaimAdmin(RecordAdmin):
    kind = "claim"
    identified_by = ("id", "subject_id", "recorded_in")
    list_display = (
        "property_shown",
        "value_shown",
        columns.record("subject_id", gettext_lazy("record")),
        "standing",
        columns.term("credibility", "credibility", gettext_lazy("credibility")),
        "origins",
        "decided_shown",
        "position",
    )
    list_filter = (
        SubjectFilter,
        PropertyFilter,
        filters.term("credibility", "credibility", gettext_lazy("credibility")),
        ("resolved", admin.BooleanFieldListFilter),
        ("preferred", admin.BooleanFieldListFilter),
        DecidedFilter,
        filters.term("status", "claim_statuses", gettext_lazy("status")),
        filters.term("basis", "date_bases", gettext_lazy("basis of a date")),
    )
    search_fields = ("property", "note")
    search_help_text = gettext_lazy("A property, words of the note, or the id of the claim or of its record.")

    @admin.display(description=gettext_lazy("property"), ordering="property")
    def property_shown(self, row: Claim) -> str | SafeString:
        code = row.property.split(":")[0]
        return labels.with_code(labels.property_name(row.subject_kind, code), code)

    @admin.display(description=gettext_lazy("value"))
    def value_shown(self, row: Claim) -> str | SafeString:
        return values.with_key(row.subject_kind, row.property, row.value, row.shown)

    @admin.display(description=gettext_lazy("stands"), ordering="resolved")
    def standing(self, row: Claim) -> str | SafeString:
        return values.joined(list(claim_groups.badges(row)), " ")

    @admin.display(description=gettext_lazy("decided by"), ordering="decided_by")
    def decided_shown(self, row: Claim) -> str:
        return str(labels.DECIDED_BY.get(row.decided_by or "", labels.EMPTY))

    def names_in(self, row: Claim) -> list[Any]:
        return [row.subject_id, row.property, row.value]

    def heading(self, row: Claim) -> str:
        return labels.with_code(names.claim_text(row), row.property.split(":")[0])

    def tools(self, request: HttpRequest, row: Claim) -> list[tuple[str, Any]]:
        versions = reverse("admin:incidents_claimversion_changelist", query={"record_id": str(row.id)})
        return [(versions, _("Versions"))]

    def offered(self, request: HttpRequest, row: Claim) -> list[claim_groups.Offer]:
        may = offers.of_claims(row.subject_kind, row.subject_id, person(request))
        return [*may.of_claim(row), *may.of_property(row.property)]

    def panels(self, request: HttpRequest, row: Claim) -> list[Panel]:
        return page(request, row)


def page(request: HttpRequest, row: Claim) -> list[Panel]:
    """Return the parts of the page of a claim."""
    rivals = [claim for claim in _same_subject(request, row) if claim.id != row.id]
    events = panels.stream_events(request, [str(row.recorded_in)])
    events = [event for event in events if history.mentions(event, str(row.id))]
    told = ([row.subject_id, row.recorded_in], claim_groups.told([row, *rivals]), history.told(events))
    known = Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))
    held = texts_for(request, known)
    rivals = [claim for claim in rivals if _key(claim, known) == _key(row, known)]
    pieces = {"pieces": evidence.pieces_of(row.evidence, known, held)}
    return [
        panels.lines("summary", _("At a glance"), _summary(row, known)),
        Panel("evidence", _("Evidence"), "incidents/admin/panels/evidence.html", pieces),
        *_rivals(row, rivals, known, held),
        *panels.stream(request, events, known, held),
    ]


def _same_subject(request: HttpRequest, row: Claim) -> QuerySet:
    code = row.property.split(":")[0]
    return related.claims(subject=str(row.subject_id), person=person(request)).filter(property__startswith=code)


def _key(row: Claim, known: Names) -> str:
    return values.canonical(row.property, known)


def _summary(row: Claim, known: Names) -> list[panels.Line]:
    return [
        (_("Record"), known.link(row.subject_id)),
        (_("Recorded in"), known.link(row.recorded_in) if row.recorded_in != row.subject_id else ""),
        (_("Property"), values.property_title(row.subject_kind, row.property, known)),
        (_("Value"), values.readable(row.subject_kind, row.property, row.value, known)),
        (_("Stands"), values.joined(list(claim_groups.badges(row)), " ")),
        (_("Decided by"), labels.DECIDED_BY.get(row.decided_by or "", "")),
        (_("Credibility"), claim_groups.credibility(row)),
        (_("Independent origins"), row.origins),
        (_("Basis"), labels.term("date_bases", row.basis)),
        (_("Note"), row.note),
        (_("Recorded at position"), row.position),
        (_("Id"), row.id),
    ]


def _rivals(row: Claim, rivals: list[Claim], known: Names, held: Any) -> list[Panel]:
    if not rivals:
        return []
    groups = claim_groups.groups(row.subject_kind, rivals, [], known, held)
    template = "incidents/admin/panels/claims.html"
    return [Panel("rivals", _("Other claims of the same property"), template, {"groups": groups})]
