"""What the fields of forms ask while somebody types: records by words, the bounds of a date, the words of a passage."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from incidents.admin import labels
from incidents.admin.base import may_view, person
from incidents.admin.commands import fields, quotation
from incidents.admin.session.find import FINDERS, find
from incidents.domain.dates import DateError

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

LONGEST = 300  # characters looked for


def urls(site: "AdminSite") -> list[URLPattern]:
    """Return the addresses, for people of the admin site only."""
    found: list[tuple[str, Callable[..., HttpResponse], str]] = [
        ("find/date/", date, "find_date"),
        ("find/passage/", passage, "find_passage"),
        ("find/<str:kinds>/", records, "find"),
    ]
    return [path(route, site.admin_view(view), name=name) for route, view, name in found]


def records(request: HttpRequest, kinds: str) -> HttpResponse:
    """Answer with the records of some kinds (`incident+statement`) that fit `q`; `of` narrows actors."""
    wanted = kinds.split("+")
    if not set(wanted) <= FINDERS.keys():
        raise Http404
    of = [kind for kind in request.GET.get("of", "").split("+") if kind]
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    found = find(words, kinds=wanted, of=of, person=person(request))
    results = [
        {
            "id": f"{record.kind}:{record.id}" if len(wanted) > 1 else record.id,
            "text": " ".join(record.text.split()),
            "detail": ", ".join(
                filter(None, (labels.kind_name(record.kind) if len(wanted) > 1 else "", record.detail))
            ),
        }
        for record in found
    ]
    return JsonResponse({"results": results, "nothing": _("Nothing is called so.")})


def date(request: HttpRequest) -> HttpResponse:
    """Answer with what an EDTF string means, or why it is none."""
    try:
        return JsonResponse({"text": fields.read_date(request.GET.get("q", ""))})
    except DateError as error:
        return JsonResponse({"error": fields.date_error(error)})


def passage(request: HttpRequest) -> HttpResponse:
    """Answer with the words of a passage and where they stand, where the text is held."""
    if not may_view(request, "sourcetext"):
        raise PermissionDenied
    found = quotation.look_up(request.GET)
    return JsonResponse(found)
