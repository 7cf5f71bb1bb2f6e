"""Opening an incident and recording a statement: one page, one batch, little typing."""

import pytest
from django.urls import reverse

from incidents.log.read import head
from incidents.models import Incident, SourceText, Statement
from tests.admin.commands.support import fill, form_of, newest
from tests.admin.support import page_of, text, words
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, StatementFactory, digest

TEXT = "First line of it.\n\nThe envoy came on Friday.\n"
ADD_INCIDENT, ADD_STATEMENT = "/admin/incidents/incident/add/", "/admin/incidents/statement/add/"


@pytest.fixture
def article(db):
    SourceText.objects.create(text_sha256=digest(TEXT), file_sha256=digest("file"), text=TEXT)
    return SourceFactory(about={"title": "Envoy called in", "text_sha256": digest(TEXT), "length": len(TEXT)})


def test_an_incident_is_opened_with_its_first_claims(curator, article):
    seoul, moscow = ActorFactory(state=True, name="South Korea"), ActorFactory(state=True, name="Russia")
    assert (
        'href="/admin/incidents/incident/add/"'
        in curator.get(reverse("admin:incidents_incident_changelist")).content.decode()
    )
    response = fill(
        curator,
        ADD_INCIDENT,
        title_id="Seoul memanggil duta besar",
        type_value="SUMMONS",
        date_value="2024-06-21",
        date_basis="explicit",
        participant_1_actor="South Korea",
        participant_1_role="represented_state_protesting",
        participant_2_actor_id=moscow.id,
        participant_2_role="target_state",
        source_id=article.id,
        words="The envoy came on Friday",
    )
    assert response.status_code == 302, words(response.content.decode())
    incident = Incident.objects.get()
    assert response.url == page_of(incident)
    assert (incident.type, incident.date, incident.title) == ("SUMMONS", "2024-06-21", "Seoul memanggil duta besar")
    assert incident.initiators == [str(seoul.id)]
    event = newest()
    assert (event.type, event.stream_id) == ("IncidentOpened", str(incident.id))
    assert [claim["property"].split(":")[0] for claim in event.data["claims"]] == [
        "type",
        "date",
        "participant",
        "participant",
    ]
    assert all(claim["evidence"][0]["paragraph"] == 2 for claim in event.data["claims"])


def test_an_incident_needs_a_title_and_a_type(curator):
    response = fill(curator, ADD_INCIDENT, reason="Because.")
    assert response.status_code == 422
    assert "This field is required." in words(response.content.decode())
    response = fill(curator, ADD_INCIDENT, type_value="SUMMONS", reason="Because.")
    assert "Give a text in English (en) or Indonesian (id), or both." in words(response.content.decode())
    response = fill(curator, ADD_INCIDENT, type_value="STATEMENT_CRITICAL", title_en="A", reason="Because.")
    assert "is made of words" in words(response.content.decode())
    response = fill(curator, ADD_INCIDENT, type_value="SUMMONS", title_en="A")
    assert "Give at least one passage, row or judgement." in words(response.content.decode())
    assert not Incident.objects.exists()


def test_a_refusal_of_one_of_several_claims_stands_on_its_field(curator):
    response = fill(
        curator,
        ADD_INCIDENT,
        type_value="SUMMONS",
        title_en="A",
        reason="R",
        place_name="x" * 600,
        place_role="where",
        place_precision="city",
    )
    page = response.content.decode()
    start = page.index("field-place_name errors")
    assert "shorten it to 500" in page[start : start + 400]
    response = fill(curator, ADD_INCIDENT, type_value="SUMMONS", title_en="A", reason="R", date_value="21 June")
    assert "field-date_value errors" in response.content.decode()


def test_html_in_a_title_stays_text(curator):
    title = "<script>alert(1)</script><b>bold</b> &amp; {{ 7 }}"
    assert fill(curator, ADD_INCIDENT, type_value="SUMMONS", title_en=title, reason="R").status_code == 302
    incident = Incident.objects.get()
    assert incident.title == title
    for address in (
        page_of(incident),
        form_of(incident, "title"),
        reverse("admin:incidents_incident_changelist"),
        "/admin/",
    ):
        page = curator.get(address).content.decode()
        assert "<script>alert" not in page and "<b>bold" not in page
    assert "&lt;script&gt;alert(1)" in curator.get(page_of(incident)).content.decode()


def test_a_statement_is_recorded_with_its_report(curator, article):
    kim, incident = ActorFactory(name="Kim"), IncidentFactory(title={"en": "The summons"})
    address = f"{ADD_STATEMENT}?incident={incident.id}"
    assert "The summons" in curator.get(address).content.decode()
    response = fill(
        curator,
        address,
        speaker_actors_1="Kim",
        act_value="DEMAND",
        gist_en="Asks for an explanation.",
        incident_value_id=incident.id,
        source_id=article.id,
        words="The envoy came on Friday",
        directness="direct",
    )
    assert response.status_code == 302, words(response.content.decode())
    statement = Statement.objects.get()
    assert (statement.speakers, statement.act, statement.incident_id) == ([str(kim.id)], "DEMAND", incident.id)
    assert [report["directness"] for report in statement.reports] == ["direct"]
    assert "Asks for an explanation." in text(curator.get(response.url))


def test_a_statement_needs_one_language_of_its_gist(curator):
    ActorFactory(name="Kim")
    response = fill(curator, ADD_STATEMENT, speaker_actors_1="Kim", act_value="DEMAND", reason="R")
    page = response.content.decode()
    assert response.status_code == 422
    start = page.index("field-gist_en errors")
    assert "Give a text in English" in page[start : start + 400]


def test_further_reports_come_and_go(curator, article):
    statement = StatementFactory(reports=())
    address = form_of(statement, "report")
    missing = fill(curator, address, words="The envoy came", directness="paraphrase")
    assert missing.status_code == 422
    assert (
        fill(curator, address, source_id=article.id, words="The envoy came", directness="paraphrase").status_code == 302
    )
    (report,) = Statement.objects.get(id=statement.id).reports
    again = fill(curator, address, source_id=article.id, words="The envoy came", directness="paraphrase")
    assert "already a report of the statement" in words(again.content.decode())
    taken_back = form_of(statement, "unreport", report=report["report"])
    assert fill(curator, taken_back, reason="Another speaker.").status_code == 302
    assert Statement.objects.get(id=statement.id).reports == []
    before = head().position
    assert fill(curator, taken_back, reason="Once more.").status_code == 422
    assert head().position == before


@pytest.mark.parametrize("address", [ADD_INCIDENT, ADD_STATEMENT])
def test_readers_add_nothing(reader, address):
    assert reader.get(address).status_code == 403
    assert reader.post(address, {}).status_code == 403
