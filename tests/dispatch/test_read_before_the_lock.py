"""A command reads before it has the lock. What others record meanwhile counts all the same, as if it had read later."""

import re

import pytest

from incidents import dispatch as door
from incidents.dispatch import desk, dispatch
from incidents.dispatch.desk import Desk
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import AddNote, ClaimRecorded, RecordClaim, WithdrawClaim
from incidents.domain.errors import ConflictError, DomainError
from incidents.domain.incident import MergeIncidents
from incidents.domain.link import LinkRecords
from incidents.domain.origins import Credit
from incidents.domain.source import CreditOrigin, GradeSource, WithdrawSource
from incidents.domain.values import RecordRef
from incidents.log import driver, read
from incidents.models import Claim, Incident
from incidents.readmodels import ground, histories, lookups, rebuild, surroundings, survivors, tables
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, claim, digest, id_of, passage, uid
from tests.people import COLLEAGUE, OWNER, SECOND_OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Return a function: the commands given to it are recorded by somebody else while the next command is read."""

    def arrange(*commands):
        made = []

        class Overtaken(Desk):
            def __init__(self, batch, person):
                super().__init__(batch, person)
                made.append(self)
                if len(made) == 1:
                    for command in commands:
                        dispatch(command, person=COLLEAGUE)

        # The commands that overtake go through the door themselves, with the usual desk.
        overtaking = iter([Overtaken])
        monkeypatch.setattr(door, "Desk", lambda *given: next(overtaking, Desk)(*given))
        return made

    return arrange


def dated(incident, value="2024-06-22", **more):
    return RecordClaim(kind="incident", id=id_of(incident), claim=claim(incident, "date", value, **more))


def test_an_event_of_the_same_stream(meanwhile):
    incident = IncidentFactory(claims={"date": "2024-06-21"})
    meanwhile(AddNote(kind="incident", id=id_of(incident), text="Overtaken."))
    outcome = dispatch(dated(incident, name="late"), person=OWNER)
    assert [event.version for event in outcome.events] == [3]
    row = Incident.objects.get(id=incident.id)
    assert (row.version, [note["text"] for note in row.notes]) == (3, ["Overtaken."])
    assert rebuild.check() == {}


def test_more_events_than_are_looked_through(meanwhile, monkeypatch):
    monkeypatch.setattr(desk, "MANY", 2)
    incident, other = IncidentFactory(), IncidentFactory()
    meanwhile(*(AddNote(kind="incident", id=id_of(other), text=f"Overtaken, {number}.") for number in range(3)))
    outcome = dispatch(dated(incident), person=OWNER)
    assert outcome.first == read.head().position
    assert rebuild.check() == {}


def test_a_grade_of_the_source_that_a_claim_rests_on(meanwhile):
    source, other = SourceFactory(), SourceFactory(reliability="B")
    incident = IncidentFactory(claims={"date": "2024-06-21"}, evidence=(passage(other),))
    meanwhile(GradeSource(id=id_of(source), reliability="A"))
    told = claim(incident, "date", "2024-06-23", passage(source), name="late")
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=told), person=OWNER)
    assert Claim.objects.get(subject_id=incident.id, property="date", resolved=True).value == "2024-06-23"
    assert rebuild.check() == {}


def test_a_source_that_is_withdrawn_is_not_cited(meanwhile):
    source, incident = SourceFactory(), IncidentFactory()
    meanwhile(WithdrawSource(id=id_of(source)))
    told = claim(incident, "date", "2024-06-23", passage(source))
    with pytest.raises(DomainError) as refusal:
        dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=told), person=OWNER)
    assert refusal.value.code == "withdrawn_source"


def test_an_actor_that_is_merged(meanwhile):
    loser, survivor, incident = ActorFactory(), ActorFactory(), IncidentFactory()
    meanwhile(MergeActors(id=id_of(loser), into=id_of(survivor)))
    told = claim(incident, f"participant:{loser.id}:summoner", {"office": None, "on_behalf_of": None})
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=told), person=OWNER)
    assert [p["actor"] for p in Incident.objects.get(id=incident.id).participants] == [id_of(survivor)]
    assert rebuild.check() == {}


def test_an_incident_that_is_merged_into_the_one_at_hand(meanwhile):
    incident, double = IncidentFactory(), IncidentFactory(claims={"date": "2024-06-20"})
    meanwhile(MergeIncidents(id=id_of(double), into=id_of(incident)))
    dispatch(dated(incident, "2024-06-20/2024-06-21"), person=OWNER)
    assert Incident.objects.get(id=incident.id).date == "2024-06-20"
    assert rebuild.check() == {}


def test_an_event_of_one_that_was_merged_into_the_one_at_hand(meanwhile):
    incident, double = IncidentFactory(), IncidentFactory(claims={"date": "2024-06-20"})
    dispatch(MergeIncidents(id=id_of(double), into=id_of(incident)), person=COLLEAGUE)
    (dating,) = Claim.objects.filter(property="date")
    meanwhile(WithdrawClaim(kind="incident", id=id_of(double), claim=str(dating.id)))
    dispatch(AddNote(kind="incident", id=id_of(incident), text="Late."), person=OWNER)
    assert Incident.objects.get(id=incident.id).date is None
    assert rebuild.check() == {}


def test_the_id_of_a_claim_that_somebody_else_has_taken(meanwhile):
    incident, other = IncidentFactory(), IncidentFactory()
    meanwhile(RecordClaim(kind="incident", id=id_of(other), claim=claim(incident, "date", "2024-06-22")))
    with pytest.raises(DomainError) as refusal:
        dispatch(dated(incident), person=OWNER)
    assert refusal.value.code == "claim_id_taken"


def test_a_text_that_somebody_else_has_registered(meanwhile):
    about = {"text_sha256": digest("one text"), "file_sha256": digest("one text")}
    meanwhile(SourceFactory.build(id=uid("first"), about=about))
    with pytest.raises(DomainError) as refusal:
        dispatch(SourceFactory.build(id=uid("second"), about=about), person=OWNER)
    assert refusal.value.code == "text_known"


def test_the_version_that_a_person_has_seen(meanwhile):
    incident = IncidentFactory()
    meanwhile(AddNote(kind="incident", id=id_of(incident), text="Overtaken."))
    with pytest.raises(ConflictError) as conflict:
        dispatch(dated(incident), person=OWNER, expected={id_of(incident): incident.version})
    assert (conflict.value.code, conflict.value.params["actual"]) == ("stale_version", 2)


def test_what_does_not_matter_is_not_read_again(meanwhile):
    incident, other = IncidentFactory(), IncidentFactory()
    made = meanwhile(AddNote(kind="incident", id=id_of(other), text="Elsewhere."))
    outcome = dispatch(dated(incident), person=SECOND_OWNER)
    assert [desk.ground.head for desk in made] == [read.head().position - 1]  # read once, and moved on
    assert isinstance(outcome.events[0].data, dict) and outcome.events[0].type == ClaimRecorded.__name__
    assert rebuild.check() == {}


def test_tables_are_asked_in_the_order_in_which_a_rebuild_empties_them(monkeypatch):
    """PostgreSQL locks a table with the first question of a breath about it, and lets go after the last: in another
    order a command and a rebuild would each wait for the other.
    """
    breaths = []

    def spy(*questions):
        breaths.append(
            [table for question in questions for table in re.findall(r'"(incidents_\w+)"', question.statement)]
        )
        driver.ask(*questions)

    outlet, wire = ActorFactory(outlet=True), SourceFactory()
    source = SourceFactory(outlet=outlet)
    credit = Credit(credit=uid("credit", 1), origin=id_of(wire), basis="text", passage=passage(source))
    dispatch(CreditOrigin(id=id_of(source), credit=credit), person=OWNER)
    incident, other = IncidentFactory(evidence=(passage(source),)), IncidentFactory()
    dispatch(MergeActors(id=id_of(outlet), into=id_of(ActorFactory(outlet=True))), person=COLLEAGUE)
    for module in (ground, histories, lookups, surroundings, survivors, tables):
        monkeypatch.setattr(module, "ask", spy, raising=False)
    link = LinkRecords(
        id=uid("link", 1),
        from_=RecordRef(kind="incident", id=id_of(incident)),
        to=RecordRef(kind="incident", id=id_of(other)),
        type="RECURS",
        confidence="probable",
        evidence=(passage(source),),
    )
    rival = claim(incident, "date", "2024-06-22", passage(source), name="late")
    Desk([RecordClaim(kind="incident", id=id_of(incident), claim=rival), link], OWNER)
    order = [table.name for table in tables.ALL]
    places = [[order.index(table) for table in breath if table in order] for breath in breaths]
    assert max(map(len, places)) >= 3  # source, incident, facet
    assert places == [sorted(place) for place in places]
