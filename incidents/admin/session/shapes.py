"""What is entered for a value of each property: the inputs, where a refusal belongs, and the value they make."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents import codebook
from incidents.admin import labels
from incidents.codebook import Property

Given = Mapping[str, Any]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a value.

    `input` is text, long (several lines), choice (of the term list `terms`), record or records (of `kinds`; actors of
    the kinds `of`). `paths` are what the domain calls it in a refusal.
    """

    name: str
    label: str
    input: str = "text"
    terms: str = ""
    kinds: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    default: str = ""
    required: bool = False
    paths: tuple[str, ...] = ()


def _part(name: str, label: str, input: str = "text", **more: Any) -> Part:
    paths = more.pop("paths", (f"value.{name}",))
    return Part(name=name, label=label, input=input, paths=paths, **more)


def _code(found: Property) -> list[Part]:
    return [_part("value", _("value"), "choice", terms=found.codes or "", required=True, paths=("value",))]


def _edtf(found: Property) -> list[Part]:
    basis = _part("basis", _("basis"), "choice", terms="date_bases", default="explicit", paths=("basis",))
    return [_part("value", _("date (EDTF)"), required=True, paths=("value",)), *([basis] if found.basis else [])]


def _place(found: Property) -> list[Part]:
    return [
        _part("name", _("place"), required=True, paths=("value.name", "value")),
        _part("role", _("role"), "choice", terms="place_roles", default="where"),
        _part("precision", _("precision"), "choice", terms="place_precisions", default="city"),
        _part("country", _("country"), "choice", terms="countries"),
    ]


def _country(found: Property) -> list[Part]:
    return [_part("value", _("country"), "choice", terms="countries", required=True, paths=("value",))]


def _participation(found: Property) -> list[Part]:
    actor = ("property.actor", "property", "value")
    return [
        _part("actor", _("actor"), "record", kinds=("actor",), required=True, paths=actor),
        _part("role", _("role"), "choice", terms="roles", required=True, paths=("property.role",)),
        _part("office", _("office as printed"), "record", kinds=("actor",), of=("office",)),
        _part("on_behalf_of", _("on behalf of"), "record", kinds=("actor",)),
    ]


def _quantity(found: Property) -> list[Part]:
    predicate = ("property.predicate", "property", "value")
    return [
        _part("predicate", _("what"), "choice", terms="quantity_predicates", required=True, paths=predicate),
        _part("unit", _("unit"), "choice", terms="quantity_units", default="person"),
        _part("low", _("lowest")),
        _part("best", _("best")),
        _part("high", _("highest")),
    ]


def _ordinal(found: Property) -> list[Part]:
    return [
        _part("n", _("number in the row"), required=True, paths=("value.n", "value")),
        _part("window", _("window (EDTF)")),
    ]


def _speakers(found: Property) -> list[Part]:
    return [
        _part("actors", _("speakers"), "records", kinds=("actor",), required=True, paths=("value.actors", "value")),
        _part("mode", _("several speak"), "choice", terms="speaker_modes"),
    ]


def _actor(found: Property) -> list[Part]:
    return [_part("value", _("actor"), "record", kinds=("actor",), required=True, paths=("value",))]


def _record(found: Property) -> list[Part]:
    kinds = ("incident", "statement")
    return [
        _part("value", _("record"), "record", kinds=kinds, required=True, paths=("value.id", "value.kind", "value"))
    ]


def _incident(found: Property) -> list[Part]:
    return [_part("value", _("incident"), "record", kinds=("incident",), required=True, paths=("value",))]


def _bilingual(found: Property) -> list[Part]:
    made = [
        _part("en", _("in English"), "long", paths=("value.en", "value")),
        _part("id", _("in Indonesian"), "long", paths=("value.id", "value")),
    ]
    return made[::-1] if labels.language() == "id" else made  # one is enough: the person's own comes first


def _name(found: Property) -> list[Part]:
    return [
        _part("text", _("name"), required=True, paths=("value.text", "value")),
        _part("kind", _("kind of name"), "choice", terms="name_kinds", default="official"),
        _part("language", _("language")),
    ]


def _tenure(found: Property) -> list[Part]:
    office = ("property.office", "property", "value")
    return [
        _part("office", _("office"), "record", kinds=("actor",), of=("office",), required=True, paths=office),
        _part("from", _("from (EDTF)")),
        _part("to", _("to (EDTF)")),
    ]


PARTS: dict[str, Callable[[Property], list[Part]]] = {
    "code": _code,
    "edtf": _edtf,
    "place": _place,
    "country": _country,
    "participation": _participation,
    "quantity": _quantity,
    "ordinal": _ordinal,
    "speakers": _speakers,
    "actor": _actor,
    "record": _record,
    "incident": _incident,
    "bilingual": _bilingual,
    "name": _name,
    "tenure": _tenure,
}


def definition(kind: str, code: str) -> Property | None:
    """Return the codebook's entry for a property of a kind of record, None where there is none."""
    return codebook.current().properties.get((kind, code))


def parts(found: Property) -> list[Part]:
    """Return the inputs of a property, in order."""
    return PARTS[found.value](found)


def is_empty(found: Property, given: Given) -> bool:
    """Say whether nothing was entered: what is there by default does not count."""
    return not any(given.get(part.name) for part in parts(found) if not part.default and part.name != "role")


def stored_name(found: Property, given: Given) -> str:
    """Return the property as it is stored: with its key, where it has one."""
    return ":".join((found.code, *(str(given.get(key, "")) for key in found.keys)))


def value(found: Property, given: Given) -> Any:
    """Return the value that was entered, in the shape of the property; ids stand for records already."""
    match found.value:
        case "participation":
            return _some(given, "office", "on_behalf_of")
        case "quantity":
            return {"unit": given.get("unit", "")} | {
                part: _number(told) for part, told in _some(given, "low", "best", "high").items()
            }
        case "ordinal":
            return {"n": _number(given.get("n", ""))} | _some(given, "window")
        case "speakers":
            actors = list(given.get("actors") or ())
            return {"actors": actors, "mode": "alone" if len(actors) == 1 else given.get("mode") or "together"}
        case "record":
            kind, _sep, id = str(given.get("value", "")).partition(":")
            return {"kind": kind, "id": id}
        case "place":
            return _some(given, "name", "role", "precision", "country")
        case "bilingual":
            return _some(given, "en", "id")
        case "name":
            return _some(given, "text", "kind", "language")
        case "tenure":
            return _some(given, "from", "to")
    return given.get("value", "")


def _some(given: Given, *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name)}


def _number(told: Any) -> Any:
    """Return a whole number as one; what is none is left for the domain to refuse."""
    text = str(told).strip()
    return int(text) if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 16 else text


def part_at(found: Property, path: str) -> str | None:
    """Return the name of the input that a refusal of the domain belongs to: `value.role`, `property.actor`, `basis`."""
    plain = path.split("[")[0]
    for part in parts(found):
        if path in part.paths or plain in part.paths:
            return part.name
    return next((part.name for part in parts(found) if plain.split(".")[0] in part.paths), None)
