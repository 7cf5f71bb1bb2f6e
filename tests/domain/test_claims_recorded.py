"""Claims are recorded, the same way for incidents, statements and actors."""

import pytest

from incidents.domain import claiming
from incidents.domain.actor import ActorRegistered
from incidents.domain.claiming import (
    AssessClaim,
    ClaimRecorded,
    ClaimWithdrawn,
    RecordClaim,
)
from incidents.domain.facts import ActorFacts, RecordFacts
from incidents.domain.statement import RecordStatement, StatementRecorded
from incidents.domain.values import Command, FieldRedacted
from tests.domain.story import (
    ACT,
    ANA,
    DEMAND,
    GIST,
    GONE_SOURCE,
    KIM,
    KOREA,
    NAME,
    OWN,
    SPEAKER,
    WORLD,
    by,
    claim,
    given,
    judgement,
    opened,
    passage,
    uid,
    world,
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


# --- recorded


@pytest.mark.parametrize("kind", BEGUN)
def test_a_claim_is_recorded_beside_those_of_the_opening(kind):
    told = claim("told", *VALUES[kind], credibility=3, note="Only here.")
    story = begun(kind)
    before = dict(story.state.claims.standing)
    state = story.when(RecordClaim(kind=kind, id=OWN, claim=told)).then(ClaimRecorded(claim=told)).state
    added = state.claims.standing.pop(told.claim)
    assert state.claims.standing == before
    assert (added.claim, added.position, added.withdrawn) == (told, 102, False)


def record(story, told, facts=WORLD):
    return story.when(RecordClaim(kind="incident", id=OWN, claim=told), facts)


def test_a_rival_value_is_a_claim_of_its_own():
    rival = claim("rival", "date", "2024-06-20")
    state = record(begun("incident", RECORDED), rival).then(ClaimRecorded(claim=rival)).state
    assert {standing.claim.value for standing in state.claims.standing.values()} >= {"2024-06-21", "2024-06-20"}


def test_a_claim_id_is_taken_once_even_after_withdrawal():
    again = claim("date", "scope", "core")
    record(begun("incident", RECORDED), again).refused("claim_id_taken", "claim", id=uid("date"))
    withdrawn = begun("incident", RECORDED, ClaimWithdrawn(claim=uid("date")))
    record(withdrawn, again).refused("claim_id_taken", "claim", id=uid("date"))


def test_a_claim_id_that_another_record_has_is_taken():
    elsewhere = world(claims=frozenset({DATE.claim}))
    record(begun(), DATE, elsewhere).refused("claim_id_taken", "claim", id=DATE.claim)
    record(begun(), claim("scope", "scope", "core"), elsewhere).accepted()


def test_a_claim_needs_an_id():
    record(begun(), claim("x", "scope", "core").__replace__(claim="c1")).refused("invalid_id", "claim", value="c1")


def test_a_value_is_claimed_once_and_further_passages_are_further_evidence():
    again = claim("again", "date", "2024-06-21", passage(300, 310), basis="inferred")
    record(begun("incident", RECORDED), again).refused("claim_exists", "value", id=uid("date"))


def test_a_withdrawn_value_may_be_claimed_anew():
    again = claim("again", "date", "2024-06-21")
    record(begun("incident", RECORDED, ClaimWithdrawn(claim=uid("date"))), again).then(ClaimRecorded(claim=again))


@pytest.mark.parametrize(
    ("first", "same"),
    [
        ({"unit": "person", "low": 1500}, {"unit": "person", "low": "1500", "best": None}),
        ({"unit": "person", "best": "2.50"}, {"unit": "person", "best": "2.5"}),
    ],
)
def test_a_value_written_otherwise_is_the_same_value(first, same):
    story = begun("incident", ClaimRecorded(claim=claim("sent", "quantity:sent", first)))
    record(story, claim("again", "quantity:sent", same)).refused("claim_exists", "value", id=uid("sent"))
    record(story, claim("other", "quantity:crossed", same)).accepted()


def test_the_same_value_under_another_key_is_another_claim():
    story = begun("incident", ClaimRecorded(claim=claim("a", f"participant:{KIM}:summoner", {"on_behalf_of": KOREA})))
    record(story, claim("b", f"participant:{KIM}:witness", {"on_behalf_of": KOREA})).accepted()
    record(story, claim("c", f"participant:{KIM}:summoner", {"office": None, "on_behalf_of": KOREA})).refused(
        "claim_exists", "value"
    )


@pytest.mark.parametrize("kind", BEGUN)
def test_a_property_belongs_to_a_kind(kind):
    told = claim("told", "colour", "red")
    command = RecordClaim(kind=kind, id=OWN, claim=told)
    begun(kind).when(command).refused("unknown_property", "property", kind=kind, code="colour")


def test_a_record_is_not_about_itself_nor_does_it_belong_to_itself():
    facts = world(actors={OWN: ActorFacts(kind="person")}, records={("statement", OWN): RecordFacts()})
    for kind, told in (
        ("statement", claim("about", "about", {"kind": "statement", "id": OWN})),
        ("actor", claim("body", "belongs_to", OWN)),
    ):
        command = RecordClaim(kind=kind, id=OWN, claim=told)
        begun(kind).when(command, facts).refused("names_itself", "value")
    opening = RecordStatement(id=OWN, claims=(SPEAKER, claim("about", "about", {"kind": "statement", "id": OWN})))
    given("statement").when(opening, facts).refused("names_itself", "claims[1].value")
    for told in (claim("about", "about", {"kind": "statement", "id": DEMAND}), claim("words", "gist", {"id": OWN})):
        begun("statement").when(RecordClaim(kind="statement", id=OWN, claim=told), facts).accepted()


@pytest.mark.parametrize("credibility", [1, 2, 3, 4, 5, 6, None])
def test_credibility_is_an_admiralty_digit_or_not_assessed(credibility):
    record(begun(), claim("scope", "scope", "core", credibility=credibility)).accepted()


@pytest.mark.parametrize("credibility", [0, 7, -1, True, "A"])
def test_other_credibilities_are_refused(credibility):
    told = claim("scope", "scope", "core", credibility=credibility)
    record(begun(), told).refused("unknown_code", "credibility", list="credibility")
    command = AssessClaim(kind="incident", id=OWN, claim=uid("type"), credibility=credibility)
    begun().when(command).refused("unknown_code", "credibility", list="credibility")


def test_a_date_says_how_it_was_found():
    record(begun(), DATE.__replace__(basis=None)).refused("basis_missing", "basis")
    record(begun(), DATE.__replace__(basis="guessed")).refused("unknown_code", "basis", list="date_bases")
    record(begun(), claim("scope", "scope", "core", basis="explicit")).refused("basis_not_wanted", "basis")


def test_a_note_on_a_claim_is_text():
    record(begun(), claim("scope", "scope", "core", note="")).refused("empty_text", "note")


def test_a_claim_rests_on_something():
    record(begun(), DATE.__replace__(evidence=())).refused("evidence_missing", "evidence")
    told = claim("scope", "scope", "core", judgement(), passage(source=GONE_SOURCE))
    record(begun(), told).refused("withdrawn_source", "evidence[1].source")


# --- what claims pass over


@pytest.mark.parametrize("kind", BEGUN)
def test_a_redaction_does_not_change_the_state(kind):
    story = begun(kind)
    assert story.after(by(ANA, FieldRedacted(position=101, field="claims[0].note"))).state == story.state


def test_what_is_no_command_about_claims_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="not a command about claims"):
        claiming.decide(claiming.Claims(), Command(id=OWN), world())
