"""A source's page: corrected, graded, assessed, credited; each form sends its one command."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.source import CreditOrigin, GradeSource
from incidents.log import read
from incidents.models import Event, Source
from tests.admin.commands.support import fill, form_of, hidden_fields, newest
from tests.admin.support import page_of, panel, words
from tests.factories import ActorFactory, SourceFactory, credit, id_of
from tests.people import OWNER, SECOND_OWNER

pytestmark = pytest.mark.django_db

ABOUT = {
    "title": "Envoy called in",
    "language": "en",
    "published": "2024-06-21",
    "published_basis": "explicit",
    "byline": "A. Writer",
    "url": "https://example.org/1",
}


@pytest.fixture
def article():
    return SourceFactory(outlet=ActorFactory(outlet=True, name="The Daily"), about=ABOUT)


def typed(article, **changes):
    """Return what the form to correct a source holds when it is opened, with changes."""
    told = {
        "kind": article.kind,
        "outlet": "The Daily",
        "outlet_id": str(article.outlet_id),
        "title_of_source": article.title,
        "published_note": "",
        **{name: getattr(article, name) for name in ("language", "published", "published_basis", "byline", "url")},
    }
    return {**told, **changes}


def test_only_what_was_corrected_is_recorded(curator, article):
    response = fill(curator, form_of(article, "correct"), **typed(article, byline="Another Writer", url=""))
    assert response.status_code == 302, words(response.content.decode())
    assert (newest().type, newest().data) == ("SourceCorrected", {"changes": {"byline": "Another Writer", "url": None}})
    row = Source.objects.get(id=article.id)
    assert (row.byline, row.url, row.title) == ("Another Writer", None, "Envoy called in")


def test_a_form_sent_as_it_was_records_nothing(curator, article):
    before = read.head()
    response = fill(curator, form_of(article, "correct"), **typed(article))
    assert response.status_code == 302
    assert read.head() == before
    assert "Nothing changed" in words(curator.get(response.url).content.decode())


def test_so_does_one_with_blanks_that_the_source_has_itself(curator):
    source = SourceFactory(about={"title": " A title ", "byline": "Line\nbreak"})
    told = {"kind": "article", "title_of_source": " A title ", "byline": "Line\nbreak", "outlet": "", "language": ""}
    told |= {"published": "", "published_basis": "", "published_note": "", "url": ""}
    before = read.head()
    assert fill(curator, form_of(source, "correct"), **told).status_code == 302
    assert read.head() == before


def test_a_date_taken_out_takes_its_basis_along(curator, article):
    fill(curator, form_of(article, "correct"), **typed(article, published=""))
    assert newest().data == {"changes": {"published": None, "published_basis": None}}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"published": "June"}, ""),
        ({"published": "2024-06-21", "published_basis": ""}, "Say how the date was found"),
        ({"url": "javascript:alert(1)"}, "An address begins with https:// or http://."),
        ({"language": "Indonesian"}, "ISO 639"),
        ({"kind": "rumour"}, "is no code of source_kinds"),
        ({"outlet": "Nobody", "outlet_id": ""}, "Nothing is called"),
        ({"title_of_source": "x" * 5_001}, "shorten it"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(curator, article, change, sentence):
    before = read.head()
    answered = fill(curator, form_of(article, "correct"), **typed(article, **change))
    assert answered.status_code == 422
    page = answered.content.decode()
    assert sentence in words(page)
    (name,) = set(change) - {"outlet_id", "published"} or {"published"}
    field = page.split(f"field-{name}")[1].split("form-row")[0]
    assert "errorlist" in field
    assert read.head() == before


def test_a_stale_form_reverts_nobodys_correction(curator, article):
    opened = hidden_fields(curator.get(form_of(article, "correct")))
    dispatch(GradeSource(id=id_of(article), reliability="B"), person=SECOND_OWNER)
    answered = curator.post(form_of(article, "correct"), {**opened, **typed(article, byline="Mine")})
    assert answered.status_code == 409
    assert "amir" in words(answered.content.decode())
    assert Source.objects.get(id=article.id).byline == "A. Writer"


def test_a_source_is_graded_and_assessed(curator, article):
    fill(curator, form_of(article, "grade"), reliability="C")
    assert newest().data == {"reliability": "C"}
    original = SourceFactory(about={"title": "The original"})
    told = {"outcome": "copy_of", "of": "", "of_id": id_of(original)}
    fill(curator, form_of(article, "assess"), **told)
    assert newest().data == {"assessment": {"outcome": "copy_of", "of": id_of(original)}}
    refused = fill(curator, form_of(article, "assess"), outcome="copy_of", of="", of_id="")
    assert refused.status_code == 422
    assert "Name the source it copies" in words(refused.content.decode())


def test_a_credit_is_recorded_where_it_is_printed(curator, article):
    wire = SourceFactory(cited=True, about={"title": "The wire"})
    place = {"paragraph": "1", "start": "10", "end": "15", "passage_kind": "body", "words": "Wired"}
    told = {"origin": "", "origin_id": id_of(wire), "basis": "text", "covers": "article"}
    response = fill(curator, form_of(article, "credit"), **told, **place)
    assert response.status_code == 302, words(response.content.decode())
    recorded = newest().data["credit"]
    assert (recorded["origin"], recorded["passage"]["source"]) == (id_of(wire), id_of(article))
    without = fill(curator, form_of(article, "credit"), **told)
    assert without.status_code == 422
    assert "Show the passage that prints the credit." in words(without.content.decode())
    itself = fill(curator, form_of(article, "credit"), **{**told, "origin_id": id_of(article)}, **place)
    assert "A source does not credit itself" in words(itself.content.decode())


@pytest.fixture
def inferred(article):
    """A credit that a curator only infers."""
    given = credit(article, SourceFactory(cited=True), basis="photo")
    dispatch(CreditOrigin(id=id_of(article), credit=given), person=OWNER)
    return given.credit


def test_a_credit_is_confirmed_and_withdrawn_from_its_place(curator, reader, article, inferred):
    shown = panel(curator.get(page_of(article)), "credits")
    assert "Confirm" in shown
    assert "Confirm" not in panel(reader.get(page_of(article)), "credits")
    fill(curator, form_of(article, "confirm", credit=inferred))
    assert (newest().type, newest().data) == ("OriginConfirmed", {"credit": inferred})
    assert "Withdraw" in panel(curator.get(page_of(article)), "credits")
    assert fill(curator, form_of(article, "uncredit", credit=inferred)).status_code == 422  # without a reason
    fill(curator, form_of(article, "uncredit", credit=inferred), reason="Somebody else's photo.")
    assert newest().type == "OriginWithdrawn"
    assert Source.objects.get(id=article.id).origins == []


@pytest.mark.parametrize("asked", ["", "x", "2f3b9a52-6c0e-5d0b-9a37-6f2f7f0d4c11"])
def test_a_credit_that_is_not_there_is_refused(curator, article, inferred, asked):
    before = Event.objects.count()
    for form in ("confirm", "uncredit"):
        answered = fill(curator, form_of(article, form, credit=asked), reason="x")
        assert answered.status_code == 422
        assert "no such credit" in words(answered.content.decode())
    assert Event.objects.count() == before


def test_the_page_offers_what_may_be_done(curator, editor, reader, article):
    page = curator.get(page_of(article)).content.decode()
    for name in ("correct", "credit", "grade", "assess", "review"):
        assert f"/source/{article.id}/{name}/" in page
    assert f"/source/{article.id}/withdraw/" not in page
    assert f"/source/{article.id}/withdraw/" in editor.get(page_of(article)).content.decode()
    assert "/correct/" not in reader.get(page_of(article)).content.decode()
    cited = SourceFactory(cited=True)
    assert f"/source/{cited.id}/assess/" not in curator.get(page_of(cited)).content.decode()
