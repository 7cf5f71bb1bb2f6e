"""A source's text with its passages marked, and what rests on each of them."""

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import labels, values
from incidents.admin.names import Names
from incidents.readmodels.related import Use

WAYS = {
    "claim": gettext_lazy("claim"),
    "report": gettext_lazy("report"),
    "link": gettext_lazy("link"),
    "credit": gettext_lazy("credited origin"),
    "cited_in": gettext_lazy("cites a source"),
}
Place = tuple[int, int]


class Resting(msgspec.Struct, frozen=True):
    """What rests on a passage: the record as a link, and in what way."""

    record: str | SafeString
    way: str | SafeString


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a text, or a paragraph alone, and all that rests on it; `words` where the text is held."""

    start: int | None
    end: int | None
    paragraph: int
    kind: str
    words: str
    uses: tuple[Resting, ...]
    code: str = "body"

    @property
    def place(self) -> str:
        """The place as JSON, for the page of a session."""
        told = {"start": self.start, "end": self.end, "paragraph": self.paragraph, "kind": self.code, "words": ""}
        return json.dumps(told)


class Run(msgspec.Struct, frozen=True):
    """Characters that the same passages cover: how many they are, and the anchors of those that begin here."""

    text: str
    depth: int
    anchors: tuple[str, ...]


class Paragraph(msgspec.Struct, frozen=True):
    """A line of a text that is not empty, by its number; `start` is the place of its first character."""

    number: int
    start: int
    runs: tuple[Run, ...]


def passages(source: str, uses: Iterable[Use], names: Names, text: str | None) -> list[Passage]:
    """Return the passages of a source in order, each with all that rests on it."""
    found: dict[tuple[int, ...], list[Use]] = {}
    for use in uses:
        piece = use.piece
        if piece.get("source") == source and piece.get("paragraph") is not None:
            place = (piece["start"], piece["end"]) if piece.get("start") is not None else ()
            found.setdefault((piece["paragraph"], *place), []).append(use)
    return [_passage(resting, names, text) for _place, resting in sorted(found.items())]


def _passage(uses: list[Use], names: Names, text: str | None) -> Passage:
    piece = uses[0].piece
    start, end = piece.get("start"), piece.get("end")
    return Passage(
        start=start,
        end=end,
        paragraph=piece["paragraph"],
        kind=labels.label("passage_kinds", piece["kind"]),
        words=text[start:end] if text is not None and start is not None else "",
        uses=tuple(dict.fromkeys(resting(use, names) for use in uses)),
        code=piece["kind"],
    )


def places(found: Iterable[Passage]) -> list[Place]:
    """Return the places of passages in their text; those of which only the paragraph is known have none."""
    return [(passage.start, passage.end) for passage in found if passage.start is not None]


def resting(use: Use, names: Names) -> Resting:
    """Return a use for showing: the record, and the property of a claim or the way of it."""
    if use.property is not None:
        return Resting(names.link(use.record), values.property_title(use.kind, use.property, names))
    return Resting(names.link(use.record), str(WAYS[use.way]))


def paragraphs(text: str, places: Iterable[Place]) -> list[Paragraph]:
    """Cut a text into its numbered lines, and those where passages begin and end. Empty lines are left out."""
    places = sorted(set(places))
    return [
        Paragraph(number, start, tuple(_runs(text, start, start + len(line), places)))
        for number, (start, line) in enumerate(lines(text), start=1)
    ]


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that are not empty, each with the place of its first character."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _runs(text: str, start: int, end: int, places: list[Place]) -> Iterator[Run]:
    """Yield the runs of a line; passages that reach over its ends are cut there."""
    here = [place for place in places if place[0] < end and place[1] > start]
    edges = sorted({start, end, *(edge for place in here for edge in place if start < edge < end)})
    for first, last in pairwise(edges):
        covering = [place for place in here if place[0] <= first and place[1] >= last]
        anchors = tuple(dict.fromkeys(f"c{place[0]}" for place in here if place[0] == first))
        yield Run(text[first:last], min(len(covering), 3), anchors)


def relayed(source: str, uses: Iterable[Use], names: Names) -> list[dict[str, Any]]:
    """Return what rests on a source as a relay: the record, the way, and the source that prints it."""
    found = [use for use in uses if use.piece.get("source") != source]
    shown = [(resting(use, names), names.link(use.piece["source"])) for use in found]
    return [{"use": use, "printed_in": where} for use, where in dict.fromkeys(shown)]


def rows_of_data(source: str, uses: Iterable[Use], names: Names) -> list[dict[str, Any]]:
    """Return what rests on rows of a data set."""
    found = [use for use in uses if use.piece.get("source") == source and use.piece.get("row") is not None]
    return [{"use": resting(use, names), "row": use.piece["row"]} for use in found]


def told(uses: Iterable[Use]) -> list[Any]:
    """Return what uses name, as JSON in which names can be looked up."""
    return [[use.record, use.property or "", use.piece] for use in uses]


def title_of(count: int) -> str:
    """Return the title of the list of passages."""
    return _("Passages and what rests on them ({count})").format(count=count)
