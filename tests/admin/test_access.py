"""Staff with a role come in; each role sees its own part."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from incidents import models
from incidents.domain.person import Person
from tests.admin.support import browser_of, list_of
from tests.factories import IncidentFactory
from tests.people import OWNER

INDEX = "/admin/"
RECORDS = (models.Incident, models.Statement, models.Actor, models.Source, models.Link, models.Claim)
PAST = (
    models.IncidentVersion,
    models.StatementVersion,
    models.ActorVersion,
    models.SourceVersion,
    models.LinkVersion,
    models.ClaimVersion,
)
FOR_READERS = (*RECORDS, *PAST, models.SourceText)
FOR_CURATORS = (models.Event, models.Receipt, models.Facet)
FOR_ADMINISTRATORS = (models.RedactionDoor,)


def seen(browser: Client, *shown) -> set[int]:
    return {browser.get(list_of(model)).status_code for model in shown}


def test_nobody_comes_in_without_logging_in(client, db):
    for address in (INDEX, list_of(models.Incident), list_of(models.Event)):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize(
    ("person", "staff"),
    [(Person("nora"), True), (Person("rita", frozenset(("reader",))), False), (Person("nora"), False)],
    ids=["staff without a role", "a role without staff", "neither"],
)
def test_staff_and_role_are_both_needed(db, person, staff):
    browser = browser_of(person, staff=staff)
    assert browser.get(INDEX).status_code == 302
    assert seen(browser, *FOR_READERS, *FOR_CURATORS) == {302}


def test_permissions_alone_open_nothing(db):
    browser = browser_of(Person("nora"))
    user = browser.get(INDEX).wsgi_request.user
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="incidents"))
    assert browser.get(list_of(models.Incident)).status_code == 302


def test_whoever_left_stays_outside(curator):
    user = curator.get(INDEX).wsgi_request.user
    user.is_active = False
    user.save()
    assert curator.get(INDEX).status_code == 302


def test_readers_see_the_records_but_not_the_log(reader):
    assert seen(reader, *FOR_READERS) == {200}
    assert seen(reader, *FOR_CURATORS, *FOR_ADMINISTRATORS) == {403}


def test_curators_and_editors_see_the_log(curator, editor):
    for browser in (curator, editor):
        assert seen(browser, *FOR_READERS, *FOR_CURATORS) == {200}
        assert seen(browser, *FOR_ADMINISTRATORS) == {403}


def test_administrators_see_everything_of_ours(administrator, superuser):
    for browser in (administrator, superuser):
        assert seen(browser, *FOR_READERS, *FOR_CURATORS, *FOR_ADMINISTRATORS) == {200}


def test_a_record_shows_its_history_to_those_who_may_see_the_log(curator, reader):
    incident = IncidentFactory()
    page = reverse("admin:incidents_incident_change", args=[incident.id])
    assert 'id="history"' in curator.get(page).content.decode()
    assert 'id="history"' not in reader.get(page).content.decode()


def test_the_index_shows_the_log_to_those_who_may_see_it(curator, reader):
    IncidentFactory(title={"en": "A summons"}, person=OWNER)
    assert "incident opened" in curator.get(INDEX).content.decode()
    page = reader.get(INDEX).content.decode()
    assert "incident opened" not in page
    assert "The log is for curators." in page
