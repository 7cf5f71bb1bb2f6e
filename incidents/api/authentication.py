"""Who asks: a browser with its session, or a program with a token. Neither may do more than at the desk."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from incidents import tokens
from incidents.domain.person import Person
from incidents.permissions import person_of


class BySession(SessionAuthentication):
    """The session of a browser, which sends its CSRF token with everything that writes."""


class ByToken(TokenAuthentication):
    """A token: `Authorization: Token …`. Reading one writes nothing but its last use."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, tokens.Token]:
        found = tokens.find(token.decode("ascii")) if token.isalnum() else None
        if found is None:
            raise AuthenticationFailed(_("This token is not known, or it was revoked."), "invalid_token")
        now = timezone.now()
        if found.expiry is not None and found.expiry <= now:
            raise AuthenticationFailed(_("This token has expired; have a new one made."), "expired_token")
        if not found.user.is_active:
            raise AuthenticationFailed(_("The person of this token no longer works here."), "inactive_person")
        tokens.note_use(found, now=now)
        return found.user, found


def person_asking(request: Request) -> Person:
    """Return who asks, with the roles that their token leaves them."""
    token: Any = request.auth
    if not isinstance(token, tokens.Token):
        return person_of(request.user)
    return tokens.within_scope(person_of(request.user, token.groups), token.scope)
