"""What goes wrong while somebody types: a session that ends, another log-in, a paste that is too large."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from incidents.log.read import head
from incidents.models import Incident
from tests.admin.commands.support import fill, form_of, hidden_fields
from tests.admin.support import browser_of, text, words
from tests.factories import IncidentFactory
from tests.people import OWNER

LOGIN = {"username": "alice", "password": "secret"}


def test_a_session_that_ended_loses_nothing(curator):
    incident = IncidentFactory(title={"en": "Before"})
    address = form_of(incident, "claim", property="scope")
    sent = {**hidden_fields(curator.get(address)), "value_value": "context", "reason": "Typed for <b>minutes</b>."}
    curator.cookies.clear()
    before = head().position
    answer = curator.post(address, sent)
    assert answer.status_code == 302
    login = curator.get(answer.url)
    assert "Your session had ended. Log in: what you typed is kept." in words(login.content.decode())
    back = curator.post(answer.url, {**LOGIN, "next": login.context["next"]})
    assert back.status_code == 302 and back.url == address
    page = curator.get(back.url)
    html = page.content.decode()
    assert "It is not recorded yet." in text(page)
    assert "Typed for &lt;b&gt;minutes&lt;/b&gt;." in html
    assert '<option value="context" selected>' in html
    assert head().position == before
    assert hidden_fields(page)["key"] == sent["key"]
    assert curator.post(address, {**sent, **hidden_fields(page)}).status_code == 302
    assert Incident.objects.get(id=incident.id).scope == "context"
    assert "Typed for" not in curator.get(address).content.decode()


def test_what_was_typed_can_be_discarded(curator):
    incident = IncidentFactory()
    address = form_of(incident, "note")
    sent = {**hidden_fields(curator.get(address)), "text": "Not after all."}
    curator.cookies.clear()
    curator.post(address, sent)
    curator.force_login(browser_user("alice"))
    assert "Not after all." in curator.get(address).content.decode()
    assert "Not after all." not in curator.get(f"{address}?discard=1").content.decode()


def browser_user(name: str):
    from django.contrib.auth.models import User

    return User.objects.get(username=name)


def test_a_page_from_before_another_log_in_loses_nothing(curator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(browser_user("alice"))
    incident = IncidentFactory()
    address = form_of(incident, "note")
    opened = strict.get(address)
    sent = {**hidden_fields(opened), "text": "Typed before.", "csrfmiddlewaretoken": "x" * 64}
    own = {"origin": "http://testserver"}
    answer = strict.post(address, sent, headers=own)
    assert (answer.status_code, answer.url) == (302, address)
    page = strict.get(address)
    assert "Typed before." in page.content.decode()
    assert "Check it and send it once more." in text(page)
    before = head().position
    for origin in ("http://elsewhere.example", "null", ""):
        assert strict.post(address, sent, headers={"origin": origin} if origin else {}).status_code == 403
    assert head().position == before


def test_a_large_paste_is_refused_on_its_field_and_kept(curator):
    incident = IncidentFactory()
    paste = "Ünïcode & <b>line</b>\n" * 100_000
    answer = fill(curator, form_of(incident, "note"), text=paste)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "5000" in page or "5,000" in page
    assert page.count("&lt;b&gt;line") == 100_000
    assert "<b>line" not in page


def test_more_than_a_request_may_hold_gets_a_page_that_says_so(curator):
    incident = IncidentFactory()
    before = head().position
    answer = fill(curator, form_of(incident, "note"), text="x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert answer.status_code == 413
    told = words(answer.content.decode())
    assert "Nothing was recorded" in told and "7.6 MB" in told
    assert head().position == before
    many = curator.post(reverse("admin:incidents_incident_changelist"), {f"field{n}": "x" for n in range(1500)})
    assert many.status_code == 400
    assert "Go back" in words(many.content.decode())


@pytest.mark.parametrize(
    "versions",
    ["", "nonsense", "[]", '{"x": 1}', "{", "[" * 100_000, '{"b8fabfb0-5852-5863-8287-e2b8cfbad949": "one"}', "\x00"],
)
def test_a_damaged_page_is_no_fault(curator, versions):
    incident = IncidentFactory()
    address = form_of(incident, "note")
    sent = {**hidden_fields(curator.get(address)), "versions": versions, "text": "A note"}
    assert curator.post(address, sent).status_code in (409, 422)
    assert curator.post(address, {"text": "A note"}).status_code in (409, 422)
    assert curator.post(address, {**sent, "key": "nonsense"}).status_code == 422
    assert not Incident.objects.get(id=incident.id).notes


@pytest.mark.parametrize("typed", ["\x00", b"\x00\xd8", "a\x07b", "e\u0301", " ", "\r\n"])
def test_odd_characters_are_normalised_or_refused(curator, typed):
    incident = IncidentFactory()
    answer = fill(curator, form_of(incident, "note"), text=typed)
    assert answer.status_code in (302, 422)
    if typed == "e\u0301":
        assert Incident.objects.get(id=incident.id).notes[0]["text"] == "\u00e9"


def test_two_curators_at_once(curator):
    amir = browser_of(OWNER.__class__("amir", OWNER.roles))
    incident = IncidentFactory()
    address = form_of(incident, "note")
    first, second = hidden_fields(curator.get(address)), hidden_fields(amir.get(address))
    assert curator.post(address, {**first, "text": "Alice's note"}).status_code == 302
    answer = amir.post(address, {**second, "text": "Amir's note"})
    assert answer.status_code == 409
    assert "Alice&#x27;s note" in answer.content.decode() and "Amir&#x27;s note" in answer.content.decode()
    assert amir.post(address, {**second, **hidden_fields(answer), "text": "Amir's note"}).status_code == 302
    assert [note["text"] for note in Incident.objects.get(id=incident.id).notes] == ["Alice's note", "Amir's note"]


def test_a_key_used_for_something_else_is_renewed(curator):
    incident = IncidentFactory()
    address = form_of(incident, "note")
    opened = hidden_fields(curator.get(address))
    curator.post(address, {**opened, "text": "One"})
    answer = curator.post(address, {**opened, "text": "Two"})
    assert answer.status_code == 422
    assert "sent before, with other content" in words(answer.content.decode())
    again = {**hidden_fields(answer), "text": "Two"}
    assert again["key"] != opened["key"]
    assert curator.post(address, again).status_code == 409


@pytest.mark.parametrize("hidden", [{"key": "no key"}, {"key": ""}, {"versions": "[1"}])
def test_a_damaged_page_says_so(curator, hidden):
    incident = IncidentFactory()
    address = form_of(incident, "note")
    answer = curator.post(address, {**hidden_fields(curator.get(address)), "text": "A note", **hidden})
    assert answer.status_code == 422
    assert "This page is damaged: load it again." in words(answer.content.decode())


def ended(browser, **sent):
    """Send an article after the session ended; return what the page of the log-in says, and the way back."""
    address = reverse("admin:incidents_source_add")
    sent = {**hidden_fields(browser.get(address)), "kind": "article", **sent}
    del browser.cookies["sessionid"]
    login = browser.get(browser.post(address, sent).url)
    back = browser.post(login.request["PATH_INFO"], {**LOGIN, "next": login.context["next"]})
    return words(login.content.decode()), browser.get(back.url).content.decode()


def test_a_long_article_typed_when_the_session_ended_is_kept(curator):
    paste = "Kalimat dengan spasi & tanda. " * 30_000
    told, page = ended(curator, pasted=paste)
    assert "what you typed is kept" in told
    assert page.count("Kalimat dengan spasi") == 30_000


def test_what_is_too_long_to_be_kept_is_not_said_to_be(curator):
    told, page = ended(curator, pasted="é" * 1_000_000)
    assert "too long to be kept" in told and "is kept" not in told
    assert "éé" not in page


def test_a_browser_that_nobody_logged_in_with_cannot_fill_the_database(curator):
    address = form_of(IncidentFactory(), "note")
    curator.cookies.clear()
    for browser in (curator, Client(enforce_csrf_checks=True)):
        answer = browser.post(address, {"text": "x" * 30_000}, headers={"origin": "http://testserver"})
        assert answer.status_code == 302
        assert "drafts" not in browser.session
        login = browser.get(browser.get(answer.url).url if browser is not curator else answer.url)
        assert "too long to be kept" in words(login.content.decode())


def test_drafts_of_one_session_have_a_bound(curator):
    address = reverse("admin:incidents_source_add")
    curator.get(address)
    del curator.cookies["sessionid"]
    for number in range(4):
        curator.post(f"{address}?n={number}", {"pasted": str(number) * 1_000_000})
    assert list(curator.session["drafts"]) == [f"{address}?n={number}" for number in (2, 3)]


def test_a_browser_that_forgot_everything_is_told_that_the_session_ended(curator):
    strict = Client(enforce_csrf_checks=True)
    address = form_of(IncidentFactory(), "note")
    answer = strict.post(address, {"text": "Typed."}, headers={"origin": "http://testserver"})
    login = strict.get(strict.get(answer.url).url)
    assert "Your session had ended. Log in: what you typed is kept." in words(login.content.decode())
