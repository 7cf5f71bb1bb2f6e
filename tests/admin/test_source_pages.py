"""Pages of sources and texts: credits, citations, what rests on a source, and the words where the text is held."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.source import ConfirmOrigin, WithdrawSource
from incidents.models import Source, SourceText
from tests.admin.support import list_of, page_of, panel, rows
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    credit,
    digest,
    passage,
    report,
    uid,
)
from tests.people import COLLEAGUE, OWNER

TEXT = "Envoy called in\n\nSEOUL – The ministry called the envoy in.\nHe came on Friday, as the Wire has it.\n"


def where(words: str) -> dict:
    """Return the place of some words of the text."""
    start = TEXT.index(words)
    paragraph = len([line for line in TEXT[:start].split("\n")[:-1] if line]) + 1
    return {"start": start, "end": start + len(words), "quote_sha256": digest(words), "paragraph": paragraph}


@pytest.fixture
def outlet(db):
    return ActorFactory(outlet=True, name="The Daily")


@pytest.fixture
def article(outlet):
    about = {
        "title": "Envoy called in",
        "language": "en",
        "byline": "A. Writer",
        "published": "2024-06-21",
        "published_basis": "explicit",
        "file_sha256": digest(TEXT),
        "text_sha256": digest(TEXT),
        "length": len(TEXT),
    }
    return SourceFactory(outlet=outlet, reliability="B", about=about)


@pytest.fixture
def summons(article):
    told = passage(article, **where("called the envoy in"))
    return IncidentFactory(title={"en": "The summons"}, claims={"channel": "in_person"}, evidence=(told,))


@pytest.fixture
def held(article):
    """The text of the article."""
    return SourceText.objects.create(text_sha256=digest(TEXT), file_sha256=digest(TEXT), text=TEXT)


def test_a_source_shows_what_is_known_of_it(curator, article):
    shown = panel(curator.get(page_of(article)), "summary")
    for words in (
        "Title Envoy called in",
        "Outlet The Daily",
        "Byline A. Writer",
        "Published 2024-06-21 (explicit)",
        "Reliability B usually reliable",
        "Language English (en)",
        f"SHA-256 of the text {digest(TEXT)}",
        f"Length in characters {len(TEXT)}",
    ):
        assert words in shown, words


def test_the_words_of_a_passage_are_highlighted_where_the_text_is_held(curator, summons, held):
    response = curator.get(page_of(summons))
    page = response.content.decode()
    assert "SEOUL – The ministry <mark>called the envoy in</mark>." in page
    assert "He came on Friday" not in page


def test_without_the_text_the_place_is_shown(curator, summons):
    page = curator.get(page_of(summons)).content.decode()
    assert "paragraph 2, 38–57" in page
    assert "<mark>" not in page


def test_words_are_not_shown_where_their_hash_is_another(curator, article, held):
    place = where("called the envoy in")
    moved = {**place, "start": place["start"] + 1, "end": place["end"] + 1}
    SourceText.objects.filter(text_sha256=digest(TEXT)).delete()
    incident = IncidentFactory(evidence=(passage(article, **moved),))
    SourceText.objects.create(text_sha256=digest(TEXT), file_sha256=digest(TEXT), text=TEXT)
    assert "<mark>" not in curator.get(page_of(incident)).content.decode()


def test_the_text_of_a_source_has_its_passages_marked(curator, article, summons, held):
    StatementFactory(gist={"en": "He was told."}, reports=(report_of(article, "The ministry called the envoy"),))
    response = curator.get(page_of(article))
    page = response.content.decode()
    assert '<mark class="depth-1">The ministry </mark>' in page
    assert '<mark class="depth-2">called the envoy</mark>' in page
    assert '<mark class="depth-1"> in</mark>.' in page
    assert '<span class="number" aria-hidden="true">3</span>' in page
    shown = panel(response, "text")
    assert "25–54 paragraph 2 · body The ministry called the envoy He was told. report" in shown
    assert "38–57 paragraph 2 · body called the envoy in The summons " in shown
    assert {"The summons type", "The summons channel"} <= {f"The summons {word}" for word in shown.split()}


def report_of(source, words):
    place = where(words)
    told = report(source, start=place["start"])
    return told.__class__(**{name: getattr(told, name) for name in told.__struct_fields__} | place)


def test_without_its_text_a_source_still_lists_its_passages(curator, article, summons):
    shown = panel(curator.get(page_of(article)), "text")
    assert "The text is not held here" in shown
    assert "38–57 paragraph 2 · body The summons " in shown


def test_readers_read_texts_too(reader, article, summons, held):
    assert "<mark" in reader.get(page_of(article)).content.decode()
    assert "<mark" in reader.get(page_of(held)).content.decode()


def test_the_text_of_a_withdrawn_source_is_for_curators(curator, reader, article, held):
    dispatch(WithdrawSource(id=str(article.id)), person=COLLEAGUE)
    assert curator.get(page_of(held)).status_code == 200
    assert reader.get(page_of(held)).status_code == 302
    assert rows(reader.get(list_of(SourceText))) == []


def test_the_page_of_a_text_leads_to_its_source(curator, article, summons, held):
    response = curator.get(page_of(held))
    assert "Source The Daily: “Envoy called in”" in panel(response, "summary")
    assert "called the envoy in The summons" in panel(response, "text")
    response = curator.get("/admin/incidents/sourcetext/", {"q": str(article.id)})
    assert [row.pk for row in response.context["cl"].result_list] == [held.pk]


def test_credits_show_their_basis_and_whether_they_are_confirmed(curator, outlet):
    wire = SourceFactory(cited=True, kind="wire", outlet=ActorFactory(outlet=True, name="The Wire"))
    own = uid("source", "crediting")
    article = SourceFactory(id=own, outlet=outlet, origins=(credit(own, wire, basis="photo"),))
    shown = panel(curator.get(page_of(article)), "credits")
    assert "The Wire, wire basis: photo credit photo · covers: whole article article · confirmed: no" in shown
    dispatch(ConfirmOrigin(id=own, credit=article.origins[0]["credit"]), person=OWNER)
    assert "confirmed: yes" in panel(curator.get(page_of(article)), "credits")
    assert "Credited by The Daily, article" in panel(curator.get(page_of(wire)), "credits")


def test_a_cited_source_shows_where_it_is_cited_and_what_came_through_it(curator, article, held):
    readout = SourceFactory(cited=True, cited_in=(passage(article, **where("as the Wire has it")),))
    relayed = passage(article, relay=(readout,), **where("He came on Friday"))
    IncidentFactory(title={"en": "The summons"}, claims={"outcome": "attended"}, evidence=(relayed,))
    response = curator.get(page_of(readout))
    assert "The Daily: “Envoy called in” · paragraph 3" in panel(response, "cited-in")
    assert "as the Wire has it" in panel(response, "cited-in")
    shown = panel(response, "relayed")
    assert "The summons outcome · printed in The Daily: “Envoy called in”" in shown
    assert "cites a source" in panel(curator.get(page_of(article)), "text")


def test_links_and_actors_that_rest_on_a_source_are_listed(curator, article):
    ActorFactory(name="Kim", evidence=(passage(article, **where("He")),))
    LinkFactory(type="RESPONDS_TO", evidence=(passage(article, **where("Friday")),))
    shown = panel(curator.get(page_of(article)), "text")
    assert "Kim name" in shown
    assert "→ responds to →" in shown


def test_a_source_shows_its_history(curator, article):
    assert Source.objects.count() == 1
    shown = panel(curator.get(page_of(article)), "history")
    assert "source registered" in shown
    assert "byline: A. Writer" in shown
