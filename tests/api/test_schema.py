"""The schema: valid, without warnings, complete, and true to what the API answers on the seeds."""

from functools import cache
from typing import Any

import pytest
from django.urls import URLPattern
from jsonschema import Draft202012Validator
from referencing import Registry

from incidents.api import urls
from incidents.api.documentation import document
from incidents.api.schema import examples
from incidents.domain.catalogue import CATALOGUE
from tests.api.support import API, Program
from tests.imports.support import run

METHODS = ("get", "post", "put", "patch", "delete")
WITHOUT_SCHEMA = ("schema", "docs")


@cache
def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return {operation id: (path, method, operation)}."""
    return {
        operation["operationId"]: (path, method, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what is wrong with a value by a schema of the document."""
    schemas = {"components": {"schemas": document()["components"]["schemas"]}}
    validator = Draft202012Validator({**schema, **schemas}, registry=Registry())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def answer_of(operation: dict[str, Any], status: int = 200) -> dict[str, Any]:
    return operation["responses"][str(status)]["content"]["application/json"]["schema"]


def test_it_is_valid_and_gives_no_warning(tmp_path):
    run("spectacular", "--fail-on-warn", "--validate", file=str(tmp_path / "schema.yml"))
    assert document()["openapi"].startswith("3.1")


def test_every_address_is_in_it():
    told = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)} - set(WITHOUT_SCHEMA)
    assert len(document()["paths"]) >= len(told)
    for pattern in urls.urlpatterns:
        if pattern.name not in WITHOUT_SCHEMA:
            assert pattern.callback.view_initkwargs.get("operations") or pattern.callback.view_class.operations, pattern


def test_operations_have_stable_ids_of_their_own_words_and_documented_errors():
    assert len(operations()) == sum(len(methods) for methods in document()["paths"].values())
    for id, (path, method, operation) in operations().items():
        assert operation["summary"] and operation["description"], id
        assert {"400", "401", "404", "406", "429"} <= operation["responses"].keys(), id
        if method == "post":
            assert {"403", "413", "415", "422"} <= operation["responses"].keys(), (id, path)


def test_errors_are_problems():
    for response in document()["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_every_command_has_a_body():
    bodies = document()["components"]["schemas"]
    for kind in CATALOGUE.values():
        for command in kind.commands:
            assert {command.__name__, f"Batched{command.__name__}"} <= bodies.keys()


@pytest.mark.parametrize("id", examples.BODIES)
def test_bodies_of_examples_are_good(id):
    operation = operations()[id][2]
    media = operation["requestBody"]["content"]["application/json"]
    assert media["example"] == examples.BODIES[id]
    assert faults(media["schema"], media["example"]) == []


@pytest.mark.parametrize("id", examples.answers())
def test_answers_of_examples_are_what_the_seeds_answer(id, anybody, seeded):
    example = examples.answers()[id]
    response = anybody.client.get(f"{API}/{example.path}")
    assert response.json() == example.answer
    assert faults(answer_of(operations()[id][2]), example.answer) == []


PLAIN = sorted(id for id, (path, method, _) in operations().items() if method == "get" and "{" not in path)


@pytest.mark.parametrize("id", [id for id in PLAIN if "export" not in id and id not in ("list_events",)])
@pytest.mark.parametrize("who", ["anybody", "curator"])
def test_answers_are_as_the_schema_says(id, who, request, seeded):
    asking: Program = request.getfixturevalue(who)
    path, _, operation = operations()[id]
    needed = {parameter["name"]: "Zinoviev" for parameter in operation["parameters"] if parameter.get("required")}
    response = asking.client.get(path, needed)
    if operation["security"][0] and who == "anybody":
        assert response.status_code == 401
        return
    assert response.status_code == 200, response.content[:500]
    assert faults(answer_of(operation), response.json()) == []


@pytest.mark.parametrize("kind", ["incident", "statement", "actor", "source", "link", "claim"])
def test_records_are_as_the_schema_says(kind, curator, anybody, seeded):
    operation = operations()[f"get_{kind}"][2]
    for asking in (curator, anybody):
        for record in asking.get(f"{kind}s/", size=4)["results"]:
            assert faults(answer_of(operation), asking.get(f"{kind}s/{record['id']}/")) == []
            if kind == "claim":
                continue
            answer = asking.get(f"{kind}s/{record['id']}/history/")
            assert faults(answer_of(operations()[f"get_{kind}_history"][2]), answer) == []
            if kind in ("incident", "statement"):
                chain = asking.get(f"{kind}s/{record['id']}/chain/")
                assert faults(answer_of(operations()[f"get_{kind}_chain"][2]), chain) == []


def test_the_schema_and_its_page_are_served(client):
    as_yaml = client.get(f"{API}/schema/")
    assert as_yaml.status_code == 200 and as_yaml.content.startswith(b"openapi")
    as_json = client.get(f"{API}/schema/", headers={"accept": "application/json"})
    assert as_json.json()["info"]["title"] == "Demarche"
    page = client.get(f"{API}/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<script>" not in text and "redoc" not in text.lower() and "cdn" not in text.lower()
    script = client.get(f"{API}/docs/?script=")
    assert script.status_code == 200 and "javascript" in script.headers["Content-Type"]
