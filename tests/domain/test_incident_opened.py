"""An incident is opened with a title and the claims known at once, its type among them; later it may be retitled."""

import pytest

from incidents.domain import incident
from incidents.domain.claiming import AddNote
from incidents.domain.evidence import Evidence
from incidents.domain.incident import IncidentOpened, IncidentRetitled, OpenIncident, RetitleIncident
from tests.domain.story import (
    ANA,
    BEN,
    GONE_SOURCE,
    OWN,
    TITLE,
    TYPE,
    UNKNOWN,
    claim,
    given,
    opened,
    passage,
    recorded_at,
    world,
)

DATE = claim("date", "date", "2024-06-21", credibility=2)


def test_it_opens_with_a_title_and_claims():
    story = given("incident").when(OpenIncident(id=OWN, title=TITLE, claims=(TYPE, DATE)))
    state = story.then(IncidentOpened(title=TITLE, claims=(TYPE, DATE))).state
    assert (state.title, state.status, state.approved) == (TITLE, "draft", False)
    assert (state.published_at, state.merge, state.authors) == (None, None, {ANA})
    assert state.claims.standing == recorded_at(101, TYPE, DATE)


def test_the_person_who_opens_it_is_its_author():
    command = OpenIncident(id=OWN, title=TITLE, claims=(TYPE,))
    assert given("incident").when(command, world(person=BEN)).accepted().state.authors == {BEN}


@pytest.mark.parametrize("title", [{"en": "Envoy summoned"}, {"id": "Utusan dipanggil"}])
def test_one_language_is_enough(title):
    given("incident").when(OpenIncident(id=OWN, title=title, claims=(TYPE,))).then(
        IncidentOpened(title=title, claims=(TYPE,))
    )


@pytest.mark.parametrize(
    ("title", "code", "field"),
    [
        ({}, "one_language", "title"),
        ("Envoy summoned", "one_language", "title"),
        ({"en": "Envoy summoned", "ko": "초치"}, "one_language", "title"),
        ({"en": " "}, "empty_text", "title.en"),
        ({"en": "Envoy summoned", "id": None}, "empty_text", "title.id"),
        ({"en": "x" * 501}, "text_too_long", "title.en"),
        ({"id": "Se\u0301oul"}, "not_nfc", "title.id"),
        ({"en": "Envoy\u0007"}, "control_character", "title.en"),
    ],
)
def test_a_title_is_a_text_in_one_of_two_languages(title, code, field):
    given("incident").when(OpenIncident(id=OWN, title=title, claims=(TYPE,))).refused(code, field)
    given("incident", opened()).when(RetitleIncident(id=OWN, title=title)).refused(code, field)


def test_a_title_may_have_500_characters():
    given("incident", opened()).when(RetitleIncident(id=OWN, title={"en": "x" * 500})).accepted()


def test_its_type_has_to_be_claimed():
    command = OpenIncident(id=OWN, title=TITLE, claims=(DATE,))
    given("incident").when(command).refused("claim_missing", "claims", name="type")


@pytest.mark.parametrize("record", ["", "incident-1", OWN.upper(), OWN.replace("-", ""), f"{{{OWN}}}", f"{OWN}\n"])
def test_its_id_is_a_uuid_in_lower_case(record):
    command = OpenIncident(id=record, title=TITLE, claims=(TYPE,))
    given("incident").when(command).refused("invalid_id", "id", value=record)


def test_an_id_is_taken_once():
    command = OpenIncident(id=OWN, title=TITLE, claims=(TYPE,))
    given("incident", opened()).when(command).refused("id_taken", "id", id=OWN)


@pytest.mark.parametrize(
    ("second", "code", "field"),
    [
        (claim("type", "date", "2024-06-21"), "claim_id_taken", "claims[1].claim"),
        (claim("again", "type", "SUMMONS"), "claim_exists", "claims[1].value"),
        (claim("date", "date", "21 June"), "invalid_date", "claims[1].value"),
        (claim("date", "date", "2024", passage(source=UNKNOWN)), "unknown_source", "claims[1].evidence[0].source"),
        (
            claim("date", "date", "2024", passage(source=GONE_SOURCE)),
            "withdrawn_source",
            "claims[1].evidence[0].source",
        ),
        (claim("date", "date", "2024", Evidence()), "no_evidence", "claims[1].evidence[0]"),
    ],
)
def test_every_claim_has_to_be_sound_and_says_which_one_is_not(second, code, field):
    given("incident").when(OpenIncident(id=OWN, title=TITLE, claims=(TYPE, second))).refused(code, field)


def test_rival_claims_may_stand_side_by_side_from_the_start():
    rivals = (TYPE, claim("rival", "type", "CONSULTATION"))
    given("incident").when(OpenIncident(id=OWN, title=TITLE, claims=rivals)).accepted()


def test_a_new_title_replaces_the_old_one():
    title = {"en": "Envoy summoned over the pact"}
    story = given("incident", opened()).when(RetitleIncident(id=OWN, title=title), world(person=BEN))
    state = story.then(IncidentRetitled(title=title)).state
    assert (state.title, state.authors) == (title, {ANA, BEN})


def test_the_same_title_changes_nothing():
    given("incident", opened()).when(RetitleIncident(id=OWN, title=dict(TITLE))).then()


@pytest.mark.parametrize(
    "command",
    [
        RetitleIncident(id=OWN, title=TITLE),
        AddNote(kind="incident", id=OWN, text="See the readout."),
        incident.SubmitIncident(id=OWN),
        incident.ReviewIncident(id=OWN, decision="approve"),
        incident.PublishIncident(id=OWN),
        incident.WithdrawIncident(id=OWN),
        incident.MergeIncidents(id=OWN, into=UNKNOWN),
        incident.ReverseIncidentMerge(id=OWN),
    ],
)
def test_nothing_is_recorded_on_an_incident_that_was_never_opened(command):
    given("incident").when(command).refused("unknown_incident", "id", id=OWN)
