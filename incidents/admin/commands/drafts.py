"""What was typed into a form whose session had ended: kept until the person has logged in again.

A form that comes without a session, or with a security token of an earlier one, is put into the new session under its
address; the page at that address then shows it as it was typed. Nothing is recorded before it is sent once more.

Whoever asks may have a session, so a stranger's draft is short: a browser in which somebody has used these pages while
logged in is marked by a signed cookie with their number, and only from such a browser long texts are kept, as long as
that person is active.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.csrf import csrf_failure as refused

KEPT = "drafts"
LONGEST = 3_000_000  # characters of all drafts of one session, as forms are encoded: the longest article fits
STRANGERS = 20_000  # the same from a browser that was never logged in
MARK = "demarche_known"  # the cookie
YEAR = 365 * 24 * 60 * 60  # seconds
MOST = 5  # drafts of one session; the oldest goes first
SECRET = ("csrfmiddlewaretoken", "password", "username")

ENDED = gettext_lazy("Your session had ended. Log in: what you typed is kept.")
AGAIN = gettext_lazy("You have logged in again since this page was made. Check it and send it once more.")
TOO_LONG = gettext_lazy(
    "Your session had ended, and what you typed is too long to be kept. Go back to it in your browser, log in in "
    "another tab, and send it again."
)

View = Callable[..., HttpResponse]


def guarded(site: AdminSite, view: View) -> View:
    """Return a view for people of the admin site only, which keeps what somebody else sends until they are one."""
    inner = site.admin_view(view)

    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not site.has_permission(request) and not request.user.is_authenticated:
            messages.warning(request, ENDED if keep(request) else TOO_LONG)
        answer = inner(request, *args, **kwargs)
        if request.user.is_authenticated and _marked(request) != str(request.user.pk):
            secure = settings.SESSION_COOKIE_SECURE
            answer.set_signed_cookie(
                MARK, str(request.user.pk), max_age=YEAR, httponly=True, samesite="Lax", secure=secure
            )
        return answer

    return keeping


def _marked(request: HttpRequest) -> str | None:
    return request.get_signed_cookie(MARK, default=None, max_age=YEAR)


def _room(request: HttpRequest) -> int:
    known = request.user.is_authenticated
    if not known and (marked := _marked(request)) is not None:
        known = get_user_model().objects.filter(pk=marked, is_active=True).exists()
    return LONGEST if known else STRANGERS


def keep(request: HttpRequest) -> bool:
    """Put what was sent into the session, under the address it was sent to; say whether there was room."""
    sent = request.POST.copy()
    for name in SECRET:
        sent.pop(name, None)
    encoded, room = sent.urlencode(), _room(request)
    if len(encoded) > room:
        return False
    drafts = request.session.get(KEPT, {})
    drafts.pop(request.get_full_path(), None)
    drafts[request.get_full_path()] = encoded
    while len(drafts) > MOST or sum(map(len, drafts.values())) > room:
        del drafts[next(iter(drafts))]
    request.session[KEPT] = drafts
    return True


def kept(request: HttpRequest) -> QueryDict | None:
    """Return what was typed at this address before the session ended."""
    found = request.session.get(KEPT, {}).get(request.get_full_path())
    return QueryDict(found) if found is not None else None


def drop(request: HttpRequest) -> None:
    """Forget what was typed at this address."""
    drafts = request.session.get(KEPT, {})
    if drafts.pop(request.get_full_path(), None) is not None:
        request.session[KEPT] = drafts


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form with an outdated security token: keep what was typed and show it again.

    That is what happens to a page which was open while its person logged in again elsewhere. Only a browser that says
    the form comes from this very site is believed; everything else is refused as Django does.
    """
    origin = urlsplit(request.headers.get("origin", ""))
    own = origin.scheme == request.scheme and origin.netloc == request.get_host()
    if not own or request.method != "POST" or not request.path.startswith(f"{reverse('admin:index')}incidents/"):
        return refused(request, reason=reason)
    told = AGAIN if request.user.is_authenticated else ENDED
    messages.warning(request, told if keep(request) else TOO_LONG)
    return HttpResponseRedirect(request.get_full_path())
