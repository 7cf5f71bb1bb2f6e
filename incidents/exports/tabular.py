"""NDJSON and CSV: one row a record, the columns of `columns`.

CSV is RFC 4180 in UTF-8, without a byte order mark. A cell that a spreadsheet would take for a formula gets an
apostrophe in front, and so does one that begins with an apostrophe: take one leading apostrophe away, and the cell is
what it was (`plain`).
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from incidents.exports.columns import ACTORS, COLUMNS, CUT, LISTS, Column
from incidents.exports.hiding import shown
from incidents.exports.reading import Cut, Row, beside, chunks

# What makes a cell a formula somewhere, full-width forms too; and the apostrophe that marks the ones escaped.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
TEXTUAL = ("text", "texts", "code", "codes", "edtf", "value", "json", "country")

_json = msgspec.json.Encoder()


def safe(cell: str) -> str:
    """Return a text as a cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def plain(cell: str) -> str:
    """Return the text behind a cell that `safe` made."""
    return cell.removeprefix("'")


def columns_of(kind: str) -> list[Column]:
    """Return the columns of a kind, in order."""
    return [*COLUMNS[kind], *CUT]


def records(cut: Cut, codebook_version: str) -> Iterator[list[Row]]:
    """Yield the records of a cut chunk by chunk, as {column: value} with nested values as they are."""
    columns = COLUMNS[cut.kind]
    fixed = {"as_of": cut.as_of, "codebook": codebook_version}
    for chunk in chunks(cut):
        rows = shown(chunk, cut)
        named = {row[name] for row in rows for name in ACTORS.get(cut.kind, ()) if row[name]}
        names = beside("actor", named, cut)
        yield [{**{column.name: column.read(row, names) for column in columns}, **fixed} for row in rows]


def ndjson(cut: Cut, codebook_version: str) -> Iterator[bytes]:
    """Yield one JSON object a line."""
    for chunk in records(cut, codebook_version):
        yield b"".join(_json.encode(record) + b"\n" for record in chunk)


def delimited(cut: Cut, codebook_version: str) -> Iterator[bytes]:
    """Yield CSV with a header."""
    columns = columns_of(cut.kind)
    yield _lines([[column.name for column in columns]])
    for chunk in records(cut, codebook_version):
        yield _lines([[cell(column, record[column.name]) for column in columns] for record in chunk])


def _lines(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def cell(column: Column, value: Any) -> str:
    """Return a value as the text of a cell; what is not known is empty."""
    told = _text(column, value)
    return safe(told) if column.shape in TEXTUAL else told


def _text(column: Column, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case list() if column.shape in LISTS:
            return "|".join(value)
        case list() | dict() if not value:
            return ""
    return _json.encode(value).decode()
