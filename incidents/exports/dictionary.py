"""The data dictionary: what an export was cut from, and what each of its columns holds."""

from typing import Any

from incidents import codebook
from incidents.exports.columns import SHAPES, Column
from incidents.exports.polecat import COLUMNS as POLECAT
from incidents.exports.tabular import columns_of

ABOUT = {
    "ndjson": "One JSON object a line, UTF-8; the columns are its fields.",
    "csv": "RFC 4180 with a header, UTF-8, lines end in CR LF. Parts of a list are separated by |, anything nested is "
    "JSON, what is not known is empty. A text that begins with = + - @ ' or a tab or line break has an apostrophe in "
    "front, so that no spreadsheet takes it for a formula: take one leading apostrophe away to get the text back.",
    "polecat": "The 40 columns of POLECAT, separated by tabs, with a header; one row a pair of actor and recipient. "
    "Tabs and line breaks in a text are spaces; a text that begins like a formula has an apostrophe in front.",
    "jsonld": "One JSON-LD document: a schema:Dataset and a graph of schema:Event, with their claims (PROV-O) and the "
    "passages behind them (Web Annotation).",
    "ftm": "One FollowTheMoney entity a line: events, actors, tenures, articles, and the links between them.",
}


def describe(kind: str, format: str, as_of: int | None = None) -> dict[str, Any]:
    """Return what stands beside an export: {kind, format, about, codebook, as_of, columns, shapes}.

    `columns` is [{name, shape, about, codes}] with the codes of this version of the codebook; empty for graphs.
    """
    columns = _columns(kind, format)
    return {
        "kind": kind,
        "format": format,
        "about": ABOUT[format],
        "as_of": as_of,
        "codebook": codebook.current().version,
        "columns": columns,
        "shapes": {shape: SHAPES[shape] for shape in sorted({column["shape"] for column in columns})},
    }


def _columns(kind: str, format: str) -> list[dict[str, Any]]:
    if format == "polecat":
        return [{"name": name, "shape": "text", "about": about, "codes": None} for name, about in POLECAT.items()]
    if format in ("ndjson", "csv"):
        return [_told(column) for column in columns_of(kind)]
    return []


def _told(column: Column) -> dict[str, Any]:
    codes = sorted(codebook.current().codes(column.codes)) if column.codes else None
    return {"name": column.name, "shape": column.shape, "about": column.about, "codes": codes}


def page() -> str:
    """Return docs/export-dictionary.md."""
    kinds = ("incident", "statement", "claim", "link", "source", "actor")
    return "\n".join([HEAD, *(_tabular(kind) for kind in kinds), _polecat()])


HEAD = """\
# The columns of the exports

Written by `.venv/bin/python -m scripts.render_export_dictionary`. [exports.md](exports.md) says how to get files.
CSV and NDJSON have the same columns. What a cell holds:

| shape | holds |
|---|---|
""" + "\n".join(f"| {shape} | {about} |" for shape, about in SHAPES.items())


def _tabular(kind: str) -> str:
    lines = [f"\n## {kind.capitalize()}s\n", "| column | shape | holds | codes |", "|---|---|---|---|"]
    for column in columns_of(kind):
        lines.append(f"| `{column.name}` | {column.shape} | {_escaped(column.about)} | {column.codes or ''} |")
    return "\n".join(lines)


def _polecat() -> str:
    lines = ["\n## Incidents as POLECAT\n", ABOUT["polecat"], "\n| column | holds |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {_escaped(about)} |" for name, about in POLECAT.items())]) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
