"""How a record came to be: published versions for strangers, events for curators, each with what it changed."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, PreferClaim, RecordClaim
from incidents.domain.incident import RetitleIncident, WithdrawIncident
from incidents.domain.source import GradeSource
from incidents.log import read
from incidents.readmodels import queries
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, claim, id_of, passage, publish, uid
from tests.people import COLLEAGUE, OWNER, PUBLIC, READER

pytestmark = pytest.mark.django_db


def history(record, person, kind="incident", **options):
    return queries.history(kind, id_of(record), person, **options)


def prefer(record, stored, value):
    rival = claim(record, stored, value, name=value)
    told = {"kind": "incident", "id": id_of(record)}
    dispatch([RecordClaim(claim=rival, **told), PreferClaim(claim=rival.claim, **told)], person=OWNER)
    return rival.claim


@pytest.fixture
def published_twice(db):
    summons = IncidentFactory(claims={"date": "2024-06-21"}, published=True)
    prefer(summons, "date", "2024-06-22")
    dispatch(RetitleIncident(id=id_of(summons), title={"en": "Another title"}), person=OWNER)
    publish(summons)
    prefer(summons, "date", "2024-06-23")
    return summons


@pytest.mark.parametrize("person", [PUBLIC, READER])
def test_strangers_see_the_published_versions_and_what_was_new_in_each(published_twice, person):
    first, second = history(published_twice, person)
    assert (first.until, second.until) == (second.position, None)
    assert first.changes == []
    changed = {change.column: (change.before, change.after) for change in second.changes}
    assert changed["date"] == ("2024-06-21", "2024-06-22")
    assert changed["titles"][1] == {"en": "Another title", "id": None}
    assert "2024-06-23" not in str(changed)
    assert [version.row.date for version in (first, second)] == ["2024-06-21", "2024-06-22"]
    assert first.recorded_at < second.recorded_at


def test_strangers_see_then_what_was_published_then(published_twice):
    first, second = history(published_twice, PUBLIC)
    (then,) = history(published_twice, PUBLIC, as_of=second.position - 1)
    assert (then.position, then.until) == (first.position, None)
    assert history(published_twice, PUBLIC, as_of=first.position - 1) is None
    assert [version.position for version in history(published_twice, PUBLIC, after=first.position)] == [second.position]


def test_strangers_never_see_drafts_nor_what_was_withdrawn(published_twice):
    draft = IncidentFactory()
    assert history(draft, PUBLIC) is None
    assert history(draft, READER) == []
    dispatch(WithdrawIncident(id=id_of(published_twice)), person=COLLEAGUE, reason="It did not happen.")
    assert history(published_twice, PUBLIC) is None
    assert history(published_twice, PUBLIC, as_of=read.head().position - 1) is None


def test_curators_see_every_event_with_what_it_changed(published_twice):
    steps = history(published_twice, OWNER)
    assert [step.event.type for step in steps] == [
        "IncidentOpened", "IncidentSubmitted", "IncidentReviewed", "IncidentPublished",
        "ClaimRecorded", "ClaimPreferred", "IncidentRetitled",
        "IncidentSubmitted", "IncidentReviewed", "IncidentPublished", "ClaimRecorded", "ClaimPreferred",
    ]  # fmt: skip
    assert all(step.own for step in steps)
    preferred = {(change.column, change.property): change.after for change in steps[5].changes}
    assert preferred["date", None] == "2024-06-22"
    assert preferred["preferred", "date"] is True
    (recorded,) = [change for change in steps[4].changes if change.column == "claim"]
    assert (recorded.after, recorded.property) == ("2024-06-22", "date")
    assert steps[0].event.metadata["person"] == OWNER.name


def test_curators_page_through_events(published_twice):
    steps = history(published_twice, OWNER)
    first = history(published_twice, OWNER, size=5)
    rest = history(published_twice, OWNER, after=first[-1].event.position)
    assert first + rest == steps
    assert history(published_twice, OWNER, as_of=first[-1].event.position) == first


def test_a_change_by_another_record_is_a_step_too(db):
    source = SourceFactory(reliability="C")
    evidence = (passage(source),)
    summons = IncidentFactory(evidence=evidence, claims={"date": ["2024-06-21", "2024-06-22"]})
    dispatch(AddNote(kind="incident", id=id_of(summons), text="Two dates."), person=OWNER)
    body = ActorFactory(body=True, country="KOR")
    side = claim(summons, f"participant:{body.id}:summoner", {})
    dispatch(RecordClaim(kind="incident", id=id_of(summons), claim=side), person=OWNER)
    dispatch(GradeSource(id=id_of(source), reliability="A"), person=OWNER)
    types = [(step.event.type, step.own) for step in history(summons, OWNER)]
    assert types[0] == ("IncidentOpened", True) and ("NoteAdded", True) in types
    assert {own for type, own in types if type == "SourceGraded"} <= {False}


def test_other_kinds_have_events_for_curators_and_no_published_versions(db):
    source = SourceFactory()
    assert [step.event.type for step in history(source, OWNER, "source")] == ["SourceRegistered"]
    assert history(source, READER, "source") == []
    assert history(source, PUBLIC, "source") is None
    assert history(uid("nobody"), OWNER) is None
    assert queries.history("incident", "nonsense", OWNER) is None
    assert queries.history("weather", uid("x"), OWNER) is None


def test_history_takes_few_queries(published_twice, django_assert_max_num_queries):
    for person in (PUBLIC, OWNER):
        with django_assert_max_num_queries(5):
            history(published_twice, person)
