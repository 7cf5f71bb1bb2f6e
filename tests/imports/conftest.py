"""Trackers to import into, codings to import."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.imports.small import write_articles, write_coding
from tests.imports.support import CODING, tracker_with


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A tracker with the seeds for all tests of a module; each of them is rolled back to this."""
    with django_db_blocker.unblock(), tracker_with(CODING):
        yield


@pytest.fixture
def coding(tmp_path) -> Path:
    """The made-up coding in a directory of its own, to be broken."""
    return write_coding(tmp_path / "coding")


@pytest.fixture
def articles(tmp_path) -> Path:
    """The made-up articles."""
    return write_articles(tmp_path / "articles")
