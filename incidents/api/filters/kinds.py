"""What can be asked of each kind of record: the filters of `queries.FILTERS`, as a form for each list.

A filter added there is a parameter here, and in the schema. Its value is read there too, strictly.
"""

from collections.abc import Callable

from incidents import codebook
from incidents.api.filters import abouts
from incidents.api.filters.base import (
    COUNTRY,
    ID,
    ID_OR_COUNTRY,
    Given,
    Listing,
    Parameters,
    Schema,
    words,
)
from incidents.api.records.fields import EXPANDS, FIELDS
from incidents.domain.catalogue import CLAIMED
from incidents.readmodels import queries
from incidents.readmodels.filtering.values import LONGEST

KINDS = ("incident", "statement", "actor", "source", "link", "claim")
ENDS = ("incident", "statement")
LANGUAGE: Schema = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9-]+)?$"}
# Values of filters that are codes of no list of the codebook.
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("link", "from_kind"): ENDS,
    ("link", "to_kind"): ENDS,
    ("claim", "subject_kind"): ("incident", "statement", "actor"),
    **{(kind, "disputed"): ("any", *codebook.current().properties_of(kind)) for kind in CLAIMED},
}
SCHEMAS: dict[str, Schema] = {
    "id": ID,
    "actor": {"type": "string", "minLength": 1},
    "side": ID_OR_COUNTRY,
    "country": COUNTRY,
    "language": LANGUAGE,
    "integer": {"type": "integer", "minimum": 0, "maximum": 10**9},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "description": "EDTF: a day, a month, a year, or an uncertain one."},
    "since": {"type": "string", "description": "A position in the log, a day, or an instant with its zone."},
    "mode": {"type": "string", "enum": ["overlaps", "within"]},
    "text": {"type": "string", "minLength": 1, "maxLength": LONGEST},
}
ALIASES = ("text",)  # `q` is its name here


def _schema(kind: str, name: str) -> Schema:
    found = queries.FILTERS[kind][name]
    if found.shape != "code":
        return {"type": "string", "pattern": "^(true|false|[A-Z]{3})$"} if name == "one_sided" else SCHEMAS[found.shape]
    listed = found.codes and codebook.current().codes(found.codes)
    return {"type": "string", "enum": sorted(listed or CODES.get((kind, name), ()))}


def filters_of(kind: str) -> dict[str, Given]:
    """Return the parameters that choose records of a kind."""
    return {
        # Names may hold commas: who filters by a name sends one, and of ids as many as they want.
        name: Given(
            abouts.of(kind, name),
            check=str,
            schema=_schema(kind, name),
            listed=found.several and found.shape != "actor",
        )
        for name, found in queries.FILTERS[kind].items()
        if name not in ALIASES
    }


def order(kind: str) -> Given:
    """Return the parameter for the orders of a kind."""
    names = [name for known in queries.ORDERS[kind] for name in (known, f"-{known}")]
    return words(names, "In which order; `-` turns it round.", listed=False, is_filter=False)


def fields(kind: str) -> Given:
    """Return the parameter for the fields to be shown."""
    return words(FIELDS[kind], "Only these fields, and the id.", is_filter=False)


def expand(kind: str) -> Given:
    """Return the parameter for what is shown along with a record."""
    return words(EXPANDS[kind], "What is shown along, or in full instead of by id and name.", is_filter=False)


def form(name: str, base: type[Parameters], *parts: dict[str, Given]) -> type[Parameters]:
    """Return a form of parameters, made of a base and further ones."""
    made = type(name, (base,), {})
    for part in parts:
        made.base_filters.update(part)
    return made


def shown(kind: str, *more: Callable[[str], Given]) -> dict[str, Given]:
    """Return the parameters for how records of a kind are shown."""
    found = {"fields": fields(kind), **({"expand": expand(kind)} if EXPANDS[kind] else {})}
    return found | {made.__name__: made(kind) for made in more}


FORMS: dict[str, type[Listing]] = {
    kind: form(f"{kind.capitalize()}List", Listing, filters_of(kind), shown(kind, order)) for kind in KINDS
}
