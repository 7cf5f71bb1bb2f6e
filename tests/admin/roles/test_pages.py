"""Every command page × every role: shown to whom its commands are allowed, 403 to all others, opened or sent."""

import json

import pytest
from django.urls import reverse

from incidents.admin import ADMINS, site
from incidents.admin.commands.desk import CommandAdmin
from incidents.domain.catalogue import CATALOGUE
from incidents.domain.person import ROLES
from incidents.domain.source import DecideProposal
from incidents.log import read
from incidents.permissions import ROLE_FOR
from tests.admin.support import browser_of
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, SourceFactory, StatementFactory
from tests.people import ADMINISTRATOR, COLLEAGUE, OUTSIDER, OWNER, READER

pytestmark = pytest.mark.django_db

MAKE = {
    "incident": IncidentFactory,
    "statement": StatementFactory,
    "actor": ActorFactory,
    "source": SourceFactory,
    "link": LinkFactory,
}
PEOPLE = {"reader": READER, "curator": OWNER, "editor": COLLEAGUE, "administrator": ADMINISTRATOR}
KEY = "2f3b9a52-6c0e-4d0b-9a37-6f2f7f0d4c11"


def command_admins():
    """Return {kind: its admin} of those that have command pages."""
    admins = {model: site._registry[model] for model in ADMINS}
    return {admin.kind: admin for admin in admins.values() if isinstance(admin, CommandAdmin)}


def pages():
    """Return (kind, name of the page, form) of every command page; the page that opens a record is `add`."""
    for kind, admin in command_admins().items():
        if admin.opening is not None:
            yield kind, "add", admin.opening
        yield from ((kind, name, form) for name, form in admin.forms.items())


PAGES = [pytest.param(kind, name, form, id=f"{kind}-{name}") for kind, name, form in pages()]


def address(kind, name, record):
    if name == "add":
        return reverse(f"admin:incidents_{kind}_add")
    return reverse(f"admin:incidents_{kind}_{name}", args=[record.pk])


def may(role, form):
    """Say whether a role covers all that a form may send."""
    return all(ROLES.index(role) >= ROLES.index(ROLE_FOR[command]) for command in form.sends)


@pytest.mark.parametrize(("kind", "name", "form"), PAGES)
def test_a_page_is_for_the_roles_that_cover_its_commands(kind, name, form):
    record = MAKE[kind]()
    page = address(kind, name, record)
    browsers = {role: browser_of(person) for role, person in PEOPLE.items()}
    before = read.head()
    opened = {role: browser.get(page).status_code for role, browser in browsers.items()}
    assert opened == {role: 200 if may(role, form) else 403 for role in browsers}
    sent = {"key": KEY, "versions": json.dumps({str(record.id): 1}), "reason": "x", "step": "record"}
    for role, browser in browsers.items():
        if not may(role, form):
            assert browser.post(page, sent).status_code == 403, role
    assert read.head() == before


@pytest.mark.parametrize(("kind", "name", "form"), PAGES)
def test_nobody_else_comes_in(kind, name, form, client):
    record = MAKE[kind]()
    page = address(kind, name, record)
    outsider = browser_of(OUTSIDER)
    before = read.head()
    for browser in (client, outsider):
        assert browser.get(page).status_code == 302
        assert browser.post(page, {"key": KEY, "versions": "{}"}).url.startswith("/admin/login/")
    assert read.head() == before


def test_every_kind_of_record_has_command_pages():
    assert command_admins().keys() == MAKE.keys() == CATALOGUE.keys()
    assert all(form.sends for _, _, form in pages())


@pytest.mark.parametrize("kind", MAKE)
def test_a_record_offers_only_what_the_role_covers(kind):
    record = MAKE[kind]()
    forms = command_admins()[kind].forms
    for role, person in PEOPLE.items():
        page = browser_of(person).get(f"/admin/incidents/{kind}/{record.pk}/change/").content.decode()
        offered = {name for name in forms if f"/{kind}/{record.pk}/{name}/" in page}
        assert {name for name in offered if not may(role, forms[name])} == set(), role
    assert offered  # an administrator may do something with everything


def test_every_command_can_be_sent_from_some_page():
    """Proposals come with the programs that make them; until then nobody decides about any."""
    sent = {command for _, _, form in pages() for command in form.sends}
    assert set(ROLE_FOR) - sent == {DecideProposal}
