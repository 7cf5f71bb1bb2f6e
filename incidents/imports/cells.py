"""What the cells of a row say: texts, codes, dates, numbers. What they cannot mean is refused with a sentence."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from incidents.domain import dates
from incidents.imports.country_names import country_named
from incidents.imports.mapping_parts import (
    COUNTRIES,
    DIRECTIVES,
    EDTF,
    EMPTY,
    REJECT,
    SKIP,
    Cell,
    DatePart,
    known_codes,
)
from incidents.imports.storable import LARGEST_INTEGER


class RowError(Exception):
    """A row that cannot be taken; the message says why."""


class RowSkipped(Exception):
    """A row that the mapping leaves out."""


def text_of(cell: Cell, cells: dict[str, str]) -> str:
    """Return what a cell says as it stands; empty where it says nothing."""
    return cell.value if cell.column is None else cells[cell.column]


def one(cell: Cell, cells: dict[str, str]) -> str | None:
    """Return what a cell says, as a code where it holds codes; None where it is empty."""
    text = text_of(cell, cells)
    return _coded(cell, text) if text else None


def several(cell: Cell, cells: dict[str, str]) -> list[str]:
    """Return the values of a cell that may have several. Raises RowError, RowSkipped."""
    text = text_of(cell, cells)
    parts = text.split(cell.separator) if cell.separator else [text]
    codes = (_coded(cell, part.strip()) for part in parts if part.strip())
    return [code for code in codes if code is not None]


def required(cell: Cell, cells: dict[str, str], name: str) -> str:
    """Return what a cell says that must not be empty. Raises RowError, RowSkipped."""
    found = one(cell, cells)
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


def date_of(part: DatePart, cells: dict[str, str]) -> str | None:
    """Return a date as EDTF, None where there is none. Raises RowError."""
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


def number_of(cell: Cell, text: str) -> int | str:
    """Return a number: a whole one as such, any other in its digits. Raises RowError."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise RowError(f"{cell.column}: “{text[:80]}” is no number.") from error
    if not number.is_finite() or len(text) > 20 or "e" in text.lower():
        raise RowError(f"{cell.column}: write this number in digits.")
    is_whole = number == number.to_integral_value() and abs(number) <= LARGEST_INTEGER
    return int(number) if is_whole else f"{number:f}"
