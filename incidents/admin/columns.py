"""Columns of lists: functions that an admin names in `list_display`."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import labels
from incidents.admin.names import Named

Column = Callable[[Any], str | SafeString]


def _named(name: str, column: Column, title: Any, ordering: str | None) -> Column:
    """Give a column the name its CSS class is made of, its title and what it is ordered by."""
    column.__name__ = name
    return admin.display(description=title, ordering=ordering)(column)


def term(field: str, list_name: str, title: Any) -> Column:
    """Return a column for a code: its label in the page's language, and the code."""
    return _named(field, lambda row: labels.term(list_name, getattr(row, field)), title, field)


def actor(field: str, title: Any) -> Column:
    """Return a column for an actor that the row refers to; the list selects it with the row."""

    def column(row: Any) -> str | SafeString:
        found = getattr(row, field) if getattr(row, f"{field}_id") else None
        return Named("actor", str(found.id), found).link() if found else labels.EMPTY

    return _named(field, column, title, f"{field}__sort_name")


def plain(field: str, title: Any) -> Column:
    """Return a column for a value as it is, under a title of our own: the log's own columns are not translated."""
    return _named(field, lambda row: getattr(row, field), title, field)


def language(field: str, title: Any) -> Column:
    """Return a column for the code of a language."""
    return _named(field, lambda row: labels.language_name(getattr(row, field) or labels.EMPTY), title, field)


def country(field: str, title: Any) -> Column:
    """Return a column for the code of a country."""
    return _named(field, lambda row: labels.country(getattr(row, field) or labels.EMPTY), title, field)


def record(field: str, title: Any) -> Column:
    """Return a column for any record that the row refers to by id; the list looks its names up."""
    return _named(field, lambda row: row.shown.link(getattr(row, field)), title, None)


def badge(css: str, text: str, title: str = "") -> SafeString:
    """Return a small mark; `css` gives its colour."""
    return format_html('<span class="badge {}" title="{}">{}</span>', css, title, text)


def marks(row: Any) -> list[SafeString]:
    """Return what must be seen of a row at once: that it was withdrawn, or merged away, and what is disputed."""
    found = []
    if getattr(row, "status", None) == "withdrawn":
        found.append(badge("withdrawn", _("withdrawn")))
    if getattr(row, "merged_into_id", None):
        found.append(badge("merged", _("merged away")))
    if disputed := getattr(row, "disputed", None):
        title = _("properties whose claims contradict each other: {count}").format(count=len(disputed))
        found.append(badge("disputed", _("disputed"), title))
    return found


def status(list_name: str = "statuses") -> Column:
    """Return a column for the status, with all that must be seen at once."""

    def column(row: Any) -> SafeString:
        own = [] if row.status == "withdrawn" else [badge(row.status, labels.label(list_name, row.status))]
        return format_html_join(" ", "{}", ((mark,) for mark in own + marks(row)))

    return _named("status", column, gettext_lazy("status"), "status")


def short(text: str, length: int = 110) -> str:
    """Return a text cut at a word, for lists."""
    return Truncator(text).chars(length)
