"""Reads the coding of articles from YAML (seeds/): keys become ids, records become commands.

Nothing here decides: shapes are checked, meaning is left to the domain. Errors name file, line and field.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from incidents.codebook.fields import Fields
from incidents.codebook.strict_yaml import Document, YamlError, load_document
from incidents.domain.actor import RegisterActor
from incidents.domain.claims import Claim
from incidents.domain.evidence import PASSAGE_FIELDS, Evidence, Report
from incidents.domain.incident import OpenIncident
from incidents.domain.link import LinkRecords
from incidents.domain.origins import Credit
from incidents.domain.source import Assessment, Bibliography, RegisterSource
from incidents.domain.statement import RecordStatement
from incidents.domain.values import Command, RecordRef
from incidents.imports.keys import claim_id, record_id

# The files of a coding, in the order in which they are recorded, with the name of their list.
FILES = (
    ("sources.yaml", "sources"),
    ("actors.yaml", "actors"),
    ("incidents.yaml", "incidents"),
    ("statements-june.yaml", "statements"),
    ("statements-october.yaml", "statements"),
    ("links.yaml", "links"),
)
PASSAGE = ("source", *PASSAGE_FIELDS)
KEYED = {"participant": ("actor", "role"), "quantity": ("predicate",), "tenure": ("office",)}


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
        self._kinds = self._collect_keys()
        self.records = [record for document, section in self._documents for record in self._read(document, section)]

    def of_kind(self, *kinds: str) -> list[CodedRecord]:
        """Return the records of these kinds in the order of the files."""
        return [record for record in self.records if record.kind in kinds]

    def _collect_keys(self) -> dict[str, str]:
        kinds: dict[str, str] = {}
        for document, section in self._documents:
            top = _top(document, section)
            for number, entry in enumerate(document.data[section] or []):
                key = entry.get("key") if isinstance(entry, dict) else None
                if not isinstance(key, str):
                    raise top.error("missing_key", (section, number), "Give each record a key.")
                if key in kinds:
                    raise top.error("duplicate_key", (section, number, "key"), f"The key “{key}” is used twice.")
                kinds[key] = section.removesuffix("s")
        return kinds

    def _read(self, document: Document, section: str) -> Iterator[CodedRecord]:
        reader = _Reader(document, self._kinds)
        for number, fields in enumerate(_top(document, section).children(section, **SHAPES[section])):
            read = READERS[section]
            command, extra = read(reader, fields)
            yield CodedRecord(
                key=fields.text("key"),
                kind=section.removesuffix("s"),
                command=command,
                document=document,
                place=(section, number),
                **extra,
            )


def _top(document: Document, section: str) -> Fields:
    return Fields(document, (), required=(section,))


SHAPES: dict[str, dict[str, tuple[str, ...]]] = {
    "sources": {
        "required": ("key", "kind", "held"),
        "optional": (
            *(name for name in Bibliography.__struct_fields__ if name != "kind"),
            "reliability",
            "origins",
            "cited_in",
            "assessment",
        ),
    },
    "actors": {"required": ("key", "kind", "claims")},
    "incidents": {"required": ("key", "title", "claims"), "optional": ("notes",)},
    "statements": {"required": ("key", "claims"), "optional": ("reports",)},
    "links": {"required": ("key", "from", "type", "to", "confidence"), "optional": ("rationale", "evidence")},
}
CLAIM = {
    "required": ("property", "value", "evidence"),
    "optional": ("actor", "role", "predicate", "office", "credibility", "basis", "note"),
}
CREDIT = {"required": ("origin", "basis"), "optional": ("covers", "passage")}
EVIDENCE = {"required": (), "optional": (*PASSAGE, "relay", "row", "judgement")}


class _Reader:
    """Reads the parts of records of one document."""

    def __init__(self, document: Document, kinds: dict[str, str]) -> None:
        self._document = document
        self._kinds = kinds

    def source(self, fields: Fields) -> tuple[Command, dict[str, Any]]:
        text = {
            name: fields.optional_text(name)
            for name in Bibliography.__struct_fields__
            if name not in ("kind", "outlet", "length")
        }
        about = Bibliography(
            kind=fields.text("kind"),
            outlet=self._optional_id(fields, "outlet", "actor"),
            length=fields.optional_integer("length"),
            **text,
        )
        key = fields.text("key")
        command = RegisterSource(
            id=record_id(key),
            held=fields.flag("held"),
            about=about,
            origins=tuple(self._credit(key, entry) for entry in fields.children("origins", **CREDIT)),
            cited_in=self._evidence(fields, "cited_in"),
            reliability=fields.optional_text("reliability"),
        )
        outcome = fields.optional_text("assessment")
        return command, {"assessment": Assessment(outcome=outcome) if outcome else None}

    def actor(self, fields: Fields) -> tuple[Command, dict[str, Any]]:
        key = fields.text("key")
        return RegisterActor(id=record_id(key), kind=fields.text("kind"), claims=self._claims(key, fields)), {}

    def incident(self, fields: Fields) -> tuple[Command, dict[str, Any]]:
        key = fields.text("key")
        title = fields.child("title", required=(), optional=("en", "id"))
        titles = {language: title.text(language) for language in title.names()}
        command = OpenIncident(id=record_id(key), title=titles, claims=self._claims(key, fields))
        return command, {"notes": fields.texts("notes")}

    def statement(self, fields: Fields) -> tuple[Command, dict[str, Any]]:
        key = fields.text("key")
        shape = {"required": (*PASSAGE, "directness"), "optional": ("relay",)}
        reports = tuple(self._report(key, entry) for entry in fields.children("reports", **shape))
        return RecordStatement(id=record_id(key), claims=self._claims(key, fields), reports=reports), {}

    def link(self, fields: Fields) -> tuple[Command, dict[str, Any]]:
        command = LinkRecords(
            id=record_id(fields.text("key")),
            from_=self._ref(fields, "from"),
            to=self._ref(fields, "to"),
            type=fields.text("type"),
            confidence=fields.text("confidence"),
            rationale=fields.optional_text("rationale"),
            evidence=self._evidence(fields, "evidence"),
        )
        return command, {}

    def _id(self, fields: Fields, name: str, *kinds: str) -> str:
        return self._resolve(fields, name, fields.text(name), kinds)

    def _optional_id(self, fields: Fields, name: str, *kinds: str) -> str | None:
        return self._id(fields, name, *kinds) if fields.has(name) else None

    def _resolve(self, fields: Fields, name: Any, key: Any, kinds: tuple[str, ...]) -> str:
        if not isinstance(key, str) or self._kinds.get(key) not in kinds:
            wanted = " or ".join(kinds)
            raise fields.error("unknown_key", name, f"“{key}” is no key of a {wanted}; add it, or correct it.")
        return record_id(key)

    def _ref(self, fields: Fields, name: str) -> RecordRef:
        record = self._id(fields, name, "incident", "statement")
        return RecordRef(kind=self._kinds[fields.text(name)], id=record)

    def _credit(self, key: str, fields: Fields) -> Credit:
        origin, basis = fields.text("origin"), fields.text("basis")
        passage = self._one_evidence(fields.child("passage", **EVIDENCE)) if fields.has("passage") else None
        place = f"{passage.start}-{passage.end}" if passage else "article"
        return Credit(
            credit=record_id(f"{key}/origin/{origin}/{basis}/{place}"),
            origin=self._id(fields, "origin", "source"),
            basis=basis,
            covers=fields.optional_text("covers") or "paragraph",
            passage=passage,
        )

    def _claims(self, key: str, fields: Fields) -> tuple[Claim, ...]:
        return tuple(self._claim(key, entry) for entry in fields.children("claims", **CLAIM))

    def _claim(self, key: str, fields: Fields) -> Claim:
        code = fields.text("property")
        parts = [self._part(fields, name) for name in KEYED.get(code, ())]
        stored = ":".join((code, *parts))
        value = self._value(fields, code)
        return Claim(
            claim=claim_id(key, stored, value),
            property=stored,
            value=value,
            credibility=fields.optional_integer("credibility"),
            basis=fields.optional_text("basis"),
            note=fields.optional_text("note"),
            evidence=self._evidence(fields, "evidence"),
        )

    def _part(self, fields: Fields, name: str) -> str:
        return self._id(fields, name, "actor") if name in ("actor", "office") else fields.text(name)

    def _value(self, fields: Fields, code: str) -> Any:
        """Return the value with ids in place of keys; empty fields are left out."""
        value = fields.value("value")
        if isinstance(value, dict):
            value = {name: part for name, part in value.items() if part is not None}
        match code:
            case "on_behalf_of" | "addressee" | "belongs_to":
                return self._resolve(fields, "value", value, ("actor",))
            case "incident":
                return self._resolve(fields, "value", value, ("incident",))
            case "about" if isinstance(value, dict):
                return {
                    **value,
                    "id": self._resolve(fields, ("value", "id"), value.get("id"), ("incident", "statement")),
                }
            case "participant" if isinstance(value, dict):
                return {n: self._resolve(fields, ("value", n), part, ("actor",)) for n, part in value.items()}
            case "speaker" if isinstance(value, dict) and isinstance(value.get("actors"), list):
                where = ("value", "actors")
                actors = [self._resolve(fields, where, actor, ("actor",)) for actor in value["actors"]]
                return {**value, "actors": actors}
        return value

    def _evidence(self, fields: Fields, name: str) -> tuple[Evidence, ...]:
        return tuple(self._one_evidence(entry) for entry in fields.children(name, **EVIDENCE))

    def _one_evidence(self, fields: Fields) -> Evidence:
        return Evidence(
            source=self._optional_id(fields, "source", "source"),
            paragraph=fields.optional_integer("paragraph"),
            start=fields.optional_integer("start"),
            end=fields.optional_integer("end"),
            kind=fields.optional_text("kind"),
            quote_sha256=fields.optional_text("quote_sha256"),
            relay=self._relay(fields),
            row=fields.optional_text("row"),
            judgement=fields.optional_text("judgement"),
        )

    def _relay(self, fields: Fields) -> tuple[str, ...]:
        return tuple(self._resolve(fields, "relay", key, ("source",)) for key in fields.texts("relay"))

    def _report(self, key: str, fields: Fields) -> Report:
        source, start, end = fields.text("source"), fields.integer("start"), fields.integer("end")
        return Report(
            report=record_id(f"{key}/report/{source}/{start}-{end}"),
            source=self._id(fields, "source", "source"),
            paragraph=fields.integer("paragraph"),
            start=start,
            end=end,
            kind=fields.text("kind"),
            quote_sha256=fields.text("quote_sha256"),
            directness=fields.text("directness"),
            relay=self._relay(fields),
        )


READERS: dict[str, Callable[[_Reader, Fields], tuple[Command, dict[str, Any]]]] = {
    "sources": _Reader.source,
    "actors": _Reader.actor,
    "incidents": _Reader.incident,
    "statements": _Reader.statement,
    "links": _Reader.link,
}


def error_in(record: CodedRecord, code: str, field: str | None, message: str) -> YamlError:
    """Return an error of the domain as one of the file that the record stands in."""
    return record.document.error(code, (*record.place, *_path(record, field)), message)


def _path(record: CodedRecord, field: str | None) -> tuple[str | int, ...]:
    """Return as much of a domain field's path as the document has: claims[3].evidence[0].source."""
    found: list[str | int] = []
    data = record.document.data[record.place[0]][record.place[1]]
    for step in (field or "").replace("[", ".[").split("."):
        key = int(step[1:-1]) if step.startswith("[") else step
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            break
        found.append(key)
    return tuple(found)
