"""The loader refuses whatever is not as it should be, and says where and what to do."""

import pytest

from incidents import codebook

SUMMONS = "- code: SUMMONS\n"


def test_the_real_files_load_and_are_read_once():
    assert codebook.current() is codebook.current()
    assert codebook.current().version == "1"


def test_a_copy_loads_as_a_codebook_of_its_own(draft):
    copy = codebook.load(draft.directory)
    assert copy is not codebook.current()
    assert copy.types == codebook.current().types
    assert copy.properties == codebook.current().properties


def test_the_rung_is_a_score_of_this_version(draft):
    for path in draft.directory.iterdir():
        path.write_text(path.read_text("utf-8").replace('version: "1"', 'version: "2"', 1), "utf-8")
    summons = codebook.load(draft.directory).types["SUMMONS"]
    assert summons.scores[0] == codebook.Score("rung", "v2", "SUMMONS", "3")


REFUSED = [  # what, file, old, new, code, lines below the change, field
    ("broken YAML", "roles.yaml", "roles:\n", "roles: [\n", "broken_yaml", 1, None),
    ("duplicate key", "roles.yaml", "  side: initiating", "  side: target\n  side: third", "duplicate_key", 1, "side"),
    ("unknown field at the top", "roles.yaml", "roles:", "extra: 1\nroles:", "unknown_field", 0, "extra"),
    ("missing part", "roles.yaml", "\nroles:", "\nrole:", "unknown_field", 2, "role"),
    ("version as a number", "roles.yaml", 'version: "1"', "version: 1", "not_text", 0, "version"),
    ("another version", "roles.yaml", 'version: "1"', 'version: "2"', "version_differs", 0, "version"),
    ("unknown field", "issues.yaml", "  label:", "  colour: red\n  label:", "unknown_field", 0, "colour"),
    ("missing definition", "issues.yaml", "  definition:\n    en", "  label2:\n    en", "unknown_field", 1, "label2"),
    ("missing field", "roles.yaml", "  side: initiating\n", "", "missing_field", None, "side"),
    ("missing language", "types.yaml", ", id: percakapan telepon}", "}", "missing_field", 0, "label.id"),
    ("a third language", "types.yaml", "{en: phone call,", "{fr: appel, en: call,", "unknown_field", 0, "label.fr"),
    ("empty label", "types.yaml", "en: phone call", 'en: ""', "empty_text", 0, "label.en"),
    ("label that is a flag", "types.yaml", "en: phone call", "en: true", "not_text", 0, "label.en"),
    ("code of another form", "types.yaml", "code: SUMMONS", "code: Summons", "wrong_form", 0, "code"),
    ("duplicate code", "types.yaml", "code: RECALL", "code: SUMMONS", "duplicate_code", 0, "code"),
    ("duplicate code in a small list", "lists.yaml", "code: alleged", "code: reported", "duplicate_code", 0, "code"),
    ("duplicate reference", "references.yaml", "key: vcdr", "key: huridocs", "duplicate_code", 0, "key"),
    ("unknown records_as", "types.yaml", "records_as: incident", "records_as: event", "not_allowed", 0, "records_as"),
    ("rung as text", "types.yaml", "rung: 3", 'rung: "3"', "not_an_integer", 0, "rung"),
    ("symmetric as text", "types.yaml", "symmetric: true", "symmetric: yes", "not_a_flag", 0, "symmetric"),
    ("unknown quad", "types.yaml", "quad: 1", "quad: 5", "not_allowed", 0, "quad"),
    ("unknown other quad", "types.yaml", "quad_also: [4]", "quad_also: [4, 0]", "not_allowed", 0, "quad_also[1]"),
    ("CAMEO as a number", "types.yaml", '["114"]', "[114]", "not_text", 0, "crosswalk.cameo[0]"),
    ("CAMEO of another form", "types.yaml", '["114"]', '["11x"]', "wrong_form", 0, "crosswalk.cameo[0]"),
    ("score as a number", "types.yaml", 'value: "1.0"', "value: 1", "not_text", 0, "scores[0].value"),
    ("score of another form", "types.yaml", 'value: "1.0"', 'value: "+1"', "wrong_form", 0, "scores[0].value"),
    ("unknown Wikidata id", "types.yaml", "wikidata: Q131569", "wikidata: 131569x", "wrong_form", 0, "wikidata"),
    ("unknown track", "types.yaml", "track: D", "track: X", "unknown_code", 0, "track"),
    ("unknown other track", "types.yaml", "track_also: [E]", "track_also: [X]", "unknown_code", 0, "track_also[0]"),
    ("unknown act", "types.yaml", "[CONDEMN,", "[SHOUT,", "unknown_code", 0, "acts[0]"),
    ("statement without acts", "types.yaml", "  acts: [CONSIDER]\n", "", "acts_and_records_as", None, "acts"),
    ("score of no system", "types.yaml", "system: plover_score", "system: tone", "unknown_code", 0, "scores[1].system"),
    ("score of no code", "types.yaml", '"041", value', '"042", value', "score_without_code", 0, "scores[0].code"),
    (
        "crosswalk toward no role",
        "types.yaml",
        "      beneficiary:",
        "      ally:",
        "unknown_code",
        None,
        "toward.ally",
    ),
    (
        "score toward no role",
        "types.yaml",
        "toward: beneficiary}",
        "toward: ally}",
        "unknown_code",
        0,
        "scores[2].toward",
    ),
    ("cue that is a flag", "acts.yaml", "[mengutuk,", "[true,", "not_text", 0, "cues[0]"),
    ("unknown side", "roles.yaml", "side: third", "side: fourth", "not_allowed", 0, "side"),
    ("unknown line", "ranks.yaml", "line: mission", "line: court", "not_allowed", 0, "line"),
    ("order as text", "ranks.yaml", "order: 100", "order: first", "not_an_integer", 0, "order"),
    ("unknown end", "links.yaml", "incident -> incident", "incident -> actor", "not_allowed", 0, "ends[0]"),
    ("stored link without ends", "links.yaml", "ends: [incident", "ends: [] #[", "ends_and_stored", 0, "ends"),
    ("acyclic without direction", "links.yaml", "directed: true", "directed: false", "undirected", 0, "directed"),
    ("unknown shape", "properties.yaml", "value: code", "value: word", "not_allowed", 0, "value"),
    ("unknown cardinality", "properties.yaml", "cardinality: one", "cardinality: two", "not_allowed", 0, "cardinality"),
    ("code without a list", "properties.yaml", "    codes: types\n", "", "codes_and_value", None, "codes"),
    ("property of no list", "properties.yaml", "codes: issues", "codes: topics", "unknown_list", 0, "codes"),
    ("part of no list", "properties.yaml", "role: place_roles", "role: spots", "unknown_list", 0, "parts.role"),
    ("key of no list", "properties.yaml", "role: roles", "role: parts", "unknown_list", 0, "keys.role"),
    ("keyed without keys", "properties.yaml", "    keys: {office: actor}\n", "", "keys_and_cardinality", None, "keys"),
    ("date without basis", "properties.yaml", "    basis: true\n", "", "basis_and_value", None, "basis"),
    ("property of no kind of actor", "properties.yaml", "of: [person]", "of: [robot]", "unknown_code", 0, "of[0]"),
    ("unknown small list", "lists.yaml", "  scopes:", "  ranges:", "unknown_field", None, "lists.ranges"),
    ("list that is no list", "lists.yaml", "  scopes:\n", "  scopes: 1\n  x:\n", "unknown_field", None, "lists.x"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "below", "field"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused(refused, file, old, new, code, below, field):
    found, where, line, name = refused(file, old, new)
    assert (found, where) == (code, file)
    assert name == field if field is None else name.endswith(field)
    if below is not None:
        assert line == below


def test_a_file_that_is_missing(draft):
    (draft.directory / "acts.yaml").unlink()
    error = draft.error()
    assert (error.code, error.file, error.line) == ("file_missing", "acts.yaml", 1)


def test_a_file_too_many(draft):
    (draft.directory / "colours.yaml").write_text('version: "1"\n', "utf-8")
    error = draft.error()
    assert (error.code, error.file) == ("unknown_file", "colours.yaml")
    assert "types.yaml" in error.message


def test_a_part_without_terms(draft):
    (draft.directory / "issues.yaml").write_text('version: "1"\nissues: []\n', "utf-8")
    assert draft.error().code == "empty_list"


def test_a_part_that_is_no_list(draft):
    (draft.directory / "issues.yaml").write_text('version: "1"\nissues: {a: b}\n', "utf-8")
    assert draft.error().code == "not_a_list"


def test_the_sentence_says_file_line_field_and_what_to_do(draft):
    line = draft.change("types.yaml", "track: D", "track: X")
    assert str(draft.error()) == (
        f"types.yaml, line {line}, types[8].track: “X” is no code of tracks; write one of: D, E, M, C, S, I."
    )
