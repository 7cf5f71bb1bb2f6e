"""What an incident may be linked with, or be a double of: candidates with the reasons for their scores."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import codebook
from incidents.admin import labels
from incidents.admin.base import person
from incidents.admin.claim_groups import Offer
from incidents.admin.commands.linking import BACKWARD, FORWARD, LinkForm
from incidents.admin.commands.merging import MergeIncidentForm
from incidents.admin.commands.offers import address
from incidents.admin.names import Names, page_of
from incidents.readmodels import queries
from incidents.readmodels.candidates import Candidate

KINDS = {
    "recurrence": gettext_lazy("may be a recurrence"),
    "tit_for_tat": gettext_lazy("may be tit for tat"),
    "duplicate": gettext_lazy("may be the same incident"),
}
LINK_TYPES = {"recurrence": "RECURS", "tit_for_tat": "RETALIATES", "duplicate": "POSSIBLE_DUPLICATE"}
REASONS = {
    "same_initiator": gettext_lazy("same initiator"),
    "same_target": gettext_lazy("same target"),
    "same_party": gettext_lazy("same parties"),
    "reversed_initiator": gettext_lazy("its initiator is the other one's target"),
    "reversed_target": gettext_lazy("its target is the other one's initiator"),
    "same_type": gettext_lazy("same type"),
    "same_issue": gettext_lazy("same issue"),
    "same_person": gettext_lazy("same person"),
    "same_day": gettext_lazy("same day"),
    "day_apart": gettext_lazy("a day apart"),
    "within_days": gettext_lazy("days between them"),
    "perhaps_within_days": gettext_lazy("perhaps within as many days"),
}


def page(request: HttpRequest, record: Any, model_admin: Any) -> HttpResponse:
    """Show the candidates of an incident, best first, each with the form that links it filled in."""
    row = model_admin.get_queryset(request).filter(record=record).first()
    if row is None:
        raise Http404
    found = queries.candidates(str(row.id), person=person(request))
    names = Names.within([[one.record, [reason.detail for reason in one.reasons]] for one in found])
    shown = {
        **model_admin.admin_site.each_context(request),
        "title": _("candidates"),
        "opts": model_admin.opts,
        "called_plural": model_admin.names()[1],
        "heading": model_admin.heading(row),
        "back": page_of("incident", row.id),
        "candidates": [_shown(request, row, one, names) for one in found],
    }
    return TemplateResponse(request, "incidents/admin/commands/candidates.html", shown)


def _shown(request: HttpRequest, row: Any, candidate: Candidate, names: Names) -> dict[str, Any]:
    return {
        "record": names.link(candidate.record),
        "date": candidate.row.date,
        "type": labels.term("types", candidate.row.type),
        "kind": KINDS[candidate.kind],
        "score": candidate.score,
        "reasons": [(REASONS[one.code], one.points, _words(one.detail, names)) for one in candidate.reasons],
        "offers": _offers(request, row, candidate),
    }


def _offers(request: HttpRequest, row: Any, candidate: Candidate) -> list[Offer]:
    """Return the form that links the two, from the later one to the earlier one, and the one that merges doubles."""
    who = person(request)
    direction = FORWARD if row.sort_date >= candidate.row.sort_date else BACKWARD
    link = {"type": LINK_TYPES[candidate.kind], "direction": direction, "other": f"incident:{candidate.record}"}
    found = []
    if LinkForm.may_be_sent_by(who):
        found.append((address("incident", row.id, "link", **link), _("Link this")))
    if candidate.kind == "duplicate" and MergeIncidentForm.may_be_sent_by(who):
        found.append((address("incident", row.id, "merge", into_id=candidate.record), _("Merge into it")))
    return found


def _words(detail: Iterable[str], names: Names) -> str:
    """Return what is shared in words: names in place of ids, labels in place of codes; a name is said once."""
    return ", ".join(dict.fromkeys(_word(one, names) for one in detail))


def _word(one: str, names: Names) -> str:
    if names.get(one):
        return names.text(one)
    lists = codebook.current().lists
    known = next((name for name in ("types", "issues") if one in lists[name]), None)
    if known:
        return labels.label(known, one)
    country = codebook.current().countries.get(one)
    return country.get(labels.language()) if country else one
