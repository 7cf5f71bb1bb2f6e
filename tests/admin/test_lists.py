"""Lists: labels in place of codes, filters that hold, search that finds."""

from datetime import date

import pytest

from incidents.models import Actor, Claim, Event, Facet, Incident, IncidentVersion, Link, Source, Statement
from tests.admin.support import browser_of, list_of, rows, text
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    passage,
    report,
)
from tests.people import READER


@pytest.fixture
def korea(db):
    return ActorFactory(state=True, name="South Korea")


@pytest.fixture
def russia(db):
    return ActorFactory(state=True, name="Russia", country="RUS")


@pytest.fixture
def summons(korea):
    """A published summons of 21 June 2024 in which South Korea protests, as an Indonesian article has it."""
    source = SourceFactory(about={"language": "id"})
    return IncidentFactory(
        title={"en": "Seoul calls the envoy in", "id": "Seoul memanggil utusan"},
        claims={
            "date": "2024-06-21",
            "scope": "core",
            "occurrence": "reported",
            "issue": "BORDER",
            f"participant:{korea.id}:represented_state_protesting": {},
        },
        evidence=(passage(source),),
        published=True,
    )


@pytest.fixture
def visit(russia):
    """A draft of another time, with another country and without a language; its date is disputed."""
    return IncidentFactory(
        title={"en": "A visit"},
        type="STATE_VISIT",
        claims={
            "date": ["2023-01-05", "2023-02-07"],
            "scope": "context",
            "occurrence": "alleged",
            f"participant:{russia.id}:party": {},
        },
    )


def found(browser, model, **query):
    return {str(row.pk) for row in rows(browser.get(list_of(model, **query)))}


def test_codes_are_shown_by_label_and_code(curator, summons):
    page = text(curator.get(list_of(Incident)))
    assert "summons of an envoy SUMMONS" in page
    assert "Seoul calls the envoy in" in page
    assert "South Korea" in page


def test_labels_are_in_the_language_of_the_person(db, summons):
    page = text(browser_of(READER, language="id").get(list_of(Incident)))
    assert "pemanggilan duta besar atau kuasa usaha SUMMONS" in page
    assert "Seoul memanggil utusan" in page
    assert "terbit" in page


@pytest.mark.parametrize(
    "query",
    [
        {"status": "published"},
        {"type": "SUMMONS"},
        {"scope": "core"},
        {"occurrence": "reported"},
        {"disputed": "no"},
        {"country": "KOR"},
        {"issue": "BORDER"},
        {"language": "id"},
        {"date_earliest__year": 2024},
        {"q": "envoy"},
        {"q": "memanggil utusan"},
        {"q": "south kor"},
    ],
    ids=str,
)
def test_incidents_are_filtered_and_found(curator, summons, visit, query):
    assert found(curator, Incident, **query) == {str(summons.id)}


def test_disputed_incidents_are_filtered_and_marked(curator, summons, visit):
    response = curator.get(list_of(Incident, disputed="yes"))
    assert {row.id for row in rows(response)} == {visit.id}
    assert 'class="badge disputed"' in response.content.decode()


def test_an_id_finds_its_record(curator, summons, visit):
    assert found(curator, Incident, q=str(visit.id)) == {str(visit.id)}
    assert found(curator, Claim, q=str(visit.id)) == {
        str(claim.id) for claim in Claim.objects.filter(subject_id=visit.id)
    }
    assert {str(visit.id)} == {
        str(row.record_id) for row in rows(curator.get(list_of(IncidentVersion, q=str(visit.id))))
    }
    assert len(found(curator, Event, q=str(visit.id))) == 1


@pytest.mark.parametrize("query", [{"type": "NONE"}, {"country": "XXX"}, {"participant": "no-id"}, {"disputed": "1"}])
def test_what_a_filter_does_not_offer_is_refused_and_never_ignored(curator, summons, query):
    response = curator.get(list_of(Incident, **query))
    assert response.status_code == 302
    assert response.url.endswith("?e=1")


def test_incidents_in_which_an_actor_takes_part(curator, summons, visit, korea):
    response = curator.get(list_of(Incident, participant=str(korea.id)))
    assert {row.id for row in rows(response)} == {summons.id}
    assert "South Korea" in text(response)


def test_filters_offer_what_occurs(curator, summons, visit):
    page = text(curator.get(list_of(Incident)))
    assert "South Korea (KOR)" in page
    assert "Russia (RUS)" in page
    assert "Indonesian (id)" in page
    assert "visit (STATE_VISIT)" in page
    assert "recall of an envoy" not in page


def test_statements_are_filtered(curator, summons, korea):
    source = SourceFactory(about={"language": "id"})
    said = StatementFactory(
        speaker=korea,
        incident=summons,
        gist={"en": "Stop it.", "id": "Hentikan."},
        claims={"acts": "WARN", "modality": "asserted", "venue": "meeting", "date": "2024-06-21"},
        reports=(report(source, directness="direct"),),
    )
    StatementFactory(act="PROMISE")
    for query in (
        {"act": "WARN"},
        {"act": "DEMAND"},
        {"modality": "asserted"},
        {"venue": "meeting"},
        {"directness": "direct"},
        {"country": "KOR"},
        {"language": "id"},
        {"speaker": str(korea.id)},
        {"q": "Hentikan"},
        {"date_earliest__month": 6, "date_earliest__year": 2024},
    ):
        assert found(curator, Statement, **query) == {str(said.id)}, query


def test_actors_are_found_by_any_of_their_names(curator, korea):
    ministry = ActorFactory(
        body=True,
        name="Ministry of Foreign Affairs",
        claims={
            "name": [
                {"text": "Ministry of Foreign Affairs", "language": "en", "kind": "official"},
                {"text": "Kemlu Korsel", "language": "id", "kind": "short"},
            ],
            "country": "KOR",
            "belongs_to": str(korea.id),
        },
    )
    for query in ({"q": "kemlu"}, {"q": "KORSEL kemlu"}, {"q": "foreign"}, {"kind": "body"}, {"q": str(ministry.id)}):
        assert found(curator, Actor, **query) == {str(ministry.id)}, query
    assert found(curator, Actor, q="kor") == {str(korea.id), str(ministry.id)}
    assert found(curator, Actor, country="KOR") == {str(korea.id), str(ministry.id)}


def test_sources_are_filtered(curator):
    outlet = ActorFactory(outlet=True, name="The Daily")
    article = SourceFactory(
        outlet=outlet,
        reliability="B",
        about={"title": "Envoy called in", "language": "id", "published": "2024-06-21", "published_basis": "explicit"},
    )
    SourceFactory(cited=True)
    for query in (
        {"kind": "article"},
        {"held__exact": 1},
        {"language": "id"},
        {"reliability": "B"},
        {"outlet": str(outlet.id)},
        {"q": "daily"},
        {"q": article.text_sha256[:20]},
        {"published_earliest__year": 2024},
    ):
        assert found(curator, Source, **query) == {str(article.id)}, query


def test_links_show_the_titles_of_their_ends(curator, summons, visit):
    link = LinkFactory(start=summons, end=visit, type="FOLLOWS", confidence="medium")
    response = curator.get(list_of(Link))
    assert "follows Seoul calls the envoy in A visit" in text(response)
    LinkFactory(type="ESCALATES", start=visit, end=summons)
    for query in ({"type": "FOLLOWS"}, {"confidence": "medium"}, {"q": str(link.id)}):
        assert found(curator, Link, **query) == {str(link.id)}, query
    assert len(found(curator, Link, q=str(summons.id))) == 2
    assert len(found(curator, Link, from_kind="statement")) == 0


def test_claims_show_readable_values_and_are_filtered(curator, summons, visit, korea):
    page = text(curator.get(list_of(Claim)))
    assert "South Korea, protesting state" in page
    assert "summons of an envoy SUMMONS" in page
    dates = found(curator, Claim, property_code="date", subject_kind="incident")
    assert len(dates) == 3
    assert len(found(curator, Claim, property_code="date", resolved__exact=0)) == 1
    assert len(found(curator, Claim, property_code="participant")) == 2
    assert found(curator, Claim, basis="explicit") == dates
    assert len(found(curator, Claim, decided_by="earlier")) == 1


def test_events_are_filtered_and_found(curator, summons):
    opened = Event.objects.get(type="IncidentOpened")
    for query in (
        {"type": "IncidentOpened"},
        {"q": "IncidentOpened"},
        {"q": str(opened.position)},
        {"q": opened.hash},
        {"q": str(opened.event_id)},
    ):
        assert found(curator, Event, **query) == {str(opened.position)}, query
    assert len(found(curator, Event, stream_kind="incident")) == 4
    assert len(found(curator, Event, q="bob")) == 2
    page = text(curator.get(list_of(Event)))
    assert "incident opened IncidentOpened incident Seoul calls the envoy in 1 alice" in page


def test_facets_are_filtered(curator, summons, korea):
    assert found(curator, Facet, key="country", record_kind="incident") == {
        str(facet.id) for facet in Facet.objects.filter(key="country", record_kind="incident")
    }
    page = text(curator.get(list_of(Facet, key="participant")))
    assert "participant South Korea Seoul calls the envoy in incident" in page
    assert str(korea.id) not in page


def test_versions_are_filtered_as_they_stood(curator, summons):
    assert len(found(curator, IncidentVersion, country="KOR")) == IncidentVersion.objects.count()
    assert len(found(curator, IncidentVersion, standing="yes")) == 1
    assert len(found(curator, IncidentVersion, status="draft")) == 1
    assert IncidentVersion.objects.get(status="draft").date_earliest == date(2024, 6, 21)
