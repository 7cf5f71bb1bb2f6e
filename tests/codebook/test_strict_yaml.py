"""YAML is read as written: no guessed booleans, dates or floats, and every mistake has a line."""

from pathlib import Path

import pytest

from incidents.codebook import strict_yaml
from incidents.codebook.strict_yaml import YamlError, field_name, load, load_document, parse_document

COMPOSERS = [strict_yaml.PurePythonComposer, strict_yaml.NodeComposer]


@pytest.fixture(params=COMPOSERS, ids=lambda composer: composer.__name__)
def parse(request):
    return lambda text: parse_document(text, "x.yaml", request.param)


GUESSED_AT = """
    no yes on off Yes NO True FALSE Null NULL 2024-06-21 2024-06-21T10:00:00Z 1:30 12:30:45 1.5 -4.0 .5 1e3 .inf .nan
    010 0x1F 0o17 0b1 1_000 +5 -0 --1 12345678901234567890 ../2024-06-21 = <<
"""


@pytest.mark.parametrize("written", GUESSED_AT.split())
def test_what_yaml_would_guess_at_stays_text(parse, written):
    assert parse(f"a: {written}").data == {"a": written}
    assert parse(f"[{written}]").data == [written]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("7", 7),
        ("-12", -12),
        ("1500", 1500),
        ("123456789012345678", 123456789012345678),
    ],
)
def test_null_flags_and_plain_whole_numbers(parse, written, value):
    data = parse(f"a: {written}").data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize("written", ['"7"', "'true'", '"null"', '""', "!!str 7", '!!str "~"'])
def test_quotes_and_the_tag_str_keep_text(parse, written):
    assert isinstance(parse(f"a: {written}").data["a"], str)


def test_block_text_keeps_its_lines(parse):
    assert parse("a: |\n  one\n  two\nb: >-\n  one\n  two\n").data == {"a": "one\ntwo\n", "b": "one two"}


def test_aliases_stand_for_the_same_value(parse):
    document = parse("p: &p {start: 1}\nq:\n- *p\n- other\nr: *p\n")
    assert document.data == {"p": {"start": 1}, "q": [{"start": 1}, "other"], "r": {"start": 1}}


def test_aliases_of_aliases_do_not_blow_up(parse):
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert len(parse("\n".join(rows)).data) == 40


@pytest.mark.parametrize(
    ("text", "code", "line", "field"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate_key", 3, "a"),
        ("x:\n- {k: 1,\n   k: 2}\n", "duplicate_key", 3, "x[0].k"),
        ("a: 1\n2: b\n", "key_not_text", 2, None),
        ("a:\n  null: b\n", "key_not_text", 2, "a"),
        ("? [a]\n: b\n", "key_not_text", 1, None),
        ("p: &p {a: 1}\nq:\n  <<: *p\n", "merge_key", 3, "q"),
        ("a: 1\nb: !!float 1.5\n", "tag", 2, "b"),
        ("a: !!timestamp 2024-06-21\n", "tag", 1, "a"),
        ("a: !!int many\n", "tag", 1, "a"),
        ("a: !!bool maybe\n", "tag", 1, "a"),
        ("a: !thing x\n", "tag", 1, "a"),
        ("a:\n- 1\n- !!set {x}\n", "tag", 3, "a[1]"),
        ("a: !!omap [x]\n", "tag", 1, "a"),
        ("a: &a\n  b: *a\n", "recursive_alias", 1, "a.b"),
        ("", "empty", 1, None),
        ("# only a remark\n", "empty", 1, None),
        ("a: [1, 2\nb: 3\n", "broken_yaml", 2, None),
        ("a: 1\n\tb: 2\n", "broken_yaml", 2, None),
        ("a: *nobody\n", "broken_yaml", 1, None),
        ("a: 1\n---\nb: 2\n", "broken_yaml", 2, None),
        ("a: \x07\n", "broken_yaml", 1, None),
    ],
)
def test_mistakes_name_file_line_and_field(parse, text, code, line, field):
    with pytest.raises(YamlError) as caught:
        parse(text)
    error = caught.value
    assert (error.code, error.file, error.line, error.field) == (code, "x.yaml", line, field)
    assert str(error).startswith(f"x.yaml, line {line}")
    assert error.message.endswith(".")


LINES = """\
version: "1"
terms:
- code: A
  label: {en: one,
          id: satu}
- &b
  code: B
shared: *b
list: [p,
  *b]
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 1),
        (("version",), 1),
        (("terms",), 3),
        (("terms", 0), 3),
        (("terms", 0, "code"), 3),
        (("terms", 0, "label", "id"), 5),
        (("terms", 1, "code"), 7),
        (("shared",), 8),
        (("list", 0), 9),
        (("list", 1), 9),
        (("terms", 0, "definition", "en"), 3),
        (("terms", 9), 3),
        (("terms", "code"), 3),
        (("nothing", "at", "all"), 1),
    ],
)
def test_the_line_of_a_value(parse, keys, line):
    """An alias stands where it is used; what is not there, where the nearest value around it is."""
    assert parse(LINES).line(*keys) == line


def test_errors_of_a_reader_are_made_by_the_document(parse):
    error = parse(LINES).error("wrong", ("terms", 0, "label", "id"), "Write two.")
    assert str(error) == "x.yaml, line 5, terms[0].label.id: Write two."


def test_field_names():
    assert field_name(("a", 0, "b", 2, 3)) == "a[0].b[2][3]"
    assert field_name(()) is None


def test_files(tmp_path: Path):
    good = tmp_path / "good.yaml"
    good.write_bytes("\ufeffa: é\n".encode())
    assert load(good) == {"a": "é"}
    assert load_document(str(good)).file == "good.yaml"


@pytest.mark.parametrize(("content", "code"), [(None, "file_missing"), (b"a: \xff\n", "not_utf8")])
def test_files_that_cannot_be_read(tmp_path: Path, content, code):
    path = tmp_path / "bad.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(YamlError) as caught:
        load_document(path)
    assert (caught.value.code, caught.value.file) == (code, "bad.yaml")
