"""Four eyes before the public: submitted, reviewed by somebody who is no author, published; edited, and again."""

import pytest

from incidents.domain import incident
from incidents.domain.claiming import AddEvidence, AddNote, ClaimRecorded, NoteAdded, RecordClaim, WithdrawClaim
from incidents.domain.incident import (
    IncidentPublished,
    IncidentRetitled,
    IncidentReviewed,
    IncidentsMerged,
    IncidentSubmitted,
    IncidentWithdrawn,
    MergeReversed,
    PublishIncident,
    RetitleIncident,
    ReviewIncident,
    SubmitIncident,
    WithdrawIncident,
)
from incidents.domain.values import Command, FieldRedacted
from tests.domain.story import ANA, BEN, CARA, OWN, PACT, TITLE, TYPE, by, claim, given, opened, passage, world

APPROVE = ReviewIncident(id=OWN, decision="approve")
RETURN = ReviewIncident(id=OWN, decision="return", remark="The date needs its basis.")
APPROVED = by(BEN, IncidentReviewed(decision="approve"))
PUBLISHED = (IncidentSubmitted(), APPROVED, by(BEN, IncidentPublished()))
NOTE = AddNote(kind="incident", id=OWN, text="See the readout.")


def draft(*events):
    return given("incident", opened(), *events)


def in_review(*events):
    return draft(IncidentSubmitted(), *events)


def published(*events):
    return draft(*PUBLISHED, *events)


# --- the way to the public


def test_an_author_submits_a_colleague_approves_and_publishes():
    story = draft().when(SubmitIncident(id=OWN)).then(IncidentSubmitted())
    assert story.state.status == "in_review"
    story = story.when(APPROVE, world(person=BEN)).then(IncidentReviewed(decision="approve"))
    assert (story.state.status, story.state.approved) == ("in_review", True)
    state = story.when(PublishIncident(id=OWN), world(person=BEN)).then(IncidentPublished()).state
    assert (state.status, state.approved, state.published_at, state.authors) == ("published", False, 104, set())


def test_what_is_in_review_is_not_submitted_again():
    in_review().when(SubmitIncident(id=OWN)).refused("already_submitted", None)


@pytest.mark.parametrize("command", [APPROVE, PublishIncident(id=OWN)])
@pytest.mark.parametrize("story", [draft(), published()])
def test_review_and_publication_need_a_submission(story, command):
    story.when(command, world(person=BEN)).refused("not_in_review", None)


def test_what_nobody_approved_is_not_published():
    in_review().when(PublishIncident(id=OWN), world(person=BEN)).refused("not_approved", None)


def test_a_version_is_published_once():
    published().when(PublishIncident(id=OWN)).refused("not_in_review", None)


def test_a_review_decides_for_or_against():
    command = ReviewIncident(id=OWN, decision="perhaps")
    in_review().when(command, world(person=BEN)).refused("unknown_code", "decision", list="review_decisions")


def test_a_remark_is_text():
    command = ReviewIncident(id=OWN, decision="approve", remark=" ")
    in_review().when(command, world(person=BEN)).refused("empty_text", "remark")


def test_what_changed_with_it_since_the_approval_has_to_be_reviewed_too():
    story = in_review(APPROVED)
    assert story.state.approved_at == 103
    command = PublishIncident(id=OWN)
    story.when(command, world(person=BEN, newest=104)).refused("changed_since_approval", None)
    story.when(command, world(person=BEN, newest=103)).then(IncidentPublished())
    again = story.when(APPROVE, world(person=BEN, newest=104)).accepted()
    again.when(command, world(person=BEN, newest=104)).then(IncidentPublished())


def test_approving_again_what_is_approved_changes_nothing():
    for person in (BEN, CARA, ANA):
        in_review(APPROVED).when(APPROVE, world(person=person)).then()
    in_review(APPROVED).when(APPROVE, world(person=CARA, newest=103)).then()
    in_review(APPROVED).when(RETURN, world(person=CARA)).accepted()


# --- four eyes


def test_an_author_does_not_review():
    in_review().when(APPROVE, world(person=ANA)).refused("four_eyes", None)
    in_review().when(RETURN, world(person=ANA)).refused("four_eyes", None)


@pytest.mark.parametrize(
    "event",
    [
        ClaimRecorded(claim=claim("date", "date", "2024-06-21")),
        NoteAdded(text="See the readout."),
        IncidentRetitled(title={"en": "Envoy summoned over the pact"}),
        IncidentsMerged(into=PACT),
        MergeReversed(survivor=PACT, merged_at=102),
    ],
)
def test_whoever_recorded_something_is_an_author(event):
    story = draft(by(BEN, event), IncidentSubmitted())
    assert story.state.authors == {ANA, BEN}


def test_whoever_submits_is_an_author():
    draft(by(BEN, IncidentSubmitted())).when(APPROVE, world(person=BEN)).refused("four_eyes", None)


def test_an_author_of_its_statements_does_not_review():
    in_review().when(APPROVE, world(person=BEN, authors=frozenset({BEN}))).refused("four_eyes", None)
    in_review().when(APPROVE, world(person=CARA, authors=frozenset({BEN}))).accepted()


def test_where_the_rule_is_waived_the_record_says_so():
    facts = world(person=ANA, four_eyes=False)
    in_review().when(APPROVE, facts).then(IncidentReviewed(decision="approve", four_eyes=False))
    facts = world(person=BEN, four_eyes=False, authors=frozenset({BEN}))
    in_review().when(APPROVE, facts).then(IncidentReviewed(decision="approve", four_eyes=False))


def test_where_the_rule_is_waived_a_colleague_still_counts_as_four_eyes():
    in_review().when(APPROVE, world(person=BEN, four_eyes=False)).then(IncidentReviewed(decision="approve"))


def test_publication_wipes_the_slate():
    story = published().when(SubmitIncident(id=OWN), world(person=BEN)).then(IncidentSubmitted())
    assert story.state.authors == {BEN}
    story.when(APPROVE, world(person=ANA)).then(IncidentReviewed(decision="approve"))


def test_reviewing_does_not_make_an_author():
    story = in_review().when(RETURN, world(person=BEN)).accepted()
    story = story.when(SubmitIncident(id=OWN)).accepted()
    story.when(APPROVE, world(person=BEN)).then(IncidentReviewed(decision="approve"))


# --- returned, edited, submitted again


def test_a_returned_draft_is_a_draft_again_with_the_remark_kept():
    story = in_review().when(RETURN, world(person=BEN))
    story = story.then(IncidentReviewed(decision="return", remark="The date needs its basis."))
    assert (story.state.status, story.state.approved, story.state.authors) == ("draft", False, {ANA})
    story.when(SubmitIncident(id=OWN)).then(IncidentSubmitted())


def test_a_returned_version_of_a_published_incident_leaves_it_published():
    story = published(IncidentSubmitted())
    assert (story.state.status, story.state.published_at) == ("in_review", 104)
    state = story.when(RETURN, world(person=BEN)).accepted().state
    assert (state.status, state.published_at) == ("published", 104)


def test_an_approval_may_be_taken_back_by_a_return():
    state = in_review(APPROVED).when(RETURN, world(person=CARA)).accepted().state
    assert (state.status, state.approved) == ("draft", False)


@pytest.mark.parametrize(
    "command",
    [
        RecordClaim(kind="incident", id=OWN, claim=claim("date", "date", "2024-06-21")),
        AddEvidence(kind="incident", id=OWN, claim=TYPE.claim, evidence=(passage(200, 210),)),
        WithdrawClaim(kind="incident", id=OWN, claim=TYPE.claim),
        RetitleIncident(id=OWN, title={"en": "Envoy summoned over the pact"}),
        NOTE,
    ],
)
def test_an_edit_takes_the_approval_back(command):
    story = in_review(APPROVED)
    assert story.state.approved
    story = story.when(command).accepted()
    assert (story.state.approved, story.state.status) == (False, "in_review")
    story.when(PublishIncident(id=OWN), world(person=BEN)).refused("not_approved", None)
    story = story.when(APPROVE, world(person=BEN)).accepted()
    story.when(PublishIncident(id=OWN), world(person=BEN)).then(IncidentPublished())


def test_what_changes_nothing_leaves_the_approval():
    assert in_review(APPROVED).when(RetitleIncident(id=OWN, title=TITLE)).then().state.approved


def test_a_redaction_is_no_edit():
    story = in_review(APPROVED, by(CARA, FieldRedacted(position=101, field="title.en")))
    assert (story.state.approved, story.state.authors) == (True, {ANA})


def test_an_edit_of_a_published_incident_leaves_it_published_until_the_next_approval():
    state = published().when(NOTE).accepted().state
    assert (state.status, state.published_at, state.authors) == ("published", 104, {ANA})


def test_a_second_version_is_published_like_the_first():
    story = published(NoteAdded(text="See the readout."), IncidentSubmitted(), APPROVED)
    state = story.when(PublishIncident(id=OWN), world(person=BEN)).then(IncidentPublished()).state
    assert (state.status, state.published_at) == ("published", 108)


# --- withdrawn


@pytest.mark.parametrize("story", [draft(), in_review(), published()])
def test_it_may_be_withdrawn_at_any_time(story):
    assert story.when(WithdrawIncident(id=OWN)).then(IncidentWithdrawn()).state.status == "withdrawn"


@pytest.mark.parametrize(
    "command",
    [
        NOTE,
        RetitleIncident(id=OWN, title={"en": "Another title"}),
        SubmitIncident(id=OWN),
        APPROVE,
        PublishIncident(id=OWN),
        WithdrawIncident(id=OWN),
        incident.MergeIncidents(id=OWN, into=PACT),
        incident.ReverseIncidentMerge(id=OWN),
    ],
)
def test_withdrawn_is_final(command):
    story = in_review(APPROVED, IncidentWithdrawn())
    story.when(command, world(person=CARA)).refused("incident_withdrawn", None)


def test_what_is_no_command_about_an_incident_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="not a command about an incident"):
        incident.decide(draft().state, Command(id=OWN), world())
