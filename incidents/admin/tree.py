"""The data of events and the columns of rows as a tree of labelled lines, with names in place of ids."""

from typing import Any

import msgspec
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import evidence, labels, values
from incidents.admin.evidence import Texts
from incidents.admin.names import Names
from incidents.log.personal import REDACTED

# What the fields of events and of JSON columns are called. What is not listed is shown by its own name.
FIELDS = {
    "about": gettext_lazy("bibliography"),
    "act": gettext_lazy("main act"),
    "acts": gettext_lazy("speech acts"),
    "actor": gettext_lazy("actor"),
    "addressees": gettext_lazy("addressees"),
    "assessment": gettext_lazy("assessment"),
    "basis": gettext_lazy("basis"),
    "batch": gettext_lazy("batch"),
    "byline": gettext_lazy("byline"),
    "changes": gettext_lazy("changes"),
    "cited_in": gettext_lazy("cited in"),
    "claim": gettext_lazy("claim"),
    "claims": gettext_lazy("claims"),
    "command": gettext_lazy("command"),
    "confidence": gettext_lazy("confidence"),
    "confirmed": gettext_lazy("confirmed"),
    "country": gettext_lazy("country"),
    "covers": gettext_lazy("covers"),
    "credibility": gettext_lazy("credibility"),
    "credit": gettext_lazy("credit"),
    "decision": gettext_lazy("decision"),
    "directness": gettext_lazy("directness"),
    "earliest": gettext_lazy("at the earliest"),
    "en": gettext_lazy("English"),
    "evidence": gettext_lazy("evidence"),
    "field": gettext_lazy("field"),
    "file": gettext_lazy("file"),
    "file_sha256": gettext_lazy("SHA-256 of the file"),
    "four_eyes": gettext_lazy("four eyes"),
    "from": gettext_lazy("from"),
    "held": gettext_lazy("held"),
    "id": gettext_lazy("Indonesian"),
    "into": gettext_lazy("into"),
    "judgement": gettext_lazy("judgement"),
    "kind": gettext_lazy("kind"),
    "language": gettext_lazy("language"),
    "latest": gettext_lazy("at the latest"),
    "length": gettext_lazy("length in characters"),
    "merged_at": gettext_lazy("merged at position"),
    "note": gettext_lazy("note"),
    "of": gettext_lazy("of"),
    "office": gettext_lazy("office"),
    "on_behalf_of": gettext_lazy("on behalf of"),
    "origin": gettext_lazy("origin"),
    "origins": gettext_lazy("credited origins"),
    "outcome": gettext_lazy("outcome"),
    "outlet": gettext_lazy("outlet"),
    "passage": gettext_lazy("passage"),
    "person": gettext_lazy("person"),
    "position": gettext_lazy("position"),
    "property": gettext_lazy("property"),
    "proposal": gettext_lazy("proposal"),
    "proposed": gettext_lazy("proposed"),
    "published": gettext_lazy("published"),
    "published_basis": gettext_lazy("basis of the date"),
    "published_note": gettext_lazy("note on the date"),
    "rationale": gettext_lazy("rationale"),
    "reason": gettext_lazy("reason"),
    "receipt": gettext_lazy("receipt"),
    "recorded": gettext_lazy("recorded"),
    "reliability": gettext_lazy("reliability"),
    "remark": gettext_lazy("remark"),
    "report": gettext_lazy("report"),
    "reports": gettext_lazy("reports"),
    "role": gettext_lazy("role"),
    "row": gettext_lazy("row"),
    "rule": gettext_lazy("rule"),
    "side": gettext_lazy("side"),
    "source": gettext_lazy("source"),
    "survivor": gettext_lazy("survivor"),
    "text": gettext_lazy("text"),
    "text_sha256": gettext_lazy("SHA-256 of the text"),
    "title": gettext_lazy("title"),
    "to": gettext_lazy("to"),
    "type": gettext_lazy("type"),
    "url": gettext_lazy("address"),
    "value": gettext_lazy("value"),
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
        said = {**claim, "basis": labels.label("date_bases", claim["basis"]) if claim.get("basis") else None}
        parts = tuple(self.node(name, said[name]) for name in CLAIM_PARTS if said.get(name) is not None)
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
