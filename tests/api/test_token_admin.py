"""Tokens in the admin: made there, shown once, seen by their owners, revoked."""

import re

from django.urls import reverse

from incidents import tokens
from incidents.tokens import Token
from tests.admin.support import browser_of, text
from tests.api.support import Program, user_of
from tests.people import ADMINISTRATOR, COLLEAGUE, OWNER

LIST = "admin:incidents_token_changelist"
ADD = "admin:incidents_token_add"


def make(browser, user, **told):
    given = {"user": user.pk, "scope": "curate", "note": "nightly import", "days": "30", **told}
    return browser.post(reverse(ADD), given, follow=True)


def test_a_token_is_made_and_shown_once(db):
    browser = browser_of(OWNER)
    page = make(browser, user_of(OWNER))
    words = re.search(r"<code>([0-9a-f]{64})</code>", page.content.decode())[1]
    assert Program(words).ask("incidents/").status_code == 200
    assert words not in browser.get(reverse(LIST)).content.decode()
    token = Token.objects.get()
    assert (token.scope, token.note, token.user.username) == ("curate", "nightly import", OWNER.name)
    assert 29 <= (token.expiry - token.created).days <= 30
    assert "nightly import" in text(browser.get(reverse("admin:incidents_token_change", args=[token.pk])))


def test_everybody_sees_and_makes_their_own_and_administrators_all(db):
    owner, colleague = browser_of(OWNER), browser_of(COLLEAGUE)
    make(owner, user_of(OWNER))
    assert "alice" in text(owner.get(reverse(LIST)))
    assert "nightly import" not in text(colleague.get(reverse(LIST)))
    make(colleague, user_of(OWNER), note="not mine")
    assert not Token.objects.filter(note="not mine").exists()
    administrator = browser_of(ADMINISTRATOR)
    make(administrator, user_of(OWNER), note="for alice", days="")
    assert Token.objects.get(note="for alice").expiry is None
    assert "nightly import" in text(administrator.get(reverse(LIST)))


def test_a_token_is_revoked_by_deleting_it(db):
    made, words = tokens.create(user_of(OWNER), scope="read")
    page = reverse("admin:incidents_token_delete", args=[made.pk])
    assert browser_of(COLLEAGUE).post(page, {"post": "yes"}).status_code in (302, 403)
    assert Token.objects.exists()
    browser = browser_of(ADMINISTRATOR)
    assert browser.post(page, {"post": "yes"}).status_code == 302
    assert Program(words).ask("incidents/").status_code == 401


def test_bad_days_are_told(db):
    browser = browser_of(OWNER)
    for days in ("0", "-1", "999999999", "x"):
        assert make(browser, user_of(OWNER), days=days).status_code == 200
    assert not Token.objects.exists()
