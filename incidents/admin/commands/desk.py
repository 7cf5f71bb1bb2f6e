"""Pages of command forms: an address of their own under the admin of their records, one view for all of them."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from incidents.admin import history
from incidents.admin import moment as moments
from incidents.admin.base import Panel, RecordAdmin, may_view, person
from incidents.admin.columns import marks
from incidents.admin.commands import drafts
from incidents.admin.commands.base import CommandForm
from incidents.admin.moment import Moment
from incidents.admin.names import page_of
from incidents.dispatch import Outcome
from incidents.domain.values import is_id
from incidents.permissions import ForbiddenError

REFUSED, CONFLICT = 422, 409
OWN_PAGE = {"merged", "as_of"}  # what asks for the page of a record itself, merged or not


class CommandAdmin(RecordAdmin):
    """Records that commands are sent about: `opening` adds one, `forms` are those of a record, by their address.

    A form has the page `<id>/<address>/`, named `admin:incidents_<kind>_<address>`.
    """

    opening: type[CommandForm] | None = None
    forms: Mapping[str, type[CommandForm]] = {}

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<uuid:record>/{address}/",
                drafts.guarded(self.admin_site, partial(self.form_view, form=form)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{address}",
            )
            for address, form in self.forms.items()
        ]
        return [path("add/", drafts.guarded(self.admin_site, self.add_view)), *own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.opening is not None and self.opening.may_be_sent_by(person(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.opening is None:
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return answer(request, self.opening, self, back=back)

    def form_view(self, request: HttpRequest, record: UUID, form: type[CommandForm]) -> HttpResponse:
        """Answer one of the forms of a record."""
        row = self.get_queryset(request).filter(record=record).first()
        if row is None:
            raise Http404
        return answer(request, form, self, row=row, back=page_of(self.kind, record))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a record; one that was merged away leads to what stands for it, unless its own page is asked for."""
        into = None if OWN_PAGE & set(request.GET) else self._survivor(request, object_id)
        if into is None:
            return super().change_view(request, object_id, form_url, extra_context)
        own = f"{page_of(self.kind, object_id)}?merged"
        told = _('That record was merged into this one. <a href="{own}">Its own page</a>, where it is taken back.')
        messages.info(request, format_html(told, own=own))
        return HttpResponseRedirect(page_of(self.kind, into))

    def _survivor(self, request: HttpRequest, id: str) -> Any:
        if not hasattr(self.model, "merged_into_id") or not is_id(id) or not self.has_view_permission(request):
            return None
        return self.get_queryset(request).filter(record=id).values_list("merged_into_id", flat=True).first()

    def offered(self, request: HttpRequest, row: Model) -> list[tuple[str, str]]:
        """Return (address, title) of the forms that the person may send about a record."""
        return [
            (reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{address}", args=[row.pk]), str(form.title))
            for address, form in self.forms.items()
            if form.may_be_sent_by(person(request))
        ]


class PastAdmin(CommandAdmin):
    """Records whose page can be asked for as it stood: `?as_of=` a position, a day or a time."""

    def parts(self, request: HttpRequest, row: Any, moment: Moment | None) -> list[Panel]:
        """Return the parts of the page, today's or those of a moment."""
        raise NotImplementedError

    def panels(self, request: HttpRequest, row: Any) -> list[Panel]:
        return self.parts(request, row, None)

    def shown(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        moment = moments.asked(request)
        if moment is None:
            return super().shown(request, row) | {"has_past": True}
        past = moments.Page(kind=self.kind, id=str(row.pk), person=person(request), moment=moment).row(row)
        found = {"has_past": True, "moment": moment, "moment_said": moments.said_of(moment)}
        parts = self.parts(request, past, moment) if past is not None else [_nothing_yet()]
        about = past if past is not None else row
        return found | {
            "title": self.heading(about),
            "subtitle": None,
            "called_plural": self.names()[1],
            "marks": marks(about) if past is not None else [],
            "panels": parts,
            "tools": self.tools(request, row),
        }


def _nothing_yet() -> Panel:
    lines = [("", _("This record was not there yet."))]
    return Panel("summary", _("At a glance"), "incidents/admin/panels/lines.html", {"lines": lines})


def answer(
    request: HttpRequest,
    form_class: type[CommandForm],
    admin: Any,
    *,
    row: Any = None,
    back: str,
    context: Mapping[str, Any] | None = None,
    **given: Any,
) -> HttpResponse:
    """Show a form, or take it: then lead to `form.leads_to`, or to `back` where it names nothing.

    409 where somebody else was faster, 422 where it is refused, 403 where the role does not allow it. `given` goes to
    the form.
    """
    who = person(request)
    if not form_class.may_be_sent_by(who):
        raise PermissionDenied
    form_of = partial(form_class, person=who, row=row, asked=request.GET, **given)
    shown = {**(context or {}), "back": back}
    if request.method != "POST":
        draft = None if "discard" in request.GET else drafts.kept(request)
        if draft is not None:
            messages.info(request, _("This is what you typed before your session ended. It is not recorded yet."))
        return page(request, form_of(draft) if draft is not None else form_of(), admin, **shown)
    drafts.drop(request)
    form = form_of(request.POST, files=request.FILES)
    try:
        outcome = form.send() if form.is_valid() else None
    except ForbiddenError as error:
        raise PermissionDenied from error
    if outcome is None:
        status = CONFLICT if form.is_conflict else REFUSED if form.errors else 200  # 200: a preview
        return page(request, form, admin, status=status, **shown)
    tell(request, outcome)
    return HttpResponseRedirect(form.leads_to(outcome) or back)


def tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say what was recorded, or that nothing was."""
    if outcome.repeated:
        messages.info(request, _("This was recorded already; it is not recorded twice."))
    elif not outcome.events:
        messages.info(request, _("Nothing changed, so nothing was recorded."))
    else:
        shown = ((_event(request, event),) for event in outcome.events[:3])
        what = format_html_join(", ", "{}", shown)
        more = len(outcome.events) - 3
        messages.success(
            request,
            format_html(_("Recorded: {events}{more}."), events=what, more=_(" and {count} more").format(count=more))
            if more > 0
            else format_html(_("Recorded: {events}."), events=what),
        )


def _event(request: HttpRequest, event: Any) -> str:
    if not may_view(request, "event"):
        return history.event_name(event.type)
    address = reverse("admin:incidents_event_change", args=[event.position])
    return format_html('<a href="{}">{}</a>', address, history.event_name(event.type))


def page(
    request: HttpRequest, form: CommandForm, admin: Any, *, back: str, status: int = 200, **context: Any
) -> TemplateResponse:
    """Return the page of a form. `?part` asks for the form alone, to be put into another page."""
    row = form.row
    shown = {
        **admin.admin_site.each_context(request),
        "title": form.title,
        "opts": admin.opts,
        "called_plural": admin.names()[1],
        "heading": admin.heading(row) if row is not None else "",
        "form": form,
        "back": back,
        "action": request.get_full_path().replace("&part=1", "").replace("?part=1&", "?").replace("?part=1", ""),
        "media": form.media,
        **context,
    }
    template = "incidents/admin/commands/part.html" if "part" in request.GET else form.template
    return TemplateResponse(request, template, shown, status=status)
