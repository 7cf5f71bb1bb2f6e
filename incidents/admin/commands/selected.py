"""“Link selected”: the action of the list of incidents, and the page it leads to."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.base import person
from incidents.admin.commands import desk
from incidents.admin.commands.linking import LinkSelectedForm
from incidents.admin.names import incident_text
from incidents.domain.values import is_id
from incidents.readmodels import related

MOST = 30  # incidents linked at once


@admin.action(description=gettext_lazy("Link selected incidents"), permissions=["link"])
def link_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Lead to the form that links the incidents selected, by date."""
    ids = [str(row.id) for row in queryset.order_by("sort_date", "id")[: MOST + 1]]
    if not 2 <= len(ids) <= MOST:
        messages.warning(request, _("Select two incidents or more, {most} at most.").format(most=MOST))
        return None
    return HttpResponseRedirect(reverse("admin:incidents_incident_link_selected", query={"ids": ",".join(ids)}))


def page(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """Answer the form that links the incidents named in the query."""
    back = reverse("admin:incidents_incident_changelist")
    ids = [id for id in request.GET.get("ids", "").split(",") if is_id(id)][:MOST]
    rows = list(related.rows("incident", person=person(request)).filter(id__in=ids).order_by("sort_date", "id"))
    if len(rows) < 2:
        messages.warning(request, _("Select two incidents or more, {most} at most.").format(most=MOST))
        return HttpResponseRedirect(back)
    selected = [f"{row.date or '–'} {incident_text(row)}" for row in rows]
    return desk.answer(request, LinkSelectedForm, model_admin, back=back, context={"selected": selected}, rows=rows)
