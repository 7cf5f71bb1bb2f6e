"""A window of one person: it is logged in, notes everything that should not happen, and knows what was recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Request

from incidents.domain.person import Person
from incidents.log import read
from incidents.models import Event

PASSWORD = "a password for tests"
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
STATUS = "Failed to load resource: the server responded with a status of "


def user_of(person: Person) -> User:
    """Return the user of a person, made the first time."""
    user, new = User.objects.get_or_create(username=person.name, defaults={"is_staff": True})
    if new:
        user.set_password(PASSWORD)
        user.save()
        user.groups.set(Group.objects.filter(name__in=person.roles))
    return user


class Window:
    """One person's browser window. `expected` are the statuses above 399 that the test means to meet."""

    def __init__(
        self, browser: Browser, address: str, person: Person | None, *, language: str = "en", **settings: Any
    ) -> None:
        self.address = address
        self.expected: set[int] = set()
        self.problems: list[str] = []
        self._watched = True
        settings = {"viewport": {"width": 1400, "height": 950}, **settings}
        self.context = browser.new_context(locale={"en": "en-GB", "id": "id-ID"}[language], **settings)
        self.page = self.context.new_page()
        self.page.add_init_script(WATCH_POLICY)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.problems.append(f"error in a script: {error}"))
        self.page.on("request", self._asked)
        if person is not None:
            self.log_in(person)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error" or not self._watched:
            return
        if message.text.startswith(STATUS) and int(message.text.removeprefix(STATUS).split()[0]) in self.expected:
            return
        self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.address).netloc:
            self.problems.append(f"asked another host: {request.url}")

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Leave out of account what is said meanwhile."""
        self._watched = False
        try:
            yield
            self.page.wait_for_timeout(50)  # what was said last is still on its way
        finally:
            self._watched = True

    def log_in(self, person: Person) -> None:
        user_of(person)
        self.go(reverse("admin:login"))
        self.page.fill("#id_username", person.name)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("[type=submit]:not([name=language])")
        self.page.wait_for_selector("#user-tools")

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def words(self, selector: str = "body") -> str:
        """Return the words that a part of the page shows, blanks made one."""
        return " ".join(self.page.inner_text(selector).split())

    def close(self) -> list[str]:
        """Close the window; return what should not have happened."""
        self.context.close()
        return self.problems


def head() -> int:
    """Return the position of the last event."""
    return read.head().position


def events_since(position: int) -> list[Event]:
    """Return the events after a position, in order."""
    return list(Event.objects.filter(position__gt=position).order_by("position"))


def types_of(events: list[Event]) -> list[str]:
    return [event.type for event in events]


def batches_of(events: list[Event]) -> set[str]:
    return {event.metadata["batch"] for event in events}


def people_of(events: list[Event]) -> set[str]:
    return {event.metadata["person"] for event in events}
