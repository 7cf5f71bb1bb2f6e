"""Searching everything at once, by what a person types.

    find("zinoviev -pact", person=person)

What it finds is decided by `readmodels.searching` (the language, the words) and `readmodels.words` (the documents); the
documents are rows of the read models, so they are written, rebuilt, erased and read as of a position like all others.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from incidents.domain.person import Person
from incidents.readmodels import queries
from incidents.readmodels.searching import parse

__all__ = ["KINDS", "Hit", "find"]

KINDS = ("actor", "incident", "statement", "source", "link")


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was found: its kind, id and row; of an actor also by which name or office, where that is known."""

    kind: str
    id: str
    row: Any
    found: queries.Found | None = None


def find(
    text: str, *, person: Person, as_of: int | None = None, kinds: Iterable[str] = KINDS, size: int = 20
) -> list[Hit]:
    """Return what a search finds, at most `size` of each kind: actors best first, all others latest first.

    Words, “phrases”, -word and OR; a plain question also finds the holders of an office, on the day it names. Any text
    is a search. A few queries for each kind and word. Raises FilterError for an unknown kind and for too many words.
    """
    wanted = list(dict.fromkeys(kinds))
    for kind in wanted:
        if kind not in KINDS:
            raise queries.FilterError("unknown_kind", "“{kind}” cannot be searched; use one of: {known}.", "kinds",
                                      kind=kind, known=", ".join(KINDS))  # fmt: skip
    return [hit for kind in wanted for hit in _found(kind, text, person, as_of, size)]


def _found(kind: str, text: str, person: Person, as_of: int | None, size: int) -> list[Hit]:
    groups = parse(text)
    if not groups:
        return []
    if kind == "actor" and _is_plain(text, groups):
        found = queries.find_actors(text, person=person, as_of=as_of, size=size)
        return [Hit(kind=kind, id=str(one.actor.record), row=one.actor, found=one) for one in found]
    rows = queries.records(kind, person=person, as_of=as_of)
    matching = queries.filtered_by(kind, rows, {"text": text}, person=person, as_of=as_of)
    order = next(iter(queries.ORDERS[kind]))
    latest = order if kind == "actor" else f"-{order}"
    page = queries.page(matching, kind=kind, order=latest, after=None, size=size)
    return [Hit(kind=kind, id=str(row.record), row=row) for row in page.results]


def _is_plain(text: str, groups: list) -> bool:
    """Whether a search is words alone, without quotes, exclusions or alternatives."""
    return '"' not in text and all(len(group) == 1 and not group[0].excluded for group in groups)
