"""Values of claims as people read them: one function for each shape of the codebook, names in place of ids."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import codebook
from incidents.admin import labels
from incidents.admin.names import Names
from incidents.codebook import Property

Shown = str | SafeString


def readable(kind: str, stored: str, value: Any, names: Names) -> Shown:
    """Return the value of a property of a kind of record; what has no known shape is shown as it is."""
    found = codebook.current().properties.get((kind, stored.split(":")[0]))
    if found is None or value is None:
        return labels.EMPTY if value is None else str(value)
    try:
        return SHAPES[found.value](value, found, names)
    except (KeyError, TypeError, AttributeError):  # an erased or older value
        return str(value)


def canonical(stored: str, names: Names) -> str:
    """Return a property with the actors in its key led to those they were merged into."""
    parts = stored.split(":")
    return ":".join(named.survivor if (named := names.get(part)) else part for part in parts)


def property_title(kind: str, stored: str, names: Names) -> Shown:
    """Return the label of a property with what stands in its key: `participant: Kim Hong-kyun, summoner`."""
    title, keys = labels.property_name(kind, stored.split(":")[0]), key_of(kind, stored, names)
    return format_html("{}: {}", title, keys) if keys else title


def key_of(kind: str, stored: str, names: Names) -> Shown:
    """Return what stands in the key of a property; nothing where it has none."""
    code, *parts = stored.split(":")
    found = codebook.current().properties.get((kind, code))
    lists = list(found.keys.values()) if found else []
    if len(lists) != len(parts):
        return ", ".join(parts)
    return joined([_key(list_name, part, names) for list_name, part in zip(lists, parts, strict=True)])


def _key(list_name: str, part: str, names: Names) -> Shown:
    return names.link(part) if list_name == "actor" else labels.term(list_name, part)


def joined(parts: list[Shown], between: str = ", ") -> Shown:
    """Return parts one after the other; empty ones are left out."""
    return format_html_join(between, "{}", ((part,) for part in parts if part))


def with_key(kind: str, stored: str, value: Any, names: Names) -> Shown:
    """Return a value behind what stands in the key of its property, for lists of claims."""
    keys, shown = key_of(kind, stored, names), readable(kind, stored, value, names)
    return format_html("{} – {}", keys, shown) if keys else shown


def labelled(title: Shown, text: Shown) -> Shown:
    """Return a text behind its title."""
    return format_html("{}: {}", title, text)


def _code(value: str, found: Property, names: Names) -> Shown:
    return labels.term(found.codes or "", value)


def _date(value: str, found: Property, names: Names) -> Shown:
    return format_html('<span class="date">{}</span>', value)


def _record(value: str, found: Property, names: Names) -> Shown:
    return names.link(value)


def _country(value: str, found: Property, names: Names) -> Shown:
    return labels.country(value)


def place(value: dict[str, Any], found: Property | None = None, names: Names | None = None) -> Shown:
    """Return name and country of a place, its role and how precisely it is known."""
    told = labels.label("place_roles", value["role"]), labels.label("place_precisions", value["precision"])
    where = joined([value["name"], labels.country(value["country"]) if value.get("country") else ""])
    return format_html('{} <span class="aside">({})</span>', where, joined(list(told)))


def participation(value: dict[str, Any], found: Property | None, names: Names) -> Shown:
    """Return office and principal of a participant; a dash where the source gives neither."""
    office, principal = value.get("office"), value.get("on_behalf_of")
    parts = [
        format_html(_("as {office}"), office=names.link(office)) if office else "",
        format_html(_("on behalf of {principal}"), principal=names.link(principal)) if principal else "",
    ]
    return joined(parts) or _("without office or principal")


def quantity(value: dict[str, Any], found: Property | None = None, names: Names | None = None) -> Shown:
    """Return the number, or its bounds and the best one, with the unit."""
    low, best, high = (value.get(part) for part in ("low", "best", "high"))
    return format_html("{} {}", _number(low, best, high), labels.term("quantity_units", value["unit"]))


def measured(value: dict[str, Any]) -> Shown:
    """Return a number with what it counts."""
    return labelled(labels.term("quantity_predicates", value["predicate"]), quantity(value))


def _number(low: Any, best: Any, high: Any) -> str:
    if low is not None and low == high:
        return str(low)
    if low is not None and high is not None:
        between = _("{low} to {high}").format(low=low, high=high)
        return between if best is None else _("{best} ({between})").format(best=best, between=between)
    bounds = ((best, "{number}"), (low, _("at least {number}")), (high, _("at most {number}")))
    return ", ".join(text.format(number=number) for number, text in bounds if number is not None)


def ordinal(value: dict[str, Any], found: Property | None = None, names: Names | None = None) -> Shown:
    """Return which one in a row it was, and in which window."""
    if value.get("window"):
        return format_html(_("no. {n} within {window}"), n=value["n"], window=value["window"])
    return format_html(_("no. {n}"), n=value["n"])


def _speakers(value: dict[str, Any], found: Property, names: Names) -> Shown:
    speakers = joined(names.links(value["actors"]))
    if value["mode"] == "alone":
        return speakers
    return format_html('{} <span class="aside">({})</span>', speakers, labels.term("speaker_modes", value["mode"]))


def bilingual(value: dict[str, str], found: Property | None = None, names: Names | None = None) -> Shown:
    """Return a text in every language it has, that of the page first."""
    order = sorted(value.items(), key=lambda item: item[0] != labels.language())
    return format_html_join("", '<span class="said" lang="{}"><code>{}</code> {}</span>', ((k, k, v) for k, v in order))


def name(value: dict[str, Any], found: Property | None = None, names: Names | None = None) -> Shown:
    """Return a name with its language and kind."""
    kind, language = labels.label("name_kinds", value["kind"]), value.get("language")
    aside = joined([kind, labels.language_text(language) if language else ""])
    return format_html('{} <span class="aside">({})</span>', value["text"], aside)


def tenure(value: dict[str, Any], found: Property | None = None, names: Names | None = None) -> Shown:
    """Return from when to when; what is not known is a question mark."""
    return format_html(_("from {start} to {end}"), start=value.get("from") or "?", end=value.get("to") or "?")


SHAPES: dict[str, Callable[[Any, Property, Names], Shown]] = {
    "code": _code,
    "edtf": _date,
    "actor": _record,
    "incident": _record,
    "record": lambda value, found, names: names.link(value["id"]),
    "country": _country,
    "place": place,
    "participation": participation,
    "quantity": quantity,
    "ordinal": ordinal,
    "speakers": _speakers,
    "bilingual": bilingual,
    "name": name,
    "tenure": tenure,
}
