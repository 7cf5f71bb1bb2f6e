"""Who asks: nobody, a browser, a token; and what each token lets its program do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from incidents import tokens
from incidents.tokens import Token
from tests.api.support import API, Program, program, user_of
from tests.factories import IncidentFactory
from tests.imports.support import run
from tests.people import COLLEAGUE, OUTSIDER, OWNER, READER

PATH = "incidents/"


def statuses(asking) -> tuple[int, int, int]:
    """Return how reading a draft, submitting it and withdrawing it are answered."""
    incident = IncidentFactory()
    reading = asking.ask(f"incidents/{incident.id}/").status_code
    submitting = asking.send(f"incidents/{incident.id}/submit/", if_match='"1"').status_code
    return reading, submitting, asking.send(f"incidents/{incident.id}/withdraw/", if_match="*").status_code


@pytest.mark.parametrize(
    ("person", "scope", "expected"),
    [
        (COLLEAGUE, "edit", (200, 200, 200)),
        (COLLEAGUE, "curate", (200, 200, 403)),
        (COLLEAGUE, "read", (200, 403, 403)),
        (OWNER, "edit", (200, 200, 403)),
        (READER, "edit", (200, 403, 403)),
        (OUTSIDER, "edit", (404, 403, 403)),
    ],
)
def test_a_token_does_what_its_scope_and_its_person_may(person, scope, expected, db):
    assert statuses(program(person, scope=scope)) == expected


def test_nobody_reads_what_is_public_and_writes_nothing(anybody):
    assert statuses(anybody) == (404, 401, 401)
    response = anybody.send(PATH, {})
    assert response.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "header",
    ["Token", "Token a b", "Token nothing", "Token \x00", "Token " + "a" * 64, "Token é", "Token " + "a" * 5000],
)
def test_a_token_that_is_none_is_refused(header, db):
    response = Client().get(f"{API}/incidents/", headers={"authorization": header})
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_token_expires_is_revoked_and_dies_with_its_person(db):
    asking = program(OWNER)
    assert asking.ask(PATH).status_code == 200
    Token.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert asking.get(PATH, 401)["code"] == "expired_token"
    Token.objects.update(expiry=None)
    User.objects.update(is_active=False)
    assert asking.get(PATH, 401)["code"] == "inactive_person"
    User.objects.update(is_active=True)
    assert asking.ask(PATH).status_code == 200
    Token.objects.all().delete()
    assert asking.get(PATH, 401)["code"] == "invalid_token"


def test_a_role_that_is_taken_away_is_gone_at_once(db):
    asking = program(COLLEAGUE)
    User.objects.get().groups.clear()
    assert statuses(asking) == (404, 403, 403)


def test_the_last_use_is_noted_but_not_each_time(db, django_assert_num_queries):
    asking = program(READER)
    asking.ask(PATH)
    used = Token.objects.get().last_used
    assert used is not None
    asking.ask(PATH)
    assert Token.objects.get().last_used == used
    Token.objects.update(last_used=used - timedelta(hours=1))
    asking.ask(PATH)
    assert Token.objects.get().last_used > used - timedelta(minutes=1)


def test_tokens_are_kept_as_digests(db):
    _, words = tokens.create(user_of(OWNER), scope="read")
    assert words not in str(list(Token.objects.values()))


def test_a_browser_asks_with_its_session_and_its_csrf_token(db):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user_of(OWNER))
    incident = IncidentFactory()
    assert browser.get(f"{API}/incidents/{incident.id}/").status_code == 200
    path = f"{API}/incidents/{incident.id}/submit/"
    refused = browser.post(path, {}, content_type="application/json", headers={"if-match": '"1"'})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"if-match": '"1"', "x-csrftoken": "a" * 32}
    assert browser.post(path, {}, content_type="application/json", headers=headers).status_code == 200


def test_strangers_are_asked_to_wait(anybody, reader, settings):
    settings.DEMARCHE_ANONYMOUS_RATE = 3
    assert [anybody.ask(PATH).status_code for _ in range(4)] == [200, 200, 200, 429]
    response = anybody.ask(PATH)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert response.json()["code"] == "throttled"
    assert reader.ask(PATH).status_code == 200


def test_create_token_prints_the_token_alone(db):
    user_of(OWNER)
    words = run("create_token", OWNER.name, scope="curate", days=2, note="tests").strip()
    assert Program(words).ask(PATH).status_code == 200
    token = Token.objects.get()
    assert (token.scope, token.note) == ("curate", "tests")
    assert timedelta(days=1) < token.expiry - timezone.now() < timedelta(days=2)


@pytest.mark.parametrize(
    "options", [{"user": "nobody"}, {"days": 0}, {"days": -1}, {"days": 10**9}, {"note": "x" * 101}]
)
def test_create_token_refuses_what_cannot_be(options, db):
    user_of(OWNER)
    given = {"user": OWNER.name, "scope": "read", **options}
    with pytest.raises(CommandError):
        call_command("create_token", given.pop("user"), **given)


def test_create_token_refuses_an_inactive_person(db):
    user_of(OWNER, active=False)
    with pytest.raises(CommandError):
        call_command("create_token", OWNER.name, scope="read")
