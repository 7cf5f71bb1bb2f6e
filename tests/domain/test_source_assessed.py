"""What people make of a source: its grade, its assessment, and what became of proposals read from it."""

import pytest

from incidents.domain.bibliography import Bibliography
from incidents.domain.source import (
    Assessment,
    AssessSource,
    DecideProposal,
    GradeSource,
    ProposalDecided,
    SourceAssessed,
    SourceGraded,
    SourceRegistered,
)
from tests.domain.story import (
    ARTICLE,
    GONE_SOURCE,
    OWN,
    PAPER,
    UNKNOWN,
    digest,
    given,
    uid,
)

CITED = Bibliography(
    kind="wire", outlet=PAPER, title="Envoy summoned", published="2024-06-21", published_basis="explicit"
)
TEXT = {"file": "s000.txt", "file_sha256": digest("file"), "text_sha256": digest("text"), "length": 4151}
HELD = CITED.__replace__(kind="article", language="id", byline="A. Writer", **TEXT)


def held(**changes):
    return given("source", SourceRegistered(held=True, about=HELD.__replace__(**changes)))


def cited(**changes):
    return given("source", SourceRegistered(held=False, about=CITED.__replace__(**changes)))


# --- graded


def test_a_source_is_graded():
    story = held().when(GradeSource(id=OWN, reliability="B")).then(SourceGraded(reliability="B"))
    assert story.state.reliability == "B"
    story.when(GradeSource(id=OWN, reliability="B")).then()
    story.when(GradeSource(id=OWN, reliability="F")).then(SourceGraded(reliability="F"))
    story.when(GradeSource(id=OWN, reliability="2")).refused("unknown_code", "reliability", list="reliability")


# --- assessed


def assess(story, outcome, of=None):
    return story.when(AssessSource(id=OWN, assessment=Assessment(outcome=outcome, of=of)))


@pytest.mark.parametrize(("outcome", "of"), [("coded", None), ("nothing_codable", None), ("copy_of", ARTICLE)])
def test_a_held_source_is_assessed(outcome, of):
    assessment = Assessment(outcome=outcome, of=of)
    story = assess(held(), outcome, of).then(SourceAssessed(assessment=assessment))
    assert story.state.assessment == assessment
    assess(story, outcome, of).then()


def test_an_assessment_may_change():
    story = assess(held(), "nothing_codable").accepted()
    assert assess(story, "coded").accepted().state.assessment == Assessment(outcome="coded")


def test_what_an_assessment_needs():
    assess(held(), "interesting").refused("unknown_code", "outcome", list="assessments")
    assess(cited(), "coded").refused("not_held", "outcome")
    assess(held(), "copy_of").refused("copy_of_what", "of")
    assess(held(), "coded", ARTICLE).refused("copy_of_what", "of")
    assess(held(), "copy_of", OWN).refused("copies_itself", "of")
    assess(held(), "copy_of", UNKNOWN).refused("unknown_source", "of")
    assess(held(), "copy_of", GONE_SOURCE).refused("withdrawn_source", "of")


# --- proposals


def proposal(**changes):
    given_ = {
        "proposal": uid("proposal"),
        "rule": "summons.memanggil",
        "outcome": "accepted",
        "proposed": {"text": "x"},
    }
    return DecideProposal(id=OWN, **{**given_, **changes})


def test_what_became_of_a_proposal_is_kept():
    command = proposal(outcome="corrected", recorded={"text": "y"})
    story = (
        held()
        .when(command)
        .then(
            ProposalDecided(
                proposal=uid("proposal"),
                rule="summons.memanggil",
                outcome="corrected",
                proposed={"text": "x"},
                recorded={"text": "y"},
            )
        )
    )
    assert story.state.proposals == {uid("proposal"): "corrected"}
    story.when(proposal(outcome="rejected")).refused("proposal_decided", "proposal")
    assert story.when(proposal(proposal=uid("second"))).accepted().state.proposals == {
        uid("proposal"): "corrected",
        uid("second"): "accepted",
    }


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"proposal": "p1"}, "invalid_id", "proposal"),
        ({"rule": ""}, "empty_text", "rule"),
        ({"rule": "x" * 501}, "text_too_long", "rule"),
        ({"outcome": "postponed"}, "unknown_code", "outcome"),
    ],
)
def test_what_a_decision_on_a_proposal_needs(changes, code, field):
    held().when(proposal(**changes)).refused(code, field)
