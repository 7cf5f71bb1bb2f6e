"""People and their roles. Only administrators of the tracker come here.

A person's name is what the log knows them by: it is fixed once given, and nobody is deleted, or another person could
take over their history. Whoever leaves is made inactive. Roles are the four groups that the migrations create.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from incidents.admin.base import ReadOnlyAdmin, Unlogged
from incidents.admin.panels import lines


class PersonAdmin(Unlogged, UserAdmin):
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "incidents/admin/change_list.html"
    change_form_template = "incidents/admin/change_form.html"
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "is_staff", "is_superuser")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("Roles"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "username") if obj else self.readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, row: User) -> str:
        return ", ".join(sorted(group.name for group in row.groups.all()))


class RoleAdmin(ReadOnlyAdmin):
    """What each role may see; set by the migrations."""

    list_display = ("name", "people")
    search_fields = ("name",)

    def has_view_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("user_set")

    @admin.display(description=gettext_lazy("people"))
    def people(self, row: Group) -> str:
        return ", ".join(sorted(user.get_username() for user in row.user_set.all()))

    def panels(self, request: HttpRequest, row: Group) -> list[Any]:
        permissions = sorted(str(permission.name) for permission in row.permissions.all())
        shown = [(gettext_lazy("people"), self.people(row)), (gettext_lazy("permissions"), ", ".join(permissions))]
        return [lines("summary", row.name, shown)]
