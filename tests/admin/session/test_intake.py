"""Taking an article in: as a file or pasted, stored by its digest, or with bibliographic data alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents import texts
from incidents.models import Actor, Event, Source, SourceText
from tests.admin.commands.support import hidden_fields
from tests.admin.session.support import TEXT, article, newest, session_of
from tests.admin.support import text, words
from tests.factories import ActorFactory, SourceFactory

pytestmark = pytest.mark.django_db


def take_in(browser, **typed):
    """Fill the form in as it comes, and send it; returns the response."""
    address = reverse("admin:incidents_source_add")
    page = browser.get(address)
    assert page.status_code == 200
    given = {"kind": "article", "language": "id", "published_basis": "explicit", **typed}
    return browser.post(address, {**hidden_fields(page), **given})


def file(data):
    return SimpleUploadedFile("nota.txt", data, content_type="text/plain")


def test_pasted_text_is_kept_as_it_is(curator):
    typed = " é 📰\r\n\r\n  two  \r\n"  # as a browser sends a text area
    response = take_in(curator, pasted=typed, headline="Nota")
    source = Source.objects.get()
    assert response.status_code == 302 and response.url == session_of(source)
    kept = SourceText.objects.get().text
    assert kept == " é 📰\n\n  two  \n" and source.length == len(kept)
    assert source.text_sha256 == source.file_sha256 == texts.digest(kept.encode())


def test_a_file_is_kept_byte_by_byte(curator):
    data = "\ufeffa\r\nb e\u0301\r\n".encode()
    take_in(curator, upload=file(data))
    source = Source.objects.get()
    assert SourceText.objects.get().text.encode() == data
    assert (source.file, source.file_sha256, source.held) == ("nota.txt", texts.digest(data), True)


def test_bibliographic_data_alone_make_a_cited_source(curator):
    take_in(curator, headline="Nota", published="2024-10-24", url="https://example.org/nota", new_outlet="Warta Uji")
    source, outlet = Source.objects.get(), Actor.objects.get()
    assert (source.held, source.title, source.published, source.text_sha256) == (False, "Nota", "2024-10-24", None)
    assert (outlet.kind, outlet.name, source.outlet_id) == ("outlet", "Warta Uji", outlet.id)
    assert {event.metadata["batch"] for event in newest(2)} == {newest(1)[0].metadata["batch"]}


def test_the_same_text_twice_leads_to_the_first(curator):
    article(TEXT, title="The first")
    response = take_in(curator, pasted=TEXT)
    assert response.status_code == 422
    assert "This very text is there already: unknown outlet: “The first”" in words(response.content.decode())
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"pasted": "x" * 2_000_000}, "The text has 2000000 characters"),
        ({"upload": file(b"\xff\xfe")}, "The file is not UTF-8"),
        ({"upload": file(b"a\0b")}, "NUL character"),
        ({"pasted": "  \n "}, "There are no words in this text."),
        ({"pasted": "a", "upload": file(b"a")}, "Give a file or paste the text, not both."),
        ({"pasted": "a", "published": "yesterday"}, "yesterday"),
        ({"pasted": "a", "url": "javascript:alert(1)"}, "An address begins with"),
        ({"pasted": "a", "language": "Indonesian"}, "A language is an ISO 639 code"),
        ({"pasted": "a", "kind": "rumour"}, "is no code of source_kinds"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(curator, typed, sentence):
    response = take_in(curator, headline="Kept <b>title</b>", **typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in words(page) and "Kept &lt;b&gt;title&lt;/b&gt;" in page
    if isinstance(pasted := typed.get("pasted"), str):
        assert pasted in page
    assert not Event.objects.exists() and not SourceText.objects.exists()


# --- the text of a source that is there


def hand_in(browser, source, data):
    return browser.post(session_of(source), {"attach": "1", "upload": file(data)}, follow=True)


def test_the_file_with_the_registered_hash_is_taken(curator):
    source = article(held=False)
    assert "The text of this source is not held here" in text(curator.get(session_of(source)))
    assert "The text is held now" in text(hand_in(curator, source, TEXT.encode()))
    assert SourceText.objects.get().text == TEXT


def test_another_file_is_refused_by_its_hash(curator):
    source = article(held=False)
    page = text(hand_in(curator, source, TEXT.encode() + b"\n"))
    assert "This is another file than the one registered" in page and not SourceText.objects.exists()


def test_a_cited_source_becomes_held_by_its_text(curator):
    source = SourceFactory(cited=True)
    hand_in(curator, source, TEXT.encode())
    source.refresh_from_db()
    assert source.held and source.length == len(TEXT) and SourceText.objects.get().text == TEXT
    assert newest(1)[0].type == "SourceCorrected"


def test_only_curators_take_in(reader):
    ActorFactory()
    assert reader.get(reverse("admin:incidents_source_add")).status_code == 403
