"""What a filter is, and the conditions that filters of several kinds share."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from incidents.domain.person import Person
from incidents.readmodels import models as tables
from incidents.readmodels.chain import chain_members
from incidents.readmodels.errors import FilterError
from incidents.readmodels.filtering import values
from incidents.readmodels.offices import actors_named
from incidents.readmodels.searching import matching
from incidents.readmodels.selection import family, holding, is_of_the_past, records
from incidents.readmodels.visibility import VERSION_MODELS, at_position

Condition = Any  # a Q or an expression that is true or false


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is filtered: rows of a kind, by a person, at a position (None: now), and all filters that are given."""

    kind: str
    rows: models.QuerySet
    wanted: Mapping[str, Any]
    person: Person
    as_of: int | None


class Filter(msgspec.Struct, frozen=True):
    """A filter: how its value reads, the condition it makes, and the list of the codebook its codes are from.

    `shape` is one of code, id, actor (an id or a name), side (an id or a country), country, language, integer,
    boolean, date, since, text, mode.
    """

    shape: str
    condition: Callable[[Question, str, Any], Condition]
    codes: str | None = None
    several: bool = True


Filters = dict[str, Filter]


# --- columns


def code_column(column: str, list_name: str) -> Filter:
    """A column that holds one code."""
    return Filter("code", lambda q, f, raw: Q(**{f"{column}__in": values.terms(f, raw, list_name)}), list_name)


def id_column(column: str, kind: str) -> Filter:
    """A column that names one record."""
    return Filter("id", lambda q, f, raw: Q(**{f"{column}__in": family(kind, values.ids(f, raw), as_of=q.as_of)}))


def boolean_column(column: str) -> Filter:
    """A column that is true or false."""
    return Filter("boolean", lambda q, f, raw: Q(**{column: values.boolean(f, raw)}), several=False)


def country_column(column: str) -> Filter:
    return Filter("country", lambda q, f, raw: Q(**{f"{column}__in": _countries(f, raw)}))


def at_least(column: str) -> Filter:
    return Filter("integer", lambda q, f, raw: Q(**{f"{column}__gte": values.integer(f, raw)}), several=False)


def at_most(column: str) -> Filter:
    return Filter("integer", lambda q, f, raw: Q(**{f"{column}__lte": values.integer(f, raw)}), several=False)


def days(column: str) -> Filters:
    """Dates against uncertain bounds: `date` is a range by itself, or date_from and date_to are; see `_dated`.

    The parameters are named after the column.
    """
    names = (column, f"{column}_from", f"{column}_to")
    found = {name: Filter("date", lambda q, f, raw: _dated(q, column, f), several=False) for name in names}
    return {**found, f"{column}_mode": Filter("mode", lambda q, f, raw: _mode(q, f, raw, names), several=False)}


def _mode(question: Question, field: str, raw: Any, names: Collection[str]) -> Condition:
    values.codes(field, raw, ("within", "overlaps"))
    if not question.wanted.keys() & set(names):
        raise FilterError("needs_date", "This goes with one of: {names}.", field, names=", ".join(names))
    return Q()


def _dated(question: Question, column: str, field: str) -> Condition:
    """Return the condition for a range of days: that the record's date may fall in it, or lies wholly within it.

    Without a date a record falls nowhere. A bound that a date leaves open reaches for ever: it overlaps, and lies
    within no range that ends on that side.
    """
    raw = question.wanted[field]
    start, end = values.bounds(field, raw)
    start, end = (None if field.endswith("_to") else start), (None if field.endswith("_from") else end)
    first, last = f"{column}_earliest", f"{column}_latest"
    dated = Q(**{f"{column}__isnull": False})
    if question.wanted.get(f"{column}_mode") == "within":
        # What lies within a range is sorted within it: that is what the index knows.
        wholly = Q(**{f"{first}__gte": start, "sort_date__gte": start}) if start else Q()
        return dated & wholly & (Q(**{f"{last}__lte": end, "sort_date__lte": end}) if end else Q())
    not_later = Q(**{f"{first}__lte": end}) | Q(**{f"{first}__isnull": True}) if end else Q()
    not_earlier = Q(**{f"{last}__gte": start}) | Q(**{f"{last}__isnull": True}) if start else Q()
    return dated & not_later & not_earlier


# --- facets


def facet_code(key: str, list_name: str) -> Filter:
    return Filter("code", lambda q, f, raw: holding(q.rows, key, values.terms(f, raw, list_name)), list_name)


def facet_id(key: str, kind: str) -> Filter:
    """A facet that names records."""
    return Filter("id", lambda q, f, raw: holding(q.rows, key, family(kind, values.ids(f, raw), as_of=q.as_of)))


def facet_country(key: str) -> Filter:
    return Filter("country", lambda q, f, raw: holding(q.rows, key, _countries(f, raw)))


def facet_language(key: str = "language") -> Filter:
    return Filter("language", lambda q, f, raw: holding(q.rows, key, values.language(f, raw)))


def facet_actor(*keys: str, country: str | None = None) -> Filter:
    """Facets that name actors, asked for by id or by a name, or by the country that they had then (a facet too)."""

    def condition(question: Question, field: str, raw: Any) -> Condition:
        told = [raw] if isinstance(raw, str) and not _is_list(raw) else values.several(field, raw)
        known = values.codebook.current().countries if country else {}
        countries = [value for value in told if value in known]
        others = [value for value in told if value not in known]
        found = Q(holding(question.rows, country, countries)) if countries else Q()
        if others:
            found |= Q(holding(question.rows, keys, actors(question, field, others)))
        return found

    return Filter("actor", condition)


def side(keys: str | Collection[str], country_key: str) -> Filter:
    """Actors in these facets by id, or by the country that they had then."""

    def condition(question: Question, field: str, raw: Any) -> Condition:
        told = values.several(field, raw)
        countries = [values.country(field, value) for value in told if len(value) <= 3]
        named = [value for value in told if len(value) > 3]
        found = Q()
        if countries:
            found |= Q(holding(question.rows, country_key, countries))
        if named:
            found |= Q(holding(question.rows, keys, family("actor", values.ids(field, named), as_of=question.as_of)))
        return found

    return Filter("side", condition)


def actors(question: Question, field: str, raw: Any) -> set[str]:
    """Return the actors meant by ids or names; a name is no list, since names may hold commas."""
    told = [values.text(field, raw)] if isinstance(raw, str) and not _is_list(raw) else values.several(field, raw)
    by_id = [value for value in told if values.is_id(value)]
    found = set(by_id)
    for name in told:
        if name not in found:
            found |= actors_named(name, as_of=question.as_of)
    return family("actor", found, as_of=question.as_of)


def _is_list(raw: str) -> bool:
    """Whether a text is a list of ids or of countries; a name may hold commas."""
    known = values.codebook.current().countries
    return all(values.is_id(part.strip()) or part.strip() in known for part in raw.split(","))


def _countries(field: str, raw: Any) -> list[str]:
    return [values.country(field, value) for value in values.several(field, raw)]


def disputed(kind: str) -> Filter:
    """Properties whose claims contradict each other; `any` stands for whichever."""

    def condition(question: Question, field: str, raw: Any) -> Condition:
        known = [*values.codebook.current().properties_of(kind), "any"]
        codes = values.codes(field, raw, known)
        return holding(question.rows, "disputed", None if "any" in codes else codes)

    return Filter("code", condition)


def facet_count(rows: models.QuerySet, key: str) -> Any:
    """Return the number of values of a facet, as an expression."""
    found = tables.Facet.objects.filter(record_id=OuterRef("record"), key=key)
    found = at_position(found, OuterRef("at")) if is_of_the_past(rows) else found.filter(to_position=None)
    counted = found.order_by().values("key").annotate(count=models.Count("value")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# --- links, changes, words


def linked(question: Question, field: str, raw: Any) -> Condition:
    """Linked to one of these records by a link that the person may see."""
    ends: set[str] = set()
    for kind in ("incident", "statement"):
        ends |= family(kind, values.ids(field, raw), as_of=question.as_of)
    links = records("link", person=question.person, as_of=question.as_of)
    if "link_type" in question.wanted:
        links = links.filter(type__in=values.terms("link_type", question.wanted["link_type"], "links"))
    beside = links.filter(Q(from_id__in=ends) | Q(to_id__in=ends)).values_list("from_id", "to_id")
    return Q(record__in=[id for pair in beside for id, other in (pair, pair[::-1]) if str(other) in ends])


def link_type(question: Question, field: str, raw: Any) -> Condition:
    """At an end of a link of one of these types; with `linked_to`, the type of that link."""
    types = values.terms(field, raw, "links")
    if "linked_to" in question.wanted:
        return Q()
    links = records("link", person=question.person, as_of=question.as_of).filter(type__in=types)
    return Q(record__in=links.values("from_id")) | Q(record__in=links.values("to_id"))


def in_chain(question: Question, field: str, raw: Any) -> Condition:
    """Hanging together with one of these records by links that the person may see."""
    members = chain_members(values.ids(field, raw), person=question.person, as_of=question.as_of)
    return Q(record__in=members)


def changed_since(question: Question, field: str, raw: Any) -> Condition:
    """With a version, of those that the person may see, that began behind a position."""
    position = values.since(field, raw)
    if not question.person.has("reader") and question.kind in ("incident", "statement"):
        return Q(public_from__gt=position)
    if question.rows.model is VERSION_MODELS[question.kind]:
        return Q(from_position__gt=position)
    begun = VERSION_MODELS[question.kind].objects.filter(record_id=OuterRef("record"), to_position=None)
    return Exists(begun.filter(from_position__gt=position))


def searched(question: Question, field: str, raw: Any) -> Condition:
    """Found by words; see `readmodels.searching`."""
    return matching(question.rows, question.kind, values.search(field, raw), as_of=question.as_of)


COMMON: Filters = {
    "changed_since": Filter("since", changed_since, several=False),
    "text": Filter("text", searched, several=False),
    "q": Filter("text", searched, several=False),
}
LINKABLE: Filters = {
    "linked_to": Filter("id", linked),
    "link_type": Filter("code", link_type, "links"),
    "chain": Filter("id", in_chain),
}
