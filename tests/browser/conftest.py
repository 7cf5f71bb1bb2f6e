"""Browser tests: Debian's Chromium against a live server under the tracker's own strict CSP.

They are marked `browser`, which `make test` leaves out and `make test-browser` asks for. A test fails on every console
error, CSP report and request to another host; a status that it expects (409, 422) it names first.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from incidents.domain.person import Person
from tests.browser.support import Window
from tests.imports.support import CODING

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing that a browser does by itself on the side.
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("There is no Chromium: run make test-browser, which installs it, or set CHROMIUM to its path.")
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs a loop of its own in this thread; the database is used beside it, never inside.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            yield browser
            browser.close()


@pytest.fixture
def tracker(chromium, live_server, transactional_db) -> str:
    """An empty tracker that is served, with its roles; returns its address. The flush after a test took them away."""
    from django.apps import apps
    from django.db import connection

    with connection.schema_editor() as editor:
        import_module("incidents.migrations.0002_roles").create_roles(apps, editor)
    return live_server.url


@pytest.fixture
def seeded(tracker) -> str:
    """The tracker with the seeds."""
    from incidents.imports.seeds import import_coding

    import_coding(CODING)
    return tracker


@pytest.fixture
def window(chromium: Browser, tracker: str) -> Iterator[Callable[..., Window]]:
    """Open windows: `window(OWNER)`, each of a person of their own; at the end none may have had an error."""
    opened: list[Window] = []

    def open_for(person: Person | None, *, language: str = "en", **settings: object) -> Window:
        made = Window(chromium, tracker, person, language=language, **settings)
        opened.append(made)
        return made

    yield open_for
    problems = [problem for made in opened for problem in made.close()]
    assert not problems, problems
