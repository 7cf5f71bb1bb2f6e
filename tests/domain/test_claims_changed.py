"""What happens to claims afterwards: more evidence, assessed, preferred, withdrawn, remarked on."""

import pytest

from incidents.domain.actor import ActorRegistered
from incidents.domain.claiming import (
    AddEvidence,
    AddNote,
    AssessClaim,
    ClaimAssessed,
    ClaimPreferred,
    ClaimRecorded,
    ClaimWithdrawn,
    EvidenceAdded,
    Note,
    NoteAdded,
    PreferClaim,
    PreferenceWithdrawn,
    WithdrawClaim,
    WithdrawPreference,
)
from incidents.domain.statement import StatementRecorded
from tests.domain.story import (
    ACT,
    GIST,
    NAME,
    OWN,
    SPEAKER,
    UNKNOWN,
    claim,
    given,
    judgement,
    opened,
    passage,
    uid,
)

BEGUN = {
    "incident": opened(),
    "statement": StatementRecorded(claims=(SPEAKER, ACT, GIST)),
    "actor": ActorRegistered(kind="person", claims=(NAME,)),
}
VALUES = {"incident": ("scope", "core"), "statement": ("venue", "meeting"), "actor": ("country", "KOR")}
DATE = claim("date", "date", "2024-06-21", credibility=2)
RECORDED = ClaimRecorded(claim=DATE)


def begun(kind="incident", *events):
    return given(kind, BEGUN[kind], *events)


def standing(story, name="date"):
    return story.state.claims.standing[uid(name)]


# --- more evidence


def test_evidence_is_added_to_what_is_there():
    more = (passage(300, 310), judgement())
    story = begun("incident", RECORDED).when(AddEvidence(kind="incident", id=OWN, claim=uid("date"), evidence=more))
    story = story.then(EvidenceAdded(claim=uid("date"), evidence=more))
    assert standing(story).claim == DATE.__replace__(evidence=(*DATE.evidence, *more))
    assert standing(story).position == 102
    assert standing(story, "type").claim.evidence == (passage(),)


@pytest.mark.parametrize(
    ("evidence", "code", "field"),
    [
        ((), "evidence_missing", "evidence"),
        ((passage(),), "evidence_known", "evidence[0]"),
        ((passage(300, 310), passage()), "evidence_known", "evidence[1]"),
        ((passage(300, 310), passage(300, 310)), "evidence_repeated", "evidence[1]"),
        ((passage(300, 310, source=UNKNOWN),), "unknown_source", "evidence[0].source"),
    ],
)
def test_added_evidence_is_sound_and_new(evidence, code, field):
    command = AddEvidence(kind="incident", id=OWN, claim=uid("date"), evidence=evidence)
    begun("incident", RECORDED).when(command).refused(code, field)


# --- assessed


def test_a_claim_is_assessed_and_the_digit_taken_back():
    story = begun("incident", RECORDED)
    command = AssessClaim(kind="incident", id=OWN, claim=uid("date"), credibility=1)
    story = story.when(command).then(ClaimAssessed(claim=uid("date"), credibility=1))
    assert standing(story).claim == DATE.__replace__(credibility=1)
    story.when(command).then()
    command = AssessClaim(kind="incident", id=OWN, claim=uid("date"), credibility=None)
    assert standing(story.when(command).accepted()).claim.credibility is None


# --- preferred


def prefer(name):
    return PreferClaim(kind="incident", id=OWN, claim=uid(name))


def test_one_claim_of_a_property_is_preferred():
    story = begun("incident", RECORDED, ClaimRecorded(claim=claim("rival", "date", "2024-06-20")))
    story = story.when(prefer("date")).then(ClaimPreferred(claim=uid("date"), property="date"))
    story.when(prefer("date")).then()
    story = story.when(prefer("rival")).then(ClaimPreferred(claim=uid("rival"), property="date"))
    story = story.when(prefer("type")).accepted()
    assert story.state.claims.preferred == {"date": uid("rival"), "type": uid("type")}


def test_a_preference_is_withdrawn():
    story = begun("incident", RECORDED).when(prefer("date")).accepted().when(prefer("type")).accepted()
    command = WithdrawPreference(kind="incident", id=OWN, property="date")
    story = story.when(command).then(PreferenceWithdrawn(property="date"))
    assert story.state.claims.preferred == {"type": uid("type")}
    story.when(command).refused("no_preference", "property", name="date")


# --- withdrawn


def test_a_claim_is_withdrawn_and_its_preference_with_it():
    story = begun("incident", RECORDED).when(prefer("date")).accepted().when(prefer("type")).accepted()
    command = WithdrawClaim(kind="incident", id=OWN, claim=uid("date"))
    story = story.when(command).then(ClaimWithdrawn(claim=uid("date")))
    assert standing(story).withdrawn
    assert standing(story).claim == DATE
    assert not standing(story, "type").withdrawn
    assert story.state.claims.preferred == {"type": uid("type")}


ABOUT_A_CLAIM = [
    AddEvidence(kind="incident", id=OWN, claim=uid("date"), evidence=(passage(300, 310),)),
    AssessClaim(kind="incident", id=OWN, claim=uid("date"), credibility=1),
    prefer("date"),
    WithdrawClaim(kind="incident", id=OWN, claim=uid("date")),
]


@pytest.mark.parametrize("command", ABOUT_A_CLAIM)
def test_nothing_happens_to_a_withdrawn_claim(command):
    story = begun("incident", RECORDED, ClaimWithdrawn(claim=uid("date")))
    story.when(command).refused("claim_withdrawn", "claim", id=uid("date"))


@pytest.mark.parametrize("command", ABOUT_A_CLAIM)
def test_nothing_happens_to_a_claim_that_was_never_made(command):
    begun().when(command).refused("unknown_claim", "claim", id=uid("date"))


# --- remarked on


@pytest.mark.parametrize("kind", BEGUN)
def test_notes_are_kept_in_order_with_their_position(kind):
    name = VALUES[kind][0]
    story = begun(kind).when(AddNote(kind=kind, id=OWN, text="First.")).then(NoteAdded(text="First."))
    command = AddNote(kind=kind, id=OWN, text="Second.", property=name)
    story = story.when(command).then(NoteAdded(text="Second.", property=name))
    assert story.state.claims.notes == (
        Note(text="First.", property=None, position=102),
        Note(text="Second.", property=name, position=103),
    )


def test_a_note_is_text_about_a_property_there_is():
    begun().when(AddNote(kind="incident", id=OWN, text="")).refused("empty_text", "text")
    command = AddNote(kind="incident", id=OWN, text="Why?", property="colour")
    begun().when(command).refused("unknown_property", "property")
