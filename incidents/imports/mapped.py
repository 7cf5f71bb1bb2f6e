"""What one row says by a mapping: a title, values of properties, and the actors it names, not looked up yet."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from incidents.domain import dates
from incidents.domain.folding import fold
from incidents.imports.country_names import country_named
from incidents.imports.mapping import Mapping
from incidents.imports.mapping_parts import (
    COUNTRIES,
    DIRECTIVES,
    EDTF,
    EMPTY,
    PLACEHOLDER,
    REJECT,
    SKIP,
    ActorPart,
    Cell,
    DatePart,
    ParticipantPart,
    PlacePart,
    QuantityPart,
    Template,
    known_codes,
)
from incidents.imports.spreadsheet import TableRow
from incidents.imports.storable import LARGEST_INTEGER

LONGEST_ROW = 500  # characters of what leads to a row


class RowError(Exception):
    """A row that cannot be taken; the message says why."""


class RowSkipped(Exception):
    """A row that the mapping leaves out."""


class NamedActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor as a row names it; `id` where the mapping says who it is."""

    name: str
    kind: str
    country: str | None = None
    id: str | None = None

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What tells actors of a table apart; the name of a state does not, where its country is known."""
        return self.kind, self.country, "" if self.kind == "state" and self.country else fold(self.name)


class NamedParticipant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes part, as a row names them."""

    role: str
    actor: NamedActor
    office: NamedActor | None = None
    on_behalf_of: NamedActor | None = None


class MappedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says. `row` leads to it, `incident` is the key of its incident; values are [(property, value)]."""

    line: int
    raw: list[str]
    row: str
    incident: str
    title: dict[str, str]
    values: list[tuple[str, Any]]
    participants: list[NamedParticipant]
    date_basis: str | None = None
    note: str | None = None

    def actors(self) -> list[NamedActor]:
        """Return the actors it names."""
        found = (actor for p in self.participants for actor in (p.actor, p.office, p.on_behalf_of))
        return [actor for actor in found if actor is not None]


def mapped(row: TableRow, mapping: Mapping) -> MappedRow:
    """Return what a row says. Raises RowError, and RowSkipped for one that the mapping leaves out."""
    if row.fault is not None:
        raise RowError(row.fault)
    cells = row.cells
    for skip in mapping.skip:
        if cells[skip.column] in skip.values:
            raise RowSkipped
    values = [("type", _required(mapping.type, cells, "type")), *_values(mapping, cells)]
    return MappedRow(
        line=row.line,
        raw=row.raw,
        row=_row(mapping, cells),
        incident=msgspec.json.encode([cells[column] for column in mapping.incident]).decode(),
        title={language: _filled(text, cells) for language, text in mapping.title.items()},
        values=values,
        participants=[p for part in mapping.participants if (p := _participant(part, cells)) is not None],
        date_basis=mapping.date.basis if mapping.date else None,
        note=_filled(mapping.note, cells) or None if mapping.note else None,
    )


def _values(mapping: Mapping, cells: dict[str, str]) -> list[tuple[str, Any]]:
    """Return the values that a row gives, beside its type; what is empty is no value."""
    found: list[tuple[str, Any]] = []
    if mapping.date is not None and (date := _date(mapping.date, cells)) is not None:
        found.append(("date", date))
    if mapping.place is not None and (place := _place(mapping.place, cells)) is not None:
        found.append(("place", place))
    for part in mapping.issues:
        found += [("issue", code) for code in dict.fromkeys(_several(part, cells))]
    for name, part in mapping.coded.items():
        if (code := _one(part, cells)) is not None:
            found.append((name, code))
    for part in mapping.quantities:
        if (quantity := _quantity(part, cells)) is not None:
            found.append(quantity)
    return found


def _row(mapping: Mapping, cells: dict[str, str]) -> str:
    """Return what leads to the row: the columns that tell it apart, and what they say."""
    told = ", ".join(f"{column}={cells[column]}" for column in mapping.id)
    if not any(cells[column] for column in mapping.id):
        raise RowError(f"The columns {', '.join(mapping.id)} are empty: nothing tells this row apart.")
    if len(told) > LONGEST_ROW:
        raise RowError(f"The columns {', '.join(mapping.id)} hold more than {LONGEST_ROW} characters together.")
    return told


def _filled(text: Template, cells: dict[str, str]) -> str:
    """Return a text with the row's cells in it, without the gaps that empty ones leave."""
    return " ".join(PLACEHOLDER.sub(lambda found: cells[found[1]], text.text).split())


# --- cells


def _text(cell: Cell, cells: dict[str, str]) -> str:
    return cell.value if cell.column is None else cells[cell.column]


def _one(cell: Cell, cells: dict[str, str]) -> str | None:
    """Return what a cell says, as a code where it holds codes; None where it is empty."""
    text = _text(cell, cells)
    return _coded(cell, text) if text else None


def _several(cell: Cell, cells: dict[str, str]) -> list[str]:
    text = _text(cell, cells)
    parts = text.split(cell.separator) if cell.separator else [text]
    codes = (_coded(cell, part.strip()) for part in parts if part.strip())
    return [code for code in codes if code is not None]


def _required(cell: Cell, cells: dict[str, str], name: str) -> str:
    found = _one(cell, cells)
    if found is None:
        raise RowError(f"{cell.column}: this cell is empty, and the {name} is needed.")
    return found


def _coded(cell: Cell, text: str) -> str | None:
    if cell.list_name is None:
        return text
    code = _by_table(cell, text) or _by_itself(cell.list_name, text) or cell.otherwise
    if code == SKIP:
        raise RowSkipped
    if code == REJECT:
        where = f"{'the code table and the list' if cell.codes else 'the list'} {cell.list_name}"
        raise RowError(f"{cell.column}: “{text[:80]}” is not in {where}.")
    return None if code == EMPTY else code


def _by_table(cell: Cell, text: str) -> str | None:
    table = cell.codes or {}
    return table.get(text) or next((code for name, code in table.items() if name.casefold() == text.casefold()), None)


def _by_itself(list_name: str, text: str) -> str | None:
    if list_name == COUNTRIES:
        return country_named(text)
    known = known_codes(list_name)
    return text if text in known else None


# --- values


def _date(part: DatePart, cells: dict[str, str]) -> str | None:
    if part.column is not None:
        text = cells[part.column]
        told = text if part.format == EDTF else _by_pattern(part, text)
        where = part.column
    else:
        told, where = _by_columns(part, cells), f"{part.year}, {part.month}, {part.day}"
    if not told:
        return None
    try:
        return dates.parse(told).text
    except ValueError as error:
        raise RowError(f"{where}: {error}") from error


def _by_pattern(part: DatePart, text: str) -> str | None:
    """Return a date as EDTF, as precise as its pattern is."""
    if not text:
        return None
    try:
        found = datetime.strptime(text, part.format)
    except ValueError as error:
        raise RowError(f"{part.column}: “{text[:80]}” is no date as {part.format}.") from error
    told = {DIRECTIVES[letter] for letter in DIRECTIVES if f"%{letter}" in part.format}
    if "day" in told:
        return f"{found:%Y-%m-%d}".rjust(10, "0")
    return (f"{found:%Y-%m}".rjust(7, "0")) if "month" in told else f"{found:%Y}".rjust(4, "0")


def _by_columns(part: DatePart, cells: dict[str, str]) -> str | None:
    year, month, day = (cells[column] if column else "" for column in (part.year, part.month, part.day))
    given = [(part.year, year), (part.month, month), (part.day, day)]
    for column, text in given:
        if text and not (text.isascii() and text.isdigit()):
            raise RowError(f"{column}: “{text[:80]}” is no number.")
    if not year:
        if month or day:
            raise RowError(f"{part.year}: this cell is empty, and the month or the day is not.")
        return None
    if day and not month:
        raise RowError(f"{part.month}: this cell is empty, and the day is not.")
    return "-".join([year.zfill(4), *(number.zfill(2) for number in (month, day) if number)])


def _place(part: PlacePart, cells: dict[str, str]) -> dict[str, Any] | None:
    name = _one(part.name, cells)
    if name is None:
        return None
    country = _one(part.country, cells) if part.country else None
    role, precision = _required(part.role, cells, "place's role"), _required(part.precision, cells, "precision")
    return {"name": name, "role": role, "precision": precision, **({"country": country} if country else {})}


def _quantity(part: QuantityPart, cells: dict[str, str]) -> tuple[str, dict[str, Any]] | None:
    bounds = {name: _number(cell, text) for name, cell in part.bounds.items() if (text := _text(cell, cells))}
    if not bounds:
        return None
    unit = _required(part.unit, cells, "unit")
    return f"quantity:{_required(part.predicate, cells, 'predicate')}", {"unit": unit, **bounds}


def _number(cell: Cell, text: str) -> int | str:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise RowError(f"{cell.column}: “{text[:80]}” is no number.") from error
    if not number.is_finite() or len(text) > 20 or "e" in text.lower():
        raise RowError(f"{cell.column}: write this number in digits.")
    is_whole = number == number.to_integral_value() and abs(number) <= LARGEST_INTEGER
    return int(number) if is_whole else f"{number:f}"


# --- actors


def _participant(part: ParticipantPart, cells: dict[str, str]) -> NamedParticipant | None:
    """Return who takes part; where nobody is named, those on whose behalf; nobody where they are not named either."""
    actor, principal, office = (
        _actor(found, cells) if found is not None else None for found in (part.actor, part.on_behalf_of, part.office)
    )
    if actor is None:
        actor, principal, office = principal, None, None
    if actor is None:
        return None
    return NamedParticipant(
        role=_required(part.role, cells, "role"), actor=actor, office=office, on_behalf_of=principal
    )


def _actor(part: ActorPart, cells: dict[str, str]) -> NamedActor | None:
    name = _one(part.name, cells)
    if name is None:
        return None
    country = _one(part.country, cells) if part.country else None
    if part.kind == "state" and part.country is None:
        country = country_named(name)
        if country is None:
            where = part.name.column or "the mapping"
            raise RowError(f"{where}: “{name[:80]}” is no country that is known; say in “country” what it is.")
    return NamedActor(name=name, kind=part.kind, country=country, id=part.ids.get(name))


__all__ = ["MappedRow", "NamedActor", "RowError", "RowSkipped", "mapped"]
