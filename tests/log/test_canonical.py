"""What may be stored, and how it is written."""

import datetime
import decimal
import enum
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.log.canonical import LARGEST_INTEGER, canonical_bytes, check_json
from incidents.log.errors import CanonicalError


class Code(enum.StrEnum):
    DEMAND = "DEMAND"


def deep(levels: int) -> list:
    value: list = []
    for _ in range(levels - 1):
        value = [value]
    return value


REFUSED = {
    "a float": ({"a": [1, {"b": 0.5}]}, "float", "data.a[1].b"),
    "a float that is whole": ({"a": 1e22}, "float", "data.a"),
    "not a number": ({"a": float("nan")}, "float", "data.a"),
    "minus zero": ([-0.0], "float", "data[0]"),
    "NUL": ({"a": "x\0y"}, "nul", "data.a"),
    "NUL in a key": ({"a": {"x\0": 1}}, "nul", r"data.a.'x\x00'"),
    "half a surrogate pair": ({"a": "\ud800"}, "surrogate", "data.a"),
    "half a surrogate pair in a key": ({"\udfff": 1}, "surrogate", r"data.'\udfff'"),
    "decomposed letters": ({"a": "e\u0301"}, "nfc", "data.a"),
    "decomposed letters in a key": ({"e\u0301": 1}, "nfc", "data.'e\u0301'"),
    "too large a number": ({"a": LARGEST_INTEGER + 1}, "integer", "data.a"),
    "too small a number": ({"a": -LARGEST_INTEGER - 1}, "integer", "data.a"),
    "a number as a key": ({"a": {1: "x"}}, "key", "data.a.(1,)"),
    "null as a key": ({None: "x"}, "key", "data.(None,)"),
    "bytes": ({"a": b"x"}, "type", "data.a"),
    "a tuple": ({"a": (1, 2)}, "type", "data.a"),
    "a set": ({"a": {1, 2}}, "type", "data.a"),
    "a UUID": ({"a": uuid.UUID(int=1)}, "type", "data.a"),
    "a date": ({"a": datetime.date(2024, 6, 21)}, "type", "data.a"),
    "a decimal": ({"a": decimal.Decimal("0.5")}, "type", "data.a"),
    "a member of an enumeration": ({"a": Code.DEMAND}, "type", "data.a"),
    "too deep": ({"a": deep(64)}, "depth", "data.a" + "[0]" * 63),
    "a wrapper": ({"a": {"personal": "x", "salt": "y"}}, "reserved", "data.a"),
    "an erased wrapper": ({"redacted": "x"}, "reserved", "data"),
    "a digest": ({"a": [{"digest": "x"}]}, "reserved", "data.a[0]"),
}


@pytest.mark.parametrize(("value", "code", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_database_would_change_is_refused_by_its_path(value, code, field):
    with pytest.raises(CanonicalError) as caught:
        check_json(value, "data")
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.message.startswith(f"{field} ")
    assert caught.value.message.endswith(".")


ACCEPTED = [
    {},
    {"a": None, "b": [True, False, 0, -1, LARGEST_INTEGER, -LARGEST_INTEGER], "c": {"": ""}},
    {"text": 'Kementerian “Luar Negeri” – é 北 😀 \n\t\\ " \x7f \u2028'},
    {"personal": "x", "salt": "y", "and": "more"},
    {"redacted": "x", "digest": "y"},
    {"a": deep(63)},
]


@pytest.mark.parametrize("value", ACCEPTED)
def test_json_that_every_database_keeps_is_accepted(value):
    check_json(value, "data")


def test_a_list_that_holds_itself_is_refused():
    endless: list = []
    endless.append(endless)
    with pytest.raises(CanonicalError) as caught:
        check_json(endless, "data")
    assert caught.value.code == "depth"


STORED = {"personal": "x", "salt": "0" * 32}
MALFORMED = [
    {"personal": 1, "salt": "0" * 32},
    {"personal": "x", "salt": "0" * 31},
    {"personal": "x", "salt": "G" * 32},
    {"redacted": "0" * 32},
    {"redacted": None},
    {"digest": "0" * 64},
]


def test_stored_values_may_hold_wrapped_and_erased_fields():
    check_json({"a": STORED, "b": {"redacted": "0" * 64}}, "data", stored=True)


@pytest.mark.parametrize("value", MALFORMED)
def test_malformed_wrappers_are_refused_in_stored_values_too(value):
    with pytest.raises(CanonicalError):
        check_json({"a": value}, "data", stored=True)


def test_keys_are_sorted_by_code_point_and_nothing_is_escaped_without_need():
    value = {"\U0001f600": 1, "\uffff": 2, "b": 3, "B": 4, "": 5, "é": "é/\u2028\x7f"}
    assert canonical_bytes(value).decode() == '{"":5,"B":4,"b":3,"é":"é/\u2028\x7f","\uffff":2,"\U0001f600":1}'


def test_control_characters_are_escaped_as_json_demands():
    assert canonical_bytes('\b\f\n\r\t\x01\x1f"\\') == b'"\\b\\f\\n\\r\\t\\u0001\\u001f\\"\\\\"'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_python_itself_writes_the_same_canonical_text(text):
    value = {"b": [text], text: None}
    python = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical_bytes(value).decode() == python
