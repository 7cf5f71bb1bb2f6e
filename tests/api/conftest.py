"""Programs for tests of the API, one for each role, and a tracker with the seeds."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.api.support import Program, program
from tests.imports.support import CODING, tracker_with
from tests.people import ADMINISTRATOR, COLLEAGUE, OUTSIDER, OWNER, READER


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Forget who asked how often."""
    cache.clear()


@pytest.fixture
def anybody(db) -> Program:
    return program()


@pytest.fixture
def outsider(db) -> Program:
    """Somebody with a token and no role."""
    return program(OUTSIDER)


@pytest.fixture
def reader(db) -> Program:
    return program(READER)


@pytest.fixture
def curator(db) -> Program:
    return program(OWNER)


@pytest.fixture
def editor(db) -> Program:
    return program(COLLEAGUE)


@pytest.fixture
def administrator(db) -> Program:
    return program(ADMINISTRATOR)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A tracker with the seeds for all tests of a module; each of them is rolled back to this."""
    with django_db_blocker.unblock(), tracker_with(CODING):
        yield
