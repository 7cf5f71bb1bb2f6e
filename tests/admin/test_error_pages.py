"""Addresses that no page answers: the desk says what is wrong, in the language of the page."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.admin import worklists
from incidents.domain.person import Person
from tests.admin.support import browser_of, words
from tests.factories import IncidentFactory, SourceFactory, uid
from tests.people import OWNER, READER


@pytest.fixture
def pembaca(db) -> Client:
    return browser_of(Person("siti", READER.roles), language="id")


def answered(response, status: int) -> str:
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    return words(response.content.decode())


@pytest.mark.parametrize("form", ["title", "link", "withdraw"])
def test_what_a_role_does_not_cover(reader, pembaca, form):
    address = reverse(f"admin:incidents_incident_{form}", args=[IncidentFactory().id])
    shown = answered(reader.get(address), 403)
    assert "Your role does not cover this page" in shown and "Overview" in shown
    assert 'lang="id"' in pembaca.get(address).content.decode()


def test_what_a_page_says_of_a_role_is_shown(reader):
    address = reverse("admin:incidents_source_session", args=[SourceFactory().id])
    assert "Articles are coded by curators; ask an administrator for that role." in answered(reader.get(address), 403)


@pytest.mark.parametrize("path", ["work/nothing/", "nothing/", "incidents/incident/{id}/title/"])
def test_what_is_not_there(curator, path):
    address = reverse("admin:index") + path.format(id=uid("nobody"))
    assert "There is no such page or record" in answered(curator.get(address), 404)


def test_a_fault_of_ours(db, monkeypatch):
    def fail(*args):
        raise RuntimeError("<secret>")

    monkeypatch.setattr(worklists, "overview", fail)
    browser = browser_of(OWNER)
    browser.raise_request_exception = False
    shown = answered(browser.get(reverse("admin:index")), 500)
    assert "Tell whoever keeps this tracker." in shown and "secret" not in shown


def test_other_addresses_are_answered_as_before(client, db):
    assert client.get("/nothing").status_code == 404
    assert client.get("/api/v1/nothing/").headers["Content-Type"].startswith("application/problem+json")
