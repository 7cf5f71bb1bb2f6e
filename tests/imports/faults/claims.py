"""Incidents and their claims with one thing broken."""

from tests.imports.faults.fault import Fault

SUMMONED = "    role: summoned\n    value: {on_behalf_of: suland}"
TYPE = "    value: SUMMONS\n    credibility: 2\n"
NOTE_TYPE = "  - property: type\n    value: SUMMONS\n"

OTHER_CLAIMS = """\
  claims:
  - property: type
    value: OTHER
    evidence: [@h0{a closed harbour|headline}]
  - property: date
    value: "../2031-05-03"
    basis: inferred
    evidence:
    - judgement: "closed before anybody was called in"
"""

CLAIMS = [
    Fault(
        "unknown property",
        "incidents.yaml",
        '  - property: date\n    value: "2031-05-03"',
        '  - property: day\n    value: "2031-05-03"',
        "incidents[0].claims[1].property",
        "“day” is no property here; write one of: type, date",
        "  - property: day",
    ),
    Fault(
        "property of another kind",
        "incidents.yaml",
        '  - property: date\n    value: "2031-05-03"',
        '  - property: gist\n    value: "2031-05-03"',
        "incidents[0].claims[1].property",
        "“gist” is no property here",
        "  - property: gist",
    ),
    Fault(
        "property with its key in it",
        "incidents.yaml",
        "  - property: quantity\n    predicate: attended",
        "  - property: quantity:attended",
        "incidents[0].claims[4].property",
        "“quantity:attended” is no property here",
    ),
    Fault(
        "value claimed twice",
        "incidents.yaml",
        NOTE_TYPE,
        "  - property: type\n    value: SUMMONS\n    evidence: [@h0{Envoy called in|headline}]\n"
        + NOTE_TYPE
        + "    note: second\n",
        "incidents[0].claims[1].value",
        "claims[0] has the same value: put the evidence of claims[1] there",
        "    value: SUMMONS\n    note: second",
    ),
    Fault(
        "key that the property has not",
        "incidents.yaml",
        '  - property: date\n    value: "2031-05-03"',
        '  - property: date\n    role: host # of a date\n    value: "2031-05-03"',
        "incidents[0].claims[1].role",
        "Remove “role”: a claim of date is not kept by it",
        "host # of a date",
    ),
    Fault(
        "participant without a role",
        "incidents.yaml",
        SUMMONED,
        "    value: {on_behalf_of: suland}",
        "incidents[0].claims[3].role",
        "Add the field “role”: a claim of participant is kept by it",
        "  - property: participant\n    actor: rask",
    ),
    Fault(
        "unknown role",
        "incidents.yaml",
        SUMMONED,
        "    role: guest\n    value: {on_behalf_of: suland}",
        "incidents[0].claims[3].role",
        "“guest” is no code of roles; use one of: accused",
        "    role: guest",
    ),
    Fault(
        "participant nobody has",
        "incidents.yaml",
        "    actor: rask",
        "    actor: raske",
        "incidents[0].claims[3].actor",
        "“raske” is the key of no actor",
    ),
    Fault(
        "office that is a person",
        "incidents.yaml",
        "{office: deputy-minister-norland, on_behalf_of: norland}",
        "{office: rask, on_behalf_of: norland}",
        "incidents[0].claims[2].value.office",
        "Actor rask is of kind person; this needs one of: office",
    ),
    Fault(
        "participant with a rank",
        "incidents.yaml",
        SUMMONED,
        "    role: summoned\n    value: {on_behalf_of: suland, rank: ambassador}",
        "incidents[0].claims[3].value",
        "may have office, on_behalf_of",
        "{on_behalf_of: suland, rank: ambassador}",
    ),
    Fault(
        "credibility 7",
        "incidents.yaml",
        TYPE,
        "    value: SUMMONS\n    credibility: 7\n",
        "incidents[0].claims[0].credibility",
        "use one of: 1, 2, 3, 4, 5, 6",
        "credibility: 7",
    ),
    Fault(
        "credibility as a letter",
        "incidents.yaml",
        TYPE,
        "    value: SUMMONS\n    credibility: B\n",
        "incidents[0].claims[0].credibility",
        "Write a whole number here",
        "credibility: B",
    ),
    Fault(
        "date without basis",
        "incidents.yaml",
        "    basis: explicit\n",
        "",
        "incidents[0].claims[1].basis",
        "Say how the date was found",
        '  - property: date\n    value: "2031-05-03"',
    ),
    Fault(
        "basis of a type",
        "incidents.yaml",
        TYPE,
        "    value: SUMMONS\n    basis: explicit # no date\n",
        "incidents[0].claims[0].basis",
        "Only a date has a basis",
        "explicit # no date",
    ),
    Fault(
        "unknown basis",
        "incidents.yaml",
        "    basis: explicit",
        "    basis: stated",
        "incidents[0].claims[1].basis",
        "use one of: explicit",
    ),
    Fault(
        "day that does not exist",
        "incidents.yaml",
        '    value: "2031-05-03"\n',
        '    value: "2031-05-32"\n',
        "incidents[0].claims[1].value",
        "2031-05 has days 01 to 31. Write 2031-05",
    ),
    Fault(
        "unknown type",
        "incidents.yaml",
        TYPE,
        "    value: SUMMON\n",
        "incidents[0].claims[0].value",
        "“SUMMON” is no code of types; use one of",
    ),
    Fault(
        "type made of words",
        "incidents.yaml",
        TYPE,
        "    value: ULTIMATUM\n",
        "incidents[0].claims[0].value",
        "record it as a statement",
    ),
    Fault(
        "type that is null",
        "incidents.yaml",
        TYPE,
        "    value: null\n",
        "incidents[0].claims[0].value",
        "no code of types",
    ),
    Fault(
        "no type",
        "incidents.yaml",
        "  - property: type\n    value: OTHER\n    evidence: [@h0{a closed harbour|headline}]\n",
        "",
        "incidents[1].claims",
        "Give a claim of the property type",
        '  - property: date\n    value: "../2031-05-03"',
    ),
    Fault(
        "title in no language",
        "incidents.yaml",
        '  title: {en: "The harbour is closed"}',
        "  title: {}",
        "incidents[1].title",
        "Give a text in English (en) or Indonesian (id), or both",
    ),
    Fault(
        "title in another language",
        "incidents.yaml",
        '  title: {en: "The harbour is closed"}',
        '  title: {de: "Der Hafen ist zu"}',
        "incidents[1].title.de",
        "Remove the unknown field “de”",
    ),
    Fault(
        "title that is a text",
        "incidents.yaml",
        '  title: {en: "The harbour is closed"}',
        '  title: "The harbour is closed"',
        "incidents[1].title",
        "Write fields (name: value) here",
    ),
    Fault(
        "note that is too long",
        "incidents.yaml",
        '"the two articles agree"',
        '"fine", ' + "x" * 5001,
        "incidents[0].notes[1]",
        "has 5001 characters; shorten it to 5000",
    ),
    Fault(
        "claims that are no list",
        "incidents.yaml",
        OTHER_CLAIMS,
        "  claims: {type: OTHER}\n",
        "incidents[1].claims",
        "Write a list here",
    ),
]
