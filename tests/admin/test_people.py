"""People and roles: administrators of the tracker only, names that stay, nobody deleted."""

from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.urls import reverse

from incidents.domain.person import ROLES, Person
from tests.admin.support import browser_of, list_of, page_of, panel, text

SEEN = {
    "reader": 13,
    "curator": 18,
    "editor": 18,
    "administrator": 19,
}


def test_the_roles_are_groups(db):
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))


def test_each_role_may_see_what_the_one_before_it_sees(db):
    seen = [set(Group.objects.get(name=role).permissions.values_list("codename", flat=True)) for role in ROLES]
    assert all(less <= more for less, more in pairwise(seen))
    assert {role: len(found) for role, found in zip(ROLES, seen, strict=True)} == SEEN
    assert all(codename.startswith("view_") for found in seen for codename in found)


def test_permissions_are_those_that_django_makes_itself(db):
    ours = Permission.objects.filter(group__name="administrator").distinct()
    for permission in ours:
        model = permission.content_type.model_class()
        assert permission.name == f"Can view {model._meta.verbose_name_raw}"
    every = Permission.objects.filter(content_type__app_label="incidents")
    assert every.exclude(content_type__model="token").count() == 4 * len(
        ours
    )  # tokens go by the person, not by the role


def test_a_migration_can_be_repeated_and_taken_back(db):
    roles = import_module("incidents.migrations.0002_roles")
    editor = SimpleNamespace(connection=connection)
    roles.create_roles(apps, editor)
    assert Group.objects.filter(name__in=ROLES).count() == 4
    roles.remove_roles(apps, editor)
    assert Group.objects.count() == 0
    roles.create_roles(apps, editor)
    assert Group.objects.get(name="reader").permissions.count() == SEEN["reader"]


def test_only_superusers_keep_people(administrator, superuser):
    for model in (User, Group):
        assert administrator.get(list_of(model)).status_code == 403
        assert superuser.get(list_of(model)).status_code == 200


def test_a_person_gets_roles_and_keeps_the_name(superuser):
    response = superuser.post(
        reverse("admin:auth_user_add"),
        {"username": "lia", "usable_password": "true", "password1": "quite-Long-9", "password2": "quite-Long-9"},
    )
    lia = User.objects.get(username="lia")
    assert response.url == page_of(lia)
    group = Group.objects.get(name="curator")
    changes = {"username": "eve", "is_active": "on", "is_staff": "on", "groups": [group.id]}
    assert superuser.post(page_of(lia), changes).status_code == 302
    lia.refresh_from_db()
    assert lia.username == "lia"
    assert [found.name for found in lia.groups.all()] == ["curator"]
    assert lia.is_staff
    assert LogEntry.objects.count() == 0
    assert "curator" in text(superuser.get(list_of(User)))


def test_nobody_is_deleted(superuser):
    other = User.objects.create_user("lia")
    assert superuser.post(page_of(other).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403
    superuser.post(list_of(User), {"action": "delete_selected", "_selected_action": other.id, "post": "yes"})
    assert User.objects.filter(username="lia").exists()


def test_a_role_shows_who_has_it_and_is_not_changed(superuser):
    browser_of(Person("lia", frozenset(("curator",))))
    group = Group.objects.get(name="curator")
    shown = panel(superuser.get(page_of(group)), "summary")
    assert "people lia" in shown
    assert "Can view incident" in shown
    assert superuser.post(page_of(group), {"name": "other"}).status_code == 403
    assert superuser.get(reverse("admin:auth_group_add")).status_code == 403
