"""Who has worked on what gets published does not review it: the incident, its statements, what was merged into it."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.errors import RefusedError
from incidents.domain.incident import MergeIncidents, PublishIncident, ReviewIncident, SubmitIncident
from incidents.models import Incident
from tests.factories import IncidentFactory, LinkFactory, StatementFactory, claim, id_of, publish
from tests.people import COLLEAGUE, OWNER, SECOND_COLLEAGUE

pytestmark = pytest.mark.django_db


def submit(incident):
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)


def may_review(incident, person=COLLEAGUE):
    """Say whether somebody may review an incident; nothing is recorded."""
    try:
        dispatch(ReviewIncident(id=id_of(incident), decision="approve"), person=person, dry_run=True)
    except RefusedError as error:
        assert error.code == "four_eyes"
        return False
    return True


def move(statement, incident, person=OWNER):
    """Claim that a statement belongs to an incident."""
    told = claim(statement, "incident", id_of(incident), name="moved")
    dispatch(RecordClaim(kind="statement", id=id_of(statement), claim=told), person=person)


def test_who_opened_or_edited_it_does_not_review_it():
    theirs, ours = IncidentFactory(person=COLLEAGUE), IncidentFactory()
    submit(theirs)
    submit(ours)
    assert (may_review(theirs), may_review(ours)) == (False, True)
    dispatch(AddNote(kind="incident", id=id_of(ours), text="Seen."), person=COLLEAGUE)
    assert not may_review(ours)
    assert may_review(ours, SECOND_COLLEAGUE)


def test_who_recorded_a_statement_of_it_does_not_review_it():
    incident, other = IncidentFactory(), IncidentFactory()
    StatementFactory(incident=incident, person=COLLEAGUE)
    for one in (incident, other):
        submit(one)
    assert (may_review(incident), may_review(other)) == (False, True)


def test_nor_who_recorded_one_that_follows_it_by_what_it_is_about():
    incident = IncidentFactory()
    statement = StatementFactory(about=incident)
    submit(incident)
    assert may_review(incident)
    StatementFactory(about=statement, person=COLLEAGUE)
    assert not may_review(incident)


def test_a_statement_that_belongs_elsewhere_does_not_count():
    incident, elsewhere = IncidentFactory(), IncidentFactory()
    StatementFactory(incident=elsewhere, about=incident, person=COLLEAGUE)
    submit(incident)
    assert may_review(incident)


def test_a_publication_ends_the_count():
    incident = IncidentFactory(person=COLLEAGUE)
    StatementFactory(incident=incident, person=COLLEAGUE)
    publish(incident, reviewer=SECOND_COLLEAGUE)
    submit(incident)
    assert may_review(incident)


def test_what_was_never_published_counts_however_old_it_is():
    """The statement was recorded before the incident's publication, and joined it afterwards."""
    incident = IncidentFactory()
    statement = StatementFactory(person=COLLEAGUE)
    publish(incident)
    move(statement, incident)
    submit(incident)
    assert not may_review(incident)
    review = ReviewIncident(id=id_of(incident), decision="approve")
    dispatch([review, PublishIncident(id=id_of(incident))], person=SECOND_COLLEAGUE)
    submit(incident)
    assert may_review(incident)


def test_who_worked_on_what_was_merged_into_it_does_not_review_it():
    draft, published = IncidentFactory(person=COLLEAGUE), IncidentFactory(published=True)
    dispatch(MergeIncidents(id=id_of(draft), into=id_of(published)), person=SECOND_COLLEAGUE)
    submit(published)
    assert not may_review(published)
    assert not may_review(published, SECOND_COLLEAGUE)


def test_work_on_a_merged_record_that_was_published_with_it_does_not_count():
    loser, survivor = IncidentFactory(person=COLLEAGUE), IncidentFactory()
    editor = SECOND_COLLEAGUE
    dispatch(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=COLLEAGUE)
    publish(survivor, reviewer=editor)
    submit(survivor)
    assert may_review(survivor)


def test_it_holds_at_the_end_of_a_chain_of_merges():
    first, second, third = IncidentFactory(person=COLLEAGUE), IncidentFactory(), IncidentFactory()
    for loser, survivor in ((first, second), (second, third)):
        dispatch(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=SECOND_COLLEAGUE)
    submit(third)
    assert not may_review(third)


@pytest.mark.parametrize("about", [True, False])
def test_it_holds_within_a_batch(about):
    incident = IncidentFactory()
    submit(incident)
    first = StatementFactory.build(**{"about" if about else "incident": incident})
    second = StatementFactory.build(claims={"about": {"kind": "statement", "id": first.id}})
    review = ReviewIncident(id=id_of(incident), decision="approve")
    for batch in ([first, review], [first, second, review]):
        with pytest.raises(RefusedError) as refusal:
            dispatch(batch, person=COLLEAGUE)
        assert (refusal.value.code, refusal.value.command) == ("four_eyes", len(batch) - 1)
    dispatch([StatementFactory.build(incident=IncidentFactory()), review], person=COLLEAGUE)


def test_a_merge_of_the_batch_counts():
    loser, survivor = IncidentFactory(), IncidentFactory()
    submit(survivor)
    batch = [
        MergeIncidents(id=id_of(loser), into=id_of(survivor)),
        ReviewIncident(id=id_of(survivor), decision="approve"),
    ]
    with pytest.raises(RefusedError) as refusal:
        dispatch(batch, person=COLLEAGUE)
    assert refusal.value.code == "four_eyes"


def test_what_the_batch_changes_behind_the_approval_is_not_published():
    incident = IncidentFactory()
    submit(incident)
    dispatch(ReviewIncident(id=id_of(incident), decision="approve"), person=COLLEAGUE)
    batch = [StatementFactory.build(incident=incident), PublishIncident(id=id_of(incident))]
    with pytest.raises(RefusedError) as refusal:
        dispatch(batch, person=COLLEAGUE)
    assert (refusal.value.code, refusal.value.command) == ("changed_since_approval", 1)


def test_a_link_is_nobodys_part_of_an_incident():
    incident = IncidentFactory()
    LinkFactory(start=incident, person=COLLEAGUE)
    submit(incident)
    assert may_review(incident)


def test_an_administrator_may_waive_the_rule(settings):
    settings.DEMARCHE_FOUR_EYES = False
    incident = IncidentFactory(person=COLLEAGUE)
    submit(incident)
    review = ReviewIncident(id=id_of(incident), decision="approve")
    outcome = dispatch([review, PublishIncident(id=id_of(incident))], person=COLLEAGUE)
    assert outcome.events[0].data["four_eyes"] is False
    assert Incident.objects.get(id=incident.id).status == "published"
