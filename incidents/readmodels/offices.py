"""Finding actors: by any variant of a name, and by the office they held.

“Kim Hong Kyun” finds Kim Hong-kyun: names are compared folded, word by word, from the beginning of a word. Nobody is
found because a name merely resembles another one, and what is found together is not joined.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import msgspec
from django.db import models
from django.db.models import Q

from incidents import codebook
from incidents.domain.folding import fold, words
from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.readmodels.errors import FilterError
from incidents.readmodels.selection import family, holding, names_of_actors, records
from incidents.readmodels.tenures import Held, day_in, held_on

MOST = 2_000  # names, offices and holders that one search looks at
MOST_WORDS = 20

# Words of a question that name nobody.
SMALL_WORDS = frozenset((
    "a", "an", "and", "are", "at", "be", "been", "by", "for", "from", "in", "is", "of", "on", "the", "to", "was",
    "were", "who", "whom", "whose", "with",
    "adalah", "bagi", "dan", "dari", "dengan", "di", "itu", "ke", "kepada", "ketika", "oleh", "pada", "saat", "siapa",
    "siapakah", "tanggal", "untuk", "waktu", "yang",
))  # fmt: skip
BY_NAME, BY_WORDS, BY_OFFICE = "name", "words", "office"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An actor that was found: its row, and by what: a whole `name`, `words` of its names, or an `office` it held.

    `matched` is the name; of an office also its id, the tenure's bounds as EDTF, and whether they cover the day asked
    for `certainly` (None where none was asked for).
    """

    actor: Any
    by: str
    matched: str
    office: str | None = None
    since: str | None = None
    until: str | None = None
    certainly: bool | None = None


def actors_named(name: str, *, as_of: int | None) -> set[str]:
    """Return the actors that have a name as one of their variants; where none has, those with its words in a name."""
    wanted = fold(name)
    if not wanted:
        return set()
    names = names_of_actors(as_of)
    found = names.filter(value=wanted) or names.filter(padded__contains=f" {wanted} ")
    return {str(id) for id in found.values_list("record_id", flat=True)[:MOST]}


def find_actors(
    text: str,
    *,
    person: Person,
    as_of: int | None = None,
    office_in: Iterable[str] | None = None,
    on: date | None = None,
    size: int = 20,
) -> list[Found]:
    """Return the actors that a text finds, best first: whole names, then words of names, then holders of an office.

    A day in the text (or `on`) asks who held the office then: “who was Russia's ambassador in Seoul on 21 June 2024”.
    `office_in` keeps those who hold, or held, one of these offices. A fixed number of queries. Raises FilterError for
    more than MOST_WORDS words.
    """
    named_day, rest = day_in(text)
    day = on or named_day
    plain = words(rest)
    wanted = [word for word in dict.fromkeys(plain) if word not in SMALL_WORDS] or list(dict.fromkeys(plain))
    if len(wanted) > MOST_WORDS:
        raise FilterError("too_many_words", "Search for {limit} words at most.", "q", limit=MOST_WORDS)
    visible = everybody = records("actor", person=person, as_of=as_of)
    if office_in is not None:
        visible = visible.filter(holding(visible, "office", family("actor", office_in, as_of=as_of)))
    if not wanted:
        return []
    whole = fold(text)
    names = _names_with(wanted, as_of)
    direct = {id: variants for id, variants in names.items() if _covers(wanted, " ".join(variants))}
    offices = _offices_with(wanted, names, everybody)
    by_id = {str(row.record): row for row in visible.filter(record__in=list(direct)[:MOST])}
    found = [_by_name(row, direct[id], whole, wanted) for id, row in by_id.items()]
    return _best([*found, *_holders(visible, offices, day)], day)[:size]


def holders(
    *,
    person: Person,
    as_of: int | None = None,
    office: str | None = None,
    country: str | None = None,
    rank: str | None = None,
    host: str | None = None,
    on: date | None = None,
) -> list[Found]:
    """Return who holds or held an office (on a day): that office, or those of a country, a rank, at a host.

    `host` is a country's code or a name of its state: an office is there if its own names, or those of the body it
    belongs to, hold one of the state's names. Certain tenures first. Raises FilterError for what cannot be read.
    """
    visible = records("actor", person=person, as_of=as_of)
    offices = visible.filter(kind="office")
    if office is not None:
        if not is_id(office):
            message = "“{value}” is no record id; give a lower-case UUID."
            raise FilterError("invalid_id", message, "office", value=office)
        offices = offices.filter(record__in=family("actor", [office], as_of=as_of))
    if country is not None:
        offices = offices.filter(country=_known(country, codebook.current().countries, "country"))
    if rank is not None:
        offices = offices.filter(rank=_known(rank, codebook.current().ranks, "rank"))
    rows = list(offices.order_by("record")[:MOST])
    if host is not None:
        around = _Around(rows, visible)
        places = around.variants_of(host)
        rows = [row for row in rows if any(f" {place} " in around.text(row) for place in places)]
    return _best(_holders(visible, {str(row.record): row for row in rows}, on), on)


def _known(code: str, known: Collection[str], field: str) -> str:
    if code not in known:
        raise FilterError("unknown_code", "“{value}” is no code here; use one of: {known}.", field,
                          value=code, known=", ".join(known))  # fmt: skip
    return code


# --- names


def _names_with(wanted: Collection[str], as_of: int | None) -> dict[str, list[str]]:
    """Return {actor: names} for the names in which one of these words begins a word."""
    any_word = Q.create([("padded__contains", f" {word}") for word in wanted], connector=Q.OR)
    rows = names_of_actors(as_of).filter(any_word).values_list("record_id", "value")
    found: dict[str, list[str]] = {}
    for id, name in rows.order_by("value", "record_id")[: MOST * 5]:
        found.setdefault(str(id), []).append(name)
    return found


def _covers(wanted: Iterable[str], text: str) -> bool:
    """Whether each of these words begins a word of a folded text."""
    padded = f" {text}"
    return all(f" {word}" in padded for word in wanted)


def _by_name(row: Any, variants: list[str], whole: str, wanted: list[str]) -> Found:
    exact = whole in variants
    printed = [name["text"] for name in row.names]
    best = next((text for text in printed if fold(text) == whole), None)
    best = best or next((text for text in printed if _covers(wanted, fold(text))), row.name)
    return Found(actor=row, by=BY_NAME if exact else BY_WORDS, matched=best)


# --- offices


class _Around:
    """Some offices with what may be said instead of their names: two queries, however many offices."""

    def __init__(self, offices: Collection[Any], visible: models.QuerySet) -> None:
        bodies = {row.belongs_to_id for row in offices if row.belongs_to_id}
        found = visible.filter(Q(record__in=bodies) | Q(kind="state")).order_by("record")[:MOST]
        self._bodies = {row.record: row for row in found}
        self._states = [_variants(row) for row in self._bodies.values() if row.kind == "state"]
        self._by_country = {row.country: _variants(row) for row in self._bodies.values() if row.kind == "state"}

    def text(self, office: Any) -> str:
        """Return the names of an office, of the body that it belongs to, and of its country, folded; its rank too."""
        rows = [office, *([self._bodies[office.belongs_to_id]] if office.belongs_to_id in self._bodies else [])]
        parts = [variant for row in rows for variant in _variants(row)]
        rank = codebook.current().ranks.get(office.rank)
        parts += [fold(rank.label.en), fold(rank.label.id)] if rank else []
        parts += self._country(office.country)
        return f" {' | '.join(dict.fromkeys(parts))} "

    def all_about(self, office: Any) -> str:
        """Return `text`, and with every state that it names all names of that state."""
        text = self.text(office)
        others = [variant for state in self._states if any(f" {one} " in text for one in state) for variant in state]
        return f"{text}| {' | '.join(dict.fromkeys(others))} "

    def variants_of(self, host: str) -> list[str]:
        """Return the names of a state that a code or one of its names means; else the name itself."""
        if host in codebook.current().countries:
            return [*self._by_country.get(host, ()), *self._labels(host)]
        folded = fold(host)
        known = [variant for state in self._states if folded in state for variant in state]
        return known or ([folded] if folded else [])

    def _country(self, code: str | None) -> list[str]:
        return [*self._by_country.get(code, ()), *self._labels(code)]

    def _labels(self, code: str | None) -> list[str]:
        label = codebook.current().countries.get(code) if code else None
        return [fold(label.en), fold(label.id)] if label else []


def _variants(row: Any) -> list[str]:
    return [folded for name in row.names if (folded := fold(name["text"]))]


def _offices_with(wanted: Collection[str], names: dict[str, list[str]], visible: models.QuerySet) -> dict[str, Any]:
    """Return {office: row} for the offices about which all of these words can be said."""
    book = codebook.current()
    countries = [code for code, label in book.countries.items() if _said(wanted, label)]
    ranks = [code for code, rank in book.ranks.items() if _said(wanted, rank.label)]
    near = Q(record__in=names) | Q(belongs_to_id__in=names) | Q(country__in=countries) | Q(rank__in=ranks)
    rows = list(visible.filter(near, kind="office").order_by("record")[:MOST])
    around = _Around(rows, visible)
    return {str(row.record): row for row in rows if _covers(wanted, around.all_about(row))}


def _said(wanted: Collection[str], label: Any) -> bool:
    return any(_covers([word], f"{fold(label.en)} {fold(label.id)}") for word in wanted)


def _holders(visible: models.QuerySet, offices: dict[str, Any], day: date | None) -> list[Found]:
    """Return those who hold one of these offices, on a day if one is given."""
    if not offices:
        return []
    rows = visible.filter(holding(visible, "office", offices)).order_by("sort_name", "record")[:MOST]
    found = []
    for row in rows:
        for tenure in row.tenures:
            office = offices.get(tenure["office"])
            covered = held_on(tenure, day) if day else None
            if office is None or covered is Held.NOT:
                continue
            found.append(_by_office(row, office, tenure, covered))
    return found


def _by_office(row: Any, office: Any, tenure: dict[str, Any], covered: Held | None) -> Found:
    return Found(
        actor=row,
        by=BY_OFFICE,
        matched=office.name,
        office=str(office.record),
        since=tenure["from"],
        until=tenure["to"],
        certainly=None if covered is None else covered is Held.CERTAINLY,
    )


def _best(found: Iterable[Found], day: date | None) -> list[Found]:
    """Return what was found, best first; who held an office goes before all others where a day is asked for."""
    order = {BY_OFFICE: -1 if day else 3, BY_NAME: 0, BY_WORDS: 1}

    def rank(one: Found) -> tuple:
        return order[one.by], one.certainly is False, one.actor.sort_name, str(one.actor.record), one.since or ""

    return sorted(found, key=rank)
