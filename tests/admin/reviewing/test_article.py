"""Review by article: all incidents that the coding of a source touched, one step further in one batch."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddEvidence, AddNote
from incidents.domain.incident import ReviewIncident, SubmitIncident, WithdrawIncident
from incidents.log import read
from incidents.models import Incident
from tests.admin.commands.support import form_of, hidden_fields
from tests.admin.support import text, words
from tests.admin.test_query_counts import queries
from tests.factories import IncidentFactory, SourceFactory, StatementFactory, claim, id_of, passage, report
from tests.people import COLLEAGUE, OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return SourceFactory(about={"title": "An article", "language": "en"})


@pytest.fixture
def coded(article):
    """Two incidents that the article's coding opened, one that it says more of, and one that it says nothing of."""
    own = [IncidentFactory(title={"en": name}, evidence=(passage(article),)) for name in ("First", "Second")]
    older, foreign = IncidentFactory(title={"en": "Older"}), IncidentFactory(title={"en": "Foreign"})
    type_claim = claim(older, "type", "").claim
    added = AddEvidence(kind="incident", id=id_of(older), claim=type_claim, evidence=(passage(article, 200),))
    dispatch(added, person=OWNER)
    return [*own, older, foreign]


def statuses(incidents):
    return [Incident.objects.get(id=incident.id).status for incident in incidents]


def look(browser, article, incidents, what, step="preview", **typed):
    """Open the page, choose incidents and what to do, and send it."""
    opened = browser.get(form_of(article, "review"))
    chosen = {"incidents": [id_of(incident) for incident in incidents], "what": what, "remark": "", **typed}
    return browser.post(form_of(article, "review"), {**hidden_fields(opened), **chosen, "step": step})


def carry_on(browser, article, response, incidents, what, step, **typed):
    """Send the form that a page shows once more."""
    chosen = {"incidents": [id_of(incident) for incident in incidents], "what": what, "remark": "", **typed}
    return browser.post(form_of(article, "review"), {**hidden_fields(response), **chosen, "step": step})


def test_it_lists_what_the_article_touched_with_its_statements(curator, article, coded):
    first, _, older, _ = coded
    StatementFactory(incident=older, gist={"en": "Said there"}, reports=(report(article),))
    in_another = IncidentFactory(title={"en": "By its statement"})
    StatementFactory(incident=in_another, gist={"en": "Said elsewhere"}, reports=(report(article, start=400),))
    StatementFactory(gist={"en": "Said nowhere"}, reports=(report(article, start=500),))
    dispatch(WithdrawIncident(id=id_of(first)), person=COLLEAGUE)
    page = text(curator.get(form_of(article, "review")))
    for expected in ("Second", "Older", "By its statement", "Said there", "Said elsewhere", "your work"):
        assert expected in page
    for other in ("First", "Foreign"):
        assert other not in page
    assert "belong to no incident" in page
    assert "Said nowhere" in page


def test_a_preview_records_nothing(curator, article, coded):
    before = read.head()
    page = text(look(curator, article, coded[:3], "submit"))
    assert "3 records would change, in one batch of 3 events." in page
    assert "Nothing is recorded yet." in page
    assert read.head() == before


def test_all_of_them_are_submitted_approved_and_published_as_one_batch(curator, editor, article, coded):
    chosen = coded[:3]
    preview = look(curator, article, chosen, "submit")
    assert carry_on(curator, article, preview, chosen, "submit", "record", reason="All read.").status_code == 302
    assert statuses(coded) == ["in_review", "in_review", "in_review", "draft"]
    before = read.head().position
    preview = look(editor, article, chosen, "approve_publish")
    assert "in one batch of 6 events" in text(preview)
    assert carry_on(editor, article, preview, chosen, "approve_publish", "record").status_code == 302
    recorded = read.Reader().after(before, 100)
    assert [event.type for event in recorded] == ["IncidentReviewed", "IncidentPublished"] * 3
    assert len({event.metadata["batch"] for event in recorded}) == 1
    assert statuses(coded) == ["published", "published", "published", "draft"]


def test_what_contradicts_itself_needs_a_note_first(curator, article):
    dates = {"date": ["2024-06-21", "2024-06-22"]}
    incident = IncidentFactory(title={"en": "Two dates"}, claims=dates, evidence=(passage(article),))
    preview = look(curator, article, [incident], "submit")
    assert "Two dates Claims contradict each other. Add a note first on: date" in text(preview)
    carry_on(curator, article, preview, [incident], "submit", "record")
    assert statuses([incident]) == ["draft"]


def test_only_those_ticked_go_a_step_further(curator, article, coded):
    preview = look(curator, article, coded[:1], "submit")
    carry_on(curator, article, preview, coded[:1], "submit", "record")
    assert statuses(coded) == ["in_review", "draft", "draft", "draft"]


def test_an_incident_that_the_article_does_not_touch_cannot_be_slipped_in(curator, article, coded):
    before = read.head()
    refused = look(curator, article, coded, "submit", "record")
    assert refused.status_code == 422
    assert read.head() == before


def test_what_is_refused_is_shown_with_its_reason_and_can_be_left_out(editor, article, coded):
    first, second, older, _ = coded
    dispatch([SubmitIncident(id=id_of(one)) for one in (first, second)], person=OWNER)
    dispatch(AddNote(kind="incident", id=id_of(second), text="Seen."), person=COLLEAGUE)
    chosen = [first, second, older]
    preview = look(editor, article, chosen, "approve_publish")
    page = text(preview)
    assert "2 records are refused" in page
    assert "Second You have worked on this record" in page
    assert "Older Submit the incident for review first." in page
    before = read.head()
    again = carry_on(editor, article, preview, chosen, "approve_publish", "record")  # whoever insists
    assert (again.status_code, read.head()) == (200, before)
    left = carry_on(editor, article, preview, chosen, "approve_publish", "leave_out_refused")
    assert "1 record would change" in text(left)
    assert left.content.decode().count("checked") == 2  # the incident, and what to do
    assert carry_on(editor, article, left, [first], "approve_publish", "record").status_code == 302
    assert statuses(coded) == ["published", "in_review", "draft", "draft"]


def test_a_change_in_between_is_a_conflict(curator, editor, article, coded):
    chosen = coded[:3]
    dispatch([SubmitIncident(id=id_of(one)) for one in chosen], person=OWNER)
    preview = look(editor, article, chosen, "approve_publish")
    StatementFactory(incident=chosen[0], gist={"en": "A late one"})
    before = read.head()
    answered = carry_on(editor, article, preview, chosen, "approve_publish", "record")
    assert answered.status_code == 409
    assert "A late one" in words(answered.content.decode())
    assert read.head() == before
    again = carry_on(editor, article, answered, chosen, "approve_publish", "preview")
    assert "3 records would change" in text(again)
    assert carry_on(editor, article, again, chosen, "approve_publish", "record").status_code == 302


def test_returning_needs_a_remark_for_all(editor, article, coded):
    chosen = coded[:2]
    dispatch([SubmitIncident(id=id_of(one)) for one in chosen], person=OWNER)
    assert look(editor, article, chosen, "return").status_code == 422
    preview = look(editor, article, chosen, "return", remark="Dates?")
    carry_on(editor, article, preview, chosen, "return", "record", remark="Dates?")
    assert statuses(chosen) == ["draft", "draft"]
    assert read.Reader().event(read.head().position).data["remark"] == "Dates?"


def test_curators_submit_and_no_more(curator, editor, reader, article, coded):
    assert reader.get(form_of(article, "review")).status_code == 403
    page = curator.get(form_of(article, "review")).content.decode()
    assert 'value="submit"' in page
    assert 'value="approve_publish"' not in page
    assert 'value="approve_publish"' in editor.get(form_of(article, "review")).content.decode()
    dispatch([SubmitIncident(id=id_of(one)) for one in coded[:1]], person=COLLEAGUE)
    before = read.head()
    assert look(curator, article, coded[:1], "approve_publish", "record").status_code == 422
    assert read.head() == before


def test_approved_work_is_published_as_one(editor, article, coded):
    chosen = coded[:2]
    dispatch([SubmitIncident(id=id_of(one)) for one in chosen], person=OWNER)
    dispatch([ReviewIncident(id=id_of(one), decision="approve") for one in chosen], person=COLLEAGUE)
    preview = look(editor, article, chosen, "publish")
    carry_on(editor, article, preview, chosen, "publish", "record")
    assert statuses(chosen) == ["published", "published"]


def test_an_article_without_incidents_says_so(curator, article):
    assert "None." in text(curator.get(form_of(article, "review")))
    refused = look(curator, article, [], "submit", "record")
    assert refused.status_code == 422


def test_it_takes_as_many_queries_for_many_incidents_as_for_few(editor, article):
    def add(count):
        for number in range(count):
            incident = IncidentFactory(evidence=(passage(article),))
            StatementFactory(incident=incident, reports=(report(article, start=100 + number),))

    add(3)
    few = queries(editor, form_of(article, "review"))
    add(30)
    assert queries(editor, form_of(article, "review")) == few <= 30
