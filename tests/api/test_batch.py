"""Batches: all of it or nothing, with records that name each other."""

from incidents.models import Event, Incident, Link, Statement
from tests.factories import ActorFactory, IncidentFactory, uid


def opening(id, type="SUMMONS", **more):
    claims = [{"property": "type", "value": type, "evidence": [{"judgement": "So."}]}]
    return {"command": "OpenIncident", "id": id, "title": {"en": "One"}, "claims": claims, **more}


def linking(start, end):
    return {"command": "LinkRecords", "from": {"kind": "incident", "id": start}, "to": {"kind": "incident", "id": end},
            "type": "FOLLOWS", "confidence": "high", "rationale": "By date."}  # fmt: skip


def test_records_of_a_batch_name_each_other(curator):
    first, second = uid("first"), uid("second")
    told = {"commands": [opening(first), opening(second), linking(second, first)], "reason": "two and a link"}
    answer = curator.post("batch/", told)
    assert [result["command"] for result in answer["results"]] == ["OpenIncident", "OpenIncident", "LinkRecords"]
    assert (answer["first"], answer["last"]) == (1, 3)
    assert str(Link.objects.get().from_id) == second


def test_a_batch_is_recorded_whole_or_not_at_all(curator):
    first = uid("first")
    told = {"commands": [opening(first), opening(uid("second"), type="NOTHING")]}
    problem = curator.post("batch/", told, 400)
    assert (problem["command"], problem["errors"][0]["pointer"]) == (1, "/commands/1/claims/0/value")
    problem = curator.post("batch/", {"commands": [opening(first), linking(first, uid("none"))]}, 422)
    assert (problem["command"], problem["errors"][0]["pointer"]) == (1, "/commands/1/to")
    problem = curator.post("batch/", {"commands": [opening(first), {**opening(first), "title": 5}]}, 400)
    assert problem["errors"][0]["pointer"] == "/commands/1/title"
    assert not Event.objects.exists()


def test_existing_records_need_the_version_that_was_read(curator):
    incident = IncidentFactory()
    note = {"command": "AddNote", "kind": "incident", "id": str(incident.id), "text": "A remark."}
    problem = curator.post("batch/", {"commands": [note]}, 428)
    assert problem["errors"][0]["pointer"] == "/commands/0/id"
    curator.post("batch/", {"commands": [note], "expected": {str(incident.id): 1}})
    stale = curator.post("batch/", {"commands": [note, note], "expected": {str(incident.id): 1}}, 409)
    assert (stale["code"], stale["version"], len(stale["changes"])) == ("stale_version", 2, 1)
    assert stale["errors"][0]["pointer"] == f"/expected/{incident.id}"
    assert "header" not in stale["errors"][0]
    alone = curator.post("batch/", {"commands": [note], "expected": {str(incident.id): 1}}, 409)
    assert alone["errors"] == stale["errors"]


def test_a_record_that_is_not_there_is_told_with_its_command(curator):
    note = {"command": "AddNote", "kind": "incident", "id": uid("none"), "text": "A remark."}
    problem = curator.post("batch/", {"commands": [opening(uid("x")), note], "expected": {uid("none"): 1}}, 422)
    assert problem["code"] == "unknown_record"
    assert problem["errors"][0]["pointer"] == "/commands/1/id"
    assert not Event.objects.exists()


def test_the_same_batch_under_a_key_is_recorded_once(curator):
    told = {"commands": [{**opening(""), "id": uid("x")}, opening(uid("y"))]}
    first = curator.send("batch/", told, idempotency_key="k")
    again = curator.send("batch/", told, idempotency_key="k")
    assert (again.status_code, again.content) == (200, first.content)
    assert Incident.objects.count() == 2


def test_ids_that_are_left_out_are_the_same_when_sent_again(curator):
    without = {key: value for key, value in opening("").items() if key != "id"}
    first = curator.post("batch/", {"commands": [without, without]}, idempotency_key="k")
    again = curator.post("batch/", {"commands": [without, without]}, idempotency_key="k")
    assert first == again
    assert Incident.objects.count() == 2


def test_a_dry_run_of_a_batch_records_nothing(curator):
    answer = curator.post("batch/?dry_run=true", {"commands": [opening(uid("x"))]})
    assert answer["results"][0]["version"] == 1
    assert not Event.objects.exists()


def test_every_command_needs_its_role(curator, editor, reader):
    incident = IncidentFactory()
    withdraw = {
        "commands": [{"command": "WithdrawIncident", "id": str(incident.id)}],
        "expected": {str(incident.id): 1},
    }
    reader.post("batch/", withdraw, 403)
    curator.post("batch/", withdraw, 403)
    editor.post("batch/", withdraw)
    assert Incident.objects.get().status == "withdrawn"


def test_faults_of_a_batch_are_pointed_at(curator):
    for told, pointer in (
        ({}, ""),
        ({"commands": []}, "/commands"),
        ({"commands": [opening(uid("x"))] * 1001}, "/commands"),
        ({"commands": [5]}, "/commands/0"),
        ({"commands": [{"command": "Drop"}]}, "/commands/0/command"),
        ({"commands": [{"command": "SubmitIncident"}]}, "/commands/0/id"),
        ({"commands": [{**opening(uid("x")), "colour": 1}]}, "/commands/0/colour"),
        ({"commands": [{"command": "AddNote", "kind": "link", "id": uid("x"), "text": "a"}]}, "/commands/0/kind"),
        ({"commands": [opening(uid("x"))], "more": 1}, ""),
    ):
        assert curator.post("batch/", told, 400)["errors"][0]["pointer"] == pointer, told


def test_a_statement_of_a_new_incident_and_speaker(curator):
    incident, speaker = uid("incident"), uid("speaker")
    so = [{"judgement": "So."}]
    name = {"property": "name", "value": {"text": "Spokesperson", "language": "en", "kind": "official"}, "evidence": so}
    told = {
        "speaker": {"actors": [speaker], "mode": "alone"},
        "act": "DEMAND",
        "gist": {"en": "Stop."},
        "incident": incident,
    }
    claims = [{"property": property, "value": value, "evidence": so} for property, value in told.items()]
    curator.post("batch/", {"commands": [
        opening(incident), {"command": "RegisterActor", "id": speaker, "kind": "person", "claims": [name]},
        {"command": "RecordStatement", "claims": claims}]})  # fmt: skip
    assert str(Statement.objects.get().incident_id) == incident
    ActorFactory()
