"""The parts of a mapping: where the parts of a value come from, a column or a fixed text."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import msgspec

from incidents import codebook
from incidents.codebook.fields import Fields

SKIP, REJECT, EMPTY = "skip", "reject", "empty"
OUTCOMES = (SKIP, REJECT, EMPTY)
PLACEHOLDER = re.compile(r"{([^{}]*)}")
COUNTRIES = "countries"
# Directives of strptime by what they say; anything else in a pattern is refused.
DIRECTIVES = {"d": "day", "j": "day", "m": "month", "b": "month", "B": "month", "Y": "year", "y": "year"}
TIMES = "HIMSpfaAzZ%"
EDTF = "edtf"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Where a text comes from: a column, or a fixed value.

    `codes` is the code table {cell: code}; `otherwise` what happens to a cell that it does not have: reject (the row),
    skip (the row), empty (there is no value then), or a code. `list_name` is the codebook's list that the codes are
    from, None for free text. `separator` parts a cell with several values.
    """

    column: str | None = None
    value: str | None = None
    codes: dict[str, str] | None = None
    otherwise: str = REJECT
    list_name: str | None = None
    separator: str | None = None

    def columns(self) -> set[str]:
        return {self.column} if self.column is not None else set()

    def targets(self) -> list[str]:
        """Return the codes that the mapping itself names."""
        named = [*(self.codes or {}).values(), self.otherwise, *([self.value] if self.value is not None else [])]
        return [code for code in named if code not in OUTCOMES] if self.list_name else []


class Template(msgspec.Struct, frozen=True):
    """A text with columns in braces: “{country} closed its embassy”."""

    text: str

    def columns(self) -> set[str]:
        return set(PLACEHOLDER.findall(self.text))


class DatePart(msgspec.Struct, frozen=True, kw_only=True):
    """A date: a column with a format (edtf, or as strptime writes it), or columns for year, month and day."""

    column: str | None = None
    format: str = EDTF
    year: str | None = None
    month: str | None = None
    day: str | None = None
    basis: str = "explicit"

    def columns(self) -> set[str]:
        return {column for column in (self.column, self.year, self.month, self.day) if column is not None}


class ActorPart(msgspec.Struct, frozen=True, kw_only=True):
    """An actor: its name, its kind, and its country; `ids` names actors of the tracker for names that need it."""

    name: Cell
    kind: str
    country: Cell | None = None
    ids: dict[str, str] = {}

    def columns(self) -> set[str]:
        return self.name.columns() | (self.country.columns() if self.country else set())


class ParticipantPart(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes part: the role, the actor, the office held, and for whom."""

    role: Cell
    actor: ActorPart
    office: ActorPart | None = None
    on_behalf_of: ActorPart | None = None

    FIELDS: ClassVar = {"required": ("role", "actor"), "optional": ("office", "on_behalf_of")}

    def columns(self) -> set[str]:
        actors = [actor for actor in (self.actor, self.office, self.on_behalf_of) if actor is not None]
        return self.role.columns().union(*(actor.columns() for actor in actors))


class PlacePart(msgspec.Struct, frozen=True, kw_only=True):
    """A place; a row whose name is empty has none."""

    name: Cell
    role: Cell
    precision: Cell
    country: Cell | None = None

    def columns(self) -> set[str]:
        parts = (self.name, self.role, self.precision, *([self.country] if self.country else []))
        return set().union(*(part.columns() for part in parts))


class QuantityPart(msgspec.Struct, frozen=True, kw_only=True):
    """A number: what is counted, in which unit, and its bounds."""

    predicate: Cell
    unit: Cell
    bounds: dict[str, Cell]

    FIELDS: ClassVar = {"required": ("predicate", "unit"), "optional": ("low", "best", "high")}

    def columns(self) -> set[str]:
        return set().union(*(part.columns() for part in (self.predicate, self.unit, *self.bounds.values())))


# --- reading them


def cell(parent: Fields, name: str, list_name: str | None = None, *, several: bool = False) -> Cell:
    """Read a cell: a column's name, or {column | value, codes, otherwise, separator}. Raises YamlError."""
    if isinstance(parent.value(name), str):
        return Cell(column=parent.text(name), list_name=list_name)
    optional = ("column", "value", *(("codes", "otherwise") if list_name else ()), *(("separator",) if several else ()))
    fields = parent.child(name, required=(), optional=optional)
    if fields.has("column") == fields.has("value"):
        raise parent.error("column_or_value", name, "Write a column, or a value that is the same for every row.")
    found = Cell(
        column=fields.optional_text("column"),
        value=fields.optional_text("value"),
        codes=_codes(fields) if fields.has("codes") else None,
        otherwise=fields.text("otherwise") if fields.has("otherwise") else REJECT,
        list_name=list_name,
        separator=fields.text("separator") if fields.has("separator") else None,
    )
    _check_codes(fields, found)
    return found


def _codes(fields: Fields) -> dict[str, str]:
    table = fields.child("codes", required=(), optional=fields.mapping_names("codes"))
    return {name.strip(): table.text(name) for name in table.names()}


def _check_codes(fields: Fields, found: Cell) -> None:
    if found.list_name is None:
        return
    known = known_codes(found.list_name)
    for name, code in (found.codes or {}).items():
        if code not in known and code not in OUTCOMES:
            raise fields.error("unknown_code", ("codes", name), _no_code(code, found.list_name))
    for name, code in (("otherwise", found.otherwise), ("value", found.value)):
        if code is not None and code not in known and (name == "value" or code not in OUTCOMES):
            raise fields.error("unknown_code", name, _no_code(code, found.list_name))


def known_codes(list_name: str) -> Iterable[str]:
    """Return the codes of a list; countries are one here."""
    book = codebook.current()
    return book.countries if list_name == COUNTRIES else book.codes(list_name)


def _no_code(code: str, list_name: str) -> str:
    known = ", ".join(sorted(known_codes(list_name))) if list_name != COUNTRIES else "ISO 3166-1 alpha-3, such as KOR"
    return f"“{code}” is no code of {list_name}; write one of: {known}."


def template(parent: Fields, name: str) -> Template:
    """Read a text with columns in braces. Raises YamlError."""
    text = parent.text(name)
    bare = PLACEHOLDER.sub("", text)
    if "{" in bare or "}" in bare or "" in PLACEHOLDER.findall(text):
        raise parent.error("broken_template", name, "Write each column in braces of its own: {column}.")
    return Template(text)


def date_part(parent: Fields, name: str) -> DatePart:
    """Read where a date comes from. Raises YamlError."""
    optional = ("column", "format", "year", "month", "day", "basis")
    fields = parent.child(name, required=(), optional=optional)
    if fields.has("column") == fields.has("year"):
        raise parent.error("column_or_year", name, "Write a column with its format, or columns for year, month, day.")
    if fields.has("column") and (fields.has("month") or fields.has("day")):
        raise parent.error("column_or_year", name, "month and day go with year, not with column.")
    if fields.has("day") and not fields.has("month"):
        raise fields.error("day_without_month", "day", "Name the column of the month too.")
    if fields.has("format"):
        _check_format(fields)
    texts = {key: fields.optional_text(key) for key in ("column", "year", "month", "day")}
    basis = fields.choice("basis", sorted(known_codes("date_bases"))) if fields.has("basis") else "explicit"
    return DatePart(**texts, format=fields.text("format") if fields.has("format") else EDTF, basis=basis)


def _check_format(fields: Fields) -> None:
    pattern = fields.text("format")
    if pattern == EDTF:
        return
    used = re.findall(r"%(.?)", pattern)
    unknown = [letter for letter in used if letter not in DIRECTIVES and (not letter or letter not in TIMES)]
    if unknown or not _is_pattern(pattern) or "year" not in {DIRECTIVES.get(letter) for letter in used}:
        message = "Write edtf, or a pattern such as %d/%m/%Y: %d day, %m or %B month, %Y year (%H %M %S are read over)."
        raise fields.error("invalid_format", "format", message)


def _is_pattern(pattern: str) -> bool:
    """Whether strptime reads what strftime writes by a pattern: it takes each directive once."""
    day = datetime(2024, 6, 21)
    try:
        datetime.strptime(day.strftime(pattern), pattern)
    except (ValueError, re.error):
        return False
    return True


ACTOR = {"required": ("name", "kind"), "optional": ("country", "ids")}


def actor_part(parent: Fields, name: str) -> ActorPart:
    """Read where an actor comes from. Raises YamlError."""
    fields = parent.child(name, **ACTOR)
    kind = fields.choice("kind", sorted(known_codes("actor_kinds")))
    named = fields.mapping_names("ids")
    ids = fields.child("ids", required=(), optional=named) if named else None
    return ActorPart(
        name=cell(fields, "name"),
        kind=kind,
        country=cell(fields, "country", COUNTRIES) if fields.has("country") else None,
        ids={text: ids.text(text) for text in named} if ids else {},
    )


def participant_part(fields: Fields) -> ParticipantPart:
    """Read where somebody who takes part comes from. Raises YamlError."""
    others = {name: actor_part(fields, name) if fields.has(name) else None for name in ("office", "on_behalf_of")}
    if others["office"] and others["office"].kind != "office":
        raise fields.error("no_office", ("office", "kind"), "An office is of the kind office.")
    return ParticipantPart(role=cell(fields, "role", "roles"), actor=actor_part(fields, "actor"), **others)


def place_part(parent: Fields, name: str) -> PlacePart:
    """Read where a place comes from. Raises YamlError."""
    fields = parent.child(name, required=("name", "role", "precision"), optional=("country",))
    return PlacePart(
        name=cell(fields, "name"),
        role=cell(fields, "role", "place_roles"),
        precision=cell(fields, "precision", "place_precisions"),
        country=cell(fields, "country", COUNTRIES) if fields.has("country") else None,
    )


def quantity_part(fields: Fields) -> QuantityPart:
    """Read where a number comes from. Raises YamlError."""
    bounds = {name: cell(fields, name) for name in ("low", "best", "high") if fields.has(name)}
    if not bounds:
        raise fields.error("no_number", (), "Name a column for the lowest, the best or the highest number.")
    return QuantityPart(
        predicate=cell(fields, "predicate", "quantity_predicates"),
        unit=cell(fields, "unit", "quantity_units"),
        bounds=bounds,
    )
