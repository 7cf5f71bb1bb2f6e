"""Tokens with which programs sign in: kept as a digest, with a scope, an expiry and the time of their last use.

A token lets a program do what its scope says, and never more than the person it belongs to may do.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.crypto import hash_token
from knox.models import AbstractAuthToken
from knox.settings import CONSTANTS

from incidents.domain.person import ROLES, Person

# The role that a scope goes up to.
SCOPES = {"read": "reader", "curate": "curator", "edit": "editor"}
SCOPE_NAMES = (("read", _("read")), ("curate", _("read and record")), ("edit", _("read, record and publish")))

LONGEST = 3_650  # days
USED = timedelta(minutes=1)  # the last use is noted at most so often: reading should not mean writing


class Token(AbstractAuthToken):
    """A token; its words are shown once, when it is made, and only their digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="auth_token_set", on_delete=models.CASCADE
    )
    scope = models.CharField(_("scope"), max_length=10, choices=SCOPE_NAMES)
    note = models.CharField(_("what it is for"), max_length=100, blank=True)
    created = models.DateTimeField(_("made"), auto_now_add=True)
    expiry = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-created", "digest"]

    def __str__(self) -> str:
        return f"{self.token_key}…"


def create(user: Any, *, scope: str, days: int | None = None, note: str = "") -> tuple[Token, str]:
    """Make a token for a user that lasts so many days, for ever if None; return it and its words."""
    if scope not in SCOPES:
        raise ValueError(f"no scope: {scope}")
    expiry = None if days is None else timedelta(days=days)
    return Token.objects.create(user, expiry=expiry, scope=scope, note=note)


def find(words: str) -> Token | None:
    """Return the token with these words, with its user and in `groups` the names of their groups, or None.

    One query: this is asked with every request.
    """
    tokens = Token.objects.select_related("user").annotate(group=models.F("user__groups__name")).order_by()
    found = list(tokens.filter(digest=hash_token(words), token_key=words[: CONSTANTS.TOKEN_KEY_LENGTH]))
    if not found:
        return None
    found[0].groups = [row.group for row in found if row.group is not None]
    return found[0]


def note_use(token: Token, *, now: datetime) -> None:
    """Note that a token was used."""
    if token.last_used is None or now - token.last_used > USED:
        Token.objects.filter(pk=token.pk).update(last_used=now)


def within_scope(person: Person, scope: str) -> Person:
    """Return the person with the roles that a token of this scope leaves them."""
    most = ROLES.index(SCOPES[scope])
    held = max((ROLES.index(role) for role in person.roles if role in ROLES), default=-1)
    return Person(person.name, frozenset(ROLES[: min(most, held) + 1]))
