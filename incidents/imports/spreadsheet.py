"""Reading a table of cells: line by line, with whatever real files do wrong told row by row."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from unicodedata import normalize

import msgspec

from incidents.imports.mapping import Layout


class TableError(Exception):
    """A table that cannot be read at all; `code` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its first line in the file, its cells as written, by column where they fit, and else what is wrong."""

    line: int
    raw: list[str]
    cells: dict[str, str] = {}
    fault: str | None = None


def rows(file: BinaryIO, layout: Layout, wanted: set[str]) -> Iterator[TableRow]:
    """Yield the rows of a table; empty lines are passed over. `wanted` are the columns it must have.

    Raises TableError for a table that cannot be read at all, before the first row.
    """
    reader = _reader(file, layout)
    columns = list(layout.columns) or _header(reader)
    missing = sorted(wanted - set(columns))
    if missing:
        known = ", ".join(columns)
        raise TableError("missing_column", f"The table has no column {', '.join(missing)}; it has: {known}.")
    twice = sorted({column for column in columns if columns.count(column) > 1} & wanted)
    if twice:
        raise TableError("column_twice", f"Two columns are called {', '.join(twice)}: rename one of them.")
    return _rows(reader, columns, layout)


class _Reader:
    """A csv reader that says on which line a row begins, and goes on behind a row that it cannot read."""

    def __init__(self, lines: Iterable[str], layout: Layout) -> None:
        quoting = csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE
        self._reader = csv.reader(lines, delimiter=layout.delimiter, quoting=quoting)

    def __iter__(self) -> Iterator[tuple[int, list[str], str | None]]:
        while True:
            line = self._reader.line_num + 1
            try:
                yield line, next(self._reader), None
            except StopIteration:
                return
            except csv.Error as error:
                yield line, [], f"This row cannot be read ({error}): look for a quotation mark that is not closed."


def _reader(file: BinaryIO, layout: Layout) -> Iterator[tuple[int, list[str], str | None]]:
    encoding = "utf-8-sig" if layout.encoding == "utf-8" else layout.encoding
    # What is not in the encoding stays visible as half a surrogate pair, so that one odd byte spoils one row only.
    text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
    return iter(_Reader(text, layout))


def _header(reader: Iterator[tuple[int, list[str], str | None]]) -> list[str]:
    try:
        for _, cells, fault in reader:
            if fault:
                raise TableError("broken_header", fault)
            if any(cell.strip() for cell in cells):
                if complaint := _complaint(cells):
                    raise TableError("broken_header", complaint)
                return [normalize("NFC", cell).strip() for cell in cells]
    except UnicodeError as error:
        raise TableError("other_encoding", f"The table is not in the encoding of the mapping ({error}).") from error
    raise TableError("empty_table", "The table is empty: there is not even a header.")


def _rows(
    reader: Iterator[tuple[int, list[str], str | None]], columns: list[str], layout: Layout
) -> Iterator[TableRow]:
    try:
        for line, cells, fault in reader:
            if fault is None and not any(cell.strip() for cell in cells):
                continue
            fault = fault or _complaint(cells) or _ragged(cells, columns, layout)
            if fault:
                yield TableRow(line=line, raw=[_printable(cell) for cell in cells], fault=fault)
            else:
                texts = (normalize("NFC", cell).strip() for cell in cells)
                filled = dict.fromkeys(columns, "") | dict(zip(columns, texts, strict=False))
                yield TableRow(line=line, raw=cells, cells=filled)
    except UnicodeError as error:
        raise TableError("other_encoding", f"The table is not in the encoding of the mapping ({error}).") from error


def _complaint(cells: list[str]) -> str | None:
    """Return what is wrong with the characters of a row."""
    for number, cell in enumerate(cells, 1):
        if any("\ud800" <= character <= "\udfff" for character in cell):
            return f"Cell {number} holds bytes that are not in the encoding of the mapping."
        if any(character < " " and character not in "\t\n\r" for character in cell):
            return f"Cell {number} holds a control character: remove it."
    return None


def _ragged(cells: list[str], columns: list[str], layout: Layout) -> str | None:
    """Return what is wrong with the number of cells; empty ones at the end are no fault."""
    filled = len(cells)
    while filled > len(columns) and not cells[filled - 1].strip():
        filled -= 1
    if filled > len(columns):
        return f"This row has {len(cells)} cells, the table {len(columns)} columns."
    if len(cells) < len(columns) and not layout.ragged:
        return f"This row has {len(cells)} cells, the table {len(columns)} columns; “ragged: true” fills such rows up."
    return None


def _printable(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
