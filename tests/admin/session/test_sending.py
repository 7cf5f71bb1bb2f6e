"""A session is recorded whole, in one batch; a refusal names its item, row and input, and records nothing."""

from hashlib import sha256

import pytest

from incidents.admin.session.ids import derived, fresh
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.models import Claim, Event, Incident, Source, Statement
from tests.admin.session.support import (
    TEXT,
    article,
    draft,
    item,
    newest,
    place,
    problem,
    row,
    send,
    session_of,
    summons,
)
from tests.factories import ActorFactory, IncidentFactory
from tests.people import COLLEAGUE

pytestmark = pytest.mark.django_db


def test_all_streams_are_written_in_one_batch_with_one_reason(curator):
    source = article()
    kim = item("actor", row("name", text="Kim Uji", kind="official"), actor_kind="person", words="Kim")
    opened = summons(row("participant", actor=kim["record"], role="summoner"))
    said = item(
        "statement",
        row("speaker", actors=[kim["record"]]),
        row("act", value="DEMAND"),
        row("gist", en="He wants them home"),
        row("incident", value=opened["record"]),
        words="menuntut pasukan pulang",
    )
    response = send(curator, source, said, opened, kim, reason="First reading")

    assert response.status_code == 200, response.content
    events = newest(4)
    assert [event.type for event in events] == [
        "ActorRegistered",
        "IncidentOpened",
        "StatementRecorded",
        "SourceAssessed",
    ]
    assert {event.metadata["reason"]["personal"] for event in events} == {"First reading"}
    assert len({event.metadata["batch"] for event in events}) == 1
    statement = Statement.objects.get(id=said["record"])
    assert str(statement.incident_id) == opened["record"] and str(statement.speaker_id) == kim["record"]
    place = statement.reports[0]
    words = "menuntut pasukan pulang"
    assert (place["start"], place["end"]) == (TEXT.index(words), TEXT.index(words) + len(words))
    assert place["quote_sha256"] == sha256(words.encode()).hexdigest() and place["paragraph"] == 3


def test_new_ids_are_uuid7_and_follow_from_the_item(curator):
    source, opened = article(), summons()
    send(curator, source, opened)
    claim = Claim.objects.get(subject_id=opened["record"])
    assert str(claim.id) == derived(opened["id"], opened["rows"][0]["id"])
    assert claim.id.version == 7 and claim.id.variant == "specified in RFC 4122"


def test_sending_twice_records_once(curator):
    source = article()
    told = draft(source, summons())
    for _turn in range(2):
        response = curator.post(session_of(source), told, content_type="application/json")
        assert response.status_code == 200
    assert Incident.objects.count() == 1


def test_a_row_rests_on_its_own_passage_else_on_that_of_its_item(curator):
    source = article()
    date = row("date", value="2024-10-21", basis="explicit", passages=[place("Senin")])
    opened = summons(date)
    send(curator, source, opened)
    rests = {claim.property: claim.evidence[0] for claim in Claim.objects.filter(subject_id=opened["record"])}
    assert rests["type"]["start"] == TEXT.index("meminta") and rests["date"]["start"] == TEXT.index("Senin")


def test_a_record_may_be_typed_by_its_exact_name(curator):
    source, kim = article(), ActorFactory(name="Kim Hong-kyun")
    opened = summons(row("participant", actor="kim hong kyun", role="summoner"))
    assert send(curator, source, opened).status_code == 200
    assert Incident.objects.get().participants[0]["actor"] == str(kim.id)


def test_names_that_are_alike_are_not_the_same(curator):
    source = article()
    ActorFactory(name="Kim Hong-kyun")
    opened = summons(row("participant", actor="Kim", role="summoner"))
    found = problem(send(curator, source, opened), 400)
    assert (found["row"], found["part"]) == (opened["rows"][1]["id"], "actor") and "Kim" in found["message"]


@pytest.mark.parametrize(
    ("outcome", "reason", "part"),
    [("coded", "", "outcome"), ("nothing_codable", "", "reason"), ("copy_of", "", "of"), ("open", "", "")],
)
def test_an_ending_needs_what_belongs_to_it(curator, outcome, reason, part):
    source = article()
    found = problem(send(curator, source, ending={"outcome": outcome}, reason=reason), 400)
    assert found.get("part", "") == part


def test_nothing_codable_has_its_reason_in_the_log(curator):
    source = article()
    assert send(curator, source, ending={"outcome": "nothing_codable"}, reason="Sport only").status_code == 200
    (event,) = newest(1)
    assert event.data["assessment"] == {"outcome": "nothing_codable"}
    assert event.metadata["reason"]["personal"] == "Sport only"


def test_a_cited_source_is_registered_credited_and_a_relay_at_once(curator):
    source, agency = article(), ActorFactory(outlet=True, name="Warta Uji")
    about = {"kind": "wire", "outlet": "warta uji", "published": "2024-10-21", "published_basis": "inferred"}
    wire = item("source", about=about, words="Kemlu")
    credit = item("credit", record=wire["record"], record_kind="", basis="text", words="Kemlu")
    relayed = summons(relay=[wire["record"]])
    assert send(curator, source, relayed, credit, wire).status_code == 200
    registered = Source.objects.get(id=wire["record"])
    assert (registered.held, registered.outlet_id, registered.published) == (False, agency.id, "2024-10-21")
    assert registered.cited_in[0]["start"] == TEXT.index("Kemlu")
    source.refresh_from_db()
    assert [origin["source"] for origin in source.origins] == [wire["record"]]
    assert Claim.objects.get(subject_id=relayed["record"]).evidence[0]["relay"] == [wire["record"]]


@pytest.mark.parametrize(("name", "bad"), [("published", "yesterday"), ("kind", "rumour"), ("title", "x" * 6_000)])
def test_a_refusal_of_a_cited_source_belongs_to_its_input(curator, name, bad):
    about = {"kind": "wire", "published": "2024", "published_basis": "explicit", name: bad}
    assert refused(curator, article(), item("source", about=about), status=422)["part"] == f"about-{name}"


def test_a_copy_names_its_original(curator):
    original, source = article("The first.\n"), article("The second.\n")
    assert send(curator, source, ending={"outcome": "copy_of", "of": str(original.id)}).status_code == 200
    source.refresh_from_db()
    assert source.assessment == "copy_of" and source.copy_of_id == original.id


def test_incidents_are_handed_in_where_asked(curator):
    source, opened = article(), summons()
    send(curator, source, opened, ending={"outcome": "coded", "submit": True})
    assert Incident.objects.get().status == "in_review"


def test_a_value_claimed_already_becomes_further_evidence(curator):
    source, there = article(), IncidentFactory(claims={"date": "2024-10-21"})
    date = row("date", value="2024-10-21", basis="explicit")
    about = {"record": str(there.id), "record_kind": "incident", "version": there.version}
    found = problem(send(curator, source, item("claim", date, **about)), 422)
    assert found["code"] == "claim_exists" and found["row"] == date["id"]

    further = item("evidence", **about, claim=found["claim"])
    assert send(curator, source, further).status_code == 200
    assert len(Claim.objects.get(id=found["claim"]).evidence) == 2


def test_a_conflict_is_409_and_tells_what_happened(curator):
    source, there = article(), IncidentFactory()
    dispatch(AddNote(id=str(there.id), kind="incident", text="Seen by another."), person=COLLEAGUE)
    claim = item("claim", row("issue", value="ARMS_TRANSFER"), record=str(there.id), record_kind="incident")
    claim["version"] = there.version
    found = problem(send(curator, source, claim), 409)
    assert found["item"] == claim["id"] and found["actual"] == there.version + 1
    assert len(found["changes"]) == 1 and COLLEAGUE.name in found["changes"][0]

    claim["version"] = found["actual"]  # mine on top of it
    assert send(curator, source, claim).status_code == 200


# --- bad input


def refused(browser, source, *items, status):
    before = Event.objects.count()
    found = problem(send(browser, source, *items), status)
    assert Event.objects.count() == before
    return found


def test_a_passage_outside_the_text(curator):
    opened = summons(words=None, passages=[{"start": 10, "end": 5_000}])
    found = refused(curator, article(), opened, status=400 + 22)
    assert found["code"] == "passage_outside_text" and found["part"] == "evidence"


def test_a_claim_without_evidence_or_reason(curator):
    opened = summons(words=None)
    found = refused(curator, article(), opened, status=422)
    assert (found["row"], found["part"]) == (opened["rows"][0]["id"], "evidence")


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        (row("issue", value="no_such_code"), "value"),
        (row("date", value="yesterday", basis="explicit"), "value"),
        (row("date", value="2024-10-21", basis="guessed"), "basis"),
        (row("place", name="Seoul", role="nowhere", precision="city"), "role"),
        (row("quantity", predicate="sent", unit="person", best="many"), "best"),
        (row("participant", actor=fresh(), role="summoner"), "actor"),
    ],
)
def test_a_refusal_belongs_to_its_row_and_input(curator, bad, part):
    found = refused(curator, article(), summons(bad), status=422)
    assert (found["row"], found["part"]) == (bad["id"], part)


def test_what_is_missing_is_shown_on_its_empty_row(curator):
    act = row("act", value="")
    said = item("statement", row("speaker", actors=[str(ActorFactory().id)]), act, row("gist", en="Go home"))
    assert refused(curator, article(), said, status=422)["row"] == act["id"]


def test_two_megabytes_in_a_field(curator):
    opened = summons(title={"en": "x" * 2_000_000})
    assert refused(curator, article(), opened, status=422)["part"] == "title"


@pytest.mark.parametrize("body", ["{", "[]", '{"items": 3}', '{"key": "k", "version": "one"}', "[" * 5_000])
def test_what_is_no_session_is_answered_with_a_sentence(curator, body):
    response = curator.post(session_of(article()), body, content_type="application/json")
    assert problem(response, 400)["message"]


def test_only_curators_code(reader):
    source = article()
    assert reader.get(session_of(source)).status_code == 403
    assert send(reader, source, summons()).status_code == 403
