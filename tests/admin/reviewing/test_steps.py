"""An incident from draft to public, by the pages of the desk: what each step shows, records and refuses."""

import json

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddEvidence, AddNote, AssessClaim, RecordClaim, WithdrawClaim
from incidents.domain.incident import MergeIncidents, PublishIncident, RetitleIncident, ReviewIncident, SubmitIncident
from incidents.domain.statement import WithdrawStatement
from incidents.log import read
from incidents.models import Incident
from tests.admin.commands.support import fill, form_of, hidden_fields, newest
from tests.admin.support import browser_of, text, words
from tests.admin.test_query_counts import queries
from tests.factories import IncidentFactory, SourceFactory, StatementFactory, claim, id_of, judgement, passage, publish
from tests.people import COLLEAGUE, OWNER, SECOND_COLLEAGUE, SECOND_OWNER

pytestmark = pytest.mark.django_db


def events(after):
    """Return what was recorded behind a position: (type, person, batch)."""
    found = read.Reader().after(after, 100)
    return [(event.type, event.metadata["person"]) for event in found], {e.metadata["batch"] for e in found}


def status(incident):
    return Incident.objects.get(id=incident.id).status


@pytest.fixture
def draft():
    return IncidentFactory(title={"en": "A summons"}, claims={"date": "2024-06-21"})


@pytest.fixture
def waiting(draft):
    dispatch(SubmitIncident(id=id_of(draft)), person=OWNER)
    return Incident.objects.get(id=draft.id)


def test_a_curator_submits_and_an_editor_approves_and_publishes(curator, editor, draft):
    before = read.head().position
    response = fill(curator, form_of(draft, "submit"), reason="Coded from two sources.")
    assert response.status_code == 302
    assert status(draft) == "in_review"
    assert newest().metadata["reason"] == "Coded from two sources."
    response = fill(editor, form_of(draft, "review"), decision="publish", remark="")
    assert response.status_code == 302
    recorded, batches = events(before)
    assert recorded == [("IncidentSubmitted", "alice"), ("IncidentReviewed", "bob"), ("IncidentPublished", "bob")]
    assert len(batches) == 2  # the review and the publication are one
    assert status(draft) == "published"
    assert "four_eyes" not in read.Reader().event(read.head().position - 1).data


def test_a_return_needs_a_remark_which_the_history_shows(editor, curator, waiting):
    refused = fill(editor, form_of(waiting, "review"), decision="return", remark=" ")
    assert refused.status_code == 422
    assert "Say what is missing" in words(refused.content.decode())
    assert status(waiting) == "in_review"
    fill(editor, form_of(waiting, "review"), decision="return", remark="Which day in Seoul?")
    assert newest().data == {"decision": "return", "remark": "Which day in Seoul?"}
    assert status(waiting) == "draft"
    page = curator.get(f"/admin/incidents/incident/{waiting.id}/change/").content.decode()
    assert "Which day in Seoul?" in page


def test_an_approval_may_be_published_later_by_somebody_else(editor, waiting):
    fill(editor, form_of(waiting, "review"), decision="approve", remark="")
    assert status(waiting) == "in_review"
    other = browser_of(SECOND_COLLEAGUE)
    fill(other, form_of(waiting, "publish"))
    assert (status(waiting), newest().metadata["person"]) == ("published", "berta")


def test_nothing_is_published_without_an_approval(editor, waiting):
    before = read.head()
    refused = fill(editor, form_of(waiting, "publish"))
    assert refused.status_code == 422
    assert "has not been approved" in words(refused.content.decode())
    assert read.head() == before


def test_who_worked_on_it_is_told_and_refused(editor):
    mine = IncidentFactory(person=COLLEAGUE)
    dispatch(SubmitIncident(id=id_of(mine)), person=OWNER)
    before = read.head()
    assert "somebody else has to review it" in text(editor.get(form_of(mine, "review")))
    refused = fill(editor, form_of(mine, "review"), decision="publish", remark="")
    assert refused.status_code == 422
    assert "You have worked on this record since it was last published" in words(refused.content.decode())
    assert read.head() == before


def test_so_is_who_worked_on_a_statement_of_it(editor, waiting):
    StatementFactory(incident=waiting, person=COLLEAGUE)
    refused = fill(editor, form_of(waiting, "review"), decision="approve", remark="")
    assert refused.status_code == 422
    assert status(waiting) == "in_review"


def test_with_the_rule_switched_off_the_log_says_who_reviewed_their_own_work(editor, settings):
    settings.DEMARCHE_FOUR_EYES = False
    mine = IncidentFactory(person=COLLEAGUE)
    dispatch(SubmitIncident(id=id_of(mine)), person=COLLEAGUE)
    assert "the log will say so" in text(editor.get(form_of(mine, "review")))
    before = read.head().position
    assert fill(editor, form_of(mine, "review"), decision="publish", remark="").status_code == 302
    reviewed = read.Reader().event(before + 1)
    assert (reviewed.type, reviewed.data["four_eyes"], reviewed.metadata["person"]) == (
        "IncidentReviewed",
        False,
        "bob",
    )
    history = editor.get(f"/admin/incidents/incident/{mine.id}/change/").content.decode()
    assert "four eyes: no" in words(history)


def test_with_the_rule_switched_off_a_review_by_somebody_else_is_still_one(editor, waiting, settings):
    settings.DEMARCHE_FOUR_EYES = False
    assert "four eyes" not in text(editor.get(form_of(waiting, "review")))
    fill(editor, form_of(waiting, "review"), decision="approve", remark="")
    assert "four_eyes" not in newest().data


def test_what_changed_while_the_reviewer_was_reading_is_shown_first(editor, waiting):
    """The reviewer would approve a statement that they have not seen."""
    opened = editor.get(form_of(waiting, "review"))
    statement = StatementFactory(incident=waiting, gist={"en": "It was different"}, person=SECOND_OWNER)
    before = read.head()
    answered = editor.post(form_of(waiting, "review"), {**hidden_fields(opened), "decision": "publish", "remark": ""})
    assert answered.status_code == 409
    page = words(answered.content.decode())
    assert "Somebody else was faster" in page
    assert "It was different" in page
    assert read.head() == before
    again = {**hidden_fields(answered), "decision": "publish", "remark": ""}
    assert str(statement.id) in json.loads(again["versions"])
    assert editor.post(form_of(waiting, "review"), again).status_code == 302
    assert status(waiting) == "published"


def test_a_step_taken_twice_is_taken_once(editor, waiting):
    opened = {**hidden_fields(editor.get(form_of(waiting, "review"))), "decision": "publish", "remark": ""}
    editor.post(form_of(waiting, "review"), opened)
    head = read.head()
    editor.post(form_of(waiting, "review"), opened)
    assert read.head() == head


# --- what the reviewer sees


def shown(browser, incident, step="review"):
    page = browser.get(form_of(incident, step)).content.decode()
    return words(page.split('class="record-page difference"')[1].split('<form method="post" action="/admin/inc')[0])


def test_a_first_publication_is_new_throughout(editor, waiting):
    page = shown(editor, waiting)
    assert "Never published: everything is new" in page
    assert "incident A summons new" in page
    assert "date: – → 2024-06-21" in page
    assert "2 claims new or changed" in page


def test_after_a_publication_only_what_changed_is_shown(editor):
    source = SourceFactory()
    told = {"date": "2024-06-21", "occurrence": "reported"}
    incident = IncidentFactory(title={"en": "A summons"}, claims=told)
    same, other = (StatementFactory(incident=incident, gist={"en": gist}) for gist in ("The same", "The other"))
    publish(incident)
    about = {"kind": "incident", "id": id_of(incident)}
    rival = claim(incident, "date", "2024-06-22", passage(source), name="rival", credibility=1)
    added = AddEvidence(**about, claim=claim(incident, "type", "").claim, evidence=(passage(source, 300),))
    dispatch(
        [
            RetitleIncident(id=id_of(incident), title={"en": "A protest"}),
            RecordClaim(**about, claim=rival),
            added,
            WithdrawClaim(**about, claim=claim(incident, "occurrence", "").claim),
            AssessClaim(kind="statement", id=id_of(other), claim=claim(other, "act", "").claim, credibility=2),
        ],
        person=OWNER,
    )
    fresh = StatementFactory(incident=incident, gist={"en": "A third"})
    page = shown(editor, incident)
    assert "What changed since the last publication" in page
    assert "English: A summons → English: A protest" in page
    assert "date: 2024-06-21 → 2024-06-22" in page
    assert "occurrence: reported → –" in page
    assert "evidence: 1 → 2" in page
    assert "status: active → withdrawn" in page
    assert "The other changed" in page
    assert "main act – DEMAND" in page or "main act" in page
    assert "A third new" in page
    assert "1 record is as the public sees it The same" in page
    assert str(fresh.id) and str(same.id)


def test_a_statement_that_left_or_was_withdrawn_is_shown(editor):
    incident, elsewhere = IncidentFactory(), IncidentFactory()
    moved, gone = (StatementFactory(incident=incident, gist={"en": gist}) for gist in ("It moved", "It is gone"))
    publish(incident)
    told = claim(moved, "incident", id_of(elsewhere), judgement("Said later."), name="moved")
    old = claim(moved, "incident", "").claim
    about = {"kind": "statement", "id": id_of(moved)}
    dispatch([WithdrawClaim(**about, claim=old), RecordClaim(**about, claim=told)], person=OWNER)
    dispatch(WithdrawStatement(id=id_of(gone)), person=COLLEAGUE)
    page = shown(editor, incident)
    assert "No longer part of it It moved" in page


def test_what_was_merged_into_it_counts_as_a_change(editor):
    survivor = IncidentFactory(title={"en": "A summons"}, published=True)
    loser = IncidentFactory(claims={"issue": ["BORDER"]})
    dispatch(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=SECOND_COLLEAGUE)
    page = shown(editor, survivor)
    assert "A summons changed" in page
    assert "BORDER" in page
    assert "incidents merged" in page


def test_nothing_new_is_said_too(editor):
    incident = IncidentFactory(published=True)
    assert "Nothing differs from what the public sees." in shown(editor, incident)


def test_the_events_since_are_named_with_their_people(editor, waiting):
    dispatch(AddNote(kind="incident", id=id_of(waiting), text="Seen."), person=SECOND_OWNER, reason="For the reviewer.")
    page = shown(editor, waiting)
    assert "note added" in page
    assert "amir" in page
    assert "Reason: For the reviewer." in page


def test_html_in_what_is_reviewed_is_not_executed(editor):
    incident = IncidentFactory(title={"en": "<script>alert(1)</script>"})
    StatementFactory(incident=incident, gist={"en": "<img src=x onerror=alert(1)>"})
    page = editor.get(form_of(incident, "review")).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_review_takes_as_many_queries_for_many_statements_as_for_few(editor):
    def grown(statements):
        incident = IncidentFactory(claims={"date": "2024-06-21"})
        for number in range(statements):
            StatementFactory(incident=incident, gist={"en": f"Gist {number}"})
        publish(incident)
        for statement in list(incident.statements.all()):
            note = AddNote(kind="statement", id=id_of(statement), text="Seen.")
            told = claim(statement, "date", "2024-06-21", name="late")
            dispatch([note, RecordClaim(kind="statement", id=id_of(statement), claim=told)], person=OWNER)
        return incident

    few, many = grown(3), grown(40)
    assert queries(editor, form_of(many, "review")) == queries(editor, form_of(few, "review")) <= 40


# --- who may


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("submit", {"reader": 403, "curator": 200, "editor": 200}),
        ("review", {"reader": 403, "curator": 403, "editor": 200}),
        ("publish", {"reader": 403, "curator": 403, "editor": 200}),
    ],
)
def test_steps_are_for_their_roles(step, expected, reader, curator, editor, waiting):
    browsers = {"reader": reader, "curator": curator, "editor": editor}
    assert {role: browser.get(form_of(waiting, step)).status_code for role, browser in browsers.items()} == expected
    before = read.head()
    for role, browser in browsers.items():
        if expected[role] == 403:
            sent = {"key": "2f3b9a52-6c0e-4d0b-9a37-6f2f7f0d4c11", "versions": "{}", "decision": "publish"}
            assert browser.post(form_of(waiting, step), sent).status_code == 403
    assert read.head() == before


def test_an_unknown_decision_is_refused(editor, waiting):
    refused = fill(editor, form_of(waiting, "review"), decision="burn", remark="")
    assert refused.status_code == 422
    assert status(waiting) == "in_review"


def test_approved_work_that_changed_is_reviewed_again(editor, waiting):
    dispatch(ReviewIncident(id=id_of(waiting), decision="approve"), person=COLLEAGUE)
    StatementFactory(incident=waiting)
    refused = fill(editor, form_of(waiting, "publish"))
    assert refused.status_code == 422
    assert "has changed since the approval" in words(refused.content.decode())
    with pytest.raises(Exception, match="changed since the approval"):
        dispatch(PublishIncident(id=id_of(waiting)), person=COLLEAGUE)
