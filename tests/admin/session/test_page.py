"""What the page of a session shows, and what it does without scripts and without the text."""

from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.admin.session.ids import fresh
from incidents.dispatch import dispatch
from incidents.domain.errors import InvalidValueError
from incidents.domain.evidence import Evidence
from incidents.domain.incident import OpenIncident
from incidents.models import Claim, Event, Incident, Statement
from tests.admin.session.support import TEXT, article, item, row, send, session_of, summons
from tests.admin.support import page_of, text, words
from tests.factories import ActorFactory, IncidentFactory, claims_of, passage
from tests.factories import SourceFactory as CitedFactory
from tests.people import OWNER

pytestmark = pytest.mark.django_db


def test_paragraphs_begin_where_the_characters_say(curator):
    page = curator.get(session_of(article())).content.decode()
    for number, line in enumerate((line for line in TEXT.split("\n") if line), start=1):
        assert f'data-start="{TEXT.index(line)}" data-number="{number}"' in page


def test_markup_in_text_and_title_is_shown_and_not_run(curator):
    source = article("<script>alert(1)</script>\n", title="<img src=x onerror=alert(1)>")
    page = curator.get(session_of(source)).content.decode()
    assert "<script>alert" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_passages_are_marked_overlapping_ones_too(curator):
    source = article()
    overlapping = summons(passages=[{"start": 30, "end": 50}, {"start": 40, "end": 60}])
    assert send(curator, source, overlapping).status_code == 200
    page = curator.get(session_of(source)).content.decode()
    assert '<mark class="depth-1">' in page and '<mark class="depth-2">' in page


def test_the_page_needs_no_more_queries_for_more_passages(curator, django_assert_num_queries):
    few, many = article("Kemlu meminta Dubes.\n"), article()
    place = {"start": 0, "end": 5}
    send(curator, few, summons(words=None, passages=[place]))
    send(curator, many, *(summons(words=None, passages=[{"start": n, "end": n + 5}]) for n in range(12)))
    curator.get(session_of(few))
    with CaptureQueriesContext(connection) as asked:
        curator.get(session_of(few))
    with django_assert_num_queries(len(asked)):
        curator.get(session_of(many))
    assert len(asked) <= 22


@pytest.mark.parametrize("id", ["00000000-0000-7000-8000-000000000000"])
def test_a_source_that_is_not_there(curator, id):
    assert curator.get(reverse("admin:incidents_source_session", args=[id])).status_code == 404


def test_names_are_offered(curator):
    kim = ActorFactory(name="Kim Hong-kyun")
    ActorFactory(office=True, name="Kim office")
    address = reverse("admin:incidents_source_find")
    found = curator.get(address, {"words": "Kim Hong Kyun", "kind": "actor"}).json()["found"]
    assert [one["id"] for one in found] == [str(kim.id)]
    offices = curator.get(address, {"words": "kim", "kind": "actor", "of": "office"}).json()["found"]
    assert [one["text"] for one in offices] == ["Kim office"]
    long = curator.get(address, {"words": "the envoy Kim Hong-kyun, who " + "x " * 30, "kind": "actor"}).json()["found"]
    assert [one["id"] for one in long] == [str(kim.id)]


def test_an_actor_comes_with_the_state_it_acts_for(curator):
    korea = ActorFactory(state=True, name="South Korea", country="KOR")
    ActorFactory(name="Kim Hong-kyun", country="KOR")
    ActorFactory(name="Kim of nowhere")
    found = curator.get(reverse("admin:incidents_source_find"), {"words": "kim", "kind": "actor"}).json()["found"]
    assert {one["text"]: one["state"] for one in found} == {"Kim Hong-kyun": str(korea.id), "Kim of nowhere": ""}


@pytest.mark.parametrize("query", [{}, {"words": "a\0"}, {"words": "x" * 5_000, "kind": "actor"}, {"kind": "nothing"}])
def test_a_strange_question_finds_nothing(curator, query):
    assert curator.get(reverse("admin:incidents_source_find"), query).json() == {"found": []}


# --- without scripts: one item by paragraph and characters


def plainly(browser, source, item, **typed):
    """Ask for the form of an item, fill it in and send it; returns the response."""
    shown = browser.get(session_of(source), {"item": item})
    form = shown.context["plain"]
    hidden = {name: form[name] for name in ("key", "id", "new_record")} | {"version": source.version}
    return browser.post(
        session_of(source), {"item": item, "passage_kind": "body", "outcome": "open", **hidden, **typed}
    )


def test_an_incident_by_paragraph_and_words(curator):
    source = article()
    response = plainly(
        curator,
        source,
        "incident",
        paragraph="2",
        words="meminta Dubes",
        title_en="A summons",
        **{"r0-value": "SUMMONS"},
    )
    assert response.status_code == 302
    (one,) = Claim.objects.filter(subject_id=Incident.objects.get().id)
    assert one.evidence[0]["start"] == TEXT.index("meminta Dubes") and one.evidence[0]["paragraph"] == 2


def test_a_claim_by_characters_on_a_record_by_its_name(curator):
    source = article()
    IncidentFactory(title={"en": "The summons"})
    given = {"r0-value": "2024-10-21", "r0-basis": "explicit", "record": "the summons"}
    response = plainly(curator, source, "claim:incident:date", start="10", end="20", outcome="coded", **given)
    assert response.status_code == 302
    assert Claim.objects.get(property="date").evidence[0]["start"] == 10
    source.refresh_from_db()
    assert source.assessment == "coded"


def test_what_is_refused_is_shown_with_what_was_typed(curator):
    source = article()
    response = plainly(
        curator, source, "incident", start="10", end="9000", title_en="A <i>summons</i>", **{"r0-value": "SUMMONS"}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "lies outside the text" in words(page) and "A &lt;i&gt;summons" in page and 'value="9000"' in page
    assert not Incident.objects.exists()


# --- without the text


def test_without_the_text_a_known_passage_serves_again(curator):
    source = article(held=False)
    there = IncidentFactory(evidence=(passage(source, 10, 20),))
    shown = text(curator.get(session_of(source)))
    assert "10–20" in shown and "Use this place" in shown
    again = summons(passages=[{"start": 10, "end": 20, "paragraph": 3}])
    assert send(curator, source, again).status_code == 200
    first, second = (Claim.objects.get(subject_id=id, property="type") for id in (there.id, again["record"]))
    assert first.evidence[0]["quote_sha256"] == second.evidence[0]["quote_sha256"]


def test_without_the_text_words_make_the_hash(curator):
    source = article(held=False)
    opened = summons(passages=[{"start": 10, "end": 13, "paragraph": 2, "words": "dan"}])
    assert send(curator, source, opened).status_code == 200
    evidence = Claim.objects.get().evidence[0]
    assert (evidence["paragraph"], evidence["quote_sha256"]) == (2, sha256(b"dan").hexdigest())


def test_without_the_text_the_paragraph_is_enough(curator):
    source = article(held=False)
    opened = summons(passages=[{"paragraph": 2}])
    said = item("statement", row("speaker", actors=[str(ActorFactory().id)]), row("act", value="DEMAND"), words=None)
    said |= {"rows": [*said["rows"], row("gist", en="Go home")], "passages": [{"paragraph": 2, "kind": "body"}]}
    assert send(curator, source, opened, said).status_code == 200
    rests = [Claim.objects.get(subject_id=opened["record"]).evidence[0], Statement.objects.get().reports[0]]
    for piece in rests:
        assert (piece["source"], piece["paragraph"], piece["kind"]) == (str(source.id), 2, "body")
        assert not {"start", "end", "quote_sha256"} & set(piece)
    assert "paragraph 2" in text(curator.get(page_of(Incident.objects.get())))
    for address in (page_of(source), session_of(source)):
        assert "paragraph 2 · body" in text(curator.get(address))


def test_where_the_text_is_held_the_paragraph_is_not_enough(curator):
    source = article()
    with pytest.raises(InvalidValueError, match="not only its paragraph"):
        dispatch(
            OpenIncident(
                id=fresh(),
                title={"en": "A summons"},
                claims=claims_of("x", {"type": "SUMMONS"}, Evidence(source=str(source.id), paragraph=2, kind="body")),
            ),
            person=OWNER,
        )


@pytest.mark.parametrize(
    "place", [{}, {"start": 1, "end": 9, "paragraph": 2}, {"start": 1, "end": 9, "paragraph": 1, "words": "x"}]
)
def test_without_the_text_a_place_is_whole(curator, place):
    response = send(curator, article(held=False), summons(passages=[place]))
    assert response.status_code == 400 and response.json()["problems"][0]["part"] == "evidence"
    assert Event.objects.count() == 1


def test_a_source_that_is_only_cited_gives_no_evidence(curator):
    source = CitedFactory(cited=True)
    response = send(curator, source, summons(), ending={"outcome": "open"})
    assert response.status_code in (400, 422) and not Incident.objects.exists()
