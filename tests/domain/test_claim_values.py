"""What a value of each property looks like. A property of the codebook without cases here fails the suite."""

import pytest

from incidents import codebook
from incidents.domain.actor import ActorRegistered
from incidents.domain.claiming import RecordClaim
from incidents.domain.properties import PropertyKey, parse_key
from incidents.domain.statement import StatementRecorded
from tests.domain.story import (
    DEMAND,
    GONE_ACTOR,
    GONE_INCIDENT,
    GONE_STATEMENT,
    KIM,
    KIM_AGAIN,
    KOREA,
    MINISTRY,
    OWN,
    PACT,
    PACT_AGAIN,
    UNKNOWN,
    VICE_MINISTER,
    ZINOVIEV,
    claim,
    given,
    opened,
)

PROPERTIES = codebook.current().properties
DATES = {
    "good": ["2024-06-21", "2024-06", "2024-06~", "../2024-10-20", "2024-10-24T09:35+07:00", "XXXX"],
    "bad": [
        ("21 June 2024", "invalid_date", "value"),
        ("2024-13", "invalid_date", "value"),
        (20240621, "invalid_date", "value"),
        (None, "invalid_date", "value"),
        ({"start": "2024"}, "invalid_date", "value"),
        (" 2024", "date_spelling", "value"),
        ("", "date_spelling", "value"),
    ],
}
RANKS = {
    "good": ["ambassador", "first_vice_minister"],
    "bad": [("AMBASSADOR", "unknown_code", "value"), (1, "unknown_code", "value")],
}
AN_ACTOR = {
    "good": [KIM, MINISTRY, KIM_AGAIN],
    "bad": [
        ("kim", "invalid_id", "value"),
        (None, "invalid_id", "value"),
        ([KIM], "invalid_id", "value"),
        ({"id": KIM}, "invalid_id", "value"),
        (UNKNOWN, "unknown_actor", "value"),
        (PACT, "unknown_actor", "value"),
        (GONE_ACTOR, "withdrawn_actor", "value"),
    ],
}


def coded(*good, list_name):
    return {
        "good": list(good),
        "bad": [
            (value, "unknown_code", "value") for value in ("NO_SUCH_CODE", "", None, 3, True, [good[0]], {"code": 1})
        ],
        "list": list_name,
    }


SEOUL = {"name": "Seoul", "country": "KOR", "role": "where", "precision": "city"}
PERSONS = {"unit": "person", "low": 1000, "best": 1500, "high": 2000}
A_NAME = {"text": "Kim Hong-kyun", "language": "en", "kind": "romanisation"}

CASES = {
    ("incident", "type"): {
        "good": ["SUMMONS", "RECALL", "OTHER"],
        "bad": [
            ("SUMMON", "unknown_code", "value"),
            (None, "unknown_code", "value"),
            (["SUMMONS"], "unknown_code", "value"),
            ("ULTIMATUM", "not_an_incident", "value"),
            ("MARKET_REACTION", "not_an_incident", "value"),
        ],
    },
    ("incident", "date"): DATES,
    ("incident", "place"): {
        "good": [SEOUL, SEOUL | {"country": None}, {"name": "the ministry", "role": "target", "precision": "site"}],
        "bad": [
            ("Seoul", "wrong_fields", "value"),
            (["name", "role", "precision"], "wrong_fields", "value"),
            ({}, "wrong_fields", "value"),
            ({"name": "Seoul", "role": "where"}, "wrong_fields", "value"),
            (SEOUL | {"dateline": True}, "wrong_fields", "value"),
            (SEOUL | {"name": ""}, "empty_text", "value.name"),
            (SEOUL | {"name": None}, "empty_text", "value.name"),
            (SEOUL | {"name": "x" * 501}, "text_too_long", "value.name"),
            (SEOUL | {"role": "dateline"}, "unknown_code", "value.role"),
            (SEOUL | {"precision": "exact"}, "unknown_code", "value.precision"),
            (SEOUL | {"country": "KR"}, "invalid_country", "value"),
            (SEOUL | {"country": ["KOR"]}, "invalid_country", "value"),
        ],
    },
    ("incident", "participant"): {
        "key": f"participant:{KIM}:summoner",
        "good": [{}, {"office": None}, {"office": VICE_MINISTER}, {"office": VICE_MINISTER, "on_behalf_of": KOREA}],
        "bad": [
            (None, "wrong_fields", "value"),
            (KOREA, "wrong_fields", "value"),
            ({"title": "Vice Minister"}, "wrong_fields", "value"),
            ({"office": "vice minister"}, "invalid_id", "value.office"),
            ({"office": [VICE_MINISTER]}, "invalid_id", "value.office"),
            ({"office": UNKNOWN}, "unknown_actor", "value.office"),
            ({"office": MINISTRY}, "wrong_actor_kind", "value.office"),
            ({"on_behalf_of": UNKNOWN}, "unknown_actor", "value.on_behalf_of"),
            ({"on_behalf_of": GONE_ACTOR}, "withdrawn_actor", "value.on_behalf_of"),
            ({"on_behalf_of": {}}, "invalid_id", "value.on_behalf_of"),
        ],
    },
    ("incident", "issue"): coded("ARMS_TRANSFER", "TREATY_OR_PACT", list_name="issues"),
    ("incident", "occurrence"): coded("reported", "did_not_happen", list_name="occurrences"),
    ("incident", "quantity"): {
        "key": "quantity:sent",
        "good": [
            PERSONS,
            {"unit": "person", "low": 1500},
            {"unit": "person", "low": None, "best": None, "high": 12000},
            {"unit": "usd", "low": "1.5", "best": "1.50", "high": "1.5"},
            {"unit": "percent", "best": "-0.25"},
            {"unit": "person", "best": 0},
            {"unit": "person", "low": "9", "high": "10"},
        ],
        "bad": [
            (1500, "wrong_fields", "value"),
            ({"low": 1500}, "wrong_fields", "value"),
            (PERSONS | {"about": 1500}, "wrong_fields", "value"),
            (PERSONS | {"unit": "soldier"}, "unknown_code", "value.unit"),
            ({"unit": "person"}, "no_number", "value"),
            ({"unit": "person", "low": None}, "no_number", "value"),
            ({"unit": "person", "low": 2, "best": 1}, "number_order", "value"),
            ({"unit": "person", "best": 3, "high": 2}, "number_order", "value"),
            ({"unit": "person", "low": 3, "high": "2.9"}, "number_order", "value"),
            *(
                ({"unit": "person", name: number}, "invalid_number", f"value.{name}")
                for name, number in [
                    ("low", 1.5),
                    ("best", True),
                    ("high", "many"),
                    ("low", ""),
                    ("low", "NaN"),
                    ("low", "Infinity"),
                    ("low", "1e5"),
                    ("low", "1_500"),
                    ("low", " 1500"),
                    ("low", "1500\n"),
                    ("low", "1."),
                    ("low", "١٥"),
                    ("low", [0, [1], 0]),
                    ("low", {}),
                ]
            ),
        ],
    },
    ("incident", "ordinal"): {
        "good": [{"n": 1}, {"n": 3, "window": "2024-06"}, {"n": 3, "window": None}],
        "bad": [
            (3, "wrong_fields", "value"),
            ({"window": "2024"}, "wrong_fields", "value"),
            ({"n": 0}, "invalid_ordinal", "value.n"),
            ({"n": -1}, "invalid_ordinal", "value.n"),
            ({"n": True}, "invalid_ordinal", "value.n"),
            ({"n": "3"}, "invalid_ordinal", "value.n"),
            ({"n": 3, "window": "June"}, "invalid_date", "value.window"),
            ({"n": 3, "window": ""}, "date_spelling", "value.window"),
        ],
    },
    ("incident", "level_of_summoner"): RANKS,
    ("incident", "level_of_summoned"): RANKS,
    ("incident", "publicity"): coded("announced", "leaked", list_name="publicity"),
    ("incident", "channel"): coded("in_person", "note", list_name="channels"),
    ("incident", "outcome"): coded("attended", "refused", list_name="outcomes"),
    ("incident", "scope"): coded("core", "context", list_name="scopes"),
    ("statement", "speaker"): {
        "good": [
            {"actors": [KIM], "mode": "alone"},
            {"actors": [KIM, ZINOVIEV], "mode": "together"},
            {"actors": [KIM, ZINOVIEV], "mode": "each"},
        ],
        "bad": [
            (KIM, "wrong_fields", "value"),
            ({"actors": [KIM]}, "wrong_fields", "value"),
            ({"actors": [KIM], "mode": "aloud"}, "unknown_code", "value.mode"),
            ({"actors": [], "mode": "alone"}, "invalid_speakers", "value.actors"),
            ({"actors": KIM, "mode": "alone"}, "invalid_speakers", "value.actors"),
            ({"actors": None, "mode": "alone"}, "invalid_speakers", "value.actors"),
            ({"actors": [KIM, KIM], "mode": "each"}, "invalid_speakers", "value.actors"),
            ({"actors": [KIM], "mode": "together"}, "speaker_mode", "value.mode"),
            ({"actors": [KIM, ZINOVIEV], "mode": "alone"}, "speaker_mode", "value.mode"),
            ({"actors": [[KIM]], "mode": "alone"}, "invalid_id", "value.actors[0]"),
            ({"actors": [KIM, {}], "mode": "each"}, "invalid_id", "value.actors[1]"),
            ({"actors": [KIM, UNKNOWN], "mode": "each"}, "unknown_actor", "value.actors[1]"),
            ({"actors": [GONE_ACTOR], "mode": "alone"}, "withdrawn_actor", "value.actors[0]"),
        ],
    },
    ("statement", "on_behalf_of"): AN_ACTOR,
    ("statement", "addressee"): AN_ACTOR,
    ("statement", "act"): coded("DENY", "PROPOSE", list_name="acts"),
    ("statement", "acts"): coded("DENY", "PROPOSE", list_name="acts"),
    ("statement", "date"): DATES,
    ("statement", "about"): {
        "good": [{"kind": "incident", "id": PACT}, {"kind": "statement", "id": DEMAND}],
        "bad": [
            (PACT, "wrong_fields", "value"),
            ({"id": PACT}, "wrong_fields", "value"),
            ({"kind": "actor", "id": KIM}, "wrong_kind", "value.kind"),
            ({"kind": ["incident"], "id": PACT}, "wrong_kind", "value.kind"),
            ({"kind": "incident", "id": "pact"}, "invalid_id", "value.id"),
            ({"kind": "incident", "id": [PACT]}, "invalid_id", "value.id"),
            ({"kind": "statement", "id": PACT}, "unknown_record", "value.id"),
            ({"kind": "incident", "id": GONE_INCIDENT}, "withdrawn_record", "value.id"),
            ({"kind": "statement", "id": GONE_STATEMENT}, "withdrawn_record", "value.id"),
        ],
    },
    ("statement", "incident"): {
        "good": [PACT, PACT_AGAIN],
        "bad": [
            ("pact", "invalid_id", "value"),
            (None, "invalid_id", "value"),
            ({"id": PACT}, "invalid_id", "value"),
            (DEMAND, "unknown_record", "value"),
            (GONE_INCIDENT, "withdrawn_record", "value"),
        ],
    },
    ("statement", "modality"): coded("asserted", "hedged", list_name="modalities"),
    ("statement", "venue"): coded("meeting", "x", list_name="venues"),
    ("statement", "gist"): {
        "good": [{"en": "It should end."}, {"id": "Harus dihentikan."}, {"en": "It should end.", "id": "Berhenti."}],
        "bad": [
            ("It should end.", "one_language", "value"),
            ({}, "one_language", "value"),
            ({"ko": "중단"}, "one_language", "value"),
            ({"en": ""}, "empty_text", "value.en"),
            ({"en": "It should end.", "id": None}, "empty_text", "value.id"),
            ({"en": "x" * 5001}, "text_too_long", "value.en"),
        ],
    },
    ("actor", "name"): {
        "good": [A_NAME, A_NAME | {"language": None}, A_NAME | {"language": "ko-Hang"}, A_NAME | {"language": "kor"}],
        "bad": [
            ("Kim", "wrong_fields", "value"),
            ({"text": "Kim"}, "wrong_fields", "value"),
            (A_NAME | {"script": "Latn"}, "wrong_fields", "value"),
            (A_NAME | {"text": ""}, "empty_text", "value.text"),
            (A_NAME | {"text": "x" * 501}, "text_too_long", "value.text"),
            (A_NAME | {"kind": "nickname"}, "unknown_code", "value.kind"),
            (A_NAME | {"language": "English"}, "invalid_language", "value.language"),
            (A_NAME | {"language": "ko-KR"}, "invalid_language", "value.language"),
            (A_NAME | {"language": "id\n"}, "invalid_language", "value.language"),
            (A_NAME | {"language": 1}, "invalid_language", "value.language"),
        ],
    },
    ("actor", "country"): {
        "good": ["KOR", "RUS"],
        "bad": [
            (value, "invalid_country", "value")
            for value in ("KR", "kor", "KORE", "410", "KOR\n", "", None, 410, ["KOR"])
        ],
    },
    ("actor", "tenure"): {
        "key": f"tenure:{VICE_MINISTER}",
        "good": [
            {},
            {"from": None, "to": None},
            {"from": "2023-12", "to": "2024-06"},
            {"from": "../2024-06-21", "to": "2024-10-21/.."},
            {"from": "2024", "to": "2024-06"},
            {"from": "2024-06-21", "to": "2024-06-21"},
            {"from": "2024", "to": "XXXX"},
        ],
        "bad": [
            ("2023/2024", "wrong_fields", "value"),
            ({"since": "2023"}, "wrong_fields", "value"),
            ({"from": "December"}, "invalid_date", "value.from"),
            ({"to": 2024}, "invalid_date", "value.to"),
            ({"from": ""}, "date_spelling", "value.from"),
            ({"to": False}, "invalid_date", "value.to"),
            ({"from": "2024-06-22", "to": "2024-06-21"}, "tenure_order", "value.to"),
        ],
    },
    ("actor", "belongs_to"): AN_ACTOR,
    ("actor", "rank"): RANKS | {"of": "office"},
}


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
