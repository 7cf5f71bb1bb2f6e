"""Two records found to be one: the loser's stream says so, its id redirects, and it can be taken back."""

import pytest

from incidents.domain import actor, incident
from incidents.domain.actor import ActorRegistered
from incidents.domain.claiming import (
    AddEvidence,
    AddNote,
    AssessClaim,
    PreferClaim,
    RecordClaim,
    WithdrawClaim,
    WithdrawPreference,
)
from incidents.domain.facts import ActorFacts, RecordFacts
from incidents.domain.incident import (
    IncidentSubmitted,
    PublishIncident,
    RetitleIncident,
    ReviewIncident,
    SubmitIncident,
    WithdrawIncident,
)
from incidents.domain.merging import Merge
from tests.domain.story import (
    ANA,
    BEN,
    GONE_ACTOR,
    GONE_INCIDENT,
    KIM,
    KIM_AGAIN,
    MINISTRY,
    NAME,
    OWN,
    PACT,
    PACT_AGAIN,
    TYPE,
    UNKNOWN,
    by,
    claim,
    given,
    opened,
    passage,
    world,
)

BEGUN = {"incident": opened(), "actor": ActorRegistered(kind="person", claims=(NAME,))}
MERGE = {"incident": incident.MergeIncidents, "actor": actor.MergeActors}
MERGED = {"incident": incident.IncidentsMerged, "actor": actor.ActorsMerged}
REVERSE = {"incident": incident.ReverseIncidentMerge, "actor": actor.ReverseActorMerge}
REVERSED = {"incident": incident.MergeReversed, "actor": actor.MergeReversed}
SURVIVOR = {"incident": PACT, "actor": KIM}
AGAIN = {"incident": PACT_AGAIN, "actor": KIM_AGAIN}
GONE = {"incident": GONE_INCIDENT, "actor": GONE_ACTOR}
KINDS = ("incident", "actor")
# In these stories there is a record with the id of the story's own, so that it could be named as the survivor.
FACTS = world(actors={OWN: ActorFacts(kind="person")}, records={("incident", OWN): RecordFacts()})


def begun(kind, *events):
    return given(kind, BEGUN[kind], *events)


def merged(kind):
    return begun(kind, MERGED[kind](into=SURVIVOR[kind]))


def merge(story, into, facts=FACTS):
    return story.when(MERGE[story.kind](id=OWN, into=into), facts)


# --- merged


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_merged_into_another(kind):
    story = merge(begun(kind), SURVIVOR[kind]).then(MERGED[kind](into=SURVIVOR[kind]))
    assert story.state.merge == Merge(into=SURVIVOR[kind], position=102)


def test_whoever_merges_an_incident_is_an_author_and_takes_an_approval_back():
    approved = by(BEN, incident.IncidentReviewed(decision="approve"))
    story = begun("incident", IncidentSubmitted(), approved)
    state = merge(story, PACT, world(person=BEN)).accepted().state
    assert (state.authors, state.approved) == ({ANA, BEN}, False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_merged_into_one_that_stands_for_itself(kind):
    story = begun(kind)
    merge(story, "kim").refused("invalid_id", "into", value="kim")
    merge(story, OWN).refused("merge_with_itself", "into")
    merge(story, UNKNOWN).refused("unknown_survivor", "into", id=UNKNOWN)
    merge(story, GONE[kind]).refused("survivor_withdrawn", "into")
    merge(story, AGAIN[kind]).refused("survivor_merged", "into", id=SURVIVOR[kind])


def test_a_survivor_of_another_kind_of_record_is_none():
    merge(begun("incident"), KIM).refused("unknown_survivor", "into")
    merge(begun("actor"), PACT).refused("unknown_survivor", "into")


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_merged_once(kind):
    merge(merged(kind), SURVIVOR[kind]).refused("already_merged", "into", into=SURVIVOR[kind])
    merge(merged(kind), UNKNOWN).refused("already_merged", "into", into=SURVIVOR[kind])


def test_actors_of_different_kinds_are_never_one():
    merge(begun("actor"), MINISTRY).refused("kinds_differ", "into", ours="person", theirs="body")


# --- taken back


@pytest.mark.parametrize("kind", KINDS)
def test_a_merge_is_reversed_and_says_which(kind):
    story = merged(kind).when(REVERSE[kind](id=OWN))
    story = story.then(REVERSED[kind](survivor=SURVIVOR[kind], merged_at=102))
    assert story.state.merge is None
    story.when(REVERSE[kind](id=OWN)).refused("not_merged", None)
    merge(story, SURVIVOR[kind]).accepted()


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_was_merged_there_is_nothing_to_reverse(kind):
    begun(kind).when(REVERSE[kind](id=OWN)).refused("not_merged", None)


# --- what a record that was merged away still accepts


@pytest.mark.parametrize("kind", KINDS)
def test_new_claims_belong_to_the_survivor(kind):
    told = claim("told", "scope", "core") if kind == "incident" else claim("told", "country", "KOR")
    merged(kind).when(RecordClaim(kind=kind, id=OWN, claim=told)).refused("merged_away", None, into=SURVIVOR[kind])


@pytest.mark.parametrize(
    "command",
    [
        RetitleIncident(id=OWN, title={"en": "Another title"}),
        SubmitIncident(id=OWN),
        ReviewIncident(id=OWN, decision="approve"),
        PublishIncident(id=OWN),
    ],
)
def test_title_review_and_publication_belong_to_the_survivor(command):
    merged("incident").when(command).refused("merged_away", None, into=PACT)


@pytest.mark.parametrize("kind", KINDS)
def test_edits_of_old_claims_go_to_their_own_stream(kind):
    old = {"incident": TYPE, "actor": NAME}[kind]
    story = merged(kind)
    for command in (
        AddEvidence(kind=kind, id=OWN, claim=old.claim, evidence=(passage(300, 310),)),
        AssessClaim(kind=kind, id=OWN, claim=old.claim, credibility=1),
        PreferClaim(kind=kind, id=OWN, claim=old.claim),
        WithdrawPreference(kind=kind, id=OWN, property=old.property),
        WithdrawClaim(kind=kind, id=OWN, claim=old.claim),
        AddNote(kind=kind, id=OWN, text="See the survivor."),
    ):
        story = story.when(command).accepted()
    assert story.state.merge == Merge(into=SURVIVOR[kind], position=102)
    assert story.state.claims.standing[old.claim].withdrawn


def test_a_record_that_was_merged_away_may_be_withdrawn():
    assert merged("incident").when(WithdrawIncident(id=OWN)).accepted().state.status == "withdrawn"
    assert merged("actor").when(actor.WithdrawActor(id=OWN)).accepted().state.withdrawn
