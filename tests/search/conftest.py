"""Trackers to ask."""

from collections.abc import Iterator

import pytest

from tests.imports.support import CODING, tracker_with


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A tracker with the seeds for all tests of a module; each of them is rolled back to this."""
    with django_db_blocker.unblock(), tracker_with(CODING):
        yield
