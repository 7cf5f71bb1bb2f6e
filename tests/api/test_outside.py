"""What never reaches a view of the API is a problem document all the same; pages elsewhere are not."""

import pytest
from django.db import OperationalError
from django.test import Client

from incidents.api import reading
from incidents.api.documentation import document
from incidents.readmodels import queries
from tests.api.support import API, PROBLEM


def problem(response, status, code):
    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM), response.content[:300]
    assert response.json()["code"] == code
    assert response.json()["status"] == status
    return response.json()


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/incidents/", f"{API}/nothing/", f"{API}/incidents/a/b/c/", "/api/v1/%ff/"]
)
def test_unknown_addresses(path, client, db):
    problem(client.get(path), 404, "not_found")


def test_a_wrong_host(db):
    problem(Client(headers={"host": "elsewhere.example"}).get(f"{API}/incidents/"), 400, "bad_request")


def test_other_pages_keep_their_own_errors(client, db):
    assert client.get("/nothing/").headers["Content-Type"].startswith("text/html")


def test_a_missing_slash_keeps_the_method(client, db):
    assert client.get(f"{API}/incidents").status_code == 301
    response = client.post(f"{API}/incidents", {}, content_type="application/json")
    assert (response.status_code, response.headers["Location"]) == (308, f"{API}/incidents/")


def test_a_fault_of_ours_says_nothing_more(anybody, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret details")

    monkeypatch.setattr(queries, "page", broken)
    response = anybody.ask("incidents/")
    assert "secret" not in response.content.decode()
    problem(response, 500, "internal_error")


def test_a_busy_database_says_when_to_come_back(anybody, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(reading.queries, "page", busy)
    response = anybody.ask("incidents/")
    problem(response, 503, "busy")
    assert response.headers["Retry-After"] == "1"


def test_the_root_names_the_resources(anybody):
    told = anybody.get("")
    assert {"incidents", "statements", "actors", "sources", "links", "claims", "codebook", "search"} <= told.keys()
    for name in ("incidents", "codebook"):
        assert anybody.client.get(told[name]).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods(method, client, db):
    response = getattr(client, method)(f"{API}/incidents/")
    assert response.status_code in (200, 405) if method == "options" else response.status_code == 405


@pytest.mark.parametrize("path", ["search/", "actors/find/", "schema/", "events/", "incidents/?typ=SUMMONS"])
@pytest.mark.parametrize("method", ["put", "delete", "trace"])
def test_a_wrong_method_is_told_before_anything_else(path, method, db):
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{API}/{path}")
    problem(response, 405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


def test_a_body_that_does_not_say_its_length(curator):
    chunked = {"transfer-encoding": "chunked"}
    for path in ("incidents/", "batch/", "imports/"):
        response = curator.client.generic(
            "POST", f"{API}/{path}", b"", content_type="application/json", headers=chunked
        )
        assert "Content-Length" in problem(response, 411, "length_required")["detail"]
        assert "411" in document()["paths"][f"{API}/{path}"]["post"]["responses"]


def test_options_needs_no_parameters(client, db):
    assert client.options(f"{API}/search/").status_code == 200


def test_head_is_get_without_a_body(anybody):
    response = anybody.client.head(f"{API}/incidents/")
    assert (response.status_code, response.content) == (200, b"")


def test_answers_are_private_and_differ_by_who_asks(anybody):
    response = anybody.ask("incidents/")
    assert "Authorization" in response.headers["Vary"] and "Cookie" in response.headers["Vary"]
    assert "private" in response.headers["Cache-Control"]
