"""Pages of incidents, statements, actors, links and claims: what counts, who says so, and what happened to it."""

import re

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, PreferClaim, RecordClaim, WithdrawClaim
from incidents.models import Claim
from tests.admin.support import browser_of, page_of, panel, text
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    passage,
    report,
)
from tests.people import COLLEAGUE, OWNER, READER


@pytest.fixture
def korea(db):
    return ActorFactory(
        state=True,
        claims={
            "name": [
                {"text": "South Korea", "language": "en", "kind": "official"},
                {"text": "Korea Selatan", "language": "id", "kind": "short"},
            ]
        },
    )


@pytest.fixture
def minister(db):
    return ActorFactory(office=True, name="Vice Minister")


@pytest.fixture
def kim(db, minister):
    return ActorFactory(name="Kim", claims={f"tenure:{minister.id}": {"from": "2023", "to": "2024-10"}})


@pytest.fixture
def article(db):
    outlet = ActorFactory(outlet=True, name="The Daily")
    return SourceFactory(outlet=outlet, about={"title": "Envoy called in", "language": "id"}, reliability="B")


@pytest.fixture
def wire(db):
    return SourceFactory(cited=True, kind="wire", outlet=ActorFactory(outlet=True, name="The Wire"))


@pytest.fixture
def summons(korea, kim, minister, article, wire):
    """A summons with two dates, one of which a source relays."""
    incident = IncidentFactory(
        title={"en": "Seoul calls the envoy in", "id": "Seoul memanggil utusan"},
        claims={
            "place": {"name": "Seoul", "country": "KOR", "role": "where", "precision": "city"},
            f"participant:{kim.id}:summoner": {"office": str(minister.id), "on_behalf_of": str(korea.id)},
            "quantity:sent": {"unit": "person", "low": 10, "best": None, "high": 12},
            "ordinal": {"n": 3, "window": "2024-06"},
        },
        evidence=(passage(article),),
    )
    dates = [
        claim(incident, "date", "2024-06-21", passage(article, 200), name="friday", credibility=2),
        claim(
            incident, "date", "2024-06-20", passage(article, 300, relay=(wire,)), name="thursday", note="A misprint?"
        ),
    ]
    for told in dates:
        dispatch(RecordClaim(kind="incident", id=str(incident.id), claim=told), person=OWNER)
    dispatch(AddNote(kind="incident", id=str(incident.id), text="Two days are given.", property="date"), person=OWNER)
    return incident


def test_an_incident_shows_what_counts_at_a_glance(curator, summons):
    shown = panel(curator.get(page_of(summons)), "summary")
    for words in (
        "Type summons of an envoy SUMMONS",
        "Date 2024-06-21",
        "Initiators South Korea",
        "Place Seoul, South Korea (KOR) (where it happened, city)",
        "10 to 12 person",
        "Place in a row no. 3 within 2024-06",
        "Level of the summoner deputy minister",
        "Status draft",
    ):
        assert words in shown, words


def test_the_title_is_said_once(curator, summons):
    page = curator.get(page_of(summons)).content.decode()
    assert "<title>Seoul calls the envoy in | Demarche</title>" in page
    assert len(re.findall(r"<h[1-6][^>]*>\s*Seoul calls the envoy in", page)) == 1


def test_each_value_has_its_claims_beside_it(curator, summons):
    shown = panel(curator.get(page_of(summons)), "claims")
    start = shown.index("date 2024-06-21")
    assert "disputed" in shown[start : start + 40]
    counts, rival = shown.index("2024-06-21 counts"), shown.index("2024-06-20 does not count")
    assert start < counts < rival
    first = shown[counts:rival]
    assert (
        "credibility: 2 probably true · 1 independent origin · decided by: better credibility · basis: explicit"
        in first
    )
    assert "The Daily: “Envoy called in” · paragraph 3, 200–220 · body" in first
    assert "through" not in first
    second = shown[rival:]
    assert "credibility: not assessed" in second
    assert "A misprint?" in second
    assert "through The Wire, wire" in second


def test_names_stand_in_place_of_ids(curator, summons, kim, minister, korea):
    response = curator.get(page_of(summons))
    shown = panel(response, "claims")
    assert "participant: Kim, summoner" in shown
    assert "as Vice Minister, on behalf of South Korea" in shown
    for record in (kim, minister, korea):
        assert str(record.id) not in text(response)
    assert "Kim summoner initiating side Vice Minister South Korea" in panel(response, "participants")


def test_names_and_titles_are_in_the_language_of_the_person(summons):
    response = browser_of(COLLEAGUE, language="id").get(page_of(summons))
    assert "Seoul memanggil utusan" in text(response)
    assert "Pihak yang memulai Korea Selatan" in panel(response, "summary")
    assert "kredibilitas: 2 mungkin besar benar" in panel(response, "claims")


def test_a_withdrawn_claim_is_marked_for_curators_and_hidden_from_readers(curator, summons):
    told = Claim.objects.get(value="2024-06-20")
    dispatch(WithdrawClaim(kind="incident", id=str(summons.id), claim=str(told.id)), person=OWNER)
    assert "2024-06-20 withdrawn" in panel(curator.get(page_of(summons)), "claims")
    reader = browser_of(READER)
    assert "2024-06-20" not in panel(reader.get(page_of(summons)), "claims")
    assert reader.get(page_of(Claim.objects.get(id=told.id))).status_code == 302


def test_a_preferred_claim_says_so(curator, summons):
    told = Claim.objects.get(value="2024-06-20")
    dispatch(PreferClaim(kind="incident", id=str(summons.id), claim=str(told.id)), person=OWNER)
    shown = panel(curator.get(page_of(summons)), "claims")
    assert "2024-06-20 counts preferred" in shown
    assert "decided by: preferred by a curator" in shown


def test_statements_stand_in_order(curator, summons, kim, korea):
    later = StatementFactory(speaker=kim, incident=summons, claims={"date": "2024-06-22"}, gist={"en": "Later."})
    first = StatementFactory(
        speaker=kim,
        incident=summons,
        claims={"date": "2024-06-21", "on_behalf_of": str(korea.id)},
        gist={"en": "First."},
    )
    second = StatementFactory(speaker=kim, incident=summons, claims={"date": "2024-06-21"}, gist={"en": "Second."})
    StatementFactory(about=summons, gist={"en": "Of it."})
    response = curator.get(page_of(summons))
    shown = panel(response, "statements")
    order = [shown.index(row.gist["en"]) for row in (first, second, later)]
    assert order == sorted(order)
    assert "2024-06-21 Kim on behalf of South Korea · demand First." in shown
    assert "Of it." not in shown
    assert "Of it." in panel(response, "about")


def test_links_lead_both_ways(curator, summons):
    other, third = IncidentFactory(title={"en": "The pact"}), IncidentFactory(title={"en": "The reply"})
    LinkFactory(start=summons, end=other, type="RESPONDS_TO", confidence="low", rationale="It names the pact.")
    LinkFactory(start=third, end=summons, type="RESPONDS_TO", confidence="low")
    shown = panel(curator.get(page_of(summons)), "links")
    assert "From here responds to RESPONDS_TO The pact confidence: low It names the pact." in shown
    assert "To here provoked RESPONDS_TO The reply" in shown


def test_notes_and_history(curator, summons):
    response = curator.get(page_of(summons))
    assert "date – Two days are given." in panel(response, "notes")
    shown = panel(response, "history")
    assert shown.index("note added") < shown.index("claim recorded") < shown.index("incident opened")
    assert "· alice · version 4" in shown
    assert "text: Two days are given." in shown
    assert "date = 2024-06-21" in shown
    assert "participant: Kim, summoner = as Vice Minister, on behalf of South Korea" in shown


def test_a_reason_is_shown_with_its_event(curator, summons):
    dispatch(AddNote(kind="incident", id=str(summons.id), text="More."), person=OWNER, reason="A reader asked.")
    assert "Reason: A reader asked." in panel(curator.get(page_of(summons)), "history")


def test_a_statement_shows_its_reports(curator, summons, kim, article, wire):
    said = StatementFactory(
        speaker=kim,
        incident=summons,
        gist={"en": "Stop it.", "id": "Hentikan."},
        claims={"acts": "WARN", "modality": "asserted"},
        reports=(report(article, directness="direct", relay=(wire,)),),
    )
    response = curator.get(page_of(said))
    shown = panel(response, "reports")
    assert (
        "The Daily: “Envoy called in” · paragraph 3, 100–120 · body · direct quotation through The Wire, wire" in shown
    )
    summary = panel(response, "summary")
    assert "Speakers Kim" in summary
    assert "Speech acts demand, warn" in summary
    assert "Incident Seoul calls the envoy in" in summary
    assert "modality asserted" in panel(response, "claims")
    assert "statement recorded" in panel(response, "history")


def test_an_actor_shows_names_tenures_and_where_it_is_used(curator, summons, kim, korea, minister):
    StatementFactory(speaker=kim, gist={"en": "Stop it."})
    response = curator.get(page_of(kim))
    offices = panel(response, "tenures")
    assert "Vice Minister since some day from 2023-01-01 to 2023-12-31; until some day from 2024-10-01" in offices
    assert "Kim official name official English (en) Latin (Latn)" in panel(response, "names")
    uses = panel(response, "uses")
    assert "Incident (1) Seoul calls the envoy in participant" in uses
    assert "Statement (1) Stop it. speaker" in uses
    assert "Actor (1) Kim office held" in panel(curator.get(page_of(minister)), "uses")


def test_an_outlet_shows_its_sources_only(curator, summons, article):
    uses = panel(curator.get(page_of(article.outlet)), "uses")
    assert "Source (1) The Daily: “Envoy called in” outlet" in uses
    assert "Incident" not in uses


def test_an_actor_that_is_used_a_lot_leads_to_the_list(curator, korea):
    for _number in range(52):
        IncidentFactory(claims={f"participant:{korea.id}:party": {}})
    response = curator.get(page_of(korea))
    uses = panel(response, "uses")
    assert "Incident (52)" in uses
    assert uses.count("Summons ") == 50
    assert f"/admin/incidents/incident/?participant={korea.id}" in response.content.decode()


def test_a_link_shows_both_ends_and_its_evidence(curator, summons, article):
    other = IncidentFactory(title={"en": "The pact"})
    link = LinkFactory(
        start=summons, end=other, type="RESPONDS_TO", rationale="It names the pact.", evidence=(passage(article, 400),)
    )
    response = curator.get(page_of(link))
    summary = panel(response, "summary")
    assert "From incident: Seoul calls the envoy in" in summary
    assert "To incident: The pact" in summary
    assert "Read from the other end provoked" in summary
    assert "paragraph 3, 400–420" in panel(response, "evidence")
    assert "records linked" in panel(response, "history")


def test_a_claim_shows_evidence_rivals_and_its_own_events(curator, summons):
    told = Claim.objects.get(value="2024-06-20")
    response = curator.get(page_of(told))
    summary = panel(response, "summary")
    assert "Record Seoul calls the envoy in" in summary
    assert "Stands does not count" in summary
    assert "through The Wire, wire" in panel(response, "evidence")
    rivals = panel(response, "rivals")
    assert "2024-06-21" in rivals
    assert "2024-06-20" not in rivals
    history = panel(response, "history")
    assert history.count("claim recorded") == 1
    assert "note added" not in history


def test_what_is_not_there_leads_to_the_index(curator, summons):
    response = curator.get("/admin/incidents/incident/6c0e5d0b-9a37-4f2f-8f0d-4c112f3b9a52/change/", follow=True)
    assert response.redirect_chain[-1][0] == "/admin/"
