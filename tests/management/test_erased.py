"""What is erased is gone from every table and file, while the chain still verifies and the tables still follow."""

from uuid import uuid4

import pytest

from incidents.dispatch import dispatch
from incidents.dispatch.redaction import redact
from incidents.domain.actor import MergeActors, RegisterActor, ReverseActorMerge
from incidents.domain.claiming import AddEvidence, AddNote, PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
from incidents.domain.incident import MergeIncidents, ReviewIncident, SubmitIncident
from incidents.domain.link import CorrectLink
from incidents.domain.person import ANONYMOUS, Person
from incidents.domain.source import CorrectSource
from incidents.imports.keys import record_id
from incidents.log.models import Event
from incidents.models import Actor, ActorVersion, Incident, Source
from incidents.readmodels import queries
from tests.imports.support import run, wipe
from tests.management.erasing import ADMINISTRATOR, BRINK, EDITOR, GUESS, NOTE, assert_gone, erase, event_of, holding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]

CLOSURE, RASK = record_id("i-closure"), record_id("rask")


def register(id: str, name: str) -> None:
    told = Claim(claim=str(uuid4()), property="name", value={"text": name, "kind": "official"}, evidence=(GUESS,))
    dispatch(RegisterActor(id=id, kind="person", claims=(told,)), person=EDITOR)


@pytest.mark.parametrize(
    ("key", "type", "field", "words"),
    [
        ("h0", "SourceRegistered", "about.byline", "Nora Plume"),
        ("h0", "SourceRegistered", "about.title", "Envoy called in over a closed harbour"),
        ("h0", "SourceRegistered", "about.published_note", "the day in the text is a lower bound"),
        ("brink", "ActorRegistered", "claims[0].value.text", "Ada Brink"),
        ("rask", "ActorRegistered", "claims[0].value.text", "Timo Rask"),
        ("deputy-minister-norland", "ActorRegistered", "claims[2].evidence[0].judgement", "names one ministry only"),
        ("i-note", "IncidentOpened", "title.id", "Norland memanggil utusan Suland"),
        ("i-closure", "IncidentOpened", "claims[1].evidence[0].judgement", "closed before anybody was called in"),
        ("i-note", "NoteAdded", "text", "the two articles agree"),
        ("st-demand", "StatementRecorded", "claims[6].value.en", "Open the harbour again"),
        ("st-refusal", "StatementRecorded", "claims[4].value.en", "It stays shut"),
        ("l-note-to-closure", "RecordsLinked", "rationale", "called in because of the harbour"),
    ],
)
def test_no_table_holds_it_any_more(key, type, field, words):
    event = event_of(record_id(key), type)
    assert len(holding(words)) >= 2
    erase(event, field)
    assert_gone(words)


def test_what_was_published_shows_that_it_is_gone():
    erase(event_of(record_id("st-demand"), "StatementRecorded"), "claims[6].value.en")
    erase(event_of(NOTE, "IncidentOpened"), "title.en")
    seen = queries.record("statement", id=record_id("st-demand"), person=ANONYMOUS)
    assert seen.gist == {"en": "[redacted]", "id": "Buka kembali pelabuhan itu."}
    assert queries.record("incident", id=NOTE, person=ANONYMOUS).title == "[redacted]"
    published = Incident.objects.get(id=NOTE).published_at
    assert queries.record("incident", id=NOTE, person=ANONYMOUS, as_of=published).title == "[redacted]"


def test_the_rest_of_the_record_stays_as_it_was():
    before = Actor.objects.values().get(id=BRINK)
    erase(event_of(BRINK, "ActorRegistered"), "claims[0].value.text")
    after = Actor.objects.values().get(id=BRINK)
    changed = {name for name, value in after.items() if value != before[name]}
    assert changed == {"name", "names", "sort_name", "version"}
    assert after["name"] == "[redacted]" and after["version"] == before["version"] + 1


def test_a_name_goes_from_both_records_of_a_merge():
    dispatch(MergeActors(id=RASK, into=BRINK), person=EDITOR)
    assert "Timo Rask" in [name["text"] for name in Actor.objects.get(id=BRINK).names]
    erase(event_of(RASK, "ActorRegistered"), "claims[0].value.text")
    assert_gone("Timo Rask")
    assert [name["text"] for name in Actor.objects.get(id=BRINK).names] == ["Ada Brink", "[redacted]"]


def test_the_survivors_name_goes_too():
    dispatch(MergeActors(id=RASK, into=BRINK), person=EDITOR)
    erase(event_of(BRINK, "ActorRegistered"), "claims[0].value.text")
    assert_gone("Ada Brink")


def test_a_name_goes_from_a_merge_that_was_taken_back():
    dispatch(MergeActors(id=RASK, into=BRINK), person=EDITOR)
    dispatch(ReverseActorMerge(id=RASK), person=EDITOR)
    assert ActorVersion.objects.filter(record_id=BRINK, names__icontains="Timo Rask").exists()
    erase(event_of(RASK, "ActorRegistered"), "claims[0].value.text")
    assert_gone("Timo Rask")


def test_a_name_goes_from_a_chain_of_merges():
    """Offices, persons …: whoever was merged into the one that was merged."""
    third = str(uuid4())
    register(third, "Mira Quill")
    dispatch(MergeActors(id=third, into=RASK), person=EDITOR)
    dispatch(MergeActors(id=RASK, into=BRINK), person=EDITOR)
    erase(event_of(third, "ActorRegistered"), "claims[0].value.text")
    assert_gone("Mira Quill")


def test_notes_go_from_both_incidents_of_a_merge():
    dispatch(AddNote(kind="incident", id=CLOSURE, text="Xaver closed it"), person=EDITOR)
    dispatch(MergeIncidents(id=CLOSURE, into=NOTE), person=EDITOR)
    assert "Xaver closed it" in [note["text"] for note in Incident.objects.get(id=NOTE).notes]
    erase(event_of(CLOSURE, "NoteAdded"), "text")
    assert_gone("Xaver closed it")
    erase(event_of(CLOSURE, "IncidentOpened"), "claims[1].evidence[0].judgement")
    assert_gone("closed before anybody was called in")


def test_what_was_corrected_is_a_field_of_its_own():
    """The byline stands in two events; the first one keeps it until it is erased there too."""
    source = record_id("h0")
    dispatch(CorrectSource(id=source, changes={"byline": "Nora Quill"}), person=EDITOR)
    erase(event_of(source, "SourceCorrected"), "changes.byline")
    assert_gone("Nora Quill")
    assert Source.objects.get(id=source).byline == "[redacted]"
    erase(event_of(source, "SourceRegistered"), "about.byline")
    assert_gone("Nora Plume")


def test_further_evidence_and_a_corrected_link_go_too():
    claim = queries.claims(subject=NOTE, person=EDITOR).first()
    more = (Evidence(judgement="Xaver told us"),)
    dispatch(AddEvidence(kind="incident", id=NOTE, claim=str(claim.id), evidence=more), person=EDITOR)
    link = record_id("l-note-to-closure")
    dispatch(CorrectLink(id=link, confidence="low", rationale="Yolanda told us"), person=EDITOR)
    erase(event_of(NOTE, "EvidenceAdded"), "evidence[0].judgement")
    assert_gone("Xaver told us")
    erase(event_of(link, "LinkCorrected"), "rationale")
    assert_gone("Yolanda told us")


def test_a_claim_that_was_preferred_or_withdrawn_goes_too():
    named = {name: str(uuid4()) for name in ("Ada Prefer", "Ada Withdrawn")}
    for name, id in named.items():
        value = {"text": name, "kind": "official", "language": "en"}
        told = Claim(claim=id, property="name", value=value, note=f"about {name}", evidence=(GUESS,))
        dispatch(RecordClaim(kind="actor", id=BRINK, claim=told), person=EDITOR)
    positions = {event.data["claim"]["claim"]: event for event in Event.objects.filter(type="ClaimRecorded")}
    dispatch(PreferClaim(kind="actor", id=BRINK, claim=named["Ada Prefer"]), person=EDITOR)
    dispatch(WithdrawClaim(kind="actor", id=BRINK, claim=named["Ada Withdrawn"]), person=EDITOR)
    assert Actor.objects.get(id=BRINK).name == "Ada Prefer"
    for name, id in named.items():
        erase(positions[id], "claim.value.text")
        assert holding(name) != []
        erase(positions[id], "claim.note")
        assert_gone(name)
    assert Actor.objects.get(id=BRINK).name == "[redacted]"


def test_a_reason_goes_though_no_row_shows_it():
    dispatch(AddNote(kind="incident", id=NOTE, text="plain"), person=EDITOR, reason="because Xaver said so")
    erase(event_of(NOTE, "NoteAdded"), "metadata.reason")
    assert_gone("Xaver said so")


def test_the_remark_of_a_review_goes():
    dispatch(SubmitIncident(id=NOTE), person=EDITOR)
    reviewer = Person("rita", frozenset(("editor",)))
    dispatch(ReviewIncident(id=NOTE, decision="return", remark="Xaver is no envoy"), person=reviewer)
    erase(event_of(NOTE, "IncidentReviewed"), "remark")
    assert_gone("Xaver is no envoy")


def test_the_reason_of_an_erasure_can_be_erased():
    event = event_of(BRINK, "ActorRegistered")
    redact(event.position, "claims[0].value.text", person=ADMINISTRATOR, reason="Xaver asked for it")
    erase(event_of(BRINK, "FieldRedacted"), "metadata.reason")
    assert_gone("Xaver asked for it")


def test_an_export_taken_afterwards_holds_nothing_of_it(tmp_path):
    run("export_log", tmp_path / "before.jsonl")
    erase(event_of(BRINK, "ActorRegistered"), "claims[0].value.text")
    run("export_log", tmp_path / "after.jsonl")
    assert "Ada Brink" in (tmp_path / "before.jsonl").read_text()
    assert "Ada Brink" not in (tmp_path / "after.jsonl").read_text()
    wipe()
    run("import_log", tmp_path / "after.jsonl")
    assert_gone("Ada Brink")
    assert Actor.objects.get(id=BRINK).name == "[redacted]"
