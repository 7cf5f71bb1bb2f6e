"""Evidence as people read it: who says so, where, through whom, and the words themselves where the text is held."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents import texts
from incidents.admin import labels
from incidents.admin.names import Named, Names

AROUND = 90  # characters shown before and after the words


class Words(msgspec.Struct, frozen=True):
    """The words of a passage and a little of what stands around them in their paragraph."""

    before: str
    words: str
    after: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence: a passage, a row of a data set, or a judgement; `words` only where the text is held."""

    source: Named | None = None
    source_id: str | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    kind: str | None = None
    directness: str | None = None
    relay: tuple[Any, ...] = ()
    row: str | None = None
    judgement: str | None = None
    words: Words | None = None
    language: str | None = None

    @property
    def url(self) -> str:
        """The place in the source's text."""
        if self.source is None:
            return ""
        return f"{self.source.url}#c{self.start}" if self.start is not None else f"{self.source.url}#text"

    @property
    def place(self) -> str:
        """Paragraph, first and last character; the paragraph alone where the text was not held."""
        if self.start is None:
            return _("paragraph {paragraph}").format(paragraph=self.paragraph)
        return _("paragraph {paragraph}, {start}–{end}").format(
            paragraph=self.paragraph, start=self.start, end=self.end
        )


class Texts:
    """The texts of held sources, by source; none for a person who may not read them."""

    def __init__(self, names: Names, *, allowed: bool) -> None:
        held = {named.id: named.row.text_sha256 for named in names.of_kind("source") if named.row.text_sha256}
        found = texts.texts_by_digest(set(held.values())) if allowed and held else {}
        self._texts = {source: found[digest] for source, digest in held.items() if digest in found}

    def words(self, piece: dict[str, Any]) -> Words | None:
        """Return the words of a passage; None where the text is not held or the words are others."""
        text = self._texts.get(piece.get("source", ""))
        if text is None or piece.get("start") is None:
            return None
        start, end = piece["start"], piece["end"]
        if texts.quote_sha256(text, start, end) != piece["quote_sha256"]:
            return None
        return around(text, start, end)


def around(text: str, start: int, end: int) -> Words:
    """Return the words from start to end (characters, end exclusive) with a little of their paragraph."""
    return Words(_before(text, start), text[start:end], _after(text, end))


def _before(text: str, start: int) -> str:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line if len(line) <= AROUND else f"…{line[-AROUND:]}"


def _after(text: str, end: int) -> str:
    stop = text.find("\n", end)
    line = text[end : stop if stop >= 0 else len(text)]
    return line if len(line) <= AROUND else f"{line[:AROUND]}…"


def piece_of(told: dict[str, Any], names: Names, held: Texts) -> Piece:
    """Return evidence, a report or a credit's passage, given as JSON, for showing."""
    source = names.get(told.get("source"))
    return Piece(
        source=source,
        source_id=told.get("source"),
        paragraph=told.get("paragraph"),
        start=told.get("start"),
        end=told.get("end"),
        kind=_label("passage_kinds", told.get("kind")),
        directness=_label("directness", told.get("directness")),
        relay=tuple(names.link(relayed) for relayed in told.get("relay", ())),
        row=told.get("row"),
        judgement=told.get("judgement"),
        words=held.words(told),
        language=source.row.language if source else None,
    )


def pieces_of(told: Iterable[dict[str, Any]], names: Names, held: Texts) -> list[Piece]:
    return [piece_of(piece, names, held) for piece in told]


def _label(list_name: str, code: str | None) -> str | None:
    return labels.label(list_name, code) if code else None
