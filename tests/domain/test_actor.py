"""An actor is registered with a kind and names; the kind stays, all else is claimed; it may be withdrawn."""

import pytest

from incidents import codebook
from incidents.domain import actor
from incidents.domain.actor import ActorRegistered, ActorWithdrawn, RegisterActor, WithdrawActor
from incidents.domain.claiming import AddNote, ClaimRecorded, RecordClaim
from incidents.domain.values import Command
from tests.domain.story import KIM, NAME, OWN, VICE_MINISTER, WORLD, claim, given, recorded_at

COUNTRY = claim("country", "country", "KOR")
TENURE = claim("tenure", f"tenure:{VICE_MINISTER}", {"from": "../2024-06-21", "to": None})
RANK = claim("rank", "rank", "first_vice_minister")
KIM_REGISTERED = ActorRegistered(kind="person", claims=(NAME,))


def register(kind="person", *claims, record=OWN):
    return given("actor").when(RegisterActor(id=record, kind=kind, claims=claims or (NAME,)))


def test_an_actor_is_registered_with_kind_and_claims():
    state = (
        register("person", NAME, COUNTRY, TENURE)
        .then(ActorRegistered(kind="person", claims=(NAME, COUNTRY, TENURE)))
        .state
    )
    assert (state.kind, state.merge, state.withdrawn) == ("person", None, False)
    assert state.claims.standing == recorded_at(101, NAME, COUNTRY, TENURE)


@pytest.mark.parametrize("kind", codebook.current().lists["actor_kinds"])
def test_all_kinds_of_the_codebook(kind):
    register(kind).accepted()


def test_what_an_actor_needs():
    register("army").refused("unknown_code", "kind", list="actor_kinds", value="army")
    register("person", COUNTRY).refused("claim_missing", "claims", name="name")
    register("person", NAME, claim("c", "country", "Korea")).refused("invalid_country", "claims[1].value")
    register(record="kim").refused("invalid_id", "id", value="kim")


def test_an_id_is_taken_once():
    given("actor", KIM_REGISTERED).when(RegisterActor(id=OWN, kind="person", claims=(NAME,))).refused(
        "id_taken", "id", id=OWN
    )


def test_a_tenure_is_held_by_a_person_and_a_rank_belongs_to_an_office():
    register("office", NAME, RANK).accepted()
    register("person", NAME, TENURE).accepted()
    register("person", NAME, RANK).refused("not_of_this_kind", "claims[1].property", property="rank", kinds="office")
    register("state", NAME, COUNTRY, TENURE).refused(
        "not_of_this_kind", "claims[2].property", property="tenure", kinds="person"
    )


def test_a_claim_is_recorded_where_the_kind_allows_it():
    story = given("actor", KIM_REGISTERED)
    story.when(RecordClaim(kind="actor", id=OWN, claim=TENURE)).then(ClaimRecorded(claim=TENURE))
    story.when(RecordClaim(kind="actor", id=OWN, claim=RANK)).refused("not_of_this_kind", "property")


def test_several_names_stand_side_by_side():
    other = claim("other", "name", {"text": "Wakil Menteri Kim", "language": "id", "kind": "title"})
    assert len(register("person", NAME, other).accepted().state.claims.standing) == 2


def test_an_actor_is_withdrawn_for_good():
    story = given("actor", KIM_REGISTERED).when(WithdrawActor(id=OWN)).then(ActorWithdrawn())
    assert story.state.withdrawn
    for command in (
        WithdrawActor(id=OWN),
        AddNote(kind="actor", id=OWN, text="Why?"),
        RecordClaim(kind="actor", id=OWN, claim=COUNTRY),
        actor.MergeActors(id=OWN, into=KIM),
        actor.ReverseActorMerge(id=OWN),
    ):
        story.when(command).refused("actor_withdrawn", None)


@pytest.mark.parametrize(
    "command",
    [
        WithdrawActor(id=OWN),
        AddNote(kind="actor", id=OWN, text="Why?"),
        actor.MergeActors(id=OWN, into=KIM),
        actor.ReverseActorMerge(id=OWN),
    ],
)
def test_nothing_is_recorded_on_an_actor_that_was_never_registered(command):
    given("actor").when(command).refused("unknown_actor", "id", id=OWN)


def test_what_is_no_command_about_an_actor_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="not a command about an actor"):
        actor.decide(given("actor", KIM_REGISTERED).state, Command(id=OWN), WORLD)
