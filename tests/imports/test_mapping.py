"""What is wrong in a mapping is said with file, line and field, before any row is read."""

import pytest

from incidents.codebook.errors import YamlError
from incidents.imports.mapping import load_mapping, parse_mapping
from tests.imports.tables import MAPPING
from tests.paths import ROOT

SHIPPED = sorted((ROOT / "incidents/imports/mappings").glob("*.yaml"))


def without(line: str) -> str:
    return "".join(found for found in MAPPING.splitlines(keepends=True) if not found.startswith(line))


def with_(old: str, new: str) -> str:
    assert old in MAPPING
    return MAPPING.replace(old, new)


def test_it_is_read():
    mapping = parse_mapping(MAPPING)
    assert (mapping.name, mapping.id, mapping.incident) == ("envoys", ("no",), ("no",))
    assert mapping.columns() == {
        "no", "what", "when", "host", "guest", "minister", "town", "about", "how many", "remark"
    }  # fmt: skip


def test_json_is_read_too():
    told = '{"mapping": "m", "source": {"title": "T"}, "id": ["a"], "title": {"en": "{a}"}, "type": {"column": "b"}}'
    assert parse_mapping(told).columns() == {"a", "b"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_those_that_are_shipped_are_sound(path):
    assert load_mapping(path).name == path.stem


@pytest.mark.parametrize("name", ["mapping", "source", "id", "title"])
def test_what_is_needed_is_asked_for(name):
    with pytest.raises(YamlError) as refused:
        parse_mapping(without(f"{name}:"), "m.yaml")
    assert (refused.value.code, refused.value.file, refused.value.field) == ("missing_field", "m.yaml", name)


@pytest.mark.parametrize(
    ("mapping", "line", "field", "words"),
    [
        (with_("called in: SUMMONS", "called in: SUMONS"), 8, "type.codes.called in", "“SUMONS” is no code of types"),
        (with_("called in: SUMMONS", "called in: THREAT_FORCE"), 7, "type", "made of words"),
        (with_("%d/%m/%Y", "%d/%m/%Q"), 9, "date.format", "Write edtf, or a pattern"),
        (with_("%d/%m/%Y", "%d/%m"), 9, "date.format", "%Y year"),
        (with_('{column: when, format: "%d/%m/%Y"}', "{format: edtf}"), 9, "date", "Write a column"),
        (with_('{column: when, format: "%d/%m/%Y"}', "{year: y, day: d}"), 9, "date.day", "month too"),
        (with_("{value: where}", "{value: there}"), 10, "place.role.value", "“there” is no code of place_roles"),
        (with_("role: {value: summoner}", "role: {value: boss}"), 14, "participants[0].role.value", "“boss”"),
        (with_("kind: person", "kind: human"), 15, "participants[0].actor.kind", "“human” is not allowed"),
        (with_("actor: {name: {column: guest}, kind: state}", "actor: {kind: state}"), 18, "participants[1].actor.name",
         "Add the field"),
        (with_("best: {column: how many}", "best: {}"), 20, "quantities[0].best", "Write a column, or a value"),
        (with_(", best: {column: how many}", ""), 20, "quantities[0]", "highest number"),
        (with_("format: csv", "format: xlsx"), 2, "file.format", "“xlsx” is not allowed here; write one of: csv, tsv"),
        (with_("format: csv", "encoding: utf-7"), 2, "file.encoding", "“utf-7” is not allowed"),
        (with_("format: csv", 'delimiter: ";;"'), 2, "file.delimiter", "one character"),
        (with_("id: [no]", "id: []"), 4, "id", "Name at least one column"),
        (with_("id: [no]", "id: [7]"), 4, "id[0]", "Write a text"),
        (with_('note: "{remark}"', 'note: "{remark"'), 21, "note", "in braces"),
        (with_('note: "{remark}"', "notes: x"), 21, "notes", "Remove the unknown field"),
        (with_("otherwise: empty", "otherwise: nothing"), 11, "issue.otherwise", "“nothing” is no code"),
        (with_('note: "{remark}"', "credibility: 7"), 21, "credibility", "from 1 to 6"),
        (with_("mapping: envoys", "mapping: [envoys"), 2, None, "Mend the YAML"),
        (with_("%d/%m/%Y", "%d/%m/%Y%Y"), 9, "date.format", "Write edtf, or a pattern"),
        (with_("%d/%m/%Y", "%d/%m/%Y %"), 9, "date.format", "Write edtf, or a pattern"),
        ("[" * 100_000, 1, None, "Nest 12 levels at most"),
        ("{a: " * 50_000, 1, None, "Nest 12 levels at most"),
        ("- " * 100_000, 1, None, "Nest 12 levels at most"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(mapping, line, field, words):
    with pytest.raises(YamlError) as refused:
        parse_mapping(mapping, "m.yaml")
    assert words in str(refused.value)
    assert (refused.value.file, refused.value.line, refused.value.field) == ("m.yaml", line, field)
