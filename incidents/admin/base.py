"""What all admins share: read-only, no second history, lists and pages that look names up at once.

Commands come in through the page of a record later: an admin that offers them lifts `has_change_permission` and fills
the form block of `detail.html`; what is shown beside the form stays as it is.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from incidents.admin.columns import marks
from incidents.admin.evidence import Texts
from incidents.admin.filters import is_id
from incidents.admin.names import Names
from incidents.domain.person import Person
from incidents.permissions import person_of
from incidents.readmodels import related


class Panel(msgspec.Struct, frozen=True):
    """A part of a page: the template it is drawn with, and what that shows. `id` is its anchor."""

    id: str
    title: Any
    template: str
    shown: dict[str, Any]


def person(request: HttpRequest) -> Person:
    """Return who asks, read once a request."""
    if not hasattr(request, "person"):
        request.person = person_of(request.user)
    return request.person


class NamedChangeList(ChangeList):
    """A list that looks up the names its rows refer to, all at once: `row.shown` has them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.model_admin.name_rows(self.result_list)
        self.called, self.called_plural = self.model_admin.names()


class Unlogged:
    """Django's LogEntry would be a second history beside the log: nothing is written to it."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None: ...

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None: ...

    def log_deletion(self, request: HttpRequest, obj: Model, object_repr: str) -> None: ...

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None: ...

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the page itself, which shows the log's own events."""
        return HttpResponseRedirect(f"{self._page(object_id)}#history")

    def _page(self, object_id: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])


class ReadOnlyAdmin(Unlogged, admin.ModelAdmin):
    """Shows rows and changes nothing. `names_in` says where ids stand in a row, `panels` what its page shows."""

    actions = None
    fields = ()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "incidents/admin/change_list.html"
    change_form_template = "incidents/admin/detail.html"
    identified_by: tuple[str, ...] = ("id",)
    named_kinds: tuple[str, ...] = related.RECORD_KINDS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def names(self) -> tuple[Any, Any]:
        """Return what one and several of these are called."""
        return self.opts.verbose_name, self.opts.verbose_name_plural

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def name_rows(self, rows: Iterable[Any]) -> None:
        """Give each row of a list the names it refers to."""
        told = [self.names_in(row) for row in rows]
        names = Names.within(*told, kinds=self.named_kinds) if any(told) else Names()
        for row in rows:
            row.shown = names

    def names_in(self, row: Any) -> list[Any]:
        """Return what holds ids in a row of the list; nothing where its columns need no names."""
        return []

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search as Django does; an id finds the rows that it identifies."""
        if not is_id(search_term):
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(self.identified(UUID(search_term.strip()))), False

    def identified(self, wanted: UUID) -> Q:
        """Return the condition for the rows that an id identifies."""
        return Q.create([(field, wanted) for field in self.identified_by], connector=Q.OR)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _capital(self.names()[1])} | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context |= self.shown(request, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def shown(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the page of a row shows."""
        return {
            "title": self.heading(row),
            "subtitle": None,
            "called_plural": self.names()[1],
            "marks": marks(row),
            "panels": self.panels(request, row),
            "tools": self.tools(request, row),
            "offered": self.offered(request, row),
        }

    def offered(self, request: HttpRequest, row: Any) -> list[tuple[str, Any]]:
        """Return what may be done with a row: (address, words)."""
        return []

    def heading(self, row: Any) -> str:
        return str(row)

    def panels(self, request: HttpRequest, row: Any) -> list[Panel]:
        """Return the parts of a row's page."""
        return []

    def tools(self, request: HttpRequest, row: Any) -> list[tuple[str, Any]]:
        """Return where a row's page leads: (address, words)."""
        return []


class RecordAdmin(ReadOnlyAdmin):
    """Records of one kind: those merged away too, withdrawn ones for curators only."""

    kind: str

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return related.rows(self.kind, person=person(request))


def may_view(request: HttpRequest, model: str) -> bool:
    """Say whether the person may see rows of a model of ours."""
    return request.user.has_perm(f"incidents.view_{model}")


def texts_for(request: HttpRequest, names: Names) -> Texts:
    """Return the texts of the sources among these names, if the person may read them."""
    return Texts(names, allowed=may_view(request, "sourcetext"))


def _capital(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]
