"""A coding of articles (seeds/): YAML files whose records name each other by keys.

Nothing here decides: the reader checks shapes, the domain checks meaning. Errors name file, line and field.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from incidents.codebook.fields import Fields
from incidents.codebook.strict_yaml import Document, YamlError, load_document
from incidents.domain.errors import DomainError
from incidents.domain.source import Assessment
from incidents.domain.values import Command
from incidents.imports.keys import record_id
from incidents.imports.reader import SHAPES, RecordReader
from incidents.imports.storable import Keys, check_storable

# The files of a coding, in the order in which they are recorded, with the name of their list.
FILES = (
    ("sources.yaml", "sources"),
    ("actors.yaml", "actors"),
    ("incidents.yaml", "incidents"),
    ("statements-june.yaml", "statements"),
    ("statements-october.yaml", "statements"),
    ("links.yaml", "links"),
)


class CodedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record of the coding: the command that opens it, and what is done with it afterwards.

    `place` is its list and number in the document, for errors.
    """

    key: str
    kind: str
    command: Command
    document: Document
    place: tuple[str, int]
    notes: tuple[str, ...] = ()
    assessment: Assessment | None = None


class Coding:
    """All records of a directory, by kind; keys are known across files before any record is read."""

    def __init__(self, directory: Path) -> None:
        self._documents = [(load_document(directory / name), section) for name, section in FILES]
        _check_no_others(directory)
        kinds = self._collect_keys()
        reader = RecordReader(kinds)
        self.records = [record for pair in self._documents for record in _read(*pair, reader)]
        self._keys = {record_id(key): key for key in kinds}

    def of_kind(self, *kinds: str) -> list[CodedRecord]:
        """Return the records of these kinds in the order of the files."""
        return [record for record in self.records if record.kind in kinds]

    def error(self, record: CodedRecord, part: Keys, error: DomainError) -> YamlError:
        """Return an error of the domain as one of the file, with keys in place of ids.

        `part` is the part of the record that was refused as a whole; empty where the error names its field itself.
        """
        path = (*record.place, *(part or _path(record, error.field)))
        claims = {claim.claim: f"claims[{n}]" for n, claim in enumerate(getattr(record.command, "claims", ()))}
        message = str(error)
        for found, name in {**self._keys, **claims}.items():
            message = message.replace(found, name)
        return record.document.error(error.code, path, message)

    def _collect_keys(self) -> dict[str, str]:
        kinds: dict[str, str] = {}
        places: dict[str, str] = {}
        for document, section in self._documents:
            top = Fields(document, (), required=(section,))
            for number, entry in enumerate(_entries(top, section)):
                key = entry.get("key") if isinstance(entry, dict) else None
                if not isinstance(key, str) or not key.strip():
                    raise top.error("missing_key", (section, number, "key"), "Give each record a key, a text.")
                if key in kinds:
                    message = f"The key “{key}” is already used in {places[key]}: give one of the two another key."
                    raise top.error("duplicate_key", (section, number, "key"), message)
                kinds[key] = _kind(section)
                places[key] = f"{document.file}, line {document.line(section, number, 'key')}"
        return kinds


def _check_no_others(directory: Path) -> None:
    known = {name for name, _ in FILES}
    for path in sorted(directory.glob("*.y*ml")):
        if path.name not in known:
            message = f"This file is not read: move its records to one of {', '.join(sorted(known))}, or remove it."
            raise YamlError("unknown_file", path.name, 1, None, message)


def _entries(top: Fields, section: str) -> list[Any]:
    entries = top.value(section)
    if not isinstance(entries, list):
        raise top.error("not_a_list", section, "Write a list of records here; an empty one is [].")
    return entries


def _kind(section: str) -> str:
    return section.removesuffix("s")


def _read(document: Document, section: str, reader: RecordReader) -> Iterator[CodedRecord]:
    kind = _kind(section)
    top = Fields(document, (), required=(section,))
    for number, fields in enumerate(top.children(section, **SHAPES[kind])):
        place = (section, number)
        check_storable(document, place, document.data[section][number])
        reading = reader.read(kind, fields)
        yield CodedRecord(
            key=fields.text("key"), kind=kind, document=document, place=place, **msgspec.structs.asdict(reading)
        )


def _path(record: CodedRecord, field: str | None) -> Keys:
    """Return a domain field's path in the document, as far as it goes there: claims[3].evidence[0].source.

    A record's id is its key here, and a keyed property stands in several fields: claims[3].property.role in role.
    """
    found: list[str | int] = []
    data = record.document.data[record.place[0]][record.place[1]]
    told = "key" if field == "id" else (field or "").replace(".property.", ".")
    for step in told.replace("[", ".[").split("."):
        key = int(step[1:-1]) if step.startswith("[") else step
        if not isinstance(data, dict if isinstance(key, str) else list) or (not key and key != 0):
            break
        found.append(key)
        try:
            data = data[key]
        except (KeyError, IndexError):
            break  # a field that is missing is named all the same
    return tuple(found)
