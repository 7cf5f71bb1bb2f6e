"""GET /{kind}/export/: a file as of one position, with what it is beside it; strict, and nobody's drafts."""

import csv
import io
import json

import pytest

from incidents import codebook
from incidents.exports.streams import formats_of
from incidents.readmodels import queries
from tests.api.support import API, PROBLEM, ids

pytestmark = pytest.mark.django_db

PLURALS = ["incidents", "statements", "claims", "links", "sources", "actors"]


def export(program, path, **query):
    response = program.client.get(f"{API}/{path}/export/", query)
    assert response.status_code == 200, response.content
    assert response.streaming
    return response, b"".join(response.streaming_content)


@pytest.mark.parametrize("plural", PLURALS)
def test_every_kind_is_exported_as_its_list_says(seeded, anybody, plural):
    listed = ids(anybody.get(f"{plural}/", size=500))
    response, told = export(anybody, plural)
    exported = [json.loads(line)["id"] for line in told.splitlines()]
    assert exported[: len(listed)] == listed and listed
    assert response.headers["Content-Type"] == "application/x-ndjson"
    _, cells = export(anybody, plural, format="csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(cells.decode(), newline=""))] == exported


@pytest.mark.parametrize("format", formats_of("incident"))
def test_position_and_codebook_stand_beside_each(seeded, anybody, format):
    response, told = export(anybody, "incidents", format=format)
    position = queries.head().position
    assert response.headers["X-As-Of"] == str(position)
    assert response.headers["X-Codebook-Version"] == codebook.current().version
    assert f"incidents-as-of-{position}" in response.headers["Content-Disposition"]
    address, *attributes = response.headers["Link"].split("; ")
    assert 'rel="describedby"' in attributes
    dictionary = anybody.client.get(address.strip("<>")).json()
    assert (dictionary["format"], dictionary["codebook"]) == (format, codebook.current().version)
    if format == "csv":
        header = next(csv.reader(io.StringIO(told.decode(), newline="")))
        assert [column["name"] for column in dictionary["columns"]] == header


def test_filters_order_and_the_past(seeded, anybody):
    wanted = {"type": "SUMMONS", "order": "-date", "date_from": "2024-07-01"}
    _, told = export(anybody, "incidents", **wanted)
    assert [json.loads(line)["id"] for line in told.splitlines()] == ids(anybody.get("incidents/", **wanted))
    _, told = export(anybody, "incidents", as_of="1")
    assert told == b""


def test_formats_are_asked_for_whatever_is_accepted(seeded, anybody):
    response = anybody.client.get(f"{API}/links/export/?format=csv", headers={"accept": "application/json"})
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("incidents/export/?format=xls", "format"),
        ("links/export/?format=ftm", "format"),
        ("incidents/export/?typ=SUMMONS", "typ"),
        ("incidents/export/?type=NONE", "type"),
        ("incidents/export/?size=5", "size"),
        ("incidents/export/?cursor=x", "cursor"),
        ("incidents/export/?as_of=tomorrow", "as_of"),
        ("incidents/export/?as_of=999999999", "as_of"),
        ("incidents/export/dictionary/?format=xls", "format"),
        ("incidents/export/dictionary/?as_of=1", "as_of"),
    ],
)
def test_what_is_wrong_is_a_problem_before_anything_is_written(seeded, anybody, address, parameter):
    response = anybody.ask(address)
    assert response.status_code == 400 and response.headers["Content-Type"] == PROBLEM
    assert response.json()["errors"][0]["parameter"] == parameter
