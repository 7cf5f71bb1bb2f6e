"""The page of an incident: what may be done in place, the matrix, notes that are missing, diffs, and the past."""

import re

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import AddNote, AssessClaim, PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.incident import MergeIncidents, RetitleIncident
from incidents.domain.link import WithdrawLink
from incidents.log.read import head
from incidents.models import Claim
from tests.admin.commands.support import form_of
from tests.admin.support import browser_of, page_of, panel, text, words
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, SourceFactory, StatementFactory, claim, passage
from tests.people import COLLEAGUE, OWNER


@pytest.fixture
def sources(db):
    """A held article of an outlet, and a wire that it relays."""
    outlets = ActorFactory(outlet=True, name="The Daily"), ActorFactory(outlet=True, name="The Wire")
    article = SourceFactory(outlet=outlets[0], about={"title": "Envoy called in"})
    return article, SourceFactory(cited=True, kind="wire", outlet=outlets[1])


@pytest.fixture
def summons(sources):
    """A summons with two dates, of which one counts."""
    article, wire = sources
    incident = IncidentFactory(title={"en": "The summons"}, claims={"date": "2024-06-21"}, evidence=(passage(article),))
    rival = claim(incident, "date", "2024-06-20", passage(article, 300, relay=(wire,)), name="thursday")
    dispatch(RecordClaim(kind="incident", id=str(incident.id), claim=rival), person=OWNER)
    return incident


def record(incident, *commands) -> int:
    """Send commands about an incident; return the position they lead to."""
    dispatch(commands, person=OWNER)
    return head().position


def test_each_claim_offers_what_may_be_done_with_it(curator, reader, summons):
    page = curator.get(page_of(summons)).content.decode()
    rival = Claim.objects.get(value="2024-06-20")
    for form in ("prefer", "evidence", "assess", "unclaim"):
        assert f'href="{form_of(summons, form, claim=rival.id)}" data-in-place' in page
    assert f'href="{form_of(summons, "claim", property="date")}" data-in-place' in page
    assert form_of(summons, "unprefer", claim=rival.id) not in page
    record(summons, PreferClaim(kind="incident", id=str(summons.id), claim=str(rival.id)))
    assert form_of(summons, "unprefer", claim=rival.id) in curator.get(page_of(summons)).content.decode()
    assert "data-in-place" not in reader.get(page_of(summons)).content.decode()


def test_a_form_comes_alone_for_its_place_in_the_page(curator, summons):
    rival = Claim.objects.get(value="2024-06-20")
    part = curator.get(form_of(summons, "prefer", claim=rival.id, part=1)).content.decode()
    assert part.strip().startswith("<form") and "<html" not in part
    assert f'action="{form_of(summons, "prefer", claim=rival.id)}"' in part


def test_the_matrix_shows_who_says_what(curator, summons):
    response = curator.get(page_of(summons))
    shown = panel(response, "matrix")
    assert "The Daily: “Envoy called in”" in shown
    assert "date 2024-06-21 counts ● paragraph 3" in shown
    assert "date 2024-06-20 does not count ↷ paragraph 3, through The Wire, wire" in shown
    told = Claim.objects.get(value="2024-06-20")
    record(summons, WithdrawClaim(kind="incident", id=str(summons.id), claim=str(told.id)))
    assert "2024-06-20" not in panel(curator.get(page_of(summons)), "matrix")


def test_a_dispute_without_a_note_asks_for_one(curator, reader, summons):
    address = form_of(summons, "note", property="date")
    response = curator.get(page_of(summons))
    assert "A note is required for: date" in panel(response, "notes")
    assert address in response.content.decode()
    assert address not in reader.get(page_of(summons)).content.decode()
    form = curator.get(address).content.decode()
    assert '<option value="date" selected>' in form
    record(summons, AddNote(kind="incident", id=str(summons.id), text="A misprint.", property="date"))
    assert "A note is required" not in text(curator.get(page_of(summons)))


def test_the_history_has_a_diff_for_each_event(curator, summons):
    told = Claim.objects.get(value="2024-06-21")
    record(
        summons,
        RetitleIncident(id=str(summons.id), title={"en": "The envoy called in"}),
        AssessClaim(kind="incident", id=str(summons.id), claim=str(told.id), credibility=2),
    )
    shown = panel(curator.get(page_of(summons)), "history")
    events = re.split(r"(?=credibility of a claim assessed|incident retitled|claim recorded|incident opened)", shown)
    assert "date: 2024-06-21 – credibility: – → 2 probably true" in events[1]
    assert "titles: English: The summons → English: The envoy called in" in events[2]
    assert "date: – → 2024-06-20" in events[3]
    assert "type: – → summons of an envoy" in events[4]


def test_the_page_stands_as_it_stood(curator, summons, sources):
    then = head().position
    StatementFactory(incident=summons, gist={"en": "Said later"})
    link = LinkFactory(start=summons, end=IncidentFactory(title={"en": "The pact"}))
    record(
        summons,
        RetitleIncident(id=str(summons.id), title={"en": "Another title"}),
        WithdrawClaim(kind="incident", id=str(summons.id), claim=str(Claim.objects.get(value="2024-06-21").id)),
        AddNote(kind="incident", id=str(summons.id), text="Noted later."),
    )
    linked = head().position
    record(summons, WithdrawLink(id=str(link.id)))
    past = curator.get(page_of(summons), {"as_of": then})
    shown = text(past)
    assert f"As it stood at position {then}" in shown
    assert "<h1" in past.content.decode() and "The summons" in shown
    for later in ("Another title", "Said later", "Noted later.", "The pact"):
        assert later not in shown, later
    assert "Date 2024-06-21" in panel(past, "summary")
    assert "2024-06-20 does not count" in panel(past, "claims")
    assert "data-in-place" not in past.content.decode()
    assert "incident retitled" not in panel(past, "history")
    between = curator.get(page_of(summons), {"as_of": linked})
    assert "The pact" in panel(between, "links") and "Said later" in panel(between, "statements")
    assert "Date 2024-06-20" in panel(between, "summary")


def test_names_of_the_past_are_those_of_then(curator):
    korea, double = ActorFactory(state=True, name="South Korea"), ActorFactory(state=True, name="Korsel")
    incident = IncidentFactory(claims={f"participant:{double.id}:party": {}})
    then = head().position
    dispatch(MergeActors(id=str(double.id), into=str(korea.id)), person=COLLEAGUE)
    assert "South Korea" in panel(curator.get(page_of(incident)), "participants")
    assert "Korsel" in panel(curator.get(page_of(incident), {"as_of": then}), "participants")


def test_merges_of_the_past_are_shown(curator):
    loser, survivor = IncidentFactory(title={"en": "The double"}), IncidentFactory(title={"en": "The summons"})
    before = head().position
    dispatch(MergeIncidents(id=str(loser.id), into=str(survivor.id)), person=COLLEAGUE)
    after = head().position
    assert "Merged into this one The double" in panel(curator.get(page_of(survivor), {"as_of": after}), "summary")
    assert "The double" not in panel(curator.get(page_of(survivor), {"as_of": before}), "summary")
    shown = curator.get(page_of(loser), {"as_of": before})
    assert shown.status_code == 200 and "The double" in text(shown)


@pytest.mark.parametrize("asked", ["yesterday", "99999999", "2999-01-01", "-1", "2024-13-01", "'; --", "9" * 400])
def test_a_moment_that_cannot_be_read_is_said(curator, summons, asked):
    response = curator.get(page_of(summons), {"as_of": asked})
    shown = text(response)
    assert "give a position, or a time, up to now" in shown or "Give a position, a date (2024-10-21)" in shown
    assert "Date 2024-06-21" in panel(response, "summary")


def test_before_it_was_recorded_there_is_nothing(curator, summons):
    response = curator.get(page_of(summons), {"as_of": "0"})
    assert "This record was not there yet." in text(response)
    day = curator.get(page_of(summons), {"as_of": "2001-01-01"})
    assert "This record was not there yet." in text(day)


def test_a_statement_has_its_past_and_its_forms(curator):
    statement = StatementFactory(gist={"en": "Asks for an explanation"})
    then = head().position
    told = claim(statement, "gist", {"en": "Demands one"}, name="other", credibility=1)
    dispatch(RecordClaim(kind="statement", id=str(statement.id), claim=told), person=OWNER)
    assert "Demands one" in panel(curator.get(page_of(statement)), "summary")
    past = curator.get(page_of(statement), {"as_of": then})
    assert "Asks for an explanation" in panel(past, "summary") and "Demands one" not in text(past)
    assert form_of(statement, "report") in curator.get(page_of(statement)).content.decode()


def test_in_indonesian(db, summons):
    page = browser_of(OWNER, language="id").get(page_of(summons))
    assert page.status_code == 200
    assert "2024-06-21" in words(page.content.decode())
