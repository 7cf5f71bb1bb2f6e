"""The mapping of a researcher's own table: which column says what of an incident, in a YAML (or JSON) file.

docs/imports.md explains every field. Shapes and codes are checked when a mapping is read, before any row is: errors
name file, line and field. What the cells of the table say is checked row by row.
"""

from pathlib import Path

import msgspec
import yaml

from incidents import codebook
from incidents.codebook.errors import YamlError
from incidents.codebook.fields import Fields
from incidents.codebook.strict_yaml import Document, load_document, parse_document
from incidents.imports.mapping_parts import (
    Cell,
    DatePart,
    ParticipantPart,
    PlacePart,
    QuantityPart,
    Template,
    cell,
    date_part,
    participant_part,
    place_part,
    quantity_part,
    template,
)

EVENTS = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
DEEPEST = 12  # levels of a mapping
FORMATS = {"csv": ",", "tsv": "\t"}
ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1", "cp1251", "gb18030", "shift_jis", "euc-kr")
# Properties with one code for a value, each a cell; the others have parts of their own.
CODED = (
    "occurrence", "scope", "publicity", "channel", "outcome", "level_of_summoner", "level_of_summoned",
)  # fmt: skip


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """How the file is written. `columns` names them where the file has no header; `ragged` rows are filled up."""

    delimiter: str
    encoding: str = "utf-8"
    columns: tuple[str, ...] = ()
    quoted: bool = True
    ragged: bool = False


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    """What the rows are evidence from, as a source."""

    title: str
    language: str | None = None
    published: str | None = None
    published_note: str | None = None
    byline: str | None = None
    url: str | None = None


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """Rows to be left out on purpose: those with one of these values in a column."""

    column: str
    values: frozenset[str]


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping, read. `name` is part of every id, so that another run knows its records again.

    `id` are the columns that tell rows apart, `incident` those that tell incidents apart: rows with the same values
    there are evidence for one incident.
    """

    name: str
    layout: Layout
    source: DataSet
    id: tuple[str, ...]
    incident: tuple[str, ...]
    title: dict[str, Template]
    type: Cell
    date: DatePart | None = None
    place: PlacePart | None = None
    issues: tuple[Cell, ...] = ()
    coded: dict[str, Cell] = {}
    participants: tuple[ParticipantPart, ...] = ()
    quantities: tuple[QuantityPart, ...] = ()
    note: Template | None = None
    credibility: int | None = None
    skip: tuple[Skip, ...] = ()

    def columns(self) -> set[str]:
        """Return the columns that the mapping reads."""
        parts = [*self.title.values(), self.type, *self.issues, *self.coded.values(), *self.participants]
        parts += [part for part in (self.date, self.place, self.note) if part is not None]
        parts += self.quantities
        named = {column for part in parts for column in part.columns()}
        return named | {*self.id, *self.incident} | {skip.column for skip in self.skip}


def load_mapping(path: Path) -> Mapping:
    """Read a mapping from a file. Raises YamlError and OSError."""
    if path.is_file():
        _check_depth(path.read_bytes().decode("utf-8", "replace"), path.name)
    return _mapping(load_document(path))


def parse_mapping(text: str, name: str = "mapping") -> Mapping:
    """Read a mapping from a text; `name` is what errors call it. Raises YamlError."""
    _check_depth(text, name)
    return _mapping(parse_document(text, name))


def _check_depth(text: str, name: str) -> None:
    """Refuse what is nested deeper than any mapping is: the parser in C follows it until its stack is full."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=EVENTS):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                line = event.start_mark.line + 1
                raise YamlError("too_deep", name, line, None, f"Nest {DEEPEST} levels at most.")
    except yaml.YAMLError:
        return  # whoever reads the document says where it is broken


OPTIONAL = ("file", "incident", "date", "place", "issue", "participants", "quantities", "note", "credibility", "skip")


def _mapping(document: Document) -> Mapping:
    top = Fields(document, (), required=("mapping", "source", "id", "title", "type"), optional=(*OPTIONAL, *CODED))
    id = _columns(top, "id")
    return Mapping(
        name=top.text("mapping"),
        layout=_layout(top),
        source=_source(top),
        id=id,
        incident=_columns(top, "incident") if top.has("incident") else id,
        title=_title(top),
        type=_type(top),
        date=date_part(top, "date") if top.has("date") else None,
        place=place_part(top, "place") if top.has("place") else None,
        issues=(cell(top, "issue", "issues", several=True),) if top.has("issue") else (),
        coded={name: cell(top, name, _list_of(name)) for name in CODED if top.has(name)},
        participants=tuple(map(participant_part, top.children("participants", **ParticipantPart.FIELDS))),
        quantities=tuple(map(quantity_part, top.children("quantities", **QuantityPart.FIELDS))),
        note=template(top, "note") if top.has("note") else None,
        credibility=_credibility(top),
        skip=tuple(
            Skip(column=fields.text("column"), values=frozenset(fields.texts("values")))
            for fields in top.children("skip", required=("column", "values"))
        ),
    )


def _list_of(name: str) -> str:
    return codebook.current().property("incident", name).codes or name


def _layout(top: Fields) -> Layout:
    if not top.has("file"):
        return Layout(delimiter=FORMATS["csv"])
    optional = ("format", "delimiter", "encoding", "columns", "quoted", "ragged")
    fields = top.child("file", required=(), optional=optional)
    name = fields.choice("format", tuple(FORMATS)) if fields.has("format") else "csv"
    delimiter = fields.text("delimiter") if fields.has("delimiter") else FORMATS[name]
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise fields.error("invalid_delimiter", "delimiter", "Write the one character that stands between two cells.")
    columns = fields.texts("columns")
    if len(set(columns)) != len(columns):
        raise fields.error("column_twice", "columns", "Give each column a name of its own.")
    return Layout(
        delimiter=delimiter,
        encoding=fields.choice("encoding", ENCODINGS) if fields.has("encoding") else "utf-8",
        columns=columns,
        quoted=fields.flag("quoted") if fields.has("quoted") else True,
        ragged=fields.flag("ragged") if fields.has("ragged") else False,
    )


def _source(top: Fields) -> DataSet:
    names = DataSet.__struct_fields__
    fields = top.child("source", required=("title",), optional=tuple(name for name in names if name != "title"))
    return DataSet(**{name: fields.optional_text(name) for name in names})


def _columns(top: Fields, name: str) -> tuple[str, ...]:
    columns = top.texts(name)
    if not columns:
        raise top.error("no_columns", name, "Name at least one column here.")
    return columns


def _title(top: Fields) -> dict[str, Template]:
    fields = top.child("title", required=(), optional=("en", "id"))
    found = {language: template(fields, language) for language in fields.names()}
    if not found:
        raise top.error("one_language", "title", "Give a title in English (en) or Indonesian (id), or both.")
    return found


def _type(top: Fields) -> Cell:
    found = cell(top, "type", "types")
    types = codebook.current().types
    for code in found.targets():
        if types[code].records_as != "incident":
            message = f"{code} is made of words, no incident: leave such rows out with “otherwise: skip”, or by “skip”."
            raise top.error("not_an_incident", "type", message)
    return found


def _credibility(top: Fields) -> int | None:
    digit = top.optional_integer("credibility")
    if digit is not None and digit not in range(1, 7):
        raise top.error("invalid_credibility", "credibility", "Write an Admiralty digit from 1 to 6, or leave it out.")
    return digit


__all__ = ["Mapping", "load_mapping", "parse_mapping"]
