"""The frame: the index, the order of things, the language, and the policy that keeps foreign scripts out."""

import re

import pytest
from django.urls import reverse

from incidents.models import Event, Incident, Statement
from tests.admin.support import browser_of, list_of, page_of, text
from tests.factories import IncidentFactory, SourceFactory
from tests.people import READER


def test_the_index_shows_the_last_events_of_the_log(curator):
    for number in range(20):
        IncidentFactory(title={"en": f"Summons no. {number}"})
    page = text(curator.get("/admin/"))
    assert "Recent events" in page
    assert "incident opened: Summons no. 19" in page
    assert "Summons no. 5" in page
    assert "Summons no. 4 " not in page
    assert "Recent actions" not in page


def test_an_empty_log_says_so(curator):
    assert "Nothing is recorded yet." in text(curator.get("/admin/"))


def test_things_stand_in_their_order(curator):
    page = text(curator.get("/admin/"))
    sections = ["Records", "Incidents", "Statements", "Claims and texts", "The log", "Events", "The past"]
    places = [page.index(section) for section in sections]
    assert places == sorted(places)
    assert "People" not in page


def test_there_are_no_pages_of_apps(curator):
    assert curator.get("/admin/incidents/").status_code == 302


def test_lists_say_what_they_are(curator):
    page = curator.get(list_of(Event)).content.decode()
    assert "<title>Events | Demarche</title>" in page
    assert "<h1>Events</h1>" in page
    assert re.search(r"0 events", page)


def test_the_language_can_be_chosen(curator):
    assert "Insiden" not in text(curator.get("/admin/"))
    response = curator.post(reverse("admin:language"), {"language": "id", "next": list_of(Incident)})
    assert response.url == list_of(Incident)
    page = text(curator.get("/admin/"))
    assert "Insiden" in page
    assert "Peristiwa terbaru" in page


def test_the_language_can_be_chosen_before_logging_in(client, db):
    page = client.get("/admin/login/").content.decode()
    assert 'action="/admin/language/"' in page
    client.post(reverse("admin:language"), {"language": "id", "next": "/admin/login/"})
    assert "Sandi" in text(client.get("/admin/login/"))


def test_choosing_a_language_leads_to_no_other_site(curator):
    response = curator.post(reverse("admin:language"), {"language": "id", "next": "https://example.org/"})
    assert response.url == "/"


def test_the_log_speaks_indonesian_too(db):
    IncidentFactory(title={"id": "Seoul memanggil utusan"})
    browser = browser_of(READER.__class__("lia", frozenset(("curator",))), language="id")
    page = text(browser.get(list_of(Event))).casefold()
    for words in ("posisi", "dicatat (utc)", "insiden dibuka", "seoul memanggil utusan", "versi", "1 peristiwa"):
        assert words in page, words
    assert "recorded at" not in page


@pytest.mark.parametrize("language", ["en", "id"])
def test_pages_hold_nothing_that_the_policy_forbids(db, language):
    browser = browser_of(READER, language=language)
    row = IncidentFactory(evidence=())
    SourceFactory()
    for address in ("/admin/", list_of(Incident), list_of(Statement), page_of(row), "/admin/password_change/"):
        response = browser.get(address)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        page = response.content.decode()
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_logging_out_and_changing_the_password_work(curator):
    assert text(curator.get("/admin/password_change/"))
    assert curator.post("/admin/logout/").status_code == 200
    assert curator.get("/admin/").status_code == 302
