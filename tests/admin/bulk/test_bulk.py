"""Bulk work: many records, one batch, looked through before it is recorded."""

import json
import time

import pytest

from incidents.admin.bulk.batch import MOST
from incidents.admin.bulk.kinds import FORMS
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.incident import SubmitIncident, WithdrawIncident
from incidents.log import read
from incidents.models import Claim, Event, Incident, Receipt, Source, Statement
from tests.admin.bulk.support import bulk, changelist, select, selected, send
from tests.admin.support import text, words
from tests.factories import IncidentFactory, SourceFactory, StatementFactory, claim, id_of, passage
from tests.people import COLLEAGUE, OWNER, SECOND_OWNER

pytestmark = pytest.mark.django_db


def make(count, **given):
    return [IncidentFactory(title={"en": f"Incident {number}"}, **given) for number in range(count)]


def recorded(after):
    """Return the events behind a position."""
    return read.Reader().after(after, 10_000)


def batches(events):
    return {event.metadata["batch"] for event in events}


# --- from the list to the log


def test_selected_incidents_are_submitted_as_one_batch(curator):
    three, other = make(3), IncidentFactory()
    before = read.head().position
    form = select(curator, "incident", "submit", three)
    assert "3 records are selected." in text(form)
    assert selected(form) == {id_of(one) for one in three}
    preview = send(curator, "incident", "submit", form, "preview", reason="Ready.")
    assert "3 records would change, in one batch of 3 events. Nothing is recorded yet." in text(preview)
    assert "Submit: 3 records" in preview.content.decode()
    assert read.head().position == before
    response = send(curator, "incident", "submit", preview, "record", reason="Ready.")
    assert (response.status_code, response.url) == (302, changelist("incident"))
    events = recorded(before)
    assert [event.type for event in events] == ["IncidentSubmitted"] * 3
    assert len(batches(events)) == 1
    assert {event.metadata["reason"] for event in events} == {"Ready."}
    assert Incident.objects.get(id=other.id).status == "draft"


def test_all_that_match_the_filters_are_selected_not_only_the_page(curator):
    drafts = make(60)
    IncidentFactory(published=True)
    form = select(curator, "incident", "submit", drafts[:1], across=True, status="draft")
    assert "60 records are selected." in text(form)
    assert selected(form) == {id_of(one) for one in drafts}


def test_nothing_is_recorded_without_a_preview_being_asked_to_record(curator):
    form = select(curator, "incident", "submit", make(2))
    before = read.head()
    for step in ("preview", "", "anything"):
        assert send(curator, "incident", "submit", form, step).status_code == 200
    assert read.head() == before


def test_sent_twice_it_is_recorded_once(curator):
    preview = send(curator, "incident", "submit", select(curator, "incident", "submit", make(2)), "preview")
    send(curator, "incident", "submit", preview, "record")
    head = read.head()
    answer = send(curator, "incident", "submit", preview, "record")
    assert read.head() == head
    assert Receipt.objects.count() == 1
    assert "This was recorded already; it is not recorded twice." in text(curator.get(answer.url))


# --- what stands against it


def test_what_is_refused_is_listed_before_anything_is_recorded(curator):
    first, second, third, fourth = make(4)
    dispatch([SubmitIncident(id=id_of(second)), SubmitIncident(id=id_of(fourth))], person=OWNER)
    form = select(curator, "incident", "submit", [first, second, third, fourth])
    before = read.head()
    preview = send(curator, "incident", "submit", form, "preview")
    page = text(preview)
    assert "2 records are refused" in page
    assert "Incident 1 This incident is already in review." in page
    assert "Incident 3 This incident is already in review." in page
    insisted = send(curator, "incident", "submit", form, "record")
    assert (insisted.status_code, read.head()) == (200, before)
    left = send(curator, "incident", "submit", preview, "leave_out_refused")
    assert "2 records would change" in text(left)
    assert selected(left) == {id_of(first), id_of(third)}
    assert send(curator, "incident", "submit", left, "record").status_code == 302
    assert set(Incident.objects.values_list("status", flat=True)) == {"in_review"}


def test_what_contradicts_itself_needs_a_note_before_it_is_submitted(curator):
    disputed, plain = IncidentFactory(claims={"date": ["2024-06-21", "2024-06-22"]}), IncidentFactory()
    form = select(curator, "incident", "submit", [disputed, plain])
    preview = send(curator, "incident", "submit", form, "preview")
    assert "1 record is refused" in text(preview)
    assert "Claims contradict each other. Add a note first on: date" in text(preview)
    assert send(curator, "incident", "submit", form, "record").status_code == 200
    left = send(curator, "incident", "submit", preview, "leave_out_refused")
    assert selected(left) == {id_of(plain)}
    note = AddNote(kind="incident", id=id_of(disputed), text="Days in Seoul.", property="date")
    dispatch(note, person=OWNER)
    again = select(curator, "incident", "submit", [disputed])
    assert "1 record would change" in text(send(curator, "incident", "submit", again, "preview"))


def test_what_was_withdrawn_meanwhile_is_a_conflict_and_can_be_left_out(curator):
    one, gone = make(2)
    preview = send(curator, "incident", "submit", select(curator, "incident", "submit", [one, gone]), "preview")
    dispatch(WithdrawIncident(id=id_of(gone)), person=COLLEAGUE, reason="Twice the same.")
    before = read.head()
    answered = send(curator, "incident", "submit", preview, "record")
    assert answered.status_code == 409
    page = words(answered.content.decode())
    assert "incident withdrawn" in page
    assert "Twice the same." in page
    assert read.head() == before
    left = send(curator, "incident", "submit", answered, "leave_out_changed")
    assert selected(left) == {id_of(one)}
    assert send(curator, "incident", "submit", left, "record").status_code == 302
    assert Incident.objects.get(id=one.id).status == "in_review"


def test_mine_goes_on_top_of_what_others_changed(curator):
    one, noted = make(2)
    form = select(curator, "incident", "submit", [one, noted])
    dispatch(AddNote(kind="incident", id=id_of(noted), text="Seen."), person=SECOND_OWNER)
    answered = send(curator, "incident", "submit", form, "preview")
    assert answered.status_code == 409
    assert "Apply mine on top" in answered.content.decode()
    preview = send(curator, "incident", "submit", answered, "preview")
    assert "2 records would change" in text(preview)
    assert send(curator, "incident", "submit", preview, "record").status_code == 302


def test_a_withdrawal_needs_a_reason_and_an_editor(editor, curator):
    incidents = make(2)
    assert "bulk_withdraw" not in curator.get(changelist("incident")).content.decode()
    form = select(editor, "incident", "withdraw", incidents)
    assert send(editor, "incident", "withdraw", form, "preview").status_code == 422
    preview = send(editor, "incident", "withdraw", form, "preview", reason="A test.")
    assert send(editor, "incident", "withdraw", preview, "record", reason="A test.").status_code == 302
    assert set(Incident.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_what_was_typed_when_the_session_ended_is_kept(curator):
    incidents = make(2)
    form = select(curator, "incident", "property", incidents)
    user = curator.get("/admin/").wsgi_request.user
    curator.logout()
    sent = send(curator, "incident", "property", form, "record", setting="scope=core", reason="Typed before.")
    assert sent.url.startswith("/admin/login/")
    assert not Claim.objects.filter(property="scope").exists()
    curator.force_login(user)
    page = curator.get(bulk("incident", "property"))
    assert "Typed before." in page.content.decode()
    assert selected(page) == {id_of(one) for one in incidents}
    preview = send(curator, "incident", "property", page, "preview", setting="scope=core", reason="Typed before.")
    assert "2 records would change" in text(preview)


# --- each kind of work


def value_set(kind, browser, records, setting, prefer=False):
    form = select(browser, kind, "property", records)
    typed = {"setting": setting, "reason": "A rule of the desk.", **({"prefer": "on"} if prefer else {})}
    preview = send(browser, kind, "property", form, "preview", **typed)
    return preview, send(browser, kind, "property", preview, "record", **typed)


def test_a_property_is_set_on_the_judgement_that_the_reason_gives(curator):
    incidents = make(3)
    _, response = value_set("incident", curator, incidents, "scope=context")
    assert response.status_code == 302
    assert set(Incident.objects.values_list("scope", flat=True)) == {"context"}
    claims = Claim.objects.filter(property="scope")
    assert {json.dumps(found.evidence) for found in claims} == {json.dumps([{"judgement": "A rule of the desk."}])}
    assert claims.count() == 3


def test_a_property_that_is_so_already_needs_nothing(curator):
    so, other = IncidentFactory(claims={"scope": "core"}), IncidentFactory()
    preview, _ = value_set("incident", curator, [so, other], "scope=core")
    assert "1 record would change, in one batch of 1 event." in text(preview)
    assert "1 record needs nothing." in text(preview)
    assert Claim.objects.filter(property="scope").count() == 2


def test_a_preference_puts_it_before_what_sources_say(curator):
    source = SourceFactory()
    incident = IncidentFactory(claims={"occurrence": "reported"}, evidence=(passage(source),))
    preview, _ = value_set("incident", curator, [incident], "occurrence=alleged")
    assert "now: reported" in text(preview)
    assert Incident.objects.get(id=incident.id).occurrence == "reported"
    preview, _ = value_set("incident", curator, [incident], "occurrence=alleged", prefer=True)
    assert "in one batch of 1 event." in text(preview)  # the claim is there: only the preference is new
    assert Incident.objects.get(id=incident.id).occurrence == "alleged"


def test_the_same_value_beside_another_that_counts_is_refused(curator):
    incident = IncidentFactory(claims={"occurrence": ["reported", "alleged"]})
    preview, response = value_set("incident", curator, [incident], "occurrence=alleged")
    assert "This value is already claimed" in text(preview)
    assert response.status_code == 200


def test_statements_get_a_property_too(curator):
    statements = [StatementFactory() for _ in range(2)]
    value_set("statement", curator, statements, "modality=asserted")
    assert set(Statement.objects.values_list("modality", flat=True)) == {"asserted"}


@pytest.mark.parametrize("setting", ["", "scope", "scope=nothing", "title=x", "type=THREAT_FORCE", "date=2024"])
def test_a_setting_that_is_not_offered_is_refused(curator, setting):
    form = select(curator, "incident", "property", make(1))
    before = read.head()
    for step in ("preview", "record"):
        answer = send(curator, "incident", "property", form, step, setting=setting, reason="x")
        assert answer.status_code == 422
    assert read.head() == before


def test_sources_are_graded(curator):
    graded, other = SourceFactory(reliability="B"), SourceFactory()
    form = select(curator, "source", "grade", [graded, other])
    preview = send(curator, "source", "grade", form, "preview", reliability="B")
    assert "1 record needs nothing." in text(preview)
    send(curator, "source", "grade", preview, "record", reliability="B")
    assert set(Source.objects.values_list("reliability", flat=True)) == {"B"}
    assert Event.objects.filter(type="SourceGraded").count() == 1
    again = select(curator, "source", "grade", [graded])
    unknown = send(curator, "source", "grade", again, "preview", reliability="Z")
    assert "is no code of reliability" in words(unknown.content.decode())


def test_claims_are_graded(curator):
    incident = IncidentFactory(claims={"date": "2024-06-21", "occurrence": "reported"})
    told = claim(incident, "date", "2024-06-22", name="rival", credibility=3)
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=told), person=OWNER)
    form = select(curator, "incident", "assess", [incident])
    typed = {"credibility": "2", "about": "", "which": "unassessed"}
    preview = send(curator, "incident", "assess", form, "preview", **typed)
    assert "1 record would change, in one batch of 3 events." in text(preview)
    send(curator, "incident", "assess", preview, "record", **typed)
    assert sorted(Claim.objects.values_list("credibility", flat=True)) == [2, 2, 2, 3]
    again = select(curator, "incident", "assess", [incident])
    typed = {"credibility": "1", "about": "date", "which": "all"}
    preview = send(curator, "incident", "assess", again, "preview", **typed)
    assert "in one batch of 2 events." in text(preview)
    assert send(curator, "incident", "assess", again, "preview", **{**typed, "credibility": "9"}).status_code == 422


def test_statements_and_sources_are_withdrawn(editor):
    statements, sources = [StatementFactory() for _ in range(2)], [SourceFactory() for _ in range(2)]
    for kind, records, model in (("statement", statements, Statement), ("source", sources, Source)):
        form = select(editor, kind, "withdraw", records)
        preview = send(editor, kind, "withdraw", form, "preview", reason="A test.")
        send(editor, kind, "withdraw", preview, "record", reason="A test.")
        assert set(model.objects.values_list("status", flat=True)) == {"withdrawn"}


# --- who may, and bad input


WORK = [(kind, name) for kind, forms in FORMS.items() for name in forms]


@pytest.mark.parametrize(("kind", "name"), WORK)
def test_bulk_work_is_for_those_who_may_send_its_commands(kind, name, reader, curator, editor):
    make_one = {"incident": IncidentFactory, "statement": StatementFactory, "source": SourceFactory}
    record = make_one[kind]()
    before = read.head()
    for role, browser in (("reader", reader), ("curator", curator), ("editor", editor)):
        may = role == "editor" or (role == "curator" and name != "withdraw")
        listed = browser.get(changelist(kind)).content.decode()
        assert (f'value="bulk_{name}"' in listed) is may
        sent = {"key": "2f3b9a52-6c0e-4d0b-9a37-6f2f7f0d4c11", "versions": json.dumps({id_of(record): 1})}
        posted = browser.post(bulk(kind, name), {**sent, "step": "preview"})
        assert (posted.status_code == 403) is not may
        chosen = select(browser, kind, name, [record])
        assert ("form" in (chosen.context or {}) and "versions" in chosen.content.decode()) is may
    assert read.head() == before


def test_the_address_alone_leads_to_the_list(curator, client):
    assert curator.get(bulk("incident", "submit")).url == changelist("incident")
    assert curator.get(bulk("incident", "burn")).status_code == 404
    assert client.get(bulk("incident", "submit")).url.startswith("/admin/login/")


@pytest.mark.parametrize(
    "versions", ["", "{}", "[]", "null", "x", '{"x": 1}', '{"2f3b9a52-6c0e-5d0b-9a37-6f2f7f0d4c11": "x"}', "[" * 5_000]
)
def test_a_damaged_selection_is_refused(curator, versions):
    sent = {"key": "2f3b9a52-6c0e-4d0b-9a37-6f2f7f0d4c11", "versions": versions, "step": "record", "reason": ""}
    before = read.head()
    assert curator.post(bulk("incident", "submit"), sent).status_code == 422
    assert read.head() == before


def test_a_record_that_is_not_there_is_no_accident(curator):
    unknown = "2f3b9a52-6c0e-5d0b-9a37-6f2f7f0d4c11"
    sent = {"key": "2f3b9a52-6c0e-4d0b-9a37-6f2f7f0d4c11", "versions": json.dumps({unknown: 0}), "step": "record"}
    answer = curator.post(bulk("incident", "submit"), {**sent, "reason": ""})
    assert "There is no incident" in text(answer)


def test_more_than_a_batch_may_have_is_refused(curator):
    ids = (f"2f3b9a52-6c0e-5d0b-9a37-{number:012}" for number in range(MOST + 1))
    sent = {"key": "2f3b9a52-6c0e-4d0b-9a37-6f2f7f0d4c11", "versions": json.dumps(dict.fromkeys(ids, 1))}
    answer = curator.post(bulk("incident", "submit"), {**sent, "step": "preview", "reason": ""})
    assert answer.status_code == 422
    assert f"more than {MOST} records" in words(answer.content.decode())


def test_so_are_more_that_match_the_filters(curator, monkeypatch):
    monkeypatch.setattr("incidents.admin.bulk.actions.MOST", 2)
    incidents = make(3)
    answer = select(curator, "incident", "submit", incidents[:1], across=True)
    assert "more than 2 records" in text(curator.get(answer.url) if answer.status_code == 302 else answer)
    assert select(curator, "incident", "submit", incidents[:2]).status_code == 200


@pytest.mark.parametrize("reason", ["\x00", "bell \x07", "x" * 5_001, "y" * 2_000_000])
def test_a_reason_that_no_log_takes_is_refused(curator, reason):
    form = select(curator, "incident", "submit", make(1))
    before = read.head()
    for step in ("preview", "record"):
        answer = send(curator, "incident", "submit", form, step, reason=reason)
        assert answer.status_code == 422 or step == "preview"
    assert read.head() == before


def test_html_in_titles_and_reasons_is_not_executed(curator):
    incidents = [IncidentFactory(title={"en": "<script>alert(1)</script>"})]
    form = select(curator, "incident", "property", incidents)
    typed = {"setting": "scope=core", "reason": "</textarea><script>alert(2)</script>"}
    page = send(curator, "incident", "property", form, "preview", **typed).content.decode()
    assert "<script>alert" not in page


# --- many


def test_a_thousand_records_take_seconds(curator):
    commands = [IncidentFactory.build() for _ in range(1_000)]
    dispatch(commands, person=OWNER)
    dispatch([SubmitIncident(id=command.id) for command in commands[::100]], person=OWNER)
    before = read.head().position
    taken = {}
    for step in ("select", "preview", "leave out", "record"):
        start = time.process_time()
        if step == "select":
            response = select(curator, "incident", "submit", [commands[0].id], across=True)
        else:
            asked = {"leave out": "leave_out_refused"}.get(step, step)
            response = send(curator, "incident", "submit", response, asked)
        taken[step] = round(time.process_time() - start, 2)
        assert response.status_code in (200, 302)
    events = recorded(before)
    assert (len(events), len(batches(events))) == (990, 1)
    assert max(taken.values()) < 6, taken  # of this process's own time: others share the machine
