"""Search documents are read models: rebuilt as they were, erased with what they were made of."""

import pytest

from incidents.dispatch import dispatch
from incidents.dispatch.redaction import redact
from incidents.domain.claiming import AddNote
from incidents.domain.incident import RetitleIncident
from incidents.models import Document, DocumentVersion, Event
from incidents.readmodels.rebuild import rebuild
from incidents.search import find
from tests.factories import ActorFactory, IncidentFactory, id_of
from tests.people import ADMINISTRATOR, OWNER, READER


def documents():
    return [list(model.objects.order_by("pk").values()) for model in (Document, DocumentVersion)]


@pytest.mark.django_db(transaction=True)
def test_documents_are_rebuilt_as_they_were():
    summons = IncidentFactory(title={"en": "Quokkas at the gate"})
    dispatch(RetitleIncident(id=id_of(summons), title={"en": "Wombats"}), person=OWNER)
    before = documents()
    assert [len(rows) for rows in before] == [1, 2]
    rebuild()
    assert documents() == before
    assert find("wombats", person=READER) and not find("quokkas", person=READER)


@pytest.mark.django_db(transaction=True)
def test_an_erased_name_is_in_no_document():
    person = ActorFactory(name="Ann-Marie Quokka")
    note = AddNote(kind="actor", id=id_of(person), text="Known from a letter.")
    dispatch(note, person=OWNER)
    registered = Event.objects.get(stream_id=person.id, type="ActorRegistered")
    redact(registered.position, "claims[0].value.text", person=ADMINISTRATOR, reason="Asked for by the person.")
    assert not [row for rows in documents() for row in rows if "quokka" in row["words"]]
    assert find("quokka", person=READER) == []
    assert [hit.id for hit in find('"letter"', person=READER, kinds=["actor"])] == [id_of(person)]
