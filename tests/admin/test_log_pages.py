"""Pages of the log and of the past: events as they were recorded, receipts, versions."""

import json

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.models import Event, Facet, IncidentVersion, Receipt
from tests.admin.support import list_of, page_of, panel, text
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, claim, passage
from tests.people import OWNER


@pytest.fixture
def summons(db):
    korea = ActorFactory(state=True, name="South Korea")
    source = SourceFactory(about={"title": "Envoy called in"})
    return IncidentFactory(
        title={"en": "The summons"},
        claims={f"participant:{korea.id}:represented_state_protesting": {}, "date": "2024-06-21"},
        evidence=(passage(source),),
    )


def test_an_event_shows_position_stream_type_and_hash(curator, summons):
    event = Event.objects.get(type="IncidentOpened")
    response = curator.get(page_of(event))
    summary = panel(response, "summary")
    for words in (
        f"Position {event.position}",
        "Event incident opened IncidentOpened",
        "Record The summons",
        f"Stream incident {summons.id}",
        "Version of the stream 1",
        "Person alice",
        f"Hash {event.hash}",
        event.recorded_at.strftime("%Y-%m-%d %H:%M:%S.%f"),
    ):
        assert words in summary, words
    assert f"/admin/incidents/event/?q={summons.id}" in response.content.decode()


def test_an_event_shows_what_it_says_with_names(curator, summons):
    response = curator.get(page_of(Event.objects.get(type="IncidentOpened")))
    shown = panel(response, "data")
    assert "title: English: The summons" in shown
    assert (
        "participant: South Korea, protesting state represented_state_protesting = without office or principal" in shown
    )
    assert "date = 2024-06-21 basis: explicit" in shown
    assert "unknown outlet: “Envoy called in” · paragraph 3, 100–120 · body" in shown
    assert "command: OpenIncident" in panel(response, "metadata")


def test_salts_are_not_shown_and_personal_fields_are_read(curator, summons):
    event = Event.objects.get(type="IncidentOpened")
    assert "salt" in json.dumps(event.data)
    page = curator.get(page_of(event)).content.decode()
    assert "salt" not in page
    assert "&quot;en&quot;: &quot;The summons&quot;" in page


def test_events_lead_to_their_neighbours(curator, summons):
    first, *_, last = Event.objects.order_by("position")
    assert "Previous event" not in text(curator.get(page_of(first)))
    assert "Next event" in text(curator.get(page_of(first)))
    assert "Next event" not in text(curator.get(page_of(last)))


def test_a_receipt_leads_to_its_events(curator, summons):
    note = AddNote(kind="incident", id=str(summons.id), text="Received.")
    outcome = dispatch(note, person=OWNER, key="my-key")
    assert f"my-key alice {outcome.first}" in text(curator.get(list_of(Receipt)))
    response = curator.get(page_of(Receipt.objects.get()))
    assert f"Events {outcome.first}" in panel(response, "summary")


def test_versions_show_the_row_as_it_stood(curator, summons):
    told = claim(summons, "date", "2024-06-20", name="late", credibility=1)
    dispatch(RecordClaim(kind="incident", id=str(summons.id), claim=told), person=OWNER)
    old = IncidentVersion.objects.get(to_position__isnull=False)
    response = curator.get(page_of(old))
    shown = panel(response, "columns")
    assert "date: 2024-06-21" in shown
    assert "type: summons of an envoy SUMMONS" in shown
    assert "South Korea" in shown
    page = response.content.decode()
    assert page_of(summons) in page
    assert f"/admin/incidents/incidentversion/?record_id={summons.id}" in page


def test_the_page_of_a_record_leads_to_its_versions(curator, summons):
    address = f"/admin/incidents/incidentversion/?record_id={summons.id}"
    assert address in curator.get(page_of(summons)).content.decode()
    assert {row.record_id for row in curator.get(address).context["cl"].result_list} == {summons.id}


def test_a_facet_shows_its_record(curator, summons):
    facet = Facet.objects.get(record_kind="incident", key="initiator")
    shown = panel(curator.get(page_of(facet)), "summary")
    assert "Record The summons" in shown
    assert "Value South Korea" in shown
