"""Actors with one thing broken."""

from tests.imports.faults.fault import Fault

NAME = "    value: {text: Timo Rask, language: en, kind: official}"

SULAND = """\
- key: suland
  kind: state
  claims:
  - property: name
    value: {text: Suland, language: en, kind: short}
    evidence: [@h0{Suland}]"""

ACTORS = [
    Fault(
        "unknown kind",
        "actors.yaml",
        "  kind: outlet",
        "  kind: newspaper",
        "actors[5].kind",
        "use one of: body, company",
    ),
    Fault(
        "no name",
        "actors.yaml",
        SULAND,
        "- key: suland\n  kind: state\n  claims: []",
        "actors[1].claims",
        "Give a claim of the property name",
        "claims: []",
    ),
    Fault(
        "name without a text",
        "actors.yaml",
        NAME,
        "    value: {language: en, kind: official}",
        "actors[4].claims[0].value",
        "The value needs the fields text, kind",
    ),
    Fault(
        "unknown kind of name",
        "actors.yaml",
        NAME,
        "    value: {text: Timo Rask, language: en, kind: nickname}",
        "actors[4].claims[0].value.kind",
        "no code of name_kinds; use one of: abbreviation",
    ),
    Fault(
        "language by its name",
        "actors.yaml",
        NAME,
        "    value: {text: Timo Rask, language: English, kind: official}",
        "actors[4].claims[0].value.language",
        "ISO 639 code, such as id",
    ),
    Fault(
        "tenure of no office",
        "actors.yaml",
        "    office: deputy-minister-norland\n",
        "",
        "actors[3].claims[1].office",
        "Add the field “office”: a claim of tenure is kept by it",
        "  - property: tenure",
    ),
    Fault(
        "tenure of a state",
        "actors.yaml",
        "    office: deputy-minister-norland",
        "    office: suland",
        "actors[3].claims[1].office",
        "Actor suland is of kind state; this needs one of: office",
    ),
    Fault(
        "tenure that ends too early",
        "actors.yaml",
        '    value: {from: "../2031-05-03", to: "2031-05-03/.."}',
        '    value: {from: "2031-05-03", to: "2031-05-01"}',
        "actors[3].claims[1].value.to",
        "The tenure ends before it begins",
    ),
    Fault(
        "tenure from no day",
        "actors.yaml",
        '    value: {from: "../2031-05-03", to: "2031-05-03/.."}',
        '    value: {from: "2031-13", to: null}',
        "actors[3].claims[1].value.from",
        "There is no month 13: write 01 to 12",
    ),
    Fault(
        "belongs to nobody",
        "actors.yaml",
        "    value: norland",
        "    value: northland",
        "actors[2].claims[2].value",
        "“northland” is the key of no actor",
    ),
    Fault(
        "unknown rank",
        "actors.yaml",
        "    value: deputy_minister",
        "    value: vice_chief",
        "actors[2].claims[1].value",
        "no code of ranks; use one of: adviser",
    ),
    Fault(
        "empty judgement",
        "actors.yaml",
        '    - judgement: "the article names one ministry only"',
        '    - judgement: ""',
        "actors[2].claims[2].evidence[0].judgement",
        "it must not be empty",
    ),
]
