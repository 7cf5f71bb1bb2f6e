"""Reads one record of a coding: its fields become the command that opens it, the keys in it ids.

Shapes are checked here, meaning is left to the domain. Errors name file, line and field.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from incidents import codebook
from incidents.codebook.fields import Fields
from incidents.domain.actor import RegisterActor
from incidents.domain.bibliography import Bibliography
from incidents.domain.claims import Claim
from incidents.domain.evidence import PASSAGE_FIELDS, Evidence, Report
from incidents.domain.incident import OpenIncident
from incidents.domain.link import LinkRecords
from incidents.domain.origins import Credit
from incidents.domain.source import Assessment, RegisterSource
from incidents.domain.statement import RecordStatement
from incidents.domain.values import Command, RecordRef
from incidents.imports.keys import claim_id, record_id

PASSAGE = ("source", *PASSAGE_FIELDS)
EVIDENCE = {"required": (), "optional": (*PASSAGE, "relay", "row", "judgement")}
REPORT = {"required": (*PASSAGE, "directness"), "optional": ("relay",)}
CREDIT = {"required": ("origin", "basis"), "optional": ("covers", "passage")}
KEY_FIELDS = ("actor", "role", "predicate", "office")  # what keyed properties are kept by
CLAIM = {
    "required": ("property", "value", "evidence"),
    "optional": (*KEY_FIELDS, "credibility", "basis", "note"),
}
SHAPES: dict[str, dict[str, tuple[str, ...]]] = {
    "source": {
        "required": ("key", "kind", "held"),
        "optional": (
            *(name for name in Bibliography.__struct_fields__ if name != "kind"),
            *("reliability", "origins", "cited_in", "assessment"),
        ),
    },
    "actor": {"required": ("key", "kind", "claims")},
    "incident": {"required": ("key", "title", "claims"), "optional": ("notes",)},
    "statement": {"required": ("key", "claims"), "optional": ("reports",)},
    "link": {"required": ("key", "from", "type", "to", "confidence"), "optional": ("rationale", "evidence")},
}


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says: the command that opens it, and what is done with it afterwards."""

    command: Command
    notes: tuple[str, ...] = ()
    assessment: Assessment | None = None


class RecordReader:
    """Reads records; `kinds` gives the kind of every key that may be named, {key: kind}."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds

    def read(self, kind: str, fields: Fields) -> Reading:
        """Return what a record of this kind says. Raises YamlError."""
        return READERS[kind](self, fields)

    def source(self, fields: Fields) -> Reading:
        key = fields.text("key")
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
        command = RegisterSource(
            id=record_id(key),
            held=fields.flag("held"),
            about=about,
            origins=tuple(self._credit(key, entry) for entry in fields.children("origins", **CREDIT)),
            cited_in=self._evidence(fields, "cited_in"),
            reliability=fields.optional_text("reliability"),
        )
        outcome = fields.optional_text("assessment")
        return Reading(command=command, assessment=Assessment(outcome=outcome) if outcome else None)

    def actor(self, fields: Fields) -> Reading:
        key = fields.text("key")
        claims = self._claims("actor", key, fields)
        return Reading(command=RegisterActor(id=record_id(key), kind=fields.text("kind"), claims=claims))

    def incident(self, fields: Fields) -> Reading:
        key = fields.text("key")
        title = fields.child("title", required=(), optional=("en", "id"))
        titles = {language: title.text(language) for language in title.names()}
        command = OpenIncident(id=record_id(key), title=titles, claims=self._claims("incident", key, fields))
        return Reading(command=command, notes=fields.texts("notes"))

    def statement(self, fields: Fields) -> Reading:
        key = fields.text("key")
        claims = self._claims("statement", key, fields)
        return Reading(command=RecordStatement(id=record_id(key), claims=claims, reports=self._reports(key, fields)))

    def link(self, fields: Fields) -> Reading:
        command = LinkRecords(
            id=record_id(fields.text("key")),
            from_=self._ref(fields, "from"),
            to=self._ref(fields, "to"),
            type=fields.text("type"),
            confidence=fields.text("confidence"),
            rationale=fields.optional_text("rationale"),
            evidence=self._evidence(fields, "evidence"),
        )
        return Reading(command=command)

    def _id(self, fields: Fields, name: str, *kinds: str) -> str:
        return self._resolve(fields, name, fields.text(name), kinds)

    def _optional_id(self, fields: Fields, name: str, *kinds: str) -> str | None:
        return self._id(fields, name, *kinds) if fields.has(name) else None

    def _resolve(self, fields: Fields, where: Any, key: Any, kinds: tuple[str, ...]) -> str:
        if not isinstance(key, str) or self._kinds.get(key) not in kinds:
            wanted = " or ".join(kinds)
            raise fields.error(
                "unknown_key", where, f"“{key}” is the key of no {wanted}: add that record, or correct it."
            )
        return record_id(key)

    def _ref(self, fields: Fields, name: str) -> RecordRef:
        record = self._id(fields, name, "incident", "statement")
        return RecordRef(kind=self._kinds[fields.text(name)], id=record)

    def _credit(self, key: str, fields: Fields) -> Credit:
        origin, basis = fields.text("origin"), fields.text("basis")
        passage = self._piece(fields.child("passage", **EVIDENCE)) if fields.has("passage") else None
        place = f"{passage.start}-{passage.end}" if passage else "article"
        return Credit(
            credit=record_id(f"{key}/origin/{origin}/{basis}/{place}"),
            origin=self._id(fields, "origin", "source"),
            basis=basis,
            covers=fields.optional_text("covers") or "paragraph",
            passage=passage,
        )

    def _claims(self, kind: str, key: str, fields: Fields) -> tuple[Claim, ...]:
        found: dict[str, Claim] = {}
        for number, entry in enumerate(fields.children("claims", **CLAIM)):
            claim = self._claim(kind, key, entry)
            if claim.claim in found:
                first = list(found).index(claim.claim)
                message = f"claims[{first}] has the same value: put the evidence of claims[{number}] there."
                raise entry.error("claim_twice", "value", message)
            found[claim.claim] = claim
        return tuple(found.values())

    def _claim(self, kind: str, key: str, fields: Fields) -> Claim:
        code = fields.text("property")
        stored = ":".join((code, *self._key_parts(kind, code, fields)))
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

    def _key_parts(self, kind: str, code: str, fields: Fields) -> Iterator[str]:
        found = codebook.current().properties.get((kind, code))
        if found is None:
            known = ", ".join(codebook.current().properties_of(kind))
            raise fields.error("unknown_property", "property", f"“{code}” is no property here; write one of: {known}.")
        for name in KEY_FIELDS:
            if fields.has(name) and name not in found.keys:
                raise fields.error("unknown_field", name, f"Remove “{name}”: a claim of {code} is not kept by it.")
        for name in found.keys:
            if not fields.has(name):
                raise fields.error("missing_field", name, f"Add the field “{name}”: a claim of {code} is kept by it.")
            yield self._id(fields, name, "actor") if name in ("actor", "office") else fields.text(name)

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
            case "about" if isinstance(value, dict) and "id" in value:
                return self._about(fields, value)
            case "participant" if isinstance(value, dict):
                named = {name: value[name] for name in ("office", "on_behalf_of") if name in value}
                ids = {name: self._resolve(fields, ("value", name), key, ("actor",)) for name, key in named.items()}
                return {**value, **ids}
            case "speaker" if isinstance(value, dict) and isinstance(value.get("actors"), list):
                keys = enumerate(value["actors"])
                actors = [self._resolve(fields, ("value", "actors", n), key, ("actor",)) for n, key in keys]
                return {**value, "actors": actors}
        return value

    def _about(self, fields: Fields, value: dict[str, Any]) -> dict[str, Any]:
        record = self._resolve(fields, ("value", "id"), value["id"], ("incident", "statement"))
        kind = self._kinds[value["id"]]
        if value.get("kind") != kind:
            message = f"Write {kind} here: that is what “{value['id']}” is."
            raise fields.error("wrong_kind", ("value", "kind"), message)
        return {**value, "id": record}

    def _evidence(self, fields: Fields, name: str) -> tuple[Evidence, ...]:
        return tuple(self._piece(entry) for entry in fields.children(name, **EVIDENCE))

    def _piece(self, fields: Fields) -> Evidence:
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
        keys = enumerate(fields.texts("relay"))
        return tuple(self._resolve(fields, ("relay", number), key, ("source",)) for number, key in keys)

    def _reports(self, key: str, fields: Fields) -> tuple[Report, ...]:
        found: dict[str, Report] = {}
        for entry in fields.children("reports", **REPORT):
            report = self._report(key, entry)
            if report.report in found:
                first = list(found).index(report.report)
                raise entry.error("report_twice", (), f"reports[{first}] is the same passage: remove one of the two.")
            found[report.report] = report
        return tuple(found.values())

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


READERS: dict[str, Callable[[RecordReader, Fields], Reading]] = {
    "source": RecordReader.source,
    "actor": RecordReader.actor,
    "incident": RecordReader.incident,
    "statement": RecordReader.statement,
    "link": RecordReader.link,
}
