"""The one write door: all of a batch or nothing, by whom it may, on the version they saw, once for each key."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents import dispatch as door
from incidents.dispatch import dispatch, together
from incidents.domain.claiming import AddNote, RecordClaim, WithdrawClaim
from incidents.domain.errors import ConflictError, DomainError, InvalidValueError, RefusedError
from incidents.domain.incident import (
    MergeIncidents,
    OpenIncident,
    PublishIncident,
    ReverseIncidentMerge,
    ReviewIncident,
    SubmitIncident,
)
from incidents.domain.link import LinkRecords
from incidents.domain.statement import RecordStatement
from incidents.domain.values import RecordRef
from incidents.log import read
from incidents.log.errors import WriteOutsideDispatchError
from incidents.models import Event, Incident, Link, Receipt
from incidents.permissions import ForbiddenError
from incidents.readmodels import rebuild
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    SourceFactory,
    StatementFactory,
    claim,
    claims_of,
    passage,
    uid,
)
from tests.people import COLLEAGUE, OUTSIDER, OWNER, READER, SECOND_COLLEAGUE

pytestmark = pytest.mark.django_db


def opening(name, **claims):
    record = uid("door", name)
    return OpenIncident(id=record, title={"en": name}, claims=claims_of(record, {"type": "SUMMONS", **claims}))


def linking(name, start, end, kind="FOLLOWS"):
    ends = {"from_": RecordRef(kind="incident", id=start), "to": RecordRef(kind="incident", id=end)}
    return LinkRecords(id=uid("door", name), type=kind, confidence="high", rationale="The dates say so.", **ends)


@pytest.mark.parametrize("person", [OUTSIDER, READER])
def test_who_has_no_role_for_it_is_refused(person):
    with pytest.raises(ForbiddenError) as caught:
        dispatch(opening("one"), person=person)
    assert (caught.value.code, caught.value.command) == ("forbidden", 0)
    assert read.head().position == 0


def test_an_event_says_who_when_why_and_by_which_command():
    outcome = dispatch(opening("one"), person=OWNER, reason="Seen in the paper.")
    event = Event.objects.get()
    assert (outcome.first, outcome.last, outcome.versions) == (1, 1, {event.stream_id.__str__(): 1})
    assert event.metadata["person"] == OWNER.name
    assert event.metadata["command"] == "OpenIncident"
    assert event.metadata["reason"]["personal"] == "Seen in the paper."


def test_a_batch_is_recorded_whole_or_not_at_all():
    first, missing = opening("one"), uid("nobody")
    with pytest.raises(DomainError) as caught:
        dispatch([first, AddNote(kind="incident", id=missing, text="?"), opening("two")], person=OWNER)
    assert (caught.value.code, caught.value.command) == ("unknown_incident", 1)
    assert (read.head().position, Incident.objects.count()) == (0, 0)


def test_a_stale_version_is_a_conflict_and_records_nothing():
    row = IncidentFactory()
    seen = {str(row.id): row.version}
    dispatch(AddNote(kind="incident", id=str(row.id), text="First."), person=OWNER, expected=seen)
    with pytest.raises(ConflictError) as caught:
        dispatch(AddNote(kind="incident", id=str(row.id), text="Second."), person=COLLEAGUE, expected=seen)
    assert (caught.value.code, caught.value.field) == ("stale_version", "expected_version")
    assert (caught.value.params["actual"], caught.value.params["expected"]) == (2, 1)
    assert [note["text"] for note in Incident.objects.get(id=row.id).notes] == ["First."]


def test_the_same_key_gives_the_first_answer_again():
    command = opening("one")
    first = dispatch(command, person=OWNER, key="k1")
    again = dispatch(command, person=OWNER, key="k1")
    assert (again.repeated, again.first, again.last, again.events) == (True, first.first, first.last, ())
    assert (read.head().position, Receipt.objects.count()) == (1, 1)


def test_a_key_is_a_persons_own_and_for_one_body():
    dispatch(opening("one"), person=OWNER, key="k1")
    dispatch(opening("two"), person=COLLEAGUE, key="k1")
    with pytest.raises(ConflictError) as caught:
        dispatch(opening("three"), person=OWNER, key="k1")
    assert caught.value.code == "key_reused"
    assert read.head().position == 2


def test_a_dry_run_answers_and_leaves_nothing():
    outcome = dispatch(opening("one"), person=OWNER, key="k1", dry_run=True)
    assert [event.type for event in outcome.events] == ["IncidentOpened"]
    assert (read.head().position, Incident.objects.count(), Receipt.objects.count()) == (0, 0, 0)
    with together(dry_run=True):
        dispatch(opening("one"), person=OWNER)
        dispatch(opening("two"), person=OWNER)
    assert read.head().position == 0


def test_a_projection_that_fails_stops_the_command(monkeypatch):
    def fails(*_):
        raise RuntimeError("projection")

    monkeypatch.setattr(door, "project", fails)
    with pytest.raises(RuntimeError, match="projection"):
        dispatch(opening("one"), person=OWNER)
    assert read.head().position == 0


@pytest.mark.parametrize("write", ["save", "update", "delete", "bulk_create"])
def test_no_row_is_written_behind_the_log(write):
    row = IncidentFactory()
    writes = {
        "save": lambda: row.save(),
        "update": lambda: Incident.objects.update(title="x"),
        "delete": lambda: Incident.objects.all().delete(),
        "bulk_create": lambda: Incident.objects.bulk_create([Incident(id=uid("x"), title="x", sort_date="2024-01-01")]),
    }
    with pytest.raises(WriteOutsideDispatchError):
        writes[write]()


def test_a_batch_may_name_records_it_opens_later():
    later = opening("later")
    statement = uid("door", "statement")
    speaker = ActorFactory()
    told = {
        "speaker": {"actors": [str(speaker.id)], "mode": "alone"},
        "act": "DEMAND",
        "gist": {"en": "A demand."},
        "incident": later.id,
    }
    dispatch([RecordStatement(id=statement, claims=claims_of(statement, told)), later], person=OWNER)
    assert [str(row.id) for row in Incident.objects.get(id=later.id).statements.all()] == [statement]
    assert rebuild.check() == {}


def test_links_of_one_batch_see_each_other():
    one, two = opening("one"), opening("two")
    with pytest.raises(RefusedError) as repeat:
        dispatch([one, two, linking("a", one.id, two.id), linking("b", one.id, two.id)], person=OWNER)
    assert (repeat.value.code, repeat.value.command) == ("link_exists", 3)
    with pytest.raises(RefusedError) as cycle:
        dispatch([one, two, linking("a", one.id, two.id), linking("b", two.id, one.id)], person=OWNER)
    assert (cycle.value.code, cycle.value.command) == ("link_cycle", 3)
    assert (read.head().position, Link.objects.count()) == (0, 0)


def test_four_eyes_hold_within_one_batch():
    row = IncidentFactory()
    record = str(row.id)
    dispatch(SubmitIncident(id=record), person=OWNER)
    speaker = ActorFactory()
    statement = uid("door", "own words")
    told = {"speaker": {"actors": [str(speaker.id)], "mode": "alone"}, "act": "DEMAND", "gist": {"en": "X."}}
    own = RecordStatement(id=statement, claims=claims_of(statement, {**told, "incident": record}))
    with pytest.raises(RefusedError) as caught:
        dispatch([own, ReviewIncident(id=record, decision="approve")], person=COLLEAGUE)
    assert (caught.value.code, caught.value.command) == ("four_eyes", 1)


def test_what_changes_after_the_approval_is_not_published():
    row = IncidentFactory()
    record = str(row.id)
    said = StatementFactory(incident=row)
    dispatch(SubmitIncident(id=record), person=OWNER)
    dispatch(ReviewIncident(id=record, decision="approve"), person=COLLEAGUE)
    changed = claim(said, "modality", "hedged")
    dispatch(RecordClaim(kind="statement", id=str(said.id), claim=changed), person=OWNER)
    with pytest.raises(RefusedError) as caught:
        dispatch(PublishIncident(id=record), person=COLLEAGUE)
    assert caught.value.code == "changed_since_approval"


def test_what_leaves_after_the_approval_is_not_published_either():
    row, elsewhere = IncidentFactory(), IncidentFactory()
    record = str(row.id)
    said = StatementFactory(incident=row)
    dispatch(SubmitIncident(id=record), person=OWNER)
    dispatch(ReviewIncident(id=record, decision="approve"), person=COLLEAGUE)
    moved = claim(said, "incident", str(elsewhere.id), name="moved", credibility=1)
    dispatch(RecordClaim(kind="statement", id=str(said.id), claim=moved), person=OWNER)
    with pytest.raises(RefusedError) as caught:
        dispatch(PublishIncident(id=record), person=COLLEAGUE)
    assert caught.value.code == "changed_since_approval"


@pytest.mark.parametrize("bad", ["", "x", "ABCDEF00-0000-0000-0000-000000000000", None])
def test_an_id_that_is_none_is_refused_before_the_database_sees_it(bad):
    with pytest.raises(InvalidValueError) as caught:
        dispatch(AddNote(kind="incident", id=bad, text="x"), person=OWNER)
    assert caught.value.code == "invalid_id"


def test_a_record_of_another_kind_is_refused():
    row = IncidentFactory()
    with pytest.raises(RefusedError) as caught:
        dispatch(AddNote(kind="statement", id=str(row.id), text="x"), person=OWNER)
    assert caught.value.code == "other_kind"


def test_batches_and_single_commands_lead_to_the_same_rows():
    source = SourceFactory()
    commands = [opening(str(number), date=f"2024-06-{number + 1:02d}") for number in range(3)]
    dispatch(commands, person=OWNER)
    for command in commands:
        more = claim(command.id, "date", "2024-07", passage(source), name="more", credibility=1)
        dispatch(RecordClaim(kind="incident", id=command.id, claim=more), person=OWNER)
    dispatch([WithdrawClaim(kind="incident", id=c.id, claim=c.claims[1].claim) for c in commands], person=OWNER)
    assert set(Incident.objects.values_list("date", flat=True)) == {"2024-07"}
    assert rebuild.check() == {}


def queries_of_an_edit(row):
    with CaptureQueriesContext(connection) as captured:
        dispatch(AddNote(kind="incident", id=str(row.id), text="Seen."), person=OWNER)
    return len(captured)


def test_an_edit_costs_no_more_with_many_statements():
    few, many = IncidentFactory(), IncidentFactory()
    speaker = ActorFactory()
    for row, number in ((few, 3), (many, 40)):
        for _ in range(number):
            StatementFactory(incident=row, speaker=speaker)
    assert queries_of_an_edit(many) == queries_of_an_edit(few)


def test_a_merge_taken_back_after_the_approval_is_not_published_either():
    row, loser = IncidentFactory(), IncidentFactory()
    record = str(row.id)
    dispatch(MergeIncidents(id=str(loser.id), into=record), person=COLLEAGUE)
    dispatch(SubmitIncident(id=record), person=OWNER)
    dispatch(ReviewIncident(id=record, decision="approve"), person=SECOND_COLLEAGUE)
    dispatch(ReverseIncidentMerge(id=str(loser.id)), person=COLLEAGUE)
    with pytest.raises(RefusedError) as caught:
        dispatch(PublishIncident(id=record), person=COLLEAGUE)
    assert caught.value.code == "changed_since_approval"
