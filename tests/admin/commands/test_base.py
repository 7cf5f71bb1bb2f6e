"""What every command form does: records once, says what changed nothing, shows refusals and conflicts."""

import json

from django.contrib.messages import get_messages

from incidents.dispatch import dispatch
from incidents.domain.incident import RetitleIncident
from incidents.models import Incident
from tests.admin.commands.support import fill, form_of, hidden_fields, newest
from tests.admin.support import page_of, text, words
from tests.factories import IncidentFactory, uid
from tests.people import SECOND_OWNER


def test_one_submit_is_one_batch_with_one_reason(curator):
    incident = IncidentFactory()
    response = fill(curator, form_of(incident, "title"), title_en="A new title", title_id="Judul", reason="Clearer.")
    assert (response.status_code, response.url) == (302, page_of(incident))
    event = newest()
    assert (event.type, event.data) == ("IncidentRetitled", {"title": {"en": "A new title", "id": "Judul"}})
    assert (event.metadata["person"], event.metadata["reason"]) == ("alice", "Clearer.")
    page = text(curator.get(response.url))
    assert "Recorded: incident retitled." in page


def test_sent_twice_it_is_recorded_once(curator):
    incident = IncidentFactory()
    address = form_of(incident, "title")
    sent = {**hidden_fields(curator.get(address)), "title_en": "A new title"}
    curator.post(address, sent)
    head = newest().position
    again = curator.post(address, sent)
    assert again.status_code == 302
    assert newest().position == head
    assert "recorded already" in str(list(get_messages(again.wsgi_request))[-1])


def test_what_changes_nothing_records_nothing(curator):
    incident = IncidentFactory(title={"en": "A title"})
    head = newest().position
    response = fill(curator, form_of(incident, "title"), title_en="A title")
    assert response.status_code == 302
    assert newest().position == head
    assert "Nothing changed" in text(curator.get(response.url))


def test_a_refusal_stands_on_its_field_and_keeps_what_was_typed(curator):
    incident = IncidentFactory()
    response = fill(curator, form_of(incident, "title"), reason="Typed in vain?")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Give a text in English (en) or Indonesian (id), or both." in page[page.index("field-title_en") :][:600]
    assert "Typed in vain?" in page


def test_a_conflict_shows_what_happened_in_between(curator):
    incident = IncidentFactory(title={"en": "Before"})
    address = form_of(incident, "title")
    opened = hidden_fields(curator.get(address))
    dispatch(RetitleIncident(id=str(incident.id), title={"en": "Theirs"}), person=SECOND_OWNER, reason="A typing error")
    response = curator.post(address, {**opened, "title_en": "Mine", "reason": "As the ministry calls it"})
    assert response.status_code == 409
    page = words(response.content.decode())
    for told in ("incident retitled", "amir", "Reason: A typing error", "Before", "Theirs", "Apply mine on top"):
        assert told in page or told in response.content.decode()
    assert 'value="Mine"' in response.content.decode()
    assert "As the ministry calls it" in page
    assert Incident.objects.get(id=incident.id).title == "Theirs"
    again = {**hidden_fields(response), "title_en": "Mine", "reason": "As the ministry calls it"}
    assert json.loads(again["versions"]) == {str(incident.id): 2}
    assert curator.post(address, again).status_code == 302
    assert Incident.objects.get(id=incident.id).title == "Mine"


def test_what_was_left_alone_reverts_nothing(curator):
    incident = IncidentFactory(title={"en": "Before", "id": "Sebelum"})
    address = form_of(incident, "title")
    opened = curator.get(address)
    assert 'name="initial-title_id" value="Sebelum"' in opened.content.decode()
    seen = {"initial-title_en": "Before", "initial-title_id": "Sebelum", "title_id": "Sebelum", "title_en": "Mine"}
    theirs = RetitleIncident(id=str(incident.id), title={"en": "Before", "id": "Dari dia"})
    dispatch(theirs, person=SECOND_OWNER)
    response = curator.post(address, {**hidden_fields(opened), **seen})
    assert response.status_code == 409
    page = response.content.decode()
    assert 'name="title_en" value="Mine"' in page and 'name="title_id" value="Dari dia"' in page
    seen |= {"title_id": "Dari dia", "initial-title_id": "Dari dia"}
    assert curator.post(address, {**hidden_fields(response), **seen}).status_code == 302
    assert Incident.objects.get(id=incident.id).titles == {"en": "Mine", "id": "Dari dia"}


def test_readers_are_refused(reader):
    incident = IncidentFactory()
    assert reader.get(form_of(incident, "title")).status_code == 403
    assert reader.post(form_of(incident, "title"), {"title_en": "Mine"}).status_code == 403


def test_an_unknown_record_has_no_forms(curator):
    address = form_of(Incident(id=uid("nobody")), "title")
    assert curator.get(address).status_code == 404
    assert curator.post(address, {"title_en": "Mine"}).status_code == 404
