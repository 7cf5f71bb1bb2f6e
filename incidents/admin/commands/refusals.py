"""Requests that no page answers: refused before a form sees them, forbidden, unknown, or failed by our own fault.

People of the admin get a page in their language that says what to do; everything else is answered as Django does.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import defaults

TEMPLATE = "incidents/admin/commands/refused.html"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that too much was sent, or what cannot be read."""
    if not _of_the_admin(request):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        told = _("What you sent is larger than {most}. Go back, shorten it and send it again; nothing was recorded.")
        return _page(request, told.format(most=most), 413)
    if isinstance(exception, TooManyFieldsSent):
        told = _("That is too much at once. Go back, choose fewer records and send it again; nothing was recorded.")
        return _page(request, told, 400)
    if isinstance(exception, SuspiciousOperation):
        return _page(request, _("This request cannot be read. Go back and try again; nothing was recorded."), 400)
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """Say that a role does not cover a page."""
    if not _of_the_admin(request):
        return defaults.permission_denied(request, exception)
    told = _sentence(exception) or _("Your role does not cover this page; ask an administrator for another one.")
    return _page(request, told, 403, _("Not allowed"))


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """Say that there is no such page or record."""
    if not _of_the_admin(request):
        return defaults.page_not_found(request, exception)
    told = _sentence(exception) or _("There is no such page or record: the address is wrong, or you may not see it.")
    return _page(request, told, 404, _("Not found"))


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something failed; asks neither the session nor the database, which may be what failed."""
    if not _of_the_admin(request):
        return defaults.server_error(request)
    told = _("Something failed here. Go back and send it again: it is recorded once. Tell whoever keeps this tracker.")
    context = {"told": told, "heading": _("This did not work")}
    return HttpResponse(render_to_string(TEMPLATE, context), status=500)


def _of_the_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("admin:index"))


def _sentence(exception: Exception) -> str:
    told = exception.args[0] if exception.args else ""
    return told if isinstance(told, str) else ""


def _page(request: HttpRequest, told: str, status: int, heading: str = "") -> HttpResponse:
    return render(request, TEMPLATE, {"told": told, "heading": heading}, status=status)
