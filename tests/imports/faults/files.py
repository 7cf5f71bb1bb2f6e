"""Keys, values that JSON cannot hold, and broken YAML."""

from tests.imports.faults.fault import Fault

ATTENDED = "value: {unit: person, low: 2, best: 2, high: 3}"
FIRST_LINK = "- key: l-note-to-closure"

KEY_FAULTS = [
    Fault(
        "key twice in a file",
        "actors.yaml",
        "- key: suland",
        "- key: norland # again",
        "actors[1].key",
        "The key “norland” is already used in actors.yaml, line 2: give one of the two another key",
    ),
    Fault(
        "key twice across files",
        "links.yaml",
        "- key: l-refusal-to-demand",
        "- key: i-note",
        "links[1].key",
        "The key “i-note” is already used in incidents.yaml, line 2",
    ),
    Fault(
        "no key",
        "links.yaml",
        "- key: l-refusal-to-demand\n  from: st-refusal",
        "- from: st-refusal",
        "links[1].key",
        "Give each record a key",
        "- from: st-refusal",
    ),
    Fault(
        "number as key",
        "links.yaml",
        "- key: l-refusal-to-demand",
        "- key: 12",
        "links[1].key",
        "Give each record a key, a text",
    ),
    Fault(
        "empty key",
        "links.yaml",
        "- key: l-refusal-to-demand",
        '- key: " "',
        "links[1].key",
        "Give each record a key, a text",
    ),
    Fault(
        "record that is a text",
        "links.yaml",
        FIRST_LINK,
        "- just words\n" + FIRST_LINK,
        "links[0].key",
        "Give each record a key",
        "- just words",
    ),
]

UNSTORABLE = [
    Fault(
        "number beyond JSON",
        "incidents.yaml",
        ATTENDED,
        "value: {unit: person, best: 9007199254740993}",
        "incidents[0].claims[4].value.best",
        "write a larger quantity in quotes",
    ),
    Fault(
        "length beyond JSON",
        "sources.yaml",
        "  length: %len:h1",
        "  length: 99999999999999999",
        "sources[1].length",
        "JSON keeps whole numbers up to 9007199254740991",
    ),
    Fault(
        "NUL in a gist",
        "statements-october.yaml",
        '{en: "It stays shut."}',
        '{en: "It stays \\0 shut."}',
        "statements[0].claims[4].value.en",
        "Remove the NUL character",
    ),
    Fault(
        "letter and mark apart",
        "incidents.yaml",
        '{en: "The harbour is closed"}',
        '{en: "The cafe\u0301 is closed"}',
        "incidents[1].title.en",
        "in Unicode form NFC",
    ),
    Fault(
        "control character",
        "incidents.yaml",
        '{en: "The harbour is closed"}',
        '{en: "The harbour \\a is closed"}',
        "incidents[1].title.en",
        "holds a control character; remove it",
    ),
]

YAML = [
    Fault(
        "broken quote",
        "incidents.yaml",
        '{en: "The harbour is closed"}',
        '{en: "The harbour is closed}',
        None,
        "Mend the YAML at or just before this line",
        "    evidence: [@h0{a closed harbour|headline}]",
    ),
    Fault(
        "tab",
        "links.yaml",
        "  confidence: high\n  rationale",
        "\tconfidence: high\n  rationale",
        None,
        "Mend the YAML at or just before this line",
        "\tconfidence",
    ),
    Fault(
        "field twice",
        "links.yaml",
        "  type: REPLIES_TO",
        "  type: REPLIES_TO\n  type: RESPONDS_TO # again",
        "links[1].type",
        "Keep one of the two entries of “type”",
        "RESPONDS_TO # again",
    ),
    Fault(
        "tag",
        "links.yaml",
        "  confidence: high\n  rationale",
        "  confidence: !!python/name:os.system high\n  rationale",
        "links[0].confidence",
        "Remove the tag",
        "!!python",
    ),
    Fault(
        "other list",
        "links.yaml",
        "links:",
        "link:",
        "link",
        "Remove the unknown field “link”",
        "- key: l-note-to-closure",
    ),
    Fault(
        "list beside the list",
        "links.yaml",
        "links:",
        "more: []\nlinks:",
        "more",
        "Remove the unknown field “more”",
        "more: []",
    ),
]
