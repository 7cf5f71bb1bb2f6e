"""Trackers for the commands to work on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.imports.small import write_articles, write_coding
from tests.imports.support import tracker_with


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A tracker with the made-up coding for all tests of a module; each of them is rolled back to this."""
    coding = write_coding(tmp_path_factory.mktemp("small") / "coding")
    with django_db_blocker.unblock(), tracker_with(coding):
        yield


@pytest.fixture
def project(tmp_path, settings) -> Path:
    """A directory that the commands take for the project: the made-up coding is its seeds."""
    write_coding(tmp_path / "seeds")
    write_articles(tmp_path / "articles")
    settings.BASE_DIR = tmp_path
    return tmp_path
