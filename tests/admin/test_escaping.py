"""What people write is shown as they wrote it and never runs."""

import pytest

from incidents.admin import ADMINS
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.models import Source, SourceText
from tests.admin.support import list_of, page_of
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    digest,
    judgement,
    passage,
    report,
)
from tests.people import OWNER

ATTACK = '<script>alert("1")</script><img src=x onerror=alert(2)>'
TEXT = f"{ATTACK} said the {ATTACK} envoy {ATTACK}"


@pytest.fixture
def attacked(db):
    """A record of every kind that holds HTML wherever words are free."""
    outlet = ActorFactory(outlet=True, name=ATTACK)
    about = {
        "title": ATTACK,
        "byline": ATTACK,
        "published": "2024",
        "published_basis": "inferred",
        "published_note": ATTACK,
        "url": f"https://example.org/{ATTACK}",
        "file": ATTACK,
        "file_sha256": digest(TEXT),
        "text_sha256": digest(TEXT),
        "length": len(TEXT),
    }
    source = SourceFactory(outlet=outlet, about=about)
    start = TEXT.index(" envoy") + 1
    place = {"start": start, "end": len(TEXT), "quote_sha256": digest(TEXT[start:]), "paragraph": 1}
    told = (passage(source, **place), judgement(ATTACK))
    incident = IncidentFactory(
        title={"en": ATTACK, "id": ATTACK},
        claims={
            "place": {"name": ATTACK, "role": "where", "precision": "city"},
            f"participant:{outlet.id}:witness": {},
        },
        evidence=told,
    )
    note = AddNote(kind="incident", id=str(incident.id), text=ATTACK)
    dispatch(note, person=OWNER, reason=ATTACK, key=ATTACK)
    statement = StatementFactory(
        speaker=outlet, incident=incident, gist={"en": ATTACK, "id": ATTACK}, evidence=told, reports=(report(source),)
    )
    LinkFactory(start=statement, end=incident, type="RESPONDS_TO", rationale=ATTACK, evidence=told)
    SourceText.objects.create(text_sha256=digest(TEXT), file_sha256=digest(TEXT), text=TEXT)


def test_html_is_escaped_on_lists_and_pages(superuser, attacked):
    for model in ADMINS:
        for address in (list_of(model), list_of(model, q=ATTACK), *(page_of(row) for row in model.objects.all()[:25])):
            response = superuser.get(address)
            assert response.status_code == 200
            page = response.content.decode()
            assert "<script>alert" not in page, address
            assert "<img src=x" not in page, address


def test_the_index_is_escaped(superuser, attacked):
    page = superuser.get("/admin/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


def test_an_address_of_a_source_is_shown_but_is_no_link(superuser, attacked):
    page = superuser.get(page_of(Source.objects.get())).content.decode()
    assert "https://example.org/&lt;script&gt;" in page
    assert 'href="https://example.org' not in page
