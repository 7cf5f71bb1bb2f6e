"""The actions of lists: what was selected, or all that the filters match, goes into the form of a batch."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from incidents.admin.base import person
from incidents.admin.bulk.batch import MOST, BatchForm
from incidents.admin.bulk.kinds import FORMS
from incidents.admin.commands import desk, drafts

Action = Callable[[Any, HttpRequest, QuerySet], HttpResponse | None]


def _action(kind: str, name: str, form_class: type[BatchForm]) -> Action:
    def start(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return _start(model_admin, request, queryset, kind, name, form_class)

    start.__name__ = f"bulk_{name}"
    start.short_description = form_class.title
    return start


def _start(
    model_admin: Any, request: HttpRequest, queryset: QuerySet, kind: str, name: str, form_class: type[BatchForm]
) -> HttpResponse | None:
    """Show the form for the records of a list; none for more than a batch may have."""
    versions = dict(queryset.order_by().values_list("id", "version")[: MOST + 1])
    if len(versions) > MOST:
        text = _("These are more than {most} records: choose fewer, with the filters.").format(most=MOST)
        messages.error(request, text)
        return None
    told = json.dumps({str(id): version for id, version in versions.items()})
    form = form_class(None, person=person(request), initial={"versions": told})
    return desk.page(request, form, model_admin, action=_address(kind, name), **_around(kind, len(versions)))


def _around(kind: str, count: int) -> dict[str, Any]:
    return {"back": reverse(f"admin:incidents_{kind}_changelist"), "count": count}


def _address(kind: str, name: str) -> str:
    return reverse(f"admin:incidents_{kind}_bulk", args=[name])


class BulkMixin:
    """For an admin with bulk work: `kind` is that of its records. Its list offers what the person may do."""

    kind: str

    def get_urls(self) -> list[URLPattern]:
        view = drafts.guarded(self.admin_site, self.bulk_view)
        return [path("bulk/<slug:name>/", view, name=f"incidents_{self.kind}_bulk"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer bulk work to those who may send it."""
        own = {f"bulk_{name}": form for name, form in FORMS[self.kind].items()}
        found = super().get_actions(request).items()
        return {name: one for name, one in found if name not in own or own[name].may_be_sent_by(person(request))}

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Answer the form of a batch; without one, lead to the list where records are selected."""
        form_class = FORMS[self.kind].get(name)
        if form_class is None:
            raise Http404
        if request.method != "POST" and form_class.may_be_sent_by(person(request)) and drafts.kept(request) is None:
            messages.info(request, _("Select records in the list first, then choose what to do with them."))
            return HttpResponseRedirect(_around(self.kind, 0)["back"])
        count = len(_versions(request.POST.get("versions", "")))
        around = _around(self.kind, count)
        return desk.answer(request, form_class, self, back=around["back"], context={"count": count})


def _versions(told: str) -> dict[str, Any]:
    try:
        found = json.loads(told or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# The actions of each kind's list.
ACTIONS: dict[str, tuple[Action, ...]] = {
    kind: tuple(_action(kind, name, form) for name, form in forms.items()) for kind, forms in FORMS.items()
}
