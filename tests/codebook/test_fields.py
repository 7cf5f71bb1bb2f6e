"""Fields are read by name and type, and each mistake names the field."""

import pytest

from incidents.codebook.fields import Fields
from incidents.codebook.strict_yaml import YamlError, parse_document

TEXT = """\
word: some
empty: "  "
number: 3
flag: true
nothing: null
words: [a, b]
numbers: [1, 2]
mixed:
- a
- 1
rows:
- {n: 1}
- {n: 2}
inside: {x: a, y: b}
"""
NAMES = ("word", "empty", "number", "flag", "nothing", "words", "numbers", "mixed", "rows", "inside")


@pytest.fixture
def fields() -> Fields:
    return Fields(parse_document(TEXT, "x.yaml"), (), required=NAMES, optional=("extra",))


def test_values_by_type(fields):
    assert fields.text("word") == "some"
    assert fields.choice("word", ("some", "other")) == "some"
    assert fields.optional_text("nothing") is None
    assert fields.optional_text("extra") is None
    assert fields.integer("number") == fields.optional_integer("number") == 3
    assert fields.optional_integer("nothing") is None
    assert fields.flag("flag") is True
    assert fields.texts("words") == ("a", "b")
    assert fields.texts("extra") == ()
    assert fields.integers("numbers") == (1, 2)
    assert [row.integer("n") for row in fields.children("rows", required=("n",))] == [1, 2]
    assert fields.child("inside", required=("x", "y")).names() == fields.mapping_names("inside") == ("x", "y")
    assert fields.mapping_names("extra") == ()


@pytest.mark.parametrize(
    ("read", "code", "line", "field"),
    [
        (lambda f: f.text("number"), "not_text", 3, "number"),
        (lambda f: f.text("flag"), "not_text", 4, "flag"),
        (lambda f: f.text("nothing"), "not_text", 5, "nothing"),
        (lambda f: f.text("empty"), "empty_text", 2, "empty"),
        (lambda f: f.choice("word", ("other",)), "not_allowed", 1, "word"),
        (lambda f: f.flag("word"), "not_a_flag", 1, "word"),
        (lambda f: f.flag("number"), "not_a_flag", 3, "number"),
        (lambda f: f.integer("flag"), "not_an_integer", 4, "flag"),
        (lambda f: f.integer("word"), "not_an_integer", 1, "word"),
        (lambda f: f.texts("word"), "not_a_list", 1, "word"),
        (lambda f: f.texts("nothing"), "not_a_list", 5, "nothing"),
        (lambda f: f.texts("mixed"), "not_text", 10, "mixed[1]"),
        (lambda f: f.integers("mixed"), "not_an_integer", 9, "mixed[0]"),
        (lambda f: f.mapping_names("word"), "not_a_mapping", 1, "word"),
        (lambda f: f.child("word", required=()), "not_a_mapping", 1, "word"),
        (lambda f: f.child("inside", required=("x",)), "unknown_field", 14, "inside.y"),
        (lambda f: f.child("inside", required=("x", "y", "z")), "missing_field", 14, "inside.z"),
        (lambda f: list(f.children("words", required=())), "not_a_mapping", 6, "words[0]"),
        (lambda f: list(f.children("rows", required=("n", "m"))), "missing_field", 12, "rows[0].m"),
    ],
)
def test_mistakes(fields, read, code, line, field):
    with pytest.raises(YamlError) as caught:
        read(fields)
    error = caught.value
    assert (error.code, error.line, error.field) == (code, line, field)


def test_a_message_names_what_is_known(fields):
    with pytest.raises(YamlError, match=r"known are: x\."):
        fields.child("inside", required=("x",))
