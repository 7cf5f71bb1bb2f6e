"""Filters of lists. Codes are shown by their labels; what is many-valued goes through `Facet`.

A value that is not offered is refused: the list then says so instead of showing everything.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import codebook
from incidents.admin import labels
from incidents.admin.names import actor_text
from incidents.readmodels import queries, related

LONG = 12  # a list with more codes offers only those that occur


class Choice(admin.SimpleListFilter):
    """A filter that knows the values it offers."""

    def has_output(self) -> bool:
        return bool(self.lookup_choices) or self.value() is not None

    def chosen(self) -> str | None:
        """Return the value asked for. Raises IncorrectLookupParameters for one that is not offered."""
        value = self.value()
        if value is not None and value not in {str(offered) for offered, _ in self.lookup_choices}:
            raise IncorrectLookupParameters
        return value

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.chosen()
        return queryset if value is None else self.keep(queryset, value)

    def keep(self, queryset: QuerySet, value: str) -> QuerySet:
        """Return the rows that have the value."""
        return queryset.filter(**{self.parameter_name: value})


def term(field: str, list_name: str, label: Any, *, occurring: bool = True) -> type[Choice]:
    """Return a filter for a column with codes of one list; of a long list only what occurs, unless told otherwise."""

    class TermFilter(Choice):
        title = label
        parameter_name = field

        def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
            codes = [str(code) for code in codebook.current().lists[list_name]]
            if occurring and len(codes) > LONG:
                found = set(related.occurring(model_admin.get_queryset(request), column=field))
                codes = [code for code in codes if code in found]
            return [(code, labels.option(list_name, code)) for code in codes]

    return TermFilter


class FacetChoice(Choice):
    """A filter for what a record has several of."""

    kind: str
    key: str

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        values = related.facet_values(self.kind, key=self.key)
        return sorted(((value, self.shown(value)) for value in values), key=lambda choice: choice[1].casefold())

    def shown(self, value: str) -> str:
        return value

    def keep(self, queryset: QuerySet, value: str) -> QuerySet:
        return queries.filtered(queryset, self.key, [value])


def facet(record_kind: str, facet_key: str, label: Any, list_name: str) -> type[FacetChoice]:
    """Return a filter for a facet with codes of one list."""

    class CodeFacetFilter(FacetChoice):
        title = label
        kind = record_kind
        key = parameter_name = facet_key

        def shown(self, value: str) -> str:
            return labels.option(list_name, value)

    return CodeFacetFilter


def language(record_kind: str) -> type[FacetChoice]:
    """Return a filter for the languages of the sources that a record rests on."""

    class LanguageFilter(FacetChoice):
        title = gettext_lazy("language of the sources")
        kind = record_kind
        key = parameter_name = "language"

        def shown(self, value: str) -> str:
            return labels.language_name(value)

    return LanguageFilter


def country(record_kind: str) -> type[FacetChoice]:
    """Return a filter for the countries of those who take part."""

    class CountryFilter(FacetChoice):
        title = gettext_lazy("country")
        kind = record_kind
        key = parameter_name = "country"

        def shown(self, value: str) -> str:
            return labels.country(value)

    return CountryFilter


def used_actor(facet_key: str, label: Any) -> type[admin.SimpleListFilter]:
    """Return a filter by an actor's id, to which the actor's page leads; it offers nothing by itself."""

    class ActorFilter(admin.SimpleListFilter):
        title = label
        parameter_name = facet_key

        def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
            asked = request.GET.get(facet_key)
            return [(asked, related_name(asked))] if asked else []

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            return queries.filtered(queryset, facet_key, [as_id(self.value())]) if self.value() else queryset

    return ActorFilter


def related_name(id: str) -> str:
    """Return the name of an actor. Raises IncorrectLookupParameters for what is no id."""
    found = related.by_id([as_id(id)], kinds=("actor",))
    return actor_text(found[as_id(id)][1]) if as_id(id) in found else id


def as_id(text: str) -> str:
    """Return an id in its canonical form. Raises IncorrectLookupParameters."""
    try:
        return str(UUID(text))
    except ValueError as error:
        raise IncorrectLookupParameters from error


def is_id(text: str) -> bool:
    """Say whether a text is an id."""
    try:
        return bool(UUID(text.strip()))
    except ValueError:
        return False


class YesNo(Choice):
    """A filter with two answers; `found` is the condition of yes."""

    found: Q

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def keep(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(self.found) if value == "yes" else queryset.exclude(self.found)


class Disputed(YesNo):
    title = gettext_lazy("disputed")
    parameter_name = "disputed"
    found = ~Q(disputed=[])


class Merged(YesNo):
    title = gettext_lazy("merged away")
    parameter_name = "merged"
    found = Q(merged_into_id__isnull=False)


class Standing(YesNo):
    title = gettext_lazy("stands today")
    parameter_name = "standing"
    found = Q(to_position=None)
