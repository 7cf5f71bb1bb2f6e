"""Records by words: what a session offers while a name is typed, and what a name that was typed stands for."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from incidents.admin import labels, names
from incidents.domain.folding import fold
from incidents.domain.person import Person
from incidents.readmodels import queries

SHOWN = 8
LONGEST_NAME = 8  # words
LOOSE = ("surname", "description", "title")  # names that alone say of nobody who it is
ACTING = ("person", "office", "body")  # kinds of actor that act for a state
MOST_WORDS = 12
LONGEST_TEXT = 60  # words
EDGES = " ,.;:()“”\"'"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A record that may be meant; `detail` tells it from others of the same name, `exact` says it is called just so.

    Of an actor also its kind, its country, and the state of that country: for whom it most likely acts.
    """

    id: str
    kind: str
    text: str
    detail: str
    version: int
    exact: bool = False
    actor_kind: str = ""
    country: str | None = None
    state: str = ""
    state_text: str = ""


def find(words: str, *, kinds: Collection[str], of: Collection[str] = (), person: Person) -> list[Found]:
    """Return the records that fit, best first; `of` narrows actors to some kinds. Without words, the latest."""
    words = " ".join(words.split())
    found = [row for kind in kinds for row in FINDERS[kind](words, of, person)]
    return found[:SHOWN]


def named(words: str, *, kinds: Collection[str], of: Collection[str] = (), person: Person) -> list[Found]:
    """Return the records that are called exactly so; nobody is taken for another because the names are alike."""
    return [record for record in find(words, kinds=kinds, of=of, person=person) if record.exact]


def _rows(kind: str, person: Person) -> QuerySet:
    return queries.records(kind, person=person)


def _actors(words: str, of: Collection[str], person: Person) -> list[Found]:
    wanted = fold(words)
    if not wanted:
        return []
    found = [_actor(one.actor, wanted, one.matched if one.office else "") for one in _known(words, person)]
    found += [_actor(row, wanted) for row in _called_within(_rows("actor", person), wanted)]
    kept = {one.id: one for one in reversed(found) if not of or one.actor_kind in of}
    order = {one.id: number for number, one in reversed(list(enumerate(found)))}
    ranked = sorted(kept.values(), key=lambda one: (not one.exact, order[one.id]))[:SHOWN]
    return _with_states(ranked, person)


def _with_states(found: list[Found], person: Person) -> list[Found]:
    """Add the state of its country to each actor that is none itself."""
    countries = {one.country for one in found if one.country and one.actor_kind in ACTING}
    states: dict[str, list[Any]] = {}
    for row in _rows("actor", person).filter(kind="state", country__in=countries) if countries else ():
        states.setdefault(row.country, []).append(row)
    return [
        msgspec.structs.replace(one, state=str(state[0].record), state_text=names.actor_text(state[0]))
        if one.actor_kind in ACTING and len(state := states.get(one.country or "", [])) == 1
        else one
        for one in found
    ]


def _known(words: str, person: Person) -> list[queries.Found]:
    """Return what the search for actors finds: by names, by words of names, by offices held."""
    try:
        return queries.find_actors(words, person=person, size=2 * SHOWN)
    except queries.FilterError:  # a whole sentence: too many words for it
        return []


def _called_within(rows: QuerySet, wanted: str) -> list[Any]:
    """Return the actors one of whose names stands within the words, the longest first: “ambassador Georgy Zinoviev”."""
    parts = wanted.split()
    if len(parts) > LONGEST_TEXT:
        return []
    runs = {
        " ".join(parts[start : start + length])
        for length in range(1, LONGEST_NAME + 1)
        for start in range(len(parts) - length + 1)
    }
    within = queries.filtered(rows, "name", runs)[:40]
    return sorted(
        within, key=lambda row: (-max((len(name) for name in _names(row) if name in runs), default=0), str(row.record))
    )


def _names(row: Any, but: Collection[str] = ()) -> list[str]:
    """Return the names of an actor as they compare, those of some kinds left out."""
    return [fold(name["text"]) for name in row.names if name["kind"] not in but]


def _actor(row: Any, wanted: str, office: str = "") -> Found:
    country = labels.country(row.country) if row.country else ""
    return Found(
        id=str(row.record),
        kind="actor",
        text=names.actor_text(row),
        detail=_detail(labels.label("actor_kinds", row.kind), country, office),
        version=row.version,
        exact=wanted in _names(row, but=LOOSE),
        actor_kind=row.kind,
        country=row.country,
    )


def _detail(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _with_words(rows: QuerySet, columns: Iterable[str], words: str) -> QuerySet:
    """Keep the rows that have each of the words in one of these columns."""
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q.create([(f"{column}__icontains", word) for column in columns], connector=Q.OR))
    return rows


def _incidents(words: str, of: Collection[str], person: Person) -> list[Found]:
    columns = ("titles__en", "titles__id", "type", "date", "initiator__name", "target__name")
    rows = _with_words(_rows("incident", person), columns, words).order_by("-sort_date", "id")
    return [
        Found(
            id=str(row.record),
            kind="incident",
            text=(text := names.incident_text(row)),
            exact=text.casefold() == words.casefold(),
            detail=_detail(row.date, labels.label("types", row.type), labels.label("statuses", row.status)),
            version=row.version,
        )
        for row in rows[:SHOWN]
    ]


def _statements(words: str, of: Collection[str], person: Person) -> list[Found]:
    rows = _with_words(_rows("statement", person), ("gist__en", "gist__id", "act", "date", "speaker__name"), words)
    return [
        Found(
            id=str(row.record),
            kind="statement",
            text=(text := names.statement_text(row)),
            exact=text.casefold() == words.casefold(),
            detail=_detail(row.date, labels.label("acts", row.act), row.speaker and row.speaker.name),
            version=row.version,
        )
        for row in rows.select_related("speaker").order_by("-sort_date", "id")[:SHOWN]
    ]


def _sources(words: str, of: Collection[str], person: Person) -> list[Found]:
    rows = _with_words(_rows("source", person), ("title", "outlet__name", "published", "file", "kind"), words)
    return [
        Found(
            id=str(row.record),
            kind="source",
            text=(text := names.source_text(row)),
            exact=text.casefold() == words.casefold(),
            detail=_detail(row.published, _("held") if row.held else _("cited only")),
            version=row.version,
        )
        for row in rows.select_related("outlet").order_by("-sort_date", "id")[:SHOWN]
    ]


FINDERS = {"actor": _actors, "incident": _incidents, "statement": _statements, "source": _sources}
