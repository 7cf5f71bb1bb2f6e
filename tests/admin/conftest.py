"""People who look at the admin, each with a browser of their own."""

from collections.abc import Iterator

import pytest
from django.test import Client

from incidents.domain.person import Person
from tests.admin.support import browser_of
from tests.imports.support import CODING, tracker_with
from tests.people import ADMINISTRATOR, COLLEAGUE, OWNER, READER


@pytest.fixture
def curator(db) -> Client:
    return browser_of(OWNER)


@pytest.fixture
def editor(db) -> Client:
    return browser_of(COLLEAGUE)


@pytest.fixture
def reader(db) -> Client:
    return browser_of(READER)


@pytest.fixture
def administrator(db) -> Client:
    """Somebody in the group of administrators."""
    return browser_of(ADMINISTRATOR)


@pytest.fixture
def superuser(db) -> Client:
    """Somebody without any group, of whom Django says that they may do everything."""
    return browser_of(Person("root"), superuser=True)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A tracker with the seeds for all tests of a module; each of them is rolled back to this."""
    with django_db_blocker.unblock(), tracker_with(CODING):
        yield
