"""Tokens of programs: whose they are, what they may do, when they were last used; revoked by deleting them.

Everybody sees their own, administrators see all. The words of a new token are shown once, on the page after.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import tokens
from incidents.admin.base import Unlogged, person
from incidents.tokens import Token


class TokenForm(forms.ModelForm):
    days = forms.IntegerField(
        label=gettext_lazy("Days that it lasts"), min_value=1, max_value=tokens.LONGEST, initial=90, required=False,
        help_text=gettext_lazy("Left empty, it lasts until it is revoked."),
    )  # fmt: skip

    class Meta:
        model = Token
        fields = ("user", "scope", "note")

    def save_m2m(self) -> None:
        """There is nothing more to save."""


class TokenAdmin(Unlogged, admin.ModelAdmin):
    form = TokenForm
    show_facets = admin.ShowFacets.NEVER
    actions = None
    change_list_template = "incidents/admin/change_list.html"
    change_form_template = "incidents/admin/change_form.html"
    list_display = ("token_key", "user", "scope", "note", "created", "expiry", "last_used", "state")
    list_filter = ("scope",)
    search_fields = ("=user__username", "note")
    list_select_related = ("user",)
    fields = ("user", "scope", "note", "days")

    def names(self) -> tuple[Any, Any]:
        """Return what one and several of these are called."""
        return self.opts.verbose_name, self.opts.verbose_name_plural

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Tokens")} | (extra_context or {}))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person(request).has("reader")

    def has_view_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return person(request).has("reader") and (obj is None or self._may_keep(request, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return person(request).has("reader")

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return person(request).has("reader") and (obj is None or self._may_keep(request, obj))

    def _may_keep(self, request: HttpRequest, token: Token) -> bool:
        """Say whether somebody may see and revoke a token."""
        return person(request).has("administrator") or token.user_id == request.user.pk

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request)
        return found if person(request).has("administrator") else found.filter(user=request.user)

    def get_fields(self, request: HttpRequest, obj: Token | None = None) -> tuple[str, ...]:
        return self.fields if obj is None else ("token_key", "user", "scope", "note", "created", "expiry", "last_used")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the people whose tokens somebody may make: their own, an administrator everybody's."""
        people = get_user_model().objects.filter(is_active=True)
        if not person(request).has("administrator"):
            people = people.filter(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, queryset=people, initial=request.user.pk, **kwargs)

    def save_model(self, request: HttpRequest, obj: Token, form: TokenForm, change: bool) -> None:
        told = form.cleaned_data
        made, words = tokens.create(told["user"], scope=told["scope"], days=told["days"], note=told["note"])
        obj.pk = obj.digest = made.digest
        obj.token_key = made.token_key
        messages.success(
            request, format_html(_("The token, shown only now: {}"), format_html("<code>{}</code>", words))
        )

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: Token) -> str:
        if row.expiry is not None and row.expiry <= timezone.now():
            return _("expired")
        return _("valid") if row.user.is_active else _("its person is inactive")
