"""What one row says by a mapping: a title, values of properties, and the actors it names, not looked up yet."""

from typing import Any

import msgspec

from incidents.domain.folding import fold
from incidents.imports.cells import RowError, RowSkipped, date_of, number_of, one, required, several, text_of
from incidents.imports.country_names import country_named
from incidents.imports.mapping import Mapping
from incidents.imports.mapping_parts import (
    PLACEHOLDER,
    ActorPart,
    ParticipantPart,
    PlacePart,
    QuantityPart,
    Template,
)
from incidents.imports.spreadsheet import TableRow

LONGEST_ROW = 500  # characters of what leads to a row


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
    values = [("type", required(mapping.type, cells, "type")), *_values(mapping, cells)]
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
    if mapping.date is not None and (date := date_of(mapping.date, cells)) is not None:
        found.append(("date", date))
    if mapping.place is not None and (place := _place(mapping.place, cells)) is not None:
        found.append(("place", place))
    for part in mapping.issues:
        found += [("issue", code) for code in dict.fromkeys(several(part, cells))]
    for name, part in mapping.coded.items():
        if (code := one(part, cells)) is not None:
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


def _place(part: PlacePart, cells: dict[str, str]) -> dict[str, Any] | None:
    name = one(part.name, cells)
    if name is None:
        return None
    country = one(part.country, cells) if part.country else None
    role, precision = required(part.role, cells, "place's role"), required(part.precision, cells, "precision")
    return {"name": name, "role": role, "precision": precision, **({"country": country} if country else {})}


def _quantity(part: QuantityPart, cells: dict[str, str]) -> tuple[str, dict[str, Any]] | None:
    bounds = {name: number_of(cell, text) for name, cell in part.bounds.items() if (text := text_of(cell, cells))}
    if not bounds:
        return None
    unit = required(part.unit, cells, "unit")
    return f"quantity:{required(part.predicate, cells, 'predicate')}", {"unit": unit, **bounds}


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
    return NamedParticipant(role=required(part.role, cells, "role"), actor=actor, office=office, on_behalf_of=principal)


def _actor(part: ActorPart, cells: dict[str, str]) -> NamedActor | None:
    name = one(part.name, cells)
    if name is None:
        return None
    country = one(part.country, cells) if part.country else None
    if part.kind == "state" and part.country is None:
        country = country_named(name)
        if country is None:
            where = part.name.column or "the mapping"
            raise RowError(f"{where}: “{name[:80]}” is no country that is known; say in “country” what it is.")
    return NamedActor(name=name, kind=part.kind, country=country, id=part.ids.get(name))
