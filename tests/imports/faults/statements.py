"""Statements with one thing broken."""

from tests.imports.faults.fault import H0, Fault

REPORT = "  - @h0{asked that the harbour be opened}+{directness: paraphrase}"

UNSEEN = (
    "  - {source: coast-wire-2031, paragraph: 1, start: 0, end: 9, kind: body, directness: direct, "
    f"quote_sha256: {H0}}}"
)
SPEAKER = """\
  - property: speaker
    value: {actors: [rask], mode: alone}
    evidence: [@h1{Timo Rask said}+{relay: [coast-wire-2031]}]
"""

STATEMENTS = [
    Fault(
        "no speaker",
        "statements-october.yaml",
        SPEAKER,
        "",
        "statements[0].claims",
        "Give a claim of the property speaker",
        "  - property: act",
    ),
    Fault(
        "no gist",
        "statements-october.yaml",
        '  - property: gist\n    value: {en: "It stays shut."}\n    evidence: [@h1{The harbour stays shut}]\n',
        "",
        "statements[0].claims",
        "Give a claim of the property gist",
        "  - property: speaker",
    ),
    Fault(
        "gist in another language",
        "statements-october.yaml",
        '{en: "It stays shut."}',
        '{fr: "Il reste fermé."}',
        "statements[0].claims[4].value",
        "English (en) or Indonesian (id)",
    ),
    Fault(
        "empty gist",
        "statements-october.yaml",
        '{en: "It stays shut."}',
        '{en: " "}',
        "statements[0].claims[4].value.en",
        "needs some text",
    ),
    Fault(
        "unknown act",
        "statements-june.yaml",
        "    value: DEMAND",
        "    value: DEMANDS",
        "statements[0].claims[3].value",
        "no code of acts; use one of",
    ),
    Fault(
        "unknown speaker",
        "statements-june.yaml",
        "{actors: [brink], mode: alone}",
        "{actors: [brinck], mode: alone}",
        "statements[0].claims[0].value.actors[0]",
        "“brinck” is the key of no actor",
    ),
    Fault(
        "nobody speaks",
        "statements-june.yaml",
        "{actors: [brink], mode: alone}",
        "{actors: [], mode: alone}",
        "statements[0].claims[0].value.actors",
        "Name each speaker once, at least one",
    ),
    Fault(
        "two speak alone",
        "statements-june.yaml",
        "{actors: [brink], mode: alone}",
        "{actors: [brink, rask], mode: alone}",
        "statements[0].claims[0].value.mode",
        "One speaker speaks alone",
    ),
    Fault(
        "speaker that is a text",
        "statements-june.yaml",
        "{actors: [brink], mode: alone}",
        "brink",
        "statements[0].claims[0].value",
        "The value needs the fields actors, mode",
    ),
    Fault(
        "incident nobody has",
        "statements-june.yaml",
        "    value: i-note",
        "    value: i-notes",
        "statements[0].claims[5].value",
        "“i-notes” is the key of no incident",
    ),
    Fault(
        "statement for an incident",
        "statements-june.yaml",
        "    value: i-note",
        "    value: st-refusal",
        "statements[0].claims[5].value",
        "“st-refusal” is the key of no incident",
    ),
    Fault(
        "about nothing",
        "statements-june.yaml",
        "{kind: incident, id: i-closure}",
        "{kind: incident, id: i-closed}",
        "statements[0].claims[4].value.id",
        "“i-closed” is the key of no incident or statement",
    ),
    Fault(
        "about the wrong kind",
        "statements-june.yaml",
        "{kind: incident, id: i-closure}",
        "{kind: statement, id: i-closure}",
        "statements[0].claims[4].value.kind",
        "Write incident here: that is what “i-closure” is",
    ),
    Fault(
        "about without an id",
        "statements-june.yaml",
        "{kind: incident, id: i-closure}",
        "{kind: incident}",
        "statements[0].claims[4].value",
        "The value needs the fields kind, id",
    ),
    Fault(
        "report twice",
        "statements-june.yaml",
        REPORT,
        REPORT + "\n" + REPORT.replace("paraphrase", "direct"),
        "statements[0].reports[1]",
        "reports[0] is the same passage: remove one of the two",
        "directness: direct}",
    ),
    Fault(
        "unknown directness",
        "statements-june.yaml",
        REPORT,
        REPORT.replace("paraphrase", "rough"),
        "statements[0].reports[0].directness",
        "use one of: caption, direct",
    ),
    Fault(
        "report without directness",
        "statements-june.yaml",
        REPORT,
        "  - @h0{asked that the harbour be opened}",
        "statements[0].reports[0].directness",
        "Add the field “directness”",
    ),
    Fault(
        "report of a text nobody saw",
        "statements-june.yaml",
        REPORT,
        UNSEEN,
        "statements[0].reports[0].source",
        "coast-wire-2031 is only cited",
    ),
]
