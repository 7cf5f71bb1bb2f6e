"""Sending the forms of the admin as a browser does: what is hidden in them goes along."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from incidents.log.read import Reader, RecordedEvent, head

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')


def form_of(record: Any, name: str, **query: Any) -> str:
    """Return the address of a form of a record."""
    return reverse(f"admin:incidents_{record._meta.model_name}_{name}", args=[record.pk], query=query or None)


def hidden_fields(response: Any) -> dict[str, str]:
    """Return the hidden fields of the form on a page."""
    page = response.content.decode()
    start = page.index('class="command"', page.index('id="content-main"')) if 'id="content-main"' in page else 0
    found = (dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page[start:]))
    return {one["name"]: unescape(one.get("value", "")) for one in found if one["name"] in ("key", "versions")}


def fill(browser: Client, address: str, **typed: Any) -> Any:
    """Open a form, type into it, and send it."""
    opened = browser.get(address)
    assert opened.status_code == 200, opened.status_code
    return browser.post(address, {**hidden_fields(opened), **typed})


def newest() -> RecordedEvent:
    """Return the last event of the log."""
    return Reader().event(head().position)
