"""What a search among actors finds, and by what: a name in any of its variants, or an office held on a day."""

from typing import Any

import msgspec
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from incidents.admin.actors.timeline import Tenure, in_words
from incidents.admin.base import person
from incidents.admin.errors import translated
from incidents.admin.names import Named, page_of
from incidents.readmodels import queries
from incidents.readmodels.errors import FilterError

MOST = 500  # actors of one search


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An actor that was found; of a holder also the office, as a link, the tenure in words, and how sure it is."""

    id: str
    link: Any
    office: Any = None
    tenure: str = ""
    sure: str = ""


def answers(request: HttpRequest, words: str) -> list[Answer]:
    """Return the actors that words find, best first; none for words that cannot be searched for, which is said."""
    try:
        found = queries.find_actors(words, person=person(request), size=MOST)
    except FilterError as error:
        messages.error(request, translated(error))
        return []
    return [_answer(one) for one in found]


def _answer(one: Any) -> Answer:
    link = Named("actor", str(one.actor.record), one.actor).link()
    if one.office is None:
        return Answer(id=str(one.actor.record), link=link)
    sure = {True: _("certainly, by what is on record"), False: _("possibly"), None: ""}[one.certainly]
    tenure = in_words(Tenure(link=link, since=one.since, until=one.until))
    office = format_html('<a href="{}">{}</a>', page_of("actor", one.office), one.matched)
    return Answer(id=str(one.actor.record), link=link, office=office, tenure=tenure, sure=sure)


def matching(rows: QuerySet, words: str, found: list[Answer]) -> QuerySet:
    """Keep the actors that were found, those merged away that were called so, and those of a country by its code."""
    parts = words.casefold().split()
    had_name = Q(merged_into_id__isnull=False) & Q.create([("sort_name__contains", part) for part in parts])
    return rows.filter(Q(id__in=[one.id for one in found]) | had_name | Q(country__iexact=words.strip()))
