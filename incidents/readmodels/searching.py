"""Searching by words: words, “phrases”, -word, OR; any text is a search, and finds the same on either database.

A word is found by its stem in English and in Indonesian, or as it is. An incident is found by the names of those who
take part too, a statement by those of speakers and addressees, a source by its outlet's.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from incidents.domain.folding import fold
from incidents.readmodels import models as tables
from incidents.readmodels.errors import FilterError
from incidents.readmodels.selection import among, holding, is_of_the_past, names_of_actors
from incidents.readmodels.visibility import at_position
from incidents.readmodels.words import forms

MOST_TERMS = 20
MOST_ACTORS = 5_000  # names that a search looks at
TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')

# The facets by whose actors' names a record is found.
NAMED_BY = {
    "incident": ("participant", "party"),
    "statement": ("speaker", "on_behalf_of", "addressee"),
    "source": ("outlet",),
}


class Term(msgspec.Struct, frozen=True):
    """A word or a phrase that is looked for, folded; `excluded` where it must not be there."""

    text: str
    excluded: bool = False


def parse(text: str) -> list[list[Term]]:
    """Return what a search asks for: every group has to be met, by any of its terms.

    `a b OR c -d` means a, and b or c, and not d. What is no letter and no digit separates words, so that `Hong-kyun`
    is a phrase; an OR without two sides is left out. Raises FilterError for more than MOST_TERMS terms.
    """
    groups: list[list[Term]] = []
    joined = False
    for minus, phrase, word in TERM.findall(text):
        if word == "OR":
            joined = bool(groups)
            continue
        excluded = bool(minus) or (word.startswith("-") and len(word) > 1)
        term = Term(fold(phrase or word), excluded)
        if not term.text:
            continue
        if joined and not excluded and not groups[-1][-1].excluded:
            groups[-1].append(term)
        else:
            groups.append([term])
        joined = False
    if sum(map(len, groups)) > MOST_TERMS:
        raise FilterError("too_many_words", "Search for {limit} words at most.", "q", limit=MOST_TERMS)
    return groups


def matching(rows: models.QuerySet, kind: str, text: str, *, as_of: int | None) -> Q:
    """Return the condition that records of a kind are found by a search; without a word nothing is."""
    groups = parse(text)
    if not groups:
        return Q(pk__in=())
    known = _actors_by_term([term for group in groups for term in group], as_of) if kind in NAMED_BY else {}
    alone = [group[0] for group in groups if len(group) == 1 and not group[0].excluded and group[0].text not in known]
    # What only a document can have is looked for in one run over the documents.
    found = _in_documents(rows, kind, alone) if alone else Q()
    for group in groups:
        if len(group) == 1 and group[0] in alone:
            continue
        condition = Q.create([_found(rows, kind, term, known.get(term.text, ())) for term in group], connector=Q.OR)
        found &= ~condition if group[0].excluded else condition
    return found


def _found(rows: models.QuerySet, kind: str, term: Term, actors: Collection[str]) -> Q:
    """Return the condition that a record has a term among its words, or among the names of those in it."""
    found = _in_documents(rows, kind, [term])
    return found | holding(rows, NAMED_BY[kind], actors) if actors else found


def _in_documents(rows: models.QuerySet, kind: str, terms: Collection[Term]) -> Q:
    """Return the condition that a record has all these terms among its words.

    Where few records ever had them, the list of those is looked up first; each of it, or else each record in turn, is
    looked at as it stands.
    """
    wanted = [HasWords(forms(term.text)) for term in terms]
    if is_of_the_past(rows):
        versions = tables.DocumentVersion.objects.filter(*wanted, kind=kind)
        stands = at_position(versions.filter(record_id=OuterRef("record")), OuterRef("at"))
        return among(versions.values_list("record_id", flat=True)) & Q(Exists(stands))
    documents = tables.Document.objects.filter(*wanted, kind=kind)
    return among(documents.values_list("id", flat=True)) & Q(Exists(documents.filter(id=OuterRef("record"))))


def _actors_by_term(terms: Iterable[Term], as_of: int | None) -> dict[str, set[str]]:
    """Return {term: actors that have it in a name}, of the first MOST_ACTORS names; one query."""
    wanted = {term.text: f" {term.text} " for term in terms}
    any_term = Q.create([("padded__contains", padded) for padded in wanted.values()], connector=Q.OR)
    found: dict[str, set[str]] = {}
    names = names_of_actors(as_of).filter(any_term).order_by("value", "record_id")
    for actor, name in names.values_list("record_id", "value")[:MOST_ACTORS]:
        for text, padded in wanted.items():
            if padded in f" {name} ":
                found.setdefault(text, set()).add(str(actor))
    return found


class HasWords(Func):
    """A document has these words next to each other, in one of several forms.

    On PostgreSQL the index by word finds the documents that have them all; SQLite runs over the documents.
    """

    output_field = BooleanField()

    def __init__(self, wanted: Iterable[Iterable[str]]) -> None:
        super().__init__(F("words"))
        self._forms = [list(form) for form in wanted]

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """A position in the text, as SQLite counts it."""
        column, parameters = compiler.compile(self.source_expressions[0])
        together = " OR ".join([f"instr({column}, %s) > 0"] * len(self._forms))
        return f"({together})", [*parameters, *(f" {' '.join(form)} " for form in self._forms)]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        column, _parameters = compiler.compile(self.source_expressions[0])
        conditions, parameters = [], []
        for form in self._forms:
            condition = f"string_to_array({column}, ' ') @> %s::text[]"
            parameters.append(form)
            if len(form) > 1:
                condition += f" AND strpos({column}, %s) > 0"
                parameters.append(f" {' '.join(form)} ")
            conditions.append(f"({condition})")
        return f"({' OR '.join(conditions)})", parameters
