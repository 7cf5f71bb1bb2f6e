"""Addresses of admin pages, and what stands on them."""

import re
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group, User
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from incidents.domain.person import Person


def browser_of(person: Person, *, staff: bool = True, superuser: bool = False, language: str = "en") -> Client:
    """Return a browser in which a person with their roles is logged in."""
    user = User.objects.create_user(person.name, password="secret", is_staff=staff, is_superuser=superuser)
    user.groups.set(Group.objects.filter(name__in=person.roles))
    browser = Client(headers={"accept-language": language})
    browser.force_login(user)
    return browser


def list_of(model: type[models.Model], **query: Any) -> str:
    """Return the address of a model's list."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=query)


def page_of(row: models.Model) -> str:
    """Return the address of a row's page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])


BLOCK = re.compile(r"(?=</?(?:dt|dd|td|th|li|p|h[1-6]|div|option|details|summary)\b)")


def words(page: str) -> str:
    """Return the words of HTML, blocks set apart, blanks made one."""
    return re.sub(r"\s+", " ", strip_tags(BLOCK.sub(" ", page))).strip()


def text(response: Any) -> str:
    """Return the words of a page."""
    assert response.status_code == 200, response.status_code
    return words(response.content.decode())


def panel(response: Any, name: str) -> str:
    """Return the words of one part of a page."""
    page = response.content.decode()
    found = re.search(rf'<section class="panel" id="{name}">(.*?)</section>', page, re.DOTALL)
    assert found, f"no part {name}"
    return words(found[1])


def rows(response: Any) -> list[models.Model]:
    """Return the rows that a list shows."""
    assert response.status_code == 200, response.status_code
    return list(response.context["cl"].result_list)
