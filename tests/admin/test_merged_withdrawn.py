"""Records merged away say where they redirect; withdrawn ones are marked for curators and hidden from readers."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors, WithdrawActor
from incidents.domain.claiming import AddNote
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge, WithdrawIncident
from incidents.domain.link import WithdrawLink
from incidents.domain.source import WithdrawSource
from incidents.domain.statement import WithdrawStatement
from incidents.models import Actor, Claim, Incident
from tests.admin.support import browser_of, list_of, page_of, panel, rows, text
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, SourceFactory, StatementFactory
from tests.people import COLLEAGUE, OWNER, READER


@pytest.fixture
def merged(db):
    """Two incidents, the first merged into the second."""
    loser, survivor = IncidentFactory(title={"en": "The double"}), IncidentFactory(title={"en": "The summons"})
    dispatch(MergeIncidents(id=str(loser.id), into=str(survivor.id)), person=COLLEAGUE)
    return loser, survivor


def test_a_merged_incident_says_where_it_redirects(curator, merged):
    loser, survivor = merged
    assert curator.get(page_of(loser)).url == page_of(survivor)
    response = curator.get(f"{page_of(loser)}?merged")
    assert "This record was merged away. Its id redirects to: The summons" in panel(response, "merged")
    assert page_of(survivor) in response.content.decode()
    assert "incidents merged" in panel(response, "history")


def test_the_survivor_shows_what_was_merged_into_it(curator, merged):
    loser, survivor = merged
    dispatch(AddNote(kind="incident", id=str(loser.id), text="Seen twice."), person=OWNER)
    response = curator.get(page_of(survivor))
    assert "Merged into this one The double" in panel(response, "summary")
    history = panel(response, "history")
    assert history.index("note added") < history.index("incidents merged")
    assert history.count("incident opened") == 2
    assert len(Claim.objects.filter(subject_id=survivor.id)) == 2


def test_the_list_marks_what_was_merged_and_filters_it(curator, merged):
    loser, survivor = merged
    response = curator.get(list_of(Incident))
    assert len(rows(response)) == 2
    assert "merged away" in text(response)
    assert rows(curator.get(list_of(Incident, merged="yes"))) == [loser]
    assert rows(curator.get(list_of(Incident, merged="no"))) == [survivor]


def test_a_reversed_merge_leaves_no_mark(curator, merged):
    loser, _survivor = merged
    dispatch(ReverseIncidentMerge(id=str(loser.id)), person=COLLEAGUE)
    response = curator.get(page_of(loser))
    assert 'id="merged"' not in response.content.decode()
    assert "merge reversed" in panel(response, "history")


def test_claims_of_merged_actors_stand_in_one_group(curator):
    korea, double = ActorFactory(state=True, name="South Korea"), ActorFactory(state=True, name="Double")
    incident = IncidentFactory(
        claims={f"participant:{double.id}:party": {}, f"participant:{korea.id}:party": {"on_behalf_of": str(korea.id)}}
    )
    dispatch(MergeActors(id=str(double.id), into=str(korea.id)), person=COLLEAGUE)
    shown = panel(curator.get(page_of(incident)), "claims")
    assert shown.count("participant: South Korea, party") == 1
    assert "participant: Double" not in shown
    assert "disputed" in shown
    assert "Its id redirects to: South Korea" in panel(curator.get(f"{page_of(double)}?merged"), "merged")
    assert "Merged into this one Double" in panel(curator.get(page_of(korea)), "summary")
    assert rows(curator.get(list_of(Actor, merged="yes"))) == [double]


def withdrawals():
    incident, statement, actor = IncidentFactory(), StatementFactory(), ActorFactory()
    source, link = SourceFactory(), LinkFactory()
    return (
        (incident, WithdrawIncident, COLLEAGUE),
        (statement, WithdrawStatement, COLLEAGUE),
        (actor, WithdrawActor, COLLEAGUE),
        (source, WithdrawSource, COLLEAGUE),
        (link, WithdrawLink, OWNER),
    )


def test_withdrawn_records_are_marked_for_curators_and_hidden_from_readers(curator, reader):
    for row, command, person in withdrawals():
        model = type(row)
        assert row in rows(reader.get(list_of(model)))
        dispatch(command(id=str(row.id)), person=person)
        assert row in rows(curator.get(list_of(model, status="withdrawn")))
        page = curator.get(page_of(row))
        assert page.status_code == 200
        assert '<span class="badge withdrawn" title="">withdrawn</span>' in page.content.decode()
        assert row not in rows(reader.get(list_of(model)))
        assert reader.get(page_of(row)).status_code == 302


def test_claims_of_withdrawn_records_are_hidden_from_readers(curator, reader):
    incident = IncidentFactory()
    told = Claim.objects.get(subject_id=incident.id)
    dispatch(WithdrawIncident(id=str(incident.id)), person=COLLEAGUE)
    assert told in rows(curator.get(list_of(Claim)))
    assert told not in rows(reader.get(list_of(Claim)))
    assert reader.get(page_of(told)).status_code == 302


def test_a_withdrawn_actor_is_struck_through_where_it_is_named(curator):
    kim = ActorFactory(name="Kim")
    incident = IncidentFactory(claims={f"participant:{kim.id}:summoner": {}})
    dispatch(WithdrawActor(id=str(kim.id)), person=COLLEAGUE)
    assert (
        f'<a class="record withdrawn" href="{page_of(kim)}">Kim</a>' in curator.get(page_of(incident)).content.decode()
    )


def test_a_withdrawn_link_is_marked_on_the_pages_of_its_ends(curator):
    link = LinkFactory()
    dispatch(WithdrawLink(id=str(link.id)), person=OWNER)
    end = Incident.objects.get(id=link.from_id)
    assert "withdrawn" in panel(curator.get(page_of(end)), "links")
    assert "None." in panel(browser_of(READER).get(page_of(end)), "links")


def test_versions_of_withdrawn_records_stay_for_curators(curator, reader):
    for row, command, person in withdrawals():
        dispatch(command(id=str(row.id)), person=person)
        address = f"/admin/incidents/{row._meta.model_name}version/"
        assert len(rows(curator.get(address, {"status": "withdrawn"}))) == 1
        assert len(rows(reader.get(address, {"status": "withdrawn"}))) == 0
