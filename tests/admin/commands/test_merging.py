"""Merging and taking it back: what moves is shown first, the old page redirects, newer claims may go along."""

import pytest
from django.contrib.auth.models import User

from incidents.dispatch import dispatch
from incidents.domain.claiming import RecordClaim
from incidents.models import Actor, Claim, Incident, Statement
from tests.admin.commands.support import fill, form_of, hidden_fields, newest
from tests.admin.support import page_of, panel, text, words
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, SourceFactory, StatementFactory, claim, passage
from tests.people import OWNER


@pytest.fixture
def doubles(db):
    """Two accounts of one summons: the first has a statement and a link of its own."""
    source = SourceFactory()
    double = IncidentFactory(title={"en": "The double"}, claims={"date": "2024-06-20"}, evidence=(passage(source),))
    summons = IncidentFactory(title={"en": "The summons"}, claims={"scope": "core"}, evidence=(passage(source, 300),))
    StatementFactory(incident=double, gist={"en": "Asks for an explanation"})
    LinkFactory(start=double, end=IncidentFactory(title={"en": "The pact"}))
    return double, summons


def test_what_moves_is_shown_before(editor, doubles):
    double, _summons = doubles
    address = form_of(double, "merge")
    first = editor.get(address)
    assert 'method="get"' in first.content.decode()
    shown = text(editor.get(address, {"into": "The summons"}))
    for told in (
        "It is merged into: The summons",
        "2 claims",
        "date: 2024-06-20",
        "Asks for an explanation",
        "The pact",
    ):
        assert told in shown, told
    assert "Nothing is called" in text(editor.get(address, {"into": "Nobody"}))


def test_a_merge_and_its_reversal(editor, curator, doubles):
    double, summons = doubles
    address = form_of(double, "merge", into_id=summons.id)
    assert "the other way round" in text(editor.get(address))
    response = fill(editor, address, into=str(summons.id), reason="One act.")
    assert (response.status_code, response.url) == (302, page_of(summons)), words(response.content.decode())
    assert (newest().type, newest().stream_id) == ("IncidentsMerged", str(double.id))
    assert Incident.objects.get(id=summons.id).date == "2024-06-20"
    old = editor.get(page_of(double))
    assert (old.status_code, old.url) == (302, page_of(summons))
    survivor = editor.get(old.url)
    assert "That record was merged into this one." in text(survivor)
    assert "Asks for an explanation" in panel(survivor, "statements")
    own = editor.get(f"{page_of(double)}?merged")
    assert "was merged away" in panel(own, "merged")
    assert "Take the merge back" in text(own)
    assert "Change the title" not in text(own)
    assert fill(editor, form_of(double, "reverse"), reason="Two acts after all.").status_code == 302
    assert Incident.objects.get(id=summons.id).date is None
    assert editor.get(page_of(double)).status_code == 200
    again = fill(editor, form_of(double, "reverse"))
    assert "This record is not merged" in words(again.content.decode())


def test_newer_claims_go_along_when_a_merge_is_taken_back(editor, doubles):
    double, summons = doubles
    fill(editor, form_of(double, "merge", into_id=summons.id), into=str(summons.id))
    place = {"name": "Seoul", "role": "where", "precision": "city"}
    newer = claim(summons, "place", place, passage(SourceFactory()))
    dispatch(RecordClaim(kind="incident", id=str(summons.id), claim=newer), person=OWNER)
    statement = StatementFactory(incident=summons, gist={"en": "Said later"})
    shown = text(editor.get(form_of(double, "reverse")))
    assert "place: Seoul" in shown and "Said later" in shown
    joined = Claim.objects.get(subject_id=statement.id, property="incident")
    response = fill(editor, form_of(double, "reverse"), move=[newer.claim, str(joined.id)], reason="Two acts.")
    assert response.status_code == 302, words(response.content.decode())
    assert Incident.objects.get(id=double.id).place["name"] == "Seoul"
    assert Incident.objects.get(id=summons.id).place is None
    assert Statement.objects.get(id=statement.id).incident_id == double.id
    moved = Claim.objects.get(subject_id=double.id, property="place")
    assert moved.evidence == Claim.objects.get(id=newer.claim).evidence


def test_a_merge_needs_somebody_who_may(curator, doubles):
    double, _summons = doubles
    assert curator.get(form_of(double, "merge")).status_code == 403
    assert "merge" not in words(curator.get(page_of(double)).content.decode())


def test_the_survivor_has_to_be_looked_at_first(editor, doubles):
    double, summons = doubles
    response = fill(editor, form_of(double, "merge"), into=str(summons.id))
    assert response.status_code == 422
    itself = form_of(double, "merge", into_id=double.id)
    assert "cannot be merged into itself" in text(editor.get(itself))
    assert editor.post(itself, {"into": str(double.id)}).status_code == 422


def test_somebody_who_changed_the_survivor_meanwhile_is_shown(editor, doubles):
    double, summons = doubles
    address = form_of(double, "merge", into_id=summons.id)
    opened = hidden_fields(editor.get(address))
    told = claim(summons, "occurrence", "reported", passage(SourceFactory()))
    dispatch(RecordClaim(kind="incident", id=str(summons.id), claim=told), person=OWNER)
    response = editor.post(address, {**opened, "into": str(summons.id)})
    assert response.status_code == 409
    assert "claim recorded" in words(response.content.decode())


def test_actors_are_merged_and_reversed(editor):
    korea, double = ActorFactory(state=True, name="South Korea"), ActorFactory(state=True, name="Korsel")
    IncidentFactory(title={"en": "A summons"}, claims={f"participant:{double.id}:party": {}})
    address = form_of(double, "merge", into_id=korea.id)
    assert "A summons" in text(editor.get(address))
    assert fill(editor, address, into=str(korea.id)).url == page_of(korea)
    assert editor.get(page_of(double)).url == page_of(korea)
    assert {name["text"] for name in Actor.objects.get(id=korea.id).names} == {"South Korea", "Korsel"}
    IncidentFactory(title={"en": "Opened since"}, claims={f"participant:{korea.id}:party": {}})
    shown = text(editor.get(form_of(double, "reverse")))
    assert "Records that have named the other one since Opened since" in shown and "A summons" not in shown
    assert fill(editor, form_of(double, "reverse")).status_code == 302
    assert [name["text"] for name in Actor.objects.get(id=korea.id).names] == ["South Korea"]


def test_redirects_are_for_who_may_look(client, doubles):
    double, _summons = doubles
    User.objects.create_user("nobody", password="secret", is_staff=True)
    client.login(username="nobody", password="secret")
    assert "/login/" in client.get(page_of(double)).url


def test_claims_that_came_with_a_merge_are_worked_on_from_the_survivor(editor, doubles):
    double, summons = doubles
    fill(editor, form_of(double, "merge", into_id=summons.id), into=str(summons.id))
    told = Claim.objects.get(property="date")
    assert (told.subject_id, told.recorded_in) == (summons.id, double.id)
    assert form_of(summons, "prefer", claim=told.id) in editor.get(page_of(summons)).content.decode()
    assert fill(editor, form_of(summons, "prefer", claim=told.id), reason="Ours.").status_code == 302
    assert (newest().type, newest().stream_id) == ("ClaimPreferred", str(double.id))
    assert fill(editor, form_of(summons, "unprefer", claim=told.id)).status_code == 302
    assert fill(editor, form_of(summons, "assess", claim=told.id), credibility="2").status_code == 302
    assert fill(editor, form_of(summons, "unclaim", claim=told.id), reason="A misprint.").status_code == 302
    assert Incident.objects.get(id=summons.id).date is None


def test_links_and_statements_since_are_listed_when_a_merge_is_taken_back(editor, doubles):
    double, summons = doubles
    old = LinkFactory(start=summons, end=IncidentFactory(title={"en": "Before the merge"}))
    fill(editor, form_of(double, "merge", into_id=summons.id), into=str(summons.id))
    assert "have named the other one since" not in text(editor.get(form_of(double, "reverse")))
    LinkFactory(start=IncidentFactory(title={"en": "After the merge"}), end=summons)
    StatementFactory(about=summons, gist={"en": "Speaks of it later"})
    shown = text(editor.get(form_of(double, "reverse")))
    assert "Records that have named the other one since" in shown
    assert "After the merge" in shown and "Speaks of it later" in shown
    assert "Before the merge" not in shown and old.status == "active"
