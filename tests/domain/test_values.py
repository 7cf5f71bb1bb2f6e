"""Small values: ids, texts, the two languages; persons; and errors that speak."""

from itertools import pairwise

import pytest

from incidents.domain import values
from incidents.domain.errors import ConflictError, DomainError, InvalidValueError, RefusedError, UnknownRecordError
from incidents.domain.person import ANONYMOUS, ROLES, Person
from tests.domain.story import OWN, check_readable


def refusal(check, *arguments):
    with pytest.raises(InvalidValueError) as caught:
        check(*arguments)
    check_readable(caught.value)
    return caught.value.code, caught.value.field


# --- ids


def test_an_id_is_a_uuid_in_lower_case():
    values.check_id("id", OWN)
    assert values.is_id(OWN)


@pytest.mark.parametrize(
    "record",
    [
        None,
        5,
        True,
        [],
        {},
        b"",
        "",
        "x",
        OWN.upper(),
        OWN.replace("-", ""),
        f"{{{OWN}}}",
        f" {OWN}",
        f"{OWN}\n",
        OWN[:-1],
    ],
)
def test_nothing_else_is_an_id(record):
    assert not values.is_id(record)
    assert refusal(values.check_id, "into", record) == ("invalid_id", "into")


# --- texts


@pytest.mark.parametrize("text", ["x", " x ", "초치", "line\nline\ttab", "é", "x" * 5000, "👩‍🚀"])
def test_text(text):
    values.check_text("text", text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "empty_text"),
        (5, "empty_text"),
        (["x"], "empty_text"),
        ("", "empty_text"),
        (" \n\t", "empty_text"),
        ("x" * 5001, "text_too_long"),
        ("e\u0301", "not_nfc"),
        ("\u1112\u1161", "not_nfc"),
        ("\u0000", "control_character"),
        ("x\r", "control_character"),
        ("x\u007f", "control_character"),
        ("x\ud800", "control_character"),
    ],
)
def test_what_is_no_text(text, code):
    assert refusal(values.check_text, "text", text) == (code, "text")


def test_a_text_that_is_too_long_says_by_how_much():
    with pytest.raises(InvalidValueError, match=r"^This text has 11 characters; shorten it to 10\.$"):
        values.check_text("text", "x" * 11, 10)
    values.check_text("text", "x" * 10, 10)


def test_a_text_in_two_languages_is_checked_in_each():
    values.check_bilingual("title", {"en": "x", "id": "y"})
    assert refusal(values.check_bilingual, "title", {"en": "x", "id": "xx"}, 1) == ("text_too_long", "title.id")
    assert refusal(values.check_bilingual, "title", {"en": "x", "fr": "y"}) == ("one_language", "title")
    assert refusal(values.check_bilingual, "title", [("en", "x")]) == ("one_language", "title")
    assert refusal(values.check_bilingual, "title", {}) == ("one_language", "title")


# --- persons


def test_each_role_covers_those_before_it():
    for lower, higher in pairwise(ROLES):
        assert Person("ana", frozenset({higher})).has(lower)
        assert not Person("ana", frozenset({lower})).has(higher)
        assert Person("ana", frozenset({lower})).has(lower)


def test_roles_add_up_and_nobody_has_none():
    assert Person("ana", frozenset({"reader", "editor"})).has("curator")
    assert not any(ANONYMOUS.has(role) for role in ROLES)
    assert ANONYMOUS.name == ""


# --- errors


def test_an_error_fills_in_its_sentence():
    error = RefusedError("one_parent", "It is already part of {id}.", "to", id=OWN)
    assert (error.code, error.field, error.params) == ("one_parent", "to", {"id": OWN})
    assert str(error) == f"It is already part of {OWN}."
    assert error.message == "It is already part of {id}."


def test_a_sentence_may_speak_of_a_code_a_field_or_a_message():
    told = {"code": "x", "message": "y", "field": "z"}
    error = InvalidValueError("unknown", "{code} {message} {field}", "value", **told)
    assert (error.code, error.field, str(error)) == ("unknown", "value", "x y z")


def test_an_error_may_belong_to_no_field():
    assert DomainError("x", "No.").field is None
    assert {one.__base__ for one in (InvalidValueError, UnknownRecordError, RefusedError, ConflictError)} == {
        DomainError
    }
