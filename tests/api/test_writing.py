"""Writing: what a command's address takes, answers and refuses."""

import pytest

from incidents.log.read import Reader
from incidents.models import Event, Incident
from tests.api.support import program
from tests.factories import ActorFactory, IncidentFactory, StatementFactory, uid
from tests.people import OWNER, SECOND_OWNER

SUMMONS = {
    "title": {"en": "A summons"},
    "claims": [{"property": "type", "value": "SUMMONS", "evidence": [{"judgement": "It says so."}]}],
}
DATE = {"property": "date", "value": "2024-06-21", "basis": "explicit", "evidence": [{"judgement": "By the calendar."}]}


def opened(program, **headers):
    return program.post("incidents/", SUMMONS, 201, **headers)


def test_an_incident_is_opened_and_shown(curator):
    response = curator.send("incidents/", {**SUMMONS, "reason": "for a test"})
    answer = response.json()
    assert response.status_code == 201, answer
    assert response.headers["Location"] == f"/api/v1/incidents/{answer['id']}/"
    assert response.headers["ETag"] == '"1"'
    assert (answer["first"], answer["last"], answer["version"]) == (1, 1, 1)
    assert answer["record"]["type"] == "SUMMONS" and answer["record"]["status"] == "draft"
    assert Reader().event(1).metadata["reason"] == "for a test"


def test_ids_may_be_the_programs_own(curator):
    id = uid("mine")
    assert curator.post("incidents/", {**SUMMONS, "id": id}, 201)["id"] == id
    refused = curator.post("incidents/", {**SUMMONS, "id": id}, 422)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("id_taken", "/id")


def test_a_claim_is_recorded_on_the_version_that_was_read(curator):
    incident = IncidentFactory()
    etag = curator.ask(f"incidents/{incident.id}/").headers["ETag"]
    response = curator.send(f"incidents/{incident.id}/claims/", {"claim": DATE}, if_match=etag)
    answer = response.json()
    assert response.status_code == 201, answer
    assert response.headers["Location"] == f"/api/v1/claims/{answer['id']}/"
    assert answer["record"]["value"] == "2024-06-21"
    assert curator.get(f"incidents/{incident.id}/")["date"] == "2024-06-21"


def test_without_if_match_nothing_is_changed(curator):
    incident = IncidentFactory()
    problem = curator.post(f"incidents/{incident.id}/submit/", {}, 428)
    assert problem["errors"][0]["header"] == "If-Match"
    assert curator.post(f"incidents/{incident.id}/submit/", {}, 400, if_match="seven")["code"] == "invalid_if_match"
    assert Incident.objects.get().status == "draft"


def test_a_stale_version_is_told_what_has_changed(curator):
    incident = IncidentFactory()
    other = program(SECOND_OWNER)
    other.post(f"incidents/{incident.id}/notes/", {"text": "A remark."}, if_match='"1"')
    response = curator.send(f"incidents/{incident.id}/submit/", if_match='"1"')
    problem = response.json()
    assert (response.status_code, problem["code"], problem["version"]) == (412, "stale_version", 2)
    assert response.headers["ETag"] == '"2"'
    (change,) = problem["changes"]
    assert (change["type"], change["person"], change["version"]) == ("NoteAdded", SECOND_OWNER.name, 2)
    curator.post(f"incidents/{incident.id}/submit/", if_match="*")


def test_the_same_request_under_a_key_is_recorded_once(curator):
    first = curator.send("incidents/", SUMMONS, idempotency_key="one")
    StatementFactory()
    again = curator.send("incidents/", SUMMONS, idempotency_key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert Incident.objects.count() == 1
    other = curator.post("incidents/", {**SUMMONS, "title": {"en": "Another"}}, 422, idempotency_key="one")
    assert (other["code"], other["errors"][0]["header"]) == ("key_reused", "Idempotency-Key")


def test_a_key_belongs_to_one_person(curator):
    opened(curator, idempotency_key="one")
    opened(program(SECOND_OWNER), idempotency_key="one")
    assert Incident.objects.count() == 2


def test_a_replay_answers_even_though_the_record_went_on(curator):
    incident = IncidentFactory()
    path = f"incidents/{incident.id}/notes/"
    first = curator.send(path, {"text": "One."}, if_match='"1"', idempotency_key="note")
    curator.post(path, {"text": "Two."}, if_match='"2"')
    again = curator.send(path, {"text": "One."}, if_match='"1"', idempotency_key="note")
    assert (again.status_code, again.content, again.headers["ETag"]) == (200, first.content, '"2"')


def test_a_dry_run_answers_and_records_nothing(curator):
    answer = curator.post("incidents/?dry_run=true", SUMMONS)
    assert answer["dry_run"] is True and answer["record"]["type"] == "SUMMONS"
    assert not Event.objects.exists()
    curator.post("incidents/?dry_run=1", {**SUMMONS, "claims": []}, 400)
    curator.post("incidents/?dry_run=maybe", SUMMONS, 400)
    curator.post("incidents/?dry_run=0", SUMMONS, 201)


def test_the_whole_way_to_the_public(curator, editor, anybody):
    id = opened(curator)["id"]
    curator.post(f"incidents/{id}/submit/", if_match='"1"')
    assert curator.post(f"incidents/{id}/review/", {"decision": "approve"}, 403, if_match='"2"')["code"] == "forbidden"
    editor.post(f"incidents/{id}/review/", {"decision": "approve"}, if_match='"2"')
    anybody.get(f"incidents/{id}/", 404)
    editor.post(f"incidents/{id}/publish/", if_match='"3"')
    assert anybody.get(f"incidents/{id}/")["status"] == "published"
    editor.post(f"incidents/{id}/withdraw/", {"reason": "It was another one."}, if_match='"4"')
    assert set(anybody.get(f"incidents/{id}/", 410)) >= {"withdrawn_at"}
    assert "reason" not in anybody.get(f"incidents/{id}/", 410)
    assert curator.get(f"incidents/{id}/", 410)["reason"] == "It was another one."


def test_a_merged_record_leads_to_the_survivor(curator, editor, anybody):
    gone, kept = IncidentFactory(published=True), IncidentFactory(published=True)
    merged = editor.post(f"incidents/{gone.id}/merge/", {"into": str(kept.id)}, if_match="*")
    for asking in (curator, anybody):
        response = asking.ask(f"incidents/{gone.id}/?fields=title")
        assert response.status_code == 308
        assert response.headers["Location"] == f"/api/v1/incidents/{kept.id}/?fields=title"
    refused = curator.post(f"incidents/{gone.id}/retitle/", {"title": {"en": "New"}}, 422, if_match="*")
    assert refused["code"] == "merged_away"
    editor.post(f"incidents/{gone.id}/reverse-merge/", if_match=f'"{merged["version"]}"')
    assert curator.ask(f"incidents/{gone.id}/").status_code == 200


def test_claims_are_found_by_their_own_id(curator):
    incident = IncidentFactory(claims={"date": "2024-06-21"})
    (claim,) = curator.get("claims/", subject=str(incident.id), property="date")["results"]
    etag = curator.ask(f"claims/{claim['id']}/").headers["ETag"]
    answer = curator.post(f"claims/{claim['id']}/assess/", {"credibility": 2}, if_match=etag)
    assert answer["record"]["credibility"] == 2
    curator.post(f"claims/{claim['id']}/evidence/", {"evidence": [{"judgement": "More."}]}, if_match='"2"')
    curator.post(f"claims/{claim['id']}/prefer/", if_match='"3"')
    curator.post(f"incidents/{incident.id}/preferences/withdraw/", {"property": "date"}, if_match='"4"')
    curator.post(f"claims/{claim['id']}/withdraw/", if_match='"5"')
    assert curator.get(f"incidents/{incident.id}/")["date"] is None


@pytest.mark.parametrize(
    ("told", "code", "pointer"),
    [
        ({"title": {"en": 5}, "claims": []}, "malformed", "/title"),
        ({"title": "text", "claims": []}, "malformed", "/title"),
        ({"claims": []}, "missing_field", "/title"),
        ({**SUMMONS, "colour": "red"}, "unknown_field", "/colour"),
        ({**SUMMONS, "id": "Nr. 1"}, "invalid_id", "/id"),
        ({**SUMMONS, "reason": 5}, "malformed", "/reason"),
        ({**SUMMONS, "claims": [{**SUMMONS["claims"][0], "value": "NOTHING"}]}, "unknown_code", "/claims/0/value"),
        ({**SUMMONS, "claims": [{**SUMMONS["claims"][0], "evidence": []}]}, "evidence_missing", "/claims/0/evidence"),
        ({**SUMMONS, "claims": [5]}, "malformed", "/claims/0"),
        ({**SUMMONS, "claims": [{**SUMMONS["claims"][0], "x/y": 1}]}, "unknown_field", "/claims/0/x~1y"),
        ({**SUMMONS, "title": {"en": "a\u0000b"}}, "control_character", "/title/en"),
        ({**SUMMONS, "title": {"en": "e\u0301"}}, "not_nfc", "/title/en"),
        ({**SUMMONS, "title": {"en": "x" * 501}}, "text_too_long", "/title/en"),
        ([], "malformed", ""),
    ],
)
def test_faults_of_a_body_are_pointed_at(told, code, pointer, curator):
    problem = curator.post("incidents/", told, 400)
    assert [(fault["code"], fault["pointer"]) for fault in problem["errors"]] == [(code, pointer)]
    assert problem["detail"]


@pytest.mark.parametrize(
    "claim", [{"value": "2024-13-45"}, {"basis": None}, {"value": 1.5}, {"value": None}, {"property": "colour"}]
)
def test_faults_of_a_claim_are_pointed_at_within_it(claim, curator):
    incident = IncidentFactory()
    problem = curator.post(f"incidents/{incident.id}/claims/", {"claim": {**DATE, **claim}}, 400, if_match='"1"')
    (name,) = claim
    assert problem["errors"][0]["pointer"] == f"/claim/{name}"


RAW = {
    b"{": "malformed_json",
    b'{"title": NaN}': "malformed_json",
    b'{"title": {"en": "\\ud800"}}': "malformed_json",
    b'{"title": {"en": "\xff"}}': "malformed_json",
    b"[" * 100_000: "malformed_json",
    b'{"a":' * 500 + b"1" + b"}" * 500: "too_deep",
    b'{"claims": [{"property": "type", "value": 1e999}]}': "malformed_json",
}


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: raw[:20].decode("latin-1"))
def test_no_body_is_a_fault_of_ours(raw, curator):
    response = curator.client.post("/api/v1/incidents/", raw, content_type="application/json")
    assert response.status_code == 400, response.content[:500]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] in (RAW[raw], "malformed_json")


def test_a_body_too_large_is_refused_unread(curator, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    problem = curator.post("incidents/", {**SUMMONS, "title": {"en": "x" * 2_000}}, 413)
    assert problem["code"] == "body_too_large"


def test_other_media_are_refused(curator):
    response = curator.client.post("/api/v1/incidents/", "a=1", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")
    response = curator.client.get("/api/v1/incidents/", headers={"accept": "text/csv"})
    assert (response.status_code, response.json()["code"]) == (406, "not_acceptable")
    response = curator.client.delete("/api/v1/incidents/")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


def test_records_of_another_kind_and_none_are_not_there(curator):
    statement = StatementFactory()
    for id in (statement.id, uid("nobody"), "x", "%00"):
        assert curator.post(f"incidents/{id}/submit/", {}, 404, if_match="*")["code"] == "not_found"
        assert curator.post(f"claims/{id}/prefer/", {}, 404, if_match="*")["code"] == "not_found"


def test_what_a_command_names_has_to_be_there(curator):
    incident = IncidentFactory()
    told = {"from": {"kind": "incident", "id": str(incident.id)}, "to": {"kind": "incident", "id": uid("none")},
            "type": "FOLLOWS", "confidence": "high", "rationale": "By date."}  # fmt: skip
    problem = curator.post("links/", told, 422)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("unknown_record", "/to")


def test_refusals_speak_indonesian(db):
    problem = program(OWNER, language="id").post("incidents/", {**SUMMONS, "id": "x"}, 400)
    assert "UUID" in problem["detail"] and "record id" not in problem["detail"]


def test_actors_sources_statements_and_links_are_written(curator):
    name = {"property": "name", "value": {"text": "Ministry", "language": "en", "kind": "official"},
            "evidence": [{"judgement": "Known."}]}  # fmt: skip
    actor = curator.post("actors/", {"kind": "body", "claims": [name]}, 201)
    source = curator.post("sources/", {"held": False, "about": {"kind": "readout", "outlet": actor["id"]}}, 201)
    curator.post(f"sources/{source['id']}/grade/", {"reliability": "B"}, if_match='"1"')
    curator.post(f"sources/{source['id']}/correct/", {"changes": {"language": "ko"}}, if_match='"2"')
    bad = curator.post(f"sources/{source['id']}/correct/", {"changes": {"colour": 1}}, 400, if_match='"3"')
    assert bad["errors"][0]["pointer"] == "/changes"
    told = [
        ("speaker", {"actors": [str(ActorFactory().id)], "mode": "alone"}),
        ("act", "DEMAND"),
        ("gist", {"en": "Stop."}),
    ]
    claims = [{"property": name, "value": value, "evidence": [{"judgement": "So."}]} for name, value in told]
    statement = curator.post("statements/", {"claims": claims}, 201)
    ends = {"from": {"kind": "incident", "id": str(IncidentFactory().id)},
            "to": {"kind": "statement", "id": statement["id"]}}  # fmt: skip
    curator.post("links/", {**ends, "type": "RESPONDS_TO", "confidence": "low", "rationale": "It seems so."}, 201)
