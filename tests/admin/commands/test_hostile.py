"""Whatever is sent to a form, the answer is a page with a sentence on it, never a fault of ours."""

import re
from urllib.parse import quote

import pytest

from incidents.admin.incident import IncidentAdmin
from incidents.log.read import head
from tests.admin.commands.support import form_of, hidden_fields
from tests.factories import IncidentFactory, LinkFactory, StatementFactory

HOSTILE = (
    "", "\x00", "-1", "9" * 400, "[]", "<script>alert(1)</script>", "' OR 1=1 --", "a" * 6_000,
    "b8fabfb0-5852-5863-8287-e2b8cfbad949", "incident:b8fabfb0-5852-5863-8287-e2b8cfbad949", "participant:x:y",
    "2024-02-30",
)  # fmt: skip
QUERIES = ("claim", "property", "other", "into", "into_id", "into_chosen", "report", "incident", "direction", "type")
NAME = re.compile(r'name="([\w-]+)"')
FORMS = [*(("incident", name) for name in IncidentAdmin.forms), ("statement", "report"), ("link", "correct")]
FINE = (200, 302, 404, 409, 422)


@pytest.fixture
def rows(db):
    return {"incident": IncidentFactory(), "statement": StatementFactory(), "link": LinkFactory()}


@pytest.mark.parametrize(("kind", "name"), FORMS, ids=lambda part: part)
def test_a_form_takes_anything(editor, rows, kind, name):
    address = form_of(rows[kind], name)
    asked = f"{address}?property=date" if name == "claim" else address
    opened = editor.get(asked)
    assert opened.status_code == 200
    page = opened.content.decode()
    names = set(NAME.findall(page[page.index('id="content-main"') :])) - {"csrfmiddlewaretoken", "key", "versions"}
    assert "reason" in names or name in ("merge", "claim")
    for value in HOSTILE:
        sent = {**hidden_fields(opened), **dict.fromkeys(names, value)}
        response = editor.post(asked, sent)
        assert response.status_code in FINE, (value, response.status_code)
        assert b"<script>alert" not in response.content
        response = editor.get(address, dict.fromkeys(QUERIES, value))
        assert response.status_code in FINE, value
        assert b"<script>alert" not in response.content


@pytest.mark.parametrize("kind", ["incident", "statement", "link"])
def test_an_add_page_takes_anything(editor, kind):
    address = f"/admin/incidents/{kind}/add/"
    opened = editor.get(address)
    page = opened.content.decode()
    names = set(NAME.findall(page[page.index('id="content-main"') :])) - {"csrfmiddlewaretoken", "key", "versions"}
    before = head().position
    for value in HOSTILE:
        response = editor.post(address, {**hidden_fields(opened), **dict.fromkeys(names, value)})
        assert response.status_code == 422, value
    assert head().position == before


def test_a_selection_takes_anything(editor):
    for value in HOSTILE:
        assert editor.get(f"/admin/incidents/incident/link/?ids={quote(value)}").status_code == 302
