"""A property is disputed where its active claims cannot all hold."""

import pytest

from incidents.domain.claims import StandingClaim
from tests.domain.story import KIM, KIM_AGAIN, KOREA, RUSSIA, VICE_MINISTER, ZINOVIEV, claim, uid
from tests.domain.weighing import weighed

KOREA_AGAIN = uid("korea again")
MERGED = {KIM_AGAIN: KIM, KOREA_AGAIN: KOREA}
PERSONS = {"unit": "person", "low": 1000, "high": 2000}
SEOUL = {"name": "Seoul", "role": "where", "precision": "city"}


def disputed(kind, stored, *values, merged=None):
    return weighed(
        *(claim(str(number), stored, value) for number, value in enumerate(values)), kind=kind, merged=merged
    ).disputed


CASES = [  # kind, property, values that contradict each other, values that do not
    ("incident", "scope", ["core", "context"], ["core", "core"]),
    ("incident", "date", ["2024-06-20", "2024-06-21"], ["2024-06", "2024-06-21", "../2024-06-21"]),
    ("statement", "date", ["../2024-06-20", "2024-06-21/.."], ["../2024-06-21", "2024-06-21/..", "XXXX"]),
    ("incident", "place", [SEOUL, SEOUL | {"name": "Busan"}], [SEOUL, SEOUL | {"country": None}]),
    ("incident", "ordinal", [{"n": 2}, {"n": 3}], [{"n": 3}, {"n": 3, "window": None}]),
    (
        "incident",
        "quantity:sent",
        [PERSONS, PERSONS | {"high": 2001}],
        [PERSONS, PERSONS | {"low": "1000", "best": None}],
    ),
    ("incident", "quantity:sent", [PERSONS, PERSONS | {"unit": "item"}], [PERSONS, PERSONS]),
    (
        "incident",
        f"participant:{KIM}:summoner",
        [{"on_behalf_of": KOREA}, {"on_behalf_of": RUSSIA}],
        [{"on_behalf_of": KOREA}, {"on_behalf_of": KOREA, "office": None}],
    ),
    (
        "statement",
        "speaker",
        [{"actors": [KIM, ZINOVIEV], "mode": "each"}, {"actors": [KIM, ZINOVIEV], "mode": "together"}],
        [{"actors": [KIM, ZINOVIEV], "mode": "each"}, {"actors": [ZINOVIEV, KIM], "mode": "each"}],
    ),
    ("statement", "on_behalf_of", [KOREA, RUSSIA], [KOREA, KOREA]),
    ("statement", "about", [{"kind": "incident", "id": KIM}, {"kind": "statement", "id": KIM}], []),
    ("actor", "country", ["KOR", "PRK"], ["KOR", "KOR"]),
    (
        "actor",
        f"tenure:{VICE_MINISTER}",
        [{"from": "2023"}, {"from": "2024"}],
        [{"from": "2023"}, {"from": "2023", "to": None}],
    ),
]


@pytest.mark.parametrize(("kind", "stored", "contrary", "compatible"), CASES)
def test_values_that_cannot_all_hold(kind, stored, contrary, compatible):
    assert disputed(kind, stored, *contrary) == (stored,)
    assert disputed(kind, stored, *compatible) == ()
    assert disputed(kind, stored, contrary[0]) == ()


def test_a_third_value_makes_a_dispute_too():
    assert disputed("incident", "scope", "core", "core", "context") == ("scope",)
    assert disputed("incident", "date", "2024-06", "2024-06-21", "2024-06-22") == ("date",)


def test_many_values_and_texts_are_never_disputed():
    assert disputed("incident", "issue", "TRADE", "CYBER") == ()
    assert disputed("statement", "gist", {"en": "It should end."}, {"en": "It must end."}) == ()


def test_a_withdrawn_claim_disputes_nothing():
    claims = [
        StandingClaim(claim=claim("gone", "scope", "context"), position=1, withdrawn=True),
        StandingClaim(claim=claim("kept", "scope", "core"), position=2),
    ]
    assert weighed(*claims).disputed == ()


def test_a_preference_does_not_end_a_dispute():
    claims = claim("one", "scope", "core"), claim("two", "scope", "context")
    assert weighed(*claims, preferred={"scope": "one"}).disputed == ("scope",)


def test_disputes_are_told_in_the_order_of_their_names():
    pairs = [("scope", "core", "context"), ("publicity", "leaked", "private"), ("channel", "phone", "note")]
    claims = [claim(f"{name} {value}", name, value) for name, *values in pairs for value in values]
    assert weighed(*claims).disputed == ("channel", "publicity", "scope")


@pytest.mark.parametrize(
    ("kind", "stored", "values"),
    [
        ("incident", f"participant:{ZINOVIEV}:summoned", [{"on_behalf_of": KOREA}, {"on_behalf_of": KOREA_AGAIN}]),
        ("statement", "on_behalf_of", [KOREA, KOREA_AGAIN]),
        ("actor", "belongs_to", [KOREA_AGAIN, KOREA]),
        ("statement", "speaker", [{"actors": [KIM], "mode": "alone"}, {"actors": [KIM_AGAIN], "mode": "alone"}]),
    ],
)
def test_two_actors_found_to_be_one_are_no_dispute(kind, stored, values):
    assert disputed(kind, stored, *values) == (stored,)
    assert disputed(kind, stored, *values, merged=MERGED) == ()


def test_claims_about_two_actors_found_to_be_one_may_dispute_each_other():
    claims = [
        claim("first", f"participant:{KIM}:summoner", {"on_behalf_of": KOREA}),
        claim("again", f"participant:{KIM_AGAIN}:summoner", {"on_behalf_of": RUSSIA}),
    ]
    assert weighed(*claims).disputed == ()
    assert weighed(*claims, merged=MERGED).disputed == (f"participant:{KIM}:summoner",)
