"""Requests that are refused before a form sees them, on a page that says what to do."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as djangos


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that too much was sent, to people of the admin; everything else is answered as Django does."""
    if not request.path_info.startswith(reverse("admin:index")):
        return djangos(request, exception)
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        told = _("What you sent is larger than {most}. Go back, shorten it and send it again; nothing was recorded.")
        return _page(request, told.format(most=most), 413)
    if isinstance(exception, TooManyFieldsSent):
        told = _("That is too much at once. Go back, choose fewer records and send it again; nothing was recorded.")
        return _page(request, told, 400)
    if isinstance(exception, SuspiciousOperation):
        return _page(request, _("This request cannot be read. Go back and try again; nothing was recorded."), 400)
    return djangos(request, exception)


def _page(request: HttpRequest, told: str, status: int) -> HttpResponse:
    return render(request, "incidents/admin/commands/refused.html", {"told": told}, status=status)
