"""How other layers ask the codebook."""

from dataclasses import FrozenInstanceError

import pytest

from incidents import codebook
from incidents.codebook import CodebookError, UnknownTermError

CURRENT = codebook.current()


def test_codes_and_terms():
    assert {"SUMMONS", "OTHER"} <= CURRENT.codes("types")
    assert CURRENT.codes("confidences") == {"high", "medium", "low"}
    assert CURRENT.term("types", "SUMMONS") is CURRENT.types["SUMMONS"]
    assert CURRENT.term("modalities", "hedged").label.en == "hedged"


def test_properties():
    participant = CURRENT.property("incident", "participant")
    assert (participant.cardinality, dict(participant.keys)) == ("keyed", {"actor": "actor", "role": "roles"})
    assert set(CURRENT.properties_of("actor")) == {"name", "country", "tenure", "belongs_to", "rank"}
    assert CURRENT.properties_of("source") == {}


@pytest.mark.parametrize(
    ("ask", "code", "says"),
    [
        (lambda: CURRENT.codes("colours"), "unknown_list", "occurrences"),
        (lambda: CURRENT.term("colours", "red"), "unknown_list", "occurrences"),
        (lambda: CURRENT.term("scopes", "wide"), "unknown_code", "core, context"),
        (lambda: CURRENT.property("incident", "colour"), "unknown_property", "participant"),
        (lambda: CURRENT.property("source", "type"), "unknown_property", "(none)"),
    ],
)
def test_what_is_not_there_is_an_error_that_names_what_is(ask, code, says):
    with pytest.raises(UnknownTermError) as caught:
        ask()
    assert caught.value.code == code
    assert says in caught.value.message
    assert isinstance(caught.value, CodebookError)


@pytest.mark.parametrize(
    ("language", "label"), [("en", "recruit"), ("id", "calon"), ("id-ID", "calon"), ("fr", "recruit")]
)
def test_labels_by_language(language, label):
    assert codebook.Bilingual("recruit", "calon").get(language) == label


def test_nothing_can_be_changed():
    with pytest.raises(FrozenInstanceError):
        CURRENT.version = "2"
    with pytest.raises(FrozenInstanceError):
        CURRENT.types["SUMMONS"].rung = 9
    with pytest.raises(TypeError):
        CURRENT.types["SUMMONS"] = None
    with pytest.raises(TypeError):
        CURRENT.properties["incident", "x"] = None
    with pytest.raises(TypeError):
        CURRENT.types["TROOP_DEPLOYMENT"].crosswalk.toward["host"] = None


def test_terms_have_a_value():
    assert CURRENT.types["SUMMONS"].scores[1].key == "goldstein@cameo-icews"
    assert CURRENT.links["PART_OF"].allows("incident", "incident")
    assert not CURRENT.links["PART_OF"].allows("statement", "incident")
