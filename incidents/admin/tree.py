"""The data of events and the columns of rows as a tree of labelled lines, with names in place of ids."""

from typing import Any

import msgspec
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from incidents.admin import evidence, labels, values
from incidents.admin.evidence import Texts
from incidents.admin.names import Names
from incidents.log.personal import REDACTED

# What the fields of events and of JSON columns are called. What is not listed is shown by its own name.
FIELDS = {
    "about": lazy("bibliography"),
    "act": lazy("main act"),
    "acts": lazy("speech acts"),
    "actor": lazy("actor"),
    "addressees": lazy("addressees"),
    "assessment": lazy("assessment"),
    "basis": lazy("basis"),
    "batch": lazy("batch"),
    "byline": lazy("byline"),
    "changes": lazy("changes"),
    "cited_in": lazy("cited in"),
    "claim": lazy("claim"),
    "claims": lazy("claims"),
    "command": lazy("command"),
    "confidence": lazy("confidence"),
    "confirmed": lazy("confirmed"),
    "country": lazy("country"),
    "covers": lazy("covers"),
    "credibility": lazy("credibility"),
    "credit": lazy("credit"),
    "decision": lazy("decision"),
    "directness": lazy("directness"),
    "earliest": lazy("at the earliest"),
    "en": lazy("English"),
    "evidence": lazy("evidence"),
    "field": lazy("field"),
    "file": lazy("file"),
    "file_sha256": lazy("SHA-256 of the file"),
    "four_eyes": lazy("four eyes"),
    "from": lazy("from"),
    "held": lazy("held"),
    "id": lazy("Indonesian"),
    "into": lazy("into"),
    "judgement": lazy("judgement"),
    "kind": lazy("kind"),
    "language": lazy("language"),
    "latest": lazy("at the latest"),
    "length": lazy("length in characters"),
    "merged_at": lazy("merged at position"),
    "note": lazy("note"),
    "of": lazy("of"),
    "office": lazy("office"),
    "on_behalf_of": lazy("on behalf of"),
    "origin": lazy("origin"),
    "origins": lazy("credited origins"),
    "outcome": lazy("outcome"),
    "outlet": lazy("outlet"),
    "passage": lazy("passage"),
    "person": lazy("person"),
    "position": lazy("position"),
    "property": lazy("property"),
    "proposal": lazy("proposal"),
    "proposed": lazy("proposed"),
    "published": lazy("published"),
    "published_basis": lazy("basis of the date"),
    "published_note": lazy("note on the date"),
    "rationale": lazy("rationale"),
    "reason": lazy("reason"),
    "receipt": lazy("receipt"),
    "recorded": lazy("recorded"),
    "reliability": lazy("reliability"),
    "remark": lazy("remark"),
    "report": lazy("report"),
    "reports": lazy("reports"),
    "role": lazy("role"),
    "row": lazy("row"),
    "rule": lazy("rule"),
    "side": lazy("side"),
    "source": lazy("source"),
    "survivor": lazy("survivor"),
    "text": lazy("text"),
    "text_sha256": lazy("SHA-256 of the text"),
    "title": lazy("title"),
    "to": lazy("to"),
    "type": lazy("type"),
    "url": lazy("address"),
    "value": lazy("value"),
}
# Fields that hold a code, and its list. `kind` and `basis` mean different things in different places.
CODES = {
    "act": "acts",
    "acts": "acts",
    "assessment": "assessments",
    "confidence": "confidences",
    "covers": "credit_extents",
    "credibility": "credibility",
    "decision": "review_decisions",
    "directness": "directness",
    "published_basis": "date_bases",
    "reliability": "reliability",
    "role": "roles",
}
CLAIM_PARTS = ("credibility", "basis", "note")


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A line: its label and text, or what lies beneath it; `pieces` where it is evidence."""

    label: str | SafeString = ""
    text: str | SafeString = ""
    children: tuple["Node", ...] = ()
    pieces: tuple[evidence.Piece, ...] = ()


class Tree(msgspec.Struct, frozen=True):
    """Turns JSON of records of one kind into nodes."""

    kind: str
    names: Names
    held: Texts

    def nodes(self, data: dict[str, Any]) -> tuple[Node, ...]:
        """Return a node for each field that holds something."""
        return tuple(self.node(name, value) for name, value in data.items() if value not in (None, "", [], {}))

    def node(self, name: str, value: Any) -> Node:
        """Return the node of one field."""
        title = str(FIELDS.get(name, name))
        if isinstance(value, dict):
            return self._object(title, value)
        if isinstance(value, list):
            return self._list(name, title, value)
        return Node(label=title, text=self._plain(name, value))

    def _object(self, title: str, value: dict[str, Any]) -> Node:
        if "property" in value and "value" in value:
            return self._claim(value)
        if _is_evidence(value):
            return Node(label=title, pieces=(evidence.piece_of(value, self.names, self.held),))
        if value.keys() == {"kind", "id"}:
            return Node(label=title, text=self.names.link(value["id"]))
        return Node(label=title, children=self.nodes(value))

    def _list(self, name: str, title: str, value: list[Any]) -> Node:
        if value and all(isinstance(item, dict) and _is_evidence(item) for item in value):
            return Node(label=title, pieces=tuple(evidence.pieces_of(value, self.names, self.held)))
        items = (self.node(name, item) for item in value)
        return Node(label=title, children=tuple(msgspec.structs.replace(item, label="") for item in items))

    def _claim(self, claim: dict[str, Any]) -> Node:
        """Return a claim: its property and value, with what supports it beneath."""
        title = values.property_title(self.kind, claim["property"], self.names)
        text = values.readable(self.kind, claim["property"], claim["value"], self.names)
        parts = tuple(self.node(name, claim[name]) for name in CLAIM_PARTS if claim.get(name) is not None)
        pieces = tuple(evidence.pieces_of(claim.get("evidence", ()), self.names, self.held))
        return Node(text=format_html("<strong>{}</strong> = {}", title, text), children=parts, pieces=pieces)

    def _plain(self, name: str, value: Any) -> str | SafeString:
        if isinstance(value, bool):
            return labels.yes_no(value)
        if value == REDACTED:
            return format_html('<em class="redacted">{}</em>', _("[erased]"))
        if name in CODES:
            return labels.term(CODES[name], value)
        if name == "property":
            return values.property_title(self.kind, value, self.names)
        return self.names.link(value) if self.names.get(value) else str(value)


def _is_evidence(value: dict[str, Any]) -> bool:
    return "judgement" in value or ("source" in value and ("quote_sha256" in value or "row" in value))
