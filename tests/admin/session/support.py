"""A session as a browser sends it: drafts of JSON about an article of ours."""

from typing import Any

from django.test import Client
from django.urls import reverse

from incidents import texts
from incidents.admin.session.ids import fresh
from incidents.dispatch import dispatch
from incidents.domain.bibliography import Bibliography
from incidents.domain.source import RegisterSource
from incidents.models import Event, Source
from tests.people import OWNER

# Ours. Signs beyond the sixteen-bit plane stand before the passages.
TEXT = "Nota 📰 𝄞\n\nSEOUL – Kemlu meminta Dubes Zinoviev datang, Senin.\nKim menuntut pasukan pulang.\n"


def article(text: str = TEXT, *, held: bool = True, **about: Any) -> Source:
    """Register an article of which the text is held, or only known by its digest."""
    data = text.encode()
    digest = texts.digest(data)
    told = {"file_sha256": digest, "text_sha256": digest, "length": len(text), "language": "id", **about}
    command = RegisterSource(id=fresh(), held=True, about=Bibliography(kind="article", **told))
    dispatch(command, person=OWNER)
    if held:
        texts.attach(data, file_sha256=digest, text_sha256=digest)
    return Source.objects.get(id=command.id)


def place(words: str, text: str = TEXT, **changes: Any) -> dict[str, Any]:
    """Return the place of some words, as the page sends it."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "kind": "body", **changes}


def row(property: str, **given: Any) -> dict[str, Any]:
    """Return a row of an item; names of inputs with a trailing underscore are reserved words of Python."""
    own = {name: given.pop(name) for name in ("passages", "judgement", "credibility", "note") if name in given}
    return {"id": fresh(), "property": property, "given": {k.rstrip("_"): v for k, v in given.items()}, **own}


def item(kind: str, *rows: dict[str, Any], words: str | None = "meminta Dubes", **changes: Any) -> dict[str, Any]:
    passages = [place(words)] if words else []
    return {
        "id": fresh(),
        "kind": kind,
        "record": fresh(),
        "record_kind": kind,
        "rows": list(rows),
        "passages": passages,
        **changes,
    }


def summons(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    title = {"en": "A summons"}
    return item("incident", row("type", value="SUMMONS"), *rows, **{"title": title, **changes})


def session_of(source: Source) -> str:
    return reverse("admin:incidents_source_session", args=[source.id])


def draft(source: Source, *items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"key": fresh(), "version": source.version, "items": list(items), **changes}


def send(browser: Client, source: Source, *items: dict[str, Any], **changes: Any) -> Any:
    """Send a session; return the response."""
    return browser.post(session_of(source), draft(source, *items, **changes), content_type="application/json")


def problem(response: Any, status: int) -> dict[str, Any]:
    """Return the only problem of a refused session, of which nothing was recorded."""
    assert response.status_code == status, response.content
    (found,) = response.json()["problems"]
    return found


def newest(count: int) -> list[Event]:
    """Return the last events in order."""
    return list(Event.objects.order_by("-position")[:count])[::-1]
