"""The admin site: who may come in, what the index shows, and the order of things."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy
from django.views.i18n import set_language

from incidents import models
from incidents.admin import event, importing, worklists
from incidents.admin.base import may_view, person
from incidents.admin.commands import find

# What the index and the side bar show, in this order.
SECTIONS = (
    (gettext_lazy("Records"), (models.Incident, models.Statement, models.Actor, models.Source, models.Link)),
    (gettext_lazy("Claims and texts"), (models.Claim, models.SourceText, models.Document)),
    (gettext_lazy("The log"), (models.Event, models.Receipt, models.RedactionDoor)),
    (
        gettext_lazy("The past"),
        (
            models.IncidentVersion,
            models.StatementVersion,
            models.ActorVersion,
            models.SourceVersion,
            models.LinkVersion,
            models.ClaimVersion,
            models.DocumentVersion,
            models.Facet,
        ),
    ),
    (gettext_lazy("People"), (User, Group)),
    (gettext_lazy("Programs"), (models.Token,)),
)


class TrackerSite(admin.AdminSite):
    site_title = "Demarche"
    site_header = "Demarche"
    index_title = gettext_lazy("Overview")
    site_url = None
    index_template = "incidents/admin/index.html"
    login_template = "incidents/admin/login.html"
    password_change_template = "incidents/admin/password_change_form.html"
    password_change_done_template = "incidents/admin/password_change_done.html"
    logout_template = "incidents/admin/logged_out.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in active staff with a role; a superuser is an administrator."""
        return request.user.is_active and request.user.is_staff and person(request).has("reader")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        language = path("language/", set_language, name="language")
        own = [language, *find.urls(self), *worklists.urls(self), *importing.urls(self)]
        return [*own, *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the sections of SECTIONS, each as Django would list an app."""
        apps = self._build_app_dict(request).values()
        listed = {listed["model"]: self._named(listed) for app in apps for listed in app["models"]}
        sections = ((title, [listed[model] for model in section if model in listed]) for title, section in SECTIONS)
        return [_section(title, number, found) for number, (title, found) in enumerate(sections) if found]

    def _named(self, listed: dict[str, Any]) -> dict[str, Any]:
        admin_of = self._registry[listed["model"]]
        plural = str(admin_of.names()[1]) if hasattr(admin_of, "names") else listed["name"]
        return {**listed, "name": plural[:1].upper() + plural[1:]}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the sections, and the last events of the log to those who may see it."""
        events = event.recent() if may_view(request, "event") else None
        shown = {"events": events, "work": worklists.overview(request), "import_url": importing.offered(request)}
        return super().index(request, {**shown, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the index: our sections are no apps."""
        return HttpResponseRedirect(reverse("admin:index"))


def _section(title: Any, number: int, found: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": title,
        "app_label": f"section-{number}",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": found,
    }
