"""What a value of each property looks like, and which records it names. The list of properties is the codebook's."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from incidents import codebook
from incidents.codebook import Property
from incidents.domain import dates
from incidents.domain.errors import InvalidValueError
from incidents.domain.evidence import check_code
from incidents.domain.facts import Facts, known_actor, known_record
from incidents.domain.values import SHORT_TEXT, check_bilingual, check_text

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?\Z")


class PropertyKey(msgspec.Struct, frozen=True):
    """A property as stored: its code in the codebook and the parts of its key (empty unless keyed).

    A keyed property is stored with its key behind its code: participant:<actor>:<role>.
    """

    code: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join((self.code, *self.parts))


@lru_cache(maxsize=20_000)
def parse_key(kind: str, stored: str) -> PropertyKey:
    """Read a stored property name of a record kind. Raises InvalidValueError."""
    code, *parts = stored.split(":")
    found = codebook.current().properties.get((kind, code))
    if found is None:
        raise InvalidValueError(
            "unknown_property",
            "A record of kind {kind} has no property “{code}”; it has: {known}.",
            "property",
            kind=kind,
            code=code,
            known=", ".join(codebook.current().properties_of(kind)),
        )
    wanted = tuple(found.keys)
    if len(parts) != len(wanted) or not all(parts):
        raise InvalidValueError(
            "incomplete_key",
            "Property {code} is written {form}.",
            "property",
            code=code,
            form=":".join((code, *(f"<{part}>" for part in wanted))),
        )
    return PropertyKey(code, tuple(parts))


def definition(kind: str, key: PropertyKey) -> Property:
    """Return the codebook's entry for a property."""
    return codebook.current().property(kind, key.code)


def check_value(kind: str, key: PropertyKey, value: Any, facts: Facts) -> None:
    """Refuse a value that its property does not allow, or that names records that are not there."""
    _check_key(key, facts)
    found = definition(kind, key)
    CHECKS[found.value](value, found, facts)


def comparable(found: Property, value: Any, redirect: Callable[[str], str] = lambda actor: actor) -> Any:
    """Return a value in a form that is equal for equal values: numbers are read, empty parts left out, the order of
    speakers does not matter, and actors are those that stand for them after a merge.
    """
    match found.value:
        case "actor":
            return redirect(value)
        case "speakers":
            return value["mode"], frozenset(map(redirect, value["actors"]))
        case "participation":
            return {part: redirect(actor) for part, actor in value.items() if actor is not None}
        case "quantity":
            return {part: told if part == "unit" else Decimal(told) for part, told in value.items() if told is not None}
        case "place" | "ordinal" | "name" | "tenure":
            return {part: told for part, told in value.items() if told is not None}
    return value


def _check_key(key: PropertyKey, facts: Facts) -> None:
    match key.code:
        case "participant":
            known_actor(facts, key.parts[0], "property.actor")
            check_code("property.role", "roles", key.parts[1])
        case "quantity":
            check_code("property.predicate", "quantity_predicates", key.parts[0])
        case "tenure":
            known_actor(facts, key.parts[0], "property.office", ("office",))


def _fields(value: Any, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the value if it is an object with these fields. Raises InvalidValueError."""
    if not isinstance(value, dict) or not set(required) <= set(value) or set(value) - {*required, *optional}:
        raise InvalidValueError(
            "wrong_fields",
            "The value needs the fields {required} and may have {optional}.",
            "value",
            required=", ".join(required) or "–",
            optional=", ".join(optional) or "no others",
        )
    return value


def _code(value: Any, found: Property, facts: Facts) -> None:
    check_code("value", found.codes, value)
    if found.codes == "types" and codebook.current().types[value].records_as != "incident":
        raise InvalidValueError(
            "not_an_incident",
            "{value} is made of words: record it as a statement with the matching speech act.",
            "value",
            value=value,
        )


def _date(value: Any, found: Property, facts: Facts) -> None:
    parse_date("value", value)


def parse_date(field: str, value: Any) -> dates.EdtfDate:
    """Parse an EDTF string, refusing it in the domain's own way, and only in its canonical spelling."""
    try:
        parsed = dates.parse(value)
    except ValueError as error:
        raise InvalidValueError("invalid_date", "{reason}", field, reason=str(error)) from error
    if parsed.text != value:
        raise InvalidValueError("date_spelling", "Write this date as “{text}”.", field, text=parsed.text)
    return parsed


def check_basis(field: str, basis: str | None, *, dated: bool) -> None:
    """Refuse a date without its basis, and a basis without a date."""
    if not dated:
        if basis is not None:
            raise InvalidValueError("basis_not_wanted", "Only a date has a basis; leave it out.", field)
        return
    if basis is None:
        raise InvalidValueError("basis_missing", "Say how the date was found (explicit, inferred …).", field)
    check_code(field, "date_bases", basis)


def _place(value: Any, found: Property, facts: Facts) -> None:
    place = _fields(value, ("name", "role", "precision"), ("country",))
    check_text("value.name", place["name"], SHORT_TEXT)
    check_code("value.role", "place_roles", place["role"])
    check_code("value.precision", "place_precisions", place["precision"])
    if place.get("country") is not None:
        _country(place["country"], found, facts)


def _country(value: Any, found: Property, facts: Facts) -> None:
    if not isinstance(value, str) or value not in codebook.current().countries:
        raise InvalidValueError("invalid_country", "A country is an ISO 3166-1 alpha-3 code, such as KOR.", "value")


def _participant(value: Any, found: Property, facts: Facts) -> None:
    participant = _fields(value, (), ("office", "on_behalf_of"))
    if participant.get("office") is not None:
        known_actor(facts, participant["office"], "value.office", ("office",))
    if participant.get("on_behalf_of") is not None:
        known_actor(facts, participant["on_behalf_of"], "value.on_behalf_of")


def _quantity(value: Any, found: Property, facts: Facts) -> None:
    quantity = _fields(value, ("unit",), ("low", "best", "high"))
    check_code("value.unit", "quantity_units", quantity["unit"])
    numbers = [_number(f"value.{name}", quantity.get(name)) for name in ("low", "best", "high")]
    given = [number for number in numbers if number is not None]
    if not given:
        raise InvalidValueError("no_number", "Give a lowest, best or highest number.", "value")
    if given != sorted(given):
        raise InvalidValueError("number_order", "The numbers must rise from low over best to high.", "value")


def _number(field: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and not (isinstance(value, str) and NUMBER.match(value)):
        raise InvalidValueError("invalid_number", "Write a whole number, or a decimal number in quotes.", field)
    return Decimal(value)


def _ordinal(value: Any, found: Property, facts: Facts) -> None:
    ordinal = _fields(value, ("n",), ("window",))
    if not isinstance(ordinal["n"], int) or isinstance(ordinal["n"], bool) or ordinal["n"] < 1:
        raise InvalidValueError("invalid_ordinal", "The number n counts from 1.", "value.n")
    if ordinal.get("window") is not None:
        parse_date("value.window", ordinal["window"])


def _speaker(value: Any, found: Property, facts: Facts) -> None:
    speaker = _fields(value, ("actors", "mode"))
    check_code("value.mode", "speaker_modes", speaker["mode"])
    actors = speaker["actors"]
    if not isinstance(actors, list) or not actors or len(set(map(str, actors))) != len(actors):
        raise InvalidValueError("invalid_speakers", "Name each speaker once, at least one.", "value.actors")
    if (speaker["mode"] == "alone") != (len(actors) == 1):
        raise InvalidValueError(
            "speaker_mode", "One speaker speaks alone; several speak together or each.", "value.mode"
        )
    for number, actor in enumerate(actors):
        known_actor(facts, actor, f"value.actors[{number}]")


def _actor(value: Any, found: Property, facts: Facts) -> None:
    known_actor(facts, value, "value")


def _reference(value: Any, found: Property, facts: Facts) -> None:
    reference = _fields(value, ("kind", "id"))
    if reference["kind"] not in ("incident", "statement"):
        raise InvalidValueError("wrong_kind", "Point to an incident or a statement.", "value.kind")
    known_record(facts, reference["kind"], reference["id"], "value.id")


def _incident(value: Any, found: Property, facts: Facts) -> None:
    known_record(facts, "incident", value, "value")


def _gist(value: Any, found: Property, facts: Facts) -> None:
    check_bilingual("value", value)


def _name(value: Any, found: Property, facts: Facts) -> None:
    name = _fields(value, ("text", "kind"), ("language",))
    check_text("value.text", name["text"], SHORT_TEXT)
    check_code("value.kind", "name_kinds", name["kind"])
    language = name.get("language")
    if language is not None and not (isinstance(language, str) and LANGUAGE.match(language)):
        raise InvalidValueError("invalid_language", "A language is an ISO 639 code, such as id.", "value.language")


def _tenure(value: Any, found: Property, facts: Facts) -> None:
    tenure = _fields(value, (), ("from", "to"))
    bounds = [parse_date(f"value.{name}", tenure[name]) for name in ("from", "to") if tenure.get(name) is not None]
    if len(bounds) == 2 and bounds[0].earliest and bounds[1].latest and bounds[0].earliest > bounds[1].latest:
        raise InvalidValueError("tenure_order", "The tenure ends before it begins.", "value.to")


CHECKS: dict[str, Callable[[Any, Property, Facts], None]] = {
    "code": _code,
    "edtf": _date,
    "place": _place,
    "country": _country,
    "participation": _participant,
    "quantity": _quantity,
    "ordinal": _ordinal,
    "speakers": _speaker,
    "actor": _actor,
    "record": _reference,
    "incident": _incident,
    "bilingual": _gist,
    "name": _name,
    "tenure": _tenure,
}
