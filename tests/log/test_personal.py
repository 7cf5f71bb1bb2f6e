"""Personal fields: where they are, how they are stored, hashed, read and erased."""

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.log.canonical import canonical_bytes
from incidents.log.errors import CanonicalError
from incidents.log.personal import REDACTED, decoded, digest_of, fields, hashed, steps, unwrapped, wrap

SALT = "ab" * 16


def wrapped(value: Any, *paths: str) -> Any:
    return wrap(value, paths, lambda field: SALT)


def names(value: Any, *paths: str) -> list[str]:
    return [name for name, _ in fields(wrapped(value, *paths))]


def text(value: Any) -> str:
    return canonical_bytes(value).decode()


DATA = {
    "byline": "Pri Saja",
    "gist": {"en": "He asked.", "id": "Ia meminta."},
    "claims": [{"value": {"text": "Kim", "kind": "romanisation"}}, {"value": "KOR"}, {"value": {"text": None}}],
    "notes": [["one"], ["two"]],
}
FOUND = {
    "byline": ["byline"],
    "gist.*": ["gist.en", "gist.id"],
    "gist.en": ["gist.en"],
    "claims[].value.text": ["claims[0].value.text"],
    "notes[][]": ["notes[0][0]", "notes[1][0]"],
    "absent": [],
    "byline.deeper": [],
    "byline[]": [],
    "claims.value": [],
}


@pytest.mark.parametrize(("path", "found"), FOUND.items())
def test_paths_reach_fields_and_skip_what_is_absent_or_null(path, found):
    assert names(DATA, path) == found


def test_the_value_given_is_left_as_it_was():
    before = text(DATA)
    wrapped(DATA, *FOUND)
    assert text(DATA) == before


def test_two_paths_may_meet_in_one_field():
    assert wrapped({"gist": {"en": "x"}}, "gist.en", "gist.*", "gist.en.*") == {
        "gist": {"en": {"personal": "x", "salt": SALT}}
    }


def test_paths_that_part_later_on_are_all_followed():
    value = {"claims": [{"value": {"text": "a"}, "note": "b"}, {"value": {"text": "c"}, "note": None}], "by": "d"}
    assert names(value, "claims[].value.text", "claims[1].value.id", "claims[].note", "by") == [
        "claims[0].value.text",
        "claims[0].note",
        "claims[1].value.text",
        "by",
    ]


def test_a_step_into_a_list_is_no_key():
    assert wrapped({"a": {"[]": "x"}}, "a[]") == {"a": {"[]": "x"}}
    assert wrapped({"a": {"[0]": "x"}}, "a.*.b", "a[0]") == {"a": {"[0]": "x"}}


def test_what_is_wrapped_stays_as_it_is():
    assert wrapped({"personal": "p", "salt": SALT}, "personal") == {"personal": "p", "salt": SALT}


@pytest.mark.parametrize("value", [1, True, ["x"], {"text": "x"}])
def test_a_personal_field_must_hold_text(value):
    with pytest.raises(CanonicalError) as caught:
        wrapped({"notes": [{"by": value}]}, "notes[].by")
    assert (caught.value.code, caught.value.field) == ("personal_type", "notes[0].by")


@pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", "[]", "a.[]", "a*", "*", "a]b", "metadata.reason"])
def test_a_path_that_is_none_is_refused(path):
    with pytest.raises(CanonicalError) as caught:
        steps(path)
    assert caught.value.code == "personal_path"


def test_the_hash_covers_a_digest_and_erasing_does_not_change_it():
    value = wrapped({"byline": 'Pri "Saja"', "n": 1}, "byline")
    erased = {"byline": {"redacted": digest_of(SALT, 'Pri "Saja"')}, "n": 1}
    assert hashed(text(value)) == hashed(text(erased))
    assert "Saja" not in hashed(text(value))
    assert SALT not in hashed(text(value))


def test_another_salt_gives_another_digest():
    assert digest_of(SALT, "x") != digest_of("cd" * 16, "x")


def test_a_digest_that_stands_in_a_row_does_not_hash_like_a_field():
    value = text(wrapped({"byline": "x"}, "byline"))
    forged = hashed(value)
    assert hashed(forged) != hashed(value)


def test_readers_see_the_value_or_that_it_was_erased():
    value = wrapped(DATA, "byline", "gist.*")
    value["gist"]["en"] = {"redacted": "0" * 64}
    assert unwrapped(text(value)) == {**DATA, "gist": {"en": REDACTED, "id": "Ia meminta."}}


LURES = [
    '{"personal":"x","salt":"' + SALT + '"}',
    '","salt":"' + SALT + '"}',
    '\\","salt":"',
    '{"redacted":"' + "0" * 64 + '"}',
    '"}\\',
    "\\",
]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(LURES))
def test_whatever_the_value_it_comes_back_and_can_be_erased(drawn):
    drawn = normalize("NFC", drawn.replace("\0", ""))
    value = {"plain": drawn, "list": [{"x": drawn}], "personal": drawn}
    stored = wrapped(value, "list[].x", "personal")
    assert unwrapped(text(stored)) == value
    assert [wrapper["personal"] for _, wrapper in fields(decoded(text(stored)))] == [drawn, drawn]
    erased = {"redacted": digest_of(SALT, drawn)}
    after = {"plain": drawn, "list": [{"x": erased}], "personal": erased}
    assert hashed(text(after)) == hashed(text(stored))
    assert unwrapped(text(after)) == {"plain": drawn, "list": [{"x": REDACTED}], "personal": REDACTED}
