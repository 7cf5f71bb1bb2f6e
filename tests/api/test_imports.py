"""POST /imports/: a table with its mapping, and what came of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.api.documentation import document
from incidents.imports import uploads
from incidents.log import read
from incidents.models import Event, Incident
from tests.api.support import API, PROBLEM
from tests.imports.support import nothing_recorded
from tests.imports.tables import MAPPING, ROWS, table
from tests.people import OWNER

pytestmark = pytest.mark.django_db

BAD = "3,called off,,Greece,Russia,,,,,"


def send(program, content=None, mapping=MAPPING, query="", **more):
    parts = {"file": SimpleUploadedFile("envoys.csv", table() if content is None else content), "mapping": mapping}
    sent = {name: part for name, part in {**parts, **more}.items() if part is not None}
    return program.client.post(f"{API}/imports/{query}", sent)


def refused(program, status, **more):
    response = send(program, **more)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    return response.json()


def test_rows_become_drafts_of_who_sends_them(curator):
    response = send(curator, table(*ROWS, BAD))
    assert response.status_code == 200
    told = response.json()
    assert told["summary"] == "3 read, 2 recorded, 0 evidence added, 0 skipped, 1 rejected"
    assert (told["read"], told["recorded"], told["rejected"], told["dry_run"]) == (3, 2, 1, False)
    assert told["as_of"] == read.head().position
    (reject,) = told["rejects"]
    assert reject["line"] == 4 and "called off" in reject["reason"] and reject["row"] == BAD.split(",")
    assert curator.get(f"sources/{told['source']}/")["kind"] == "data_set"
    assert set(Incident.objects.values_list("status", flat=True)) == {"draft"}
    assert set(Event.objects.values_list("metadata__person", flat=True)) == {OWNER.name}


def test_the_same_table_again_adds_nothing(curator):
    send(curator)
    before = read.head()
    assert send(curator).json()["summary"] == "2 read, 0 recorded, 0 evidence added, 2 skipped, 0 rejected"
    assert read.head() == before


@pytest.mark.parametrize("how", [{"query": "?dry_run=true"}, {"dry_run": "1"}])
def test_a_dry_run_says_the_same_and_records_nothing(curator, how):
    told = send(curator, **how).json()
    assert (told["recorded"], told["dry_run"]) == (2, True)
    assert nothing_recorded()


def test_the_mapping_may_be_a_file_too(curator):
    assert send(curator, mapping=SimpleUploadedFile("m.yaml", MAPPING.encode())).json()["recorded"] == 2


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"mapping": None}, "missing_part", "/mapping"),
        ({"file": None}, "missing_part", "/file"),
        ({"file": "words"}, "missing_part", "/file"),
        ({"other": "x"}, "unknown_part", "/other"),
        ({"mapping": "mapping: x"}, "missing_field", "/mapping"),
        ({"mapping": "a: [b"}, "broken_yaml", "/mapping"),
        ({"mapping": SimpleUploadedFile("m.yaml", b"\xff")}, "mapping_not_utf8", "/mapping"),
        ({"content": b""}, "empty_table", "/file"),
        ({"content": b"\n"}, "empty_table", "/file"),
        ({"content": b"a,b\n1,2\n"}, "missing_column", "/file"),
    ],
)
def test_what_cannot_be_read_is_a_problem(curator, more, code, pointer):
    told = refused(curator, 400, **more)
    assert told["code"] == code and told["errors"][0]["pointer"] == pointer
    assert nothing_recorded()


def test_a_wrong_mapping_names_line_and_field(curator):
    told = refused(curator, 400, mapping=MAPPING.replace("SUMMONS", "SUMONS"))
    assert (told["line"], told["field"]) == (8, "type.codes.called in")


def test_too_much_is_refused(curator, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_LINES", 2)
    assert refused(curator, 400)["code"] == "too_many_rows"
    monkeypatch.setattr("incidents.api.importing.LARGEST_FILE", 100)
    assert refused(curator, 413)["code"] == "body_too_large"
    assert nothing_recorded()


def test_json_is_no_table(curator):
    response = curator.send("imports/", {"file": "x"})
    assert response.status_code == 415


def test_who_may_not_record_may_not_import(anybody, outsider, reader):
    assert refused(anybody, 401)["code"] == "not_authenticated"
    for program in (outsider, reader):
        assert refused(program, 403)["code"] == "forbidden"
    assert nothing_recorded()


def test_another_media_type_is_told_what_to_send(curator):
    problem = curator.post("imports/", {}, 415)
    assert problem["code"] == "unsupported_media_type"
    assert "multipart/form-data" in problem["detail"]


def test_names_that_an_import_brings_are_as_the_schema_says(curator):
    send(curator)
    names = [name for actor in curator.get("actors/", size=500)["results"] for name in actor["names"]]
    assert None in {name["language"] for name in names}
    language = document()["components"]["schemas"]["ActorName"]["properties"]["language"]
    assert {"type": "null"} in language["anyOf"]
