"""What the page of a session is told of the codebook: properties with their inputs, term lists, first rows."""

from collections.abc import Iterable
from typing import Any

import msgspec

from incidents import codebook
from incidents.admin import labels
from incidents.admin.session import shapes

KINDS = ("incident", "statement", "actor")
# The rows that an item begins with.
BEGINNINGS = {
    "incident": ("type", "date", "participant", "participant"),
    "statement": ("speaker", "act", "gist", "addressee", "incident"),
    "actor": ("name",),
    "source": (),
}
# The roles that the participants of a type usually have, in the order in which they are entered.
ROLES = {
    "SUMMONS": ("summoner", "summoned"),
    "NOTE_PROTEST": ("author", "recipient"),
    "DEMARCHE": ("author", "recipient"),
    "STATE_VISIT": ("visitor", "host"),
    "TREATY_SIGNED": ("signatory", "signatory"),
}
OTHER_LISTS = (
    "actor_kinds",
    "directness",
    "passage_kinds",
    "credibility",
    "credit_bases",
    "source_kinds",
    "date_bases",
)
Terms = list[tuple[str, str]]


def schema() -> dict[str, Any]:
    """Return the codebook as the page needs it, in the language of the person."""
    properties = {kind: [_property(found) for found in _of(kind)] for kind in KINDS}
    used = {part["terms"] for found in properties.values() for one in found for part in one["parts"] if part["terms"]}
    return {
        "properties": properties,
        "terms": {name: terms(name) for name in sorted({*used, *OTHER_LISTS})},
        "beginnings": BEGINNINGS,
        "roles": {code: _roles(found) for code, found in codebook.current().types.items()},
        "sides": {code: role.side for code, role in codebook.current().roles.items()},
    }


def terms(name: str) -> Terms:
    """Return the terms of a list as (code, label); of the types only those that are incidents."""
    if name == "countries":
        countries = codebook.current().countries
        found = [(code, f"{country.get(labels.language())} ({code})") for code, country in countries.items()]
        return sorted(found, key=lambda country: country[1].casefold())
    return [(code, labels.label(name, code)) for code in codebook.current().lists[name] if _fits(name, code)]


def _fits(name: str, code: str) -> bool:
    return name != "types" or codebook.current().types[code].records_as == "incident"


def _of(kind: str) -> Iterable[codebook.Property]:
    return codebook.current().properties_of(kind).values()


def _property(found: codebook.Property) -> dict[str, Any]:
    parts = [msgspec.to_builtins(part) for part in shapes.parts(found)]
    return {
        "code": found.code,
        "label": found.label.get(labels.language()),
        "definition": found.definition.get(labels.language()),
        "many": found.cardinality != "one",
        "of": found.of,
        "parts": parts,
    }


def _roles(found: codebook.IncidentType) -> tuple[str, ...]:
    if found.code in ROLES:
        return ROLES[found.code]
    return ("party", "party") if found.symmetric else ("perpetrator", "target_state")
