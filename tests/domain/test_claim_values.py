"""What a value of each property looks like. A property of the codebook without cases here fails the suite."""

import pytest

from incidents import codebook
from incidents.domain.actor import ActorRegistered
from incidents.domain.claiming import RecordClaim
from incidents.domain.properties import PropertyKey, parse_key
from incidents.domain.statement import StatementRecorded
from tests.domain.claim_values import CASES
from tests.domain.story import (
    GONE_ACTOR,
    KIM,
    MINISTRY,
    OWN,
    UNKNOWN,
    VICE_MINISTER,
    claim,
    given,
    opened,
)

PROPERTIES = codebook.current().properties


def begun(kind, code):
    """Return a record that has no claim of the property yet."""
    if kind == "actor":
        actor_kind = (PROPERTIES[kind, code].of or ("person",))[0]
        return given("actor", ActorRegistered(kind=actor_kind, claims=()))
    if kind == "statement":
        return given("statement", StatementRecorded(claims=()))
    return given("incident", opened().__replace__(claims=()))


def recorded(kind, code, value):
    stored = CASES[kind, code].get("key", code)
    told = claim("told", stored, value)
    return begun(kind, code).when(RecordClaim(kind=kind, id=OWN, claim=told))


def test_every_property_has_cases():
    assert CASES.keys() == PROPERTIES.keys()
    assert all(case["good"] and case["bad"] for case in CASES.values())


@pytest.mark.parametrize(("kind", "code"), CASES)
def test_good_values_are_accepted(kind, code):
    for value in CASES[kind, code]["good"]:
        recorded(kind, code, value).accepted()


@pytest.mark.parametrize(("kind", "code"), CASES)
def test_bad_values_are_refused(kind, code):
    for value, refusal, field in CASES[kind, code]["bad"]:
        recorded(kind, code, value).refused(refusal, field)


@pytest.mark.parametrize(("kind", "code"), [name for name, case in CASES.items() if "list" in case])
def test_codes_are_those_of_the_propertys_list(kind, code):
    wanted = CASES[kind, code]["list"]
    assert PROPERTIES[kind, code].codes == wanted
    recorded(kind, code, "NO_SUCH_CODE").refused("unknown_code", "value", list=wanted)
    for value in codebook.current().codes(wanted):
        recorded(kind, code, value).accepted()


# --- keys


@pytest.mark.parametrize(
    ("kind", "stored", "code", "field"),
    [
        ("incident", "colour", "unknown_property", "property"),
        ("incident", "", "unknown_property", "property"),
        ("incident", "speaker", "unknown_property", "property"),
        ("incident", "type:SUMMONS", "incomplete_key", "property"),
        ("incident", "participant", "incomplete_key", "property"),
        ("incident", f"participant:{KIM}", "incomplete_key", "property"),
        ("incident", f"participant:{KIM}:", "incomplete_key", "property"),
        ("incident", f"participant:{KIM}:summoner:x", "incomplete_key", "property"),
        ("incident", "participant:kim:summoner", "invalid_id", "property.actor"),
        ("incident", f"participant:{UNKNOWN}:summoner", "unknown_actor", "property.actor"),
        ("incident", f"participant:{GONE_ACTOR}:summoner", "withdrawn_actor", "property.actor"),
        ("incident", f"participant:{KIM}:bystander", "unknown_code", "property.role"),
        ("incident", "quantity", "incomplete_key", "property"),
        ("incident", "quantity:eaten", "unknown_code", "property.predicate"),
        ("actor", "tenure", "incomplete_key", "property"),
        ("actor", f"tenure:{UNKNOWN}", "unknown_actor", "property.office"),
        ("actor", f"tenure:{MINISTRY}", "wrong_actor_kind", "property.office"),
    ],
)
def test_what_a_stored_property_may_be(kind, stored, code, field):
    told = claim("told", stored, {})
    begun(kind, "name").when(RecordClaim(kind=kind, id=OWN, claim=told)).refused(code, field)


def test_a_refused_code_is_shown_with_those_there_are():
    answer = recorded("incident", "scope", "centre")
    answer.refused("unknown_code", "value", value="centre", list="scopes", codes="context, core")


def test_a_key_is_read_and_written_alike():
    assert parse_key("incident", f"participant:{KIM}:host") == PropertyKey("participant", (KIM, "host"))
    assert str(PropertyKey("participant", (KIM, "host"))) == f"participant:{KIM}:host"
    assert parse_key("incident", "type") == PropertyKey("type")
    assert str(PropertyKey("type")) == "type"


def test_a_refused_key_shows_how_it_is_written():
    told = claim("told", "participant", {})
    answer = begun("incident", "type").when(RecordClaim(kind="incident", id=OWN, claim=told))
    answer.refused("incomplete_key", "property", form="participant:<actor>:<role>")


def test_a_wrong_object_shows_which_fields_it_has():
    recorded("incident", "place", {}).refused(
        "wrong_fields", "value", required="name, role, precision", optional="country"
    )
    recorded("statement", "about", {}).refused("wrong_fields", "value", required="kind, id", optional="no others")
    recorded("actor", "tenure", []).refused("wrong_fields", "value", required="–", optional="from, to")


def test_an_actor_of_the_wrong_kind_is_named_with_what_is_needed():
    answer = recorded("incident", "participant", {"office": MINISTRY})
    answer.refused("wrong_actor_kind", "value.office", id=MINISTRY, kind="body", kinds="office")


# --- properties of some actors only


@pytest.mark.parametrize(
    ("kind", "stored", "value"), [("state", f"tenure:{VICE_MINISTER}", {}), ("person", "rank", "ambassador")]
)
def test_some_properties_are_for_some_kinds_of_actor_only(kind, stored, value):
    told = claim("told", stored, value)
    story = given("actor", ActorRegistered(kind=kind, claims=()))
    story.when(RecordClaim(kind="actor", id=OWN, claim=told)).refused("not_of_this_kind", "property")
