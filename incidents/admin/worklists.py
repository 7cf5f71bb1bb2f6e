"""Work lists: what is waiting for the person who asks, each as a page of its own and with its count on the index."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import history, labels, values
from incidents.admin.base import person
from incidents.admin.names import Names, page_of
from incidents.domain.person import Person
from incidents.models import SourceText
from incidents.readmodels import worklists
from incidents.readmodels.worklists import Entry, Reason

PAGE = 50  # entries of one page
COUNTED = 1_000  # entries that the index counts at most
MOST = 5_000  # entries that a list has at most


class WorkList(msgspec.Struct, frozen=True, kw_only=True):
    """A list: who may see it, what it is called, what it says of itself, and how its entries are found.

    `find` takes the person and a limit; `details` adds to the entries shown what need not be known of the others;
    with `remarks` an entry shows what a reviewer returned it with.
    `leads_to` is the page of a record that an entry leads to besides the record's own, by kind.
    """

    role: str
    title: Any
    about: Any
    find: Callable[[Person, int], list[Entry]]
    details: Callable[[list[Entry]], list[Entry]] = lambda entries: entries
    remarks: bool = False
    leads_to: dict[str, tuple[str, Any]] = {}


def _to_review(who: Person, limit: int) -> list[Entry]:
    return worklists.to_review(person=who, four_eyes=settings.DEMARCHE_FOUR_EYES, limit=limit)


def _without_text(who: Person, limit: int) -> list[Entry]:
    return worklists.without_text(person=who, held=SourceText.objects.values("text_sha256"), limit=limit)


LISTS = {
    "mine": WorkList(
        role="curator",
        title=gettext_lazy("mine"),
        about=gettext_lazy("What you have worked on and the public does not see as it stands now."),
        find=lambda who, limit: worklists.mine(person=who, limit=limit),
        remarks=True,
        leads_to={"incident": ("submit", gettext_lazy("submit"))},
    ),
    "to-review": WorkList(
        role="editor",
        title=gettext_lazy("to review"),
        about=gettext_lazy("Incidents in review that you have not worked on since they were last published."),
        find=_to_review,
        leads_to={"incident": ("review", gettext_lazy("review"))},
    ),
    "disputed": WorkList(
        role="curator",
        title=gettext_lazy("disputed"),
        about=gettext_lazy("Records whose claims contradict each other, without a note or without a preferred claim."),
        find=lambda who, limit: worklists.disputed(person=who, limit=limit),
    ),
    "without-evidence": WorkList(
        role="curator",
        title=gettext_lazy("without evidence"),
        about=gettext_lazy("Claims that rest on judgement alone, and records that lack what should be known."),
        find=lambda who, limit: worklists.without_evidence(person=who, limit=limit),
        details=worklists.with_judgements,
    ),
    "without-text": WorkList(
        role="curator",
        title=gettext_lazy("without text"),
        about=gettext_lazy("Held sources whose text is not there, and sources that are only cited."),
        find=_without_text,
    ),
}

# Why a record is on a list, in words; {property} is what it is about.
REASONS = {
    "draft": gettext_lazy("draft"),
    "in_review": gettext_lazy("in review"),
    "published": gettext_lazy("changed since it was published"),
    "no_incident": gettext_lazy("belongs to no incident"),
    "no_note": gettext_lazy("no note: {property}"),
    "no_preference": gettext_lazy("no preferred claim: {property}"),
    "no_claim": gettext_lazy("no claim: {property}"),
    "judgement_only": gettext_lazy("judgement alone: {property}"),
    "text_lost": gettext_lazy("its text is not here"),
    "only_cited": gettext_lazy("only cited"),
}


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of the lists."""
    return [path("work/<slug:name>/", site.admin_view(view), {"site": site}, name="work")]


def offered(request: HttpRequest) -> dict[str, WorkList]:
    """Return the lists that the person may see."""
    return {name: found for name, found in LISTS.items() if person(request).has(found.role)}


def overview(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the lists with their counts, for the index; of a long list only that it is long."""
    return [
        {
            "url": address(name),
            "title": found.title,
            "about": found.about,
            "count": _count(len(found.find(person(request), COUNTED + 1))),
        }
        for name, found in offered(request).items()
    ]


def _count(entries: int) -> str:
    return str(entries) if entries <= COUNTED else f"{COUNTED}+"


def address(name: str) -> str:
    """Return the address of a list."""
    return reverse("admin:work", args=[name])


def view(request: HttpRequest, name: str, site: AdminSite) -> HttpResponse:
    """Show one list, page by page; `?kind=` shows the entries of one kind."""
    if name not in LISTS:
        raise Http404
    if name not in offered(request):
        raise PermissionDenied
    shown = LISTS[name]
    found = shown.find(person(request), MOST)
    kinds = _kinds(found)
    kind = request.GET.get("kind")
    page = Paginator([entry for entry in found if kind not in kinds or entry.kind == kind], PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **site.each_context(request),
        "title": _("Work: {list}").format(list=shown.title),
        "about": shown.about,
        "lists": [(address(one), listed.title, one == name) for one, listed in offered(request).items()],
        "kinds": [(one, labels.kind_name(one), count, one == kind) for one, count in kinds.items()],
        "kind": kind if kind in kinds else "",
        "page": page,
        "more": len(found) == MOST,
        "entries": lines(shown.details(list(page.object_list)), shown),
    }
    return TemplateResponse(request, "incidents/admin/worklists/page.html", context)


def _kinds(found: list[Entry]) -> dict[str, int]:
    """Return {kind: entries of it}, in the order of the list."""
    counts: dict[str, int] = {}
    for entry in found:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return counts


def lines(found: list[Entry], shown: WorkList) -> list[dict[str, Any]]:
    """Return entries for showing, their names looked up at once."""
    names = Names.within([[entry.id, [reason.property for reason in entry.reasons]] for entry in found])
    returned = remarks(found) if shown.remarks else {}
    return [
        {
            "kind": labels.kind_name(entry.kind),
            "record": names.link(entry.id),
            "reasons": _reasons(entry, names),
            "returned": returned.get(entry.id),
            "leads_to": _leads_to(entry, shown),
        }
        for entry in found
    ]


def remarks(found: list[Entry]) -> dict[str, tuple[str, str]]:
    """Return {incident: (reviewer, remark)} for those that were returned and not handed in again. One query."""
    returned: dict[str, tuple[str, str]] = {}
    for event in history.streams(entry.id for entry in found if entry.kind == "incident"):
        if event.type == "IncidentReviewed" and event.data["decision"] == "return":
            returned[event.stream_id] = (event.metadata["person"], str(event.data.get("remark") or ""))
        elif event.type == "IncidentSubmitted":
            returned.pop(event.stream_id, None)
    return returned


def _reasons(entry: Entry, names: Names) -> list[Any]:
    """Return in words why a record is on the list, each reason once."""
    return list(dict.fromkeys(_words(entry.kind, reason, names) for reason in entry.reasons))


def _words(kind: str, reason: Reason, names: Names) -> Any:
    about = values.property_title(kind, reason.property, names) if reason.property else ""
    return format_html(str(REASONS[reason.code]), property=about)


def _leads_to(entry: Entry, shown: WorkList) -> tuple[str, Any] | None:
    if entry.kind not in shown.leads_to:
        return None
    page, words = shown.leads_to[entry.kind]
    return page_of(entry.kind, entry.id).replace("/change/", f"/{page}/"), words
