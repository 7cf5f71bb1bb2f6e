"""Selecting records in a list and doing something with all of them, as a browser does."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.commands.support import hidden_fields
from tests.factories import id_of


def changelist(kind: str, **query: Any) -> str:
    return reverse(f"admin:incidents_{kind}_changelist", query=query or None)


def bulk(kind: str, name: str) -> str:
    return reverse(f"admin:incidents_{kind}_bulk", args=[name])


def select(browser: Client, kind: str, name: str, records: Any, *, across: bool = False, **query: Any) -> Any:
    """Choose an action for records of a list, for all that match its filters with `across`."""
    sent = {
        "action": f"bulk_{name}",
        "_selected_action": [id_of(record) for record in records],
        "select_across": "1" if across else "0",
        "index": "0",
    }
    return browser.post(changelist(kind, **query), sent)


def selected(response: Any) -> set[str]:
    """Return the records that a form is about."""
    return set(json.loads(hidden_fields(response)["versions"]))


def hidden(response: Any) -> dict[str, str]:
    """Return what a form has hidden, with what had changed when it was made."""
    form = response.context["form"]
    changed = form["changed"].value()
    return {**hidden_fields(response), **({"changed": changed} if changed else {})}


def send(browser: Client, kind: str, name: str, response: Any, step: str, **typed: Any) -> Any:
    """Send the form that a page shows."""
    return browser.post(bulk(kind, name), {**hidden(response), "reason": "", **typed, "step": step})
