"""The page on which a curator imports a table: a dry run, the drafts, the rejects to download."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.models import Event, Incident
from tests.imports.support import nothing_recorded
from tests.imports.tables import MAPPING, ROWS, table
from tests.people import OWNER

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/import/"
BAD = "3,called off,21/06/2024,Greece,<b>Russia</b>,,,,,"


def send(browser, button, content=None, **more):
    file = SimpleUploadedFile("envoys.csv", table() if content is None else content)
    return browser.post(ADDRESS, {"file": file, "mapping": MAPPING, button: "1", **more})


def test_the_index_leads_there(curator, reader):
    assert f'href="{ADDRESS}"' in curator.get("/admin/").content.decode()
    assert ADDRESS not in reader.get("/admin/").content.decode()
    page = curator.get(ADDRESS).content.decode()
    assert 'enctype="multipart/form-data"' in page and "docs/imports.md" in page


def test_a_dry_run_counts_and_records_nothing(curator):
    page = send(curator, "dry_run", table(*ROWS, BAD)).content.decode()
    assert "Dry run: nothing is recorded" in page and "<dd>2</dd>" in page
    assert "called off" in page and "&lt;b&gt;Russia" in page and "<b>Russia" not in page
    assert "mapping: envoys" in page, "the mapping is still there for the next try"
    assert nothing_recorded()


def test_an_import_records_drafts_of_the_person(curator):
    page = send(curator, "record").content.decode()
    assert "Imported" in page
    assert set(Incident.objects.values_list("status", flat=True)) == {"draft"}
    assert set(Event.objects.values_list("metadata__person", flat=True)) == {OWNER.name}


def test_without_a_button_nothing_is_recorded(curator):
    send(curator, "other")
    assert nothing_recorded()


def test_rejects_can_be_downloaded(curator):
    page = send(curator, "dry_run", table(*ROWS, BAD))
    held = page.context["table"]
    response = curator.post("/admin/import/rejects/", {"table": held})
    assert response.headers["Content-Disposition"] == 'attachment; filename="rejects.csv"'
    assert response.content.decode() == held and held.startswith("line,reason,row\r\n4,")
    assert curator.get("/admin/import/rejects/").status_code == 405


def test_the_mapping_may_be_a_file(curator):
    mapping = SimpleUploadedFile("m.yaml", MAPPING.encode())
    assert send(curator, "record", mapping="", mapping_file=mapping).status_code == 200
    assert Incident.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mapping": ""}, "Give the mapping"),
        ({"mapping_file": SimpleUploadedFile("m.yaml", b"x")}, "but not both"),
        ({"mapping": MAPPING.replace("SUMMONS", "SUMONS")}, "mapping, line 8, type.codes.called in: “SUMONS”"),
        ({"content": b"a,b\n1,2\n"}, "The table has no column"),
        ({"content": b""}, "empty"),
    ],
)
def test_what_is_wrong_is_said_on_its_field(curator, more, words):
    response = send(curator, "record", **more)
    assert response.status_code == 422 and words in response.content.decode()
    assert nothing_recorded()


def test_it_is_for_curators(reader, client):
    assert reader.get(ADDRESS).status_code == 403
    assert send(reader, "record").status_code == 403
    assert reader.post("/admin/import/rejects/", {"table": "x"}).status_code == 403
    assert client.get(ADDRESS).status_code == 302
    assert nothing_recorded()
