"""Actors whose names are alike. Only a suggestion: nobody is joined because their names resemble each other."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

import msgspec
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from incidents.domain.folding import fold
from incidents.domain.person import Person
from incidents.readmodels import models as tables
from incidents.readmodels.queries import records

SHORTEST = 4  # letters of a word that is worth looking for
LOOKED_AT = 2_000
ALIKE = 0.8  # how much of two names has to be the same


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """An actor with a name like one of another's: its row, both names, and whether they are the same when folded."""

    row: Any
    name: str
    like: str
    same: bool


def alike(actor: Any, *, person: Person, size: int = 5) -> list[Alike]:
    """Return the actors of the same kind that are called like this one (a row), the most alike first. Two queries."""
    own = [name["text"] for name in actor.names if name["kind"] != "surname"]
    return called_like(own, actor.kind, person=person, leaving_out=[actor.record], size=size)


def called_like(
    names: Iterable[str], kind: str, *, person: Person, leaving_out: Iterable[Any] = (), size: int = 5
) -> list[Alike]:
    """Return the actors of a kind that are called like one of these names."""
    own = {fold(name): name for name in names if fold(name)}
    wanted = {word for name in own for word in name.split() if len(word) >= SHORTEST} | own.keys()
    if not wanted:
        return []
    ids = [id for id in _having(wanted) if id not in set(leaving_out)]
    rows = records("actor", person=person).filter(kind=kind, record__in=ids)
    found = [one for row in rows if (one := _most_alike(row, own)) is not None]
    return sorted(found, key=lambda one: (not one.same, one.row.sort_name, str(one.row.record)))[:size]


def _having(words: Iterable[str]) -> list[Any]:
    """Return the actors with a name that has one of these words, or is one of them."""
    padded = Concat(Value(" "), "value", Value(" "), output_field=TextField())
    any_word = Q.create([("padded__contains", f" {word} ") for word in sorted(words)], connector=Q.OR)
    names: QuerySet = tables.Facet.objects.filter(record_kind="actor", key="name", to_position=None)
    found = names.alias(padded=padded).filter(any_word).order_by("record_id")
    return list(found.values_list("record_id", flat=True).distinct()[:LOOKED_AT])


def _most_alike(row: Any, own: dict[str, str]) -> Alike | None:
    pairs = [(_alikeness(fold(name["text"]), mine), name["text"], own[mine]) for name in row.names for mine in own]
    score, name, like = max(pairs, default=(0.0, "", ""))
    return Alike(row=row, name=name, like=like, same=score == 1.0) if score >= ALIKE else None


def _alikeness(one: str, other: str) -> float:
    if sorted(one.split()) == sorted(other.split()):
        return 1.0 if one == other else 0.99
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
