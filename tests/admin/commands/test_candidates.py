"""Candidates for links: scored from what incidents share, each with the form that links it filled in."""

import re

import pytest
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.claiming import WithdrawClaim
from incidents.models import Claim, Incident, Link
from tests.admin.commands.support import fill
from tests.admin.support import text
from tests.factories import ActorFactory, IncidentFactory
from tests.people import OWNER


def candidates(browser, incident) -> str:
    return browser.get(reverse("admin:incidents_incident_candidates", args=[incident.id]))


@pytest.fixture
def sides(db):
    return ActorFactory(state=True, name="South Korea", country="KOR"), ActorFactory(
        state=True, name="Russia", country="RUS"
    )


def summons(sides, title: str, day: str, **claims) -> Incident:
    host, sender = sides
    return IncidentFactory(
        title={"en": title},
        type="SUMMONS",
        claims={
            "date": day,
            f"participant:{host.id}:represented_state_protesting": {},
            f"participant:{sender.id}:target_state": {},
            **claims,
        },
    )


def score(response) -> int:
    return int(re.search(r'class="score">(\d+)', response.content.decode())[1])


def test_scores_come_from_what_is_shared(curator, sides):
    june = summons(sides, "June", "2024-06-21", issue=["SANCTIONS"])
    october = summons(sides, "October", "2024-10-21", issue=["SANCTIONS"])
    response = candidates(curator, june)
    shown = text(response)
    for words in ("may be a recurrence: October", "same initiator: South Korea", "same type: summons of an envoy"):
        assert words in shown, shown
    before = score(response)
    told = Claim.objects.get(subject_id=october.id, property="issue")
    dispatch(WithdrawClaim(kind="incident", id=str(october.id), claim=str(told.id)), person=OWNER)
    assert score(candidates(curator, june)) < before


def test_a_candidate_is_linked_with_little_typing(curator, sides):
    june, october = summons(sides, "June", "2024-06-21"), summons(sides, "October", "2024-10-21")
    page = candidates(curator, october).content.decode()
    address = re.search(r'href="([^"]*/link/\?[^"]*)"', page)[1].replace("&amp;", "&")
    form = curator.get(address).content.decode()
    assert re.search(r'value="RECURS" selected', form)
    sent = {"other_id": f"incident:{june.id}", "other": "June", "type": "RECURS", "direction": "forward"}
    assert fill(curator, address, **sent, confidence="high", rationale="Same ministry, same envoy.").status_code == 302
    link = Link.objects.get()
    assert (link.from_id, link.to_id) == (october.id, june.id)
    assert "October" not in text(candidates(curator, june)).partition("No other incident")[0].rpartition("Scores")[2]


def test_doubles_are_offered_for_merging(editor, curator, sides):
    one, other = summons(sides, "One", "2024-06-21"), summons(sides, "Other", "2024-06-21")
    shown = candidates(editor, one)
    assert "may be the same incident: Other" in text(shown)
    assert f"into_id={other.id}" in shown.content.decode()
    assert "into_id" not in candidates(curator, one).content.decode()


def test_nothing_shared_nothing_proposed(reader, sides):
    june, other = summons(sides, "June", "2024-06-21"), IncidentFactory(type="MEETING")
    assert "No other incident shares enough" in text(candidates(reader, other))
    summons(sides, "October", "2024-10-21")
    shown = candidates(reader, june).content.decode()
    assert "October" in shown and "/link/?" not in shown
