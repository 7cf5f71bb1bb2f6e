"""One position for a whole export, past positions, and what the public must not see."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.incident import WithdrawIncident
from incidents.domain.source import CreditOrigin
from incidents.exports.reading import KINDS
from incidents.exports.streams import formats_of, prepare
from incidents.readmodels import queries
from tests.exports.support import ids, lines, written
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    credit,
    id_of,
    passage,
    publish,
)
from tests.people import COLLEAGUE, OWNER

pytestmark = pytest.mark.django_db


def test_what_is_recorded_while_it_streams_is_not_in_it(db, monkeypatch):
    monkeypatch.setattr("incidents.exports.reading.chunks.__defaults__", (2,))
    days = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]
    made = [id_of(IncidentFactory(claims={"date": day})) for day in days]
    before = written("incident", "ndjson", person=OWNER)
    pieces = prepare("incident", "ndjson", person=OWNER).pieces()
    streamed = next(pieces)
    dispatch(AddNote(kind="incident", id=made[3], text="Changed meanwhile."), person=OWNER)
    IncidentFactory(claims={"date": "2024-01-03"})
    dispatch(WithdrawIncident(id=id_of(IncidentFactory())), person=COLLEAGUE)
    assert streamed + b"".join(pieces) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_past_position_gives_the_same_file_for_ever(db, kind):
    source = SourceFactory()
    incident = IncidentFactory(evidence=(passage(source),), published=True)
    other = IncidentFactory(published=True)
    LinkFactory(start=incident, end=other)
    StatementFactory(incident=incident, evidence=(passage(source),), person=OWNER)
    position = queries.head().position
    before = [written(kind, format, as_of=position, person=OWNER) for format in formats_of(kind)]
    date = claim(incident, "date", "2024-06-21", passage(source, 200), name="later")
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=date), person=OWNER)
    StatementFactory(about=incident, person=OWNER)
    IncidentFactory(published=True)
    assert [written(kind, format, as_of=position, person=OWNER) for format in formats_of(kind)] == before
    assert before[0] and written(kind, "ndjson", person=OWNER) != before[0]


def private_and_public():
    """Make a public incident that names drafts in every way there is; return the ids that must not show."""
    hidden_actor, hidden_office = ActorFactory(name="Hidden actor"), ActorFactory(office=True, name="Hidden office")
    wire, hidden_wire = SourceFactory(cited=True), SourceFactory(cited=True)
    source = SourceFactory()
    credited = SourceFactory(origins=())
    body = ActorFactory(body=True, name="Hidden body")
    envoy = ActorFactory(
        name="Envoy",
        claims={f"tenure:{id_of(hidden_office)}": {"from": "2024-01"}, "belongs_to": id_of(body)},
    )
    public = IncidentFactory(
        claims={f"participant:{id_of(envoy)}:summoned": {}},
        evidence=(passage(source, relay=(wire,)),),
    )
    draft = IncidentFactory(title={"en": "Hidden incident"})
    statement = StatementFactory(
        incident=public, about=draft, evidence=(passage(source),), gist={"en": "Public words"}, person=OWNER
    )
    hidden_statement = StatementFactory(
        incident=draft, speaker=hidden_actor, gist={"en": "Hidden words"}, evidence=(passage(source),), person=OWNER
    )
    dispatch(CreditOrigin(id=id_of(source), credit=credit(source, hidden_wire)), person=OWNER)
    link = LinkFactory(start=public, end=draft)
    dispatch(AddNote(kind="incident", id=id_of(public), text="Hidden remark."), person=OWNER)
    publish(public)
    hidden = (hidden_actor, hidden_office, hidden_wire, credited, body, draft, hidden_statement, link)
    return public, statement, [id_of(record) for record in hidden]


@pytest.mark.parametrize("kind", KINDS)
def test_no_draft_shows_in_an_export_of_the_public(db, kind):
    public, statement, hidden = private_and_public()
    for format in formats_of(kind):
        told = written(kind, format).decode()
        assert not [id for id in hidden if id in told], format
        assert "Hidden" not in told
        assert kind != "incident" or id_of(public) in told
    if kind == "statement":
        (found,) = lines(kind)
        assert (found["id"], found["incident"], found["about"]) == (id_of(statement), id_of(public), None)


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_a_role_sees_them(db, kind):
    _, _, hidden = private_and_public()
    told = "".join(written(kind, format, person=OWNER).decode() for format in formats_of(kind))
    assert [id for id in hidden if id in told] or kind == "claim"


def test_the_public_sees_the_version_that_was_approved(db):
    source = SourceFactory()
    incident = IncidentFactory(claims={"date": "2024-06"}, evidence=(passage(source),), published=True)
    date = claim(incident, "date", "2024-06-21", passage(source, 200), name="later")
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=date), person=OWNER)
    assert [record["date"] for record in lines("incident")] == ["2024-06"]
    assert date.claim not in ids(lines("claim"))
    assert date.claim in ids(lines("claim", person=OWNER))
    assert date.claim not in written("incident", "jsonld").decode()


def test_what_was_withdrawn_is_in_no_export(db):
    incident = IncidentFactory(published=True)
    position = queries.head().position
    dispatch(WithdrawIncident(id=id_of(incident)), person=COLLEAGUE)
    for as_of in (position, None):
        assert lines("incident", as_of=as_of) == lines("claim", as_of=as_of) == []
    assert lines("claim", person=OWNER) == []
