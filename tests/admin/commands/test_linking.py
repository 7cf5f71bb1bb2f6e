"""Linking from the list and from a record's page; what the domain refuses stands on its field."""

import pytest
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.statement import WithdrawStatement
from incidents.models import Incident, Link
from tests.admin.commands.support import fill, form_of, newest
from tests.admin.support import list_of, page_of, panel, words
from tests.factories import IncidentFactory, LinkFactory, SourceFactory, StatementFactory
from tests.people import COLLEAGUE

GROUNDS = {"confidence": "high", "rationale": "The ministry says so."}


@pytest.fixture
def summonses(db):
    """June, July and October."""
    return [
        IncidentFactory(title={"en": month}, claims={"date": date})
        for month, date in (("June", "2024-06-21"), ("July", "2024-07-03"), ("October", "2024-10-21"))
    ]


def select(browser, *incidents):
    ids = [str(incident.id) for incident in incidents]
    return browser.post(list_of(Incident), {"action": "link_selected", "_selected_action": ids})


def test_selected_incidents_are_linked_by_date(curator, summonses):
    june, july, october = summonses
    chosen = select(curator, october, june, july)
    assert chosen.status_code == 302
    shown = words(curator.get(chosen.url).content.decode())
    assert shown.index("June") < shown.index("July") < shown.index("October")
    response = fill(curator, chosen.url, type="ESCALATES", direction="backward", **GROUNDS)
    assert response.status_code == 302, words(response.content.decode())
    links = {(link.from_id, link.to_id) for link in Link.objects.all()}
    assert links == {(october.id, july.id), (july.id, june.id)}
    assert len({event.metadata["batch"] for event in (newest(),)}) == 1


def test_all_are_linked_to_the_first(curator, summonses):
    june, july, october = summonses
    response = fill(curator, select(curator, *summonses).url, type="RECURS", direction="to_first", **GROUNDS)
    assert response.status_code == 302, words(response.content.decode())
    assert {(link.from_id, link.to_id) for link in Link.objects.all()} == {(july.id, june.id), (october.id, june.id)}


def test_one_incident_is_not_enough(curator, summonses):
    response = select(curator, summonses[0])
    assert "Select two incidents or more" in words(
        curator.get(response.url if response.status_code == 302 else list_of(Incident)).content.decode()
    )
    assert curator.get(reverse("admin:incidents_incident_link_selected")).status_code == 302


def test_readers_link_nothing(reader, summonses):
    assert "link_selected" not in reader.get(list_of(Incident)).content.decode()
    address = reverse("admin:incidents_incident_link_selected", query={"ids": ",".join(str(i.id) for i in summonses)})
    assert reader.get(address).status_code == 403
    assert reader.get(form_of(summonses[0], "link")).status_code == 403


def refusal(response, field: str) -> str:
    assert response.status_code == 422
    page = response.content.decode()
    start = page.index(f"field-{field} errors")
    return words(page[start : start + 600])


def test_a_record_is_linked_from_its_own_page(curator, summonses):
    june, _july, october = summonses
    address = form_of(october, "link", other=f"incident:{june.id}", type="RECURS")
    page = curator.get(address).content.decode()
    assert 'value="June"' in page and f'value="incident:{june.id}"' in page
    sent = {"other_id": f"incident:{june.id}", "other": "June", "direction": "forward", "type": "RECURS"}
    response = fill(curator, address, **sent, **GROUNDS)
    assert response.url == f"{page_of(october)}#links"
    assert "June" in panel(curator.get(page_of(october)), "links")
    assert "already linked so" in refusal(fill(curator, address, **sent, **GROUNDS), "type")


def test_links_that_make_no_sense_are_refused_on_their_field(curator, summonses):
    june, july, october = summonses
    sent = {"direction": "forward", "type": "ESCALATES", **GROUNDS}
    itself = fill(curator, form_of(june, "link"), other_id=f"incident:{june.id}", **sent)
    assert "not linked to itself" in refusal(itself, "other")
    LinkFactory(start=june, end=july, type="ESCALATES")
    circle = fill(curator, form_of(july, "link"), other_id=f"incident:{june.id}", **sent)
    assert "would close a circle" in refusal(circle, "other")
    nothing = fill(curator, form_of(june, "link"), other="Nobody knows it", **sent)
    assert "Nothing is called" in refusal(nothing, "other")
    bare = fill(curator, form_of(june, "link"), other_id=f"incident:{october.id}", **{**sent, "rationale": ""})
    assert "Give a passage or a rationale." in refusal(bare, "source")
    unknown = fill(curator, form_of(june, "link"), other_id=f"incident:{october.id}", **{**sent, "type": "LOVES"})
    assert "no code of links" in refusal(unknown, "type")
    passage = fill(curator, form_of(june, "link"), other_id=f"incident:{october.id}", **{**sent, "type": "RESPONDS_TO"})
    assert "give its passage" in refusal(passage, "source")
    statement = StatementFactory()
    dispatch(WithdrawStatement(id=str(statement.id)), person=COLLEAGUE)
    gone = fill(curator, form_of(june, "link"), other_id=f"statement:{statement.id}", **{**sent, "type": "FOLLOWS"})
    assert "was withdrawn" in refusal(gone, "other")
    assert Link.objects.count() == 1


def test_a_statement_is_linked_with_an_incident(curator, summonses):
    statement = StatementFactory()
    sent = {"other_id": f"incident:{summonses[0].id}", "direction": "backward", "type": "FOLLOWS", **GROUNDS}
    assert fill(curator, form_of(statement, "link"), **sent).status_code == 302
    link = Link.objects.get()
    assert (link.from_kind, link.to_kind, link.to_id) == ("incident", "statement", statement.id)


def test_a_link_is_corrected_and_withdrawn(curator, summonses):
    source = SourceFactory()
    link = LinkFactory(start=summonses[0], end=summonses[1], confidence="low")
    place = {"source_id": source.id, "paragraph": 3, "start": 5, "end": 12, "words": "the day"}
    assert fill(curator, form_of(link, "correct"), confidence="high", rationale="Dates.", **place).status_code == 302
    link.refresh_from_db()
    assert (link.confidence, link.rationale, len(link.evidence)) == ("high", "Dates.", 1)
    assert fill(curator, form_of(link, "correct"), confidence="medium", rationale="Dates.").status_code == 302
    link.refresh_from_db()
    assert (link.confidence, len(link.evidence)) == ("medium", 1)
    assert fill(curator, form_of(link, "withdraw")).status_code == 422
    assert fill(curator, form_of(link, "withdraw"), reason="Two different things.").status_code == 302
    link.refresh_from_db()
    assert link.status == "withdrawn"


def test_any_two_records_are_linked_from_the_list_of_links(curator, summonses):
    june, _july, october = summonses
    address = reverse("admin:incidents_link_add")
    response = fill(
        curator, address, start_record="October", end_record_id=f"incident:{june.id}", type="RECURS", **GROUNDS
    )
    link = Link.objects.get()
    assert (response.status_code, response.url) == (302, page_of(link))
    assert (link.from_id, link.to_id) == (october.id, june.id)
    again = fill(curator, address, start_record="June", end_record="June", type="RECURS", **GROUNDS)
    assert "not linked to itself" in refusal(again, "end_record")
