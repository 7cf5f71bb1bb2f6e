"""Quantities and places with one thing broken."""

from tests.imports.faults.fault import Fault

ATTENDED = "value: {unit: person, low: 2, best: 2, high: 3}"
AGAIN = """\
  - property: quantity
    predicate: attended
    value: {unit: person, low: "2.0", best: 2, high: 3}
    evidence: [@h0{Ada Brink}]
"""

VALUES = [
    Fault(
        "value claimed twice in other words",
        "incidents.yaml",
        "  - property: place\n",
        AGAIN + "  - property: place\n",
        "incidents[0].claims[5].value",
        "add your evidence to claim claims[4]",
        'low: "2.0"',
    ),
    Fault(
        "numbers that fall",
        "incidents.yaml",
        ATTENDED,
        "value: {unit: person, low: 3, best: 2, high: 3}",
        "incidents[0].claims[4].value",
        "must rise from low over best to high",
    ),
    Fault(
        "no number",
        "incidents.yaml",
        ATTENDED,
        "value: {unit: person}",
        "incidents[0].claims[4].value",
        "Give a lowest, best or highest number",
    ),
    Fault(
        "number in words",
        "incidents.yaml",
        ATTENDED,
        "value: {unit: person, best: two}",
        "incidents[0].claims[4].value.best",
        "Write a whole number, or a decimal number in quotes",
    ),
    Fault(
        "not a number",
        "incidents.yaml",
        ATTENDED,
        "value: {unit: person, best: .nan}",
        "incidents[0].claims[4].value.best",
        "Write a whole number, or a decimal number in quotes",
    ),
    Fault(
        "number with an exponent",
        "incidents.yaml",
        ATTENDED,
        'value: {unit: person, best: "1e9"}',
        "incidents[0].claims[4].value.best",
        "Write a whole number, or a decimal number in quotes",
    ),
    Fault(
        "unknown unit",
        "incidents.yaml",
        ATTENDED,
        "value: {unit: persons, best: 2}",
        "incidents[0].claims[4].value.unit",
        "use one of",
    ),
    Fault(
        "place without a role",
        "incidents.yaml",
        "{name: Port Vale, role: where, precision: city}",
        "{name: Port Vale, precision: city}",
        "incidents[0].claims[5].value",
        "The value needs the fields name, role, precision",
    ),
    Fault(
        "country by its name",
        "incidents.yaml",
        "{name: Port Vale, role: where, precision: city}",
        "{name: Port Vale, country: Norland, role: where, precision: city}",
        "incidents[0].claims[5].value",
        "ISO 3166-1 alpha-3 code, such as KOR",
    ),
]
