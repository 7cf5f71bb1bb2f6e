"""The codebook: every term with its label and definition in both languages, and what other systems call it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from incidents import codebook
from incidents.api.answers import answer
from incidents.api.endpoint import Endpoint
from incidents.api.problems import not_found

PROPERTIES = "properties"


def lists() -> list[str]:
    """Return the names of all lists, the properties among them."""
    book = codebook.current()
    return sorted({*book.lists, PROPERTIES, "countries"})


def terms_of(list_name: str) -> list[dict[str, Any]]:
    """Return the terms of a list, in the codebook's order."""
    book = codebook.current()
    if list_name == PROPERTIES:
        return [{"list": PROPERTIES, **_plain(found)} for found in book.properties.values()]
    if list_name == "countries":
        return [
            {"list": "countries", "code": code, "label": _plain(label), "definition": None}
            for code, label in book.countries.items()
        ]
    return [{"list": list_name, **_plain(term)} for term in book.lists[list_name].values()]


def _plain(value: Any) -> Any:
    """Return a part of the codebook as JSON has it."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value


class CodebookEndpoint(Endpoint):
    """All terms, or those of some lists."""

    def get(self, request: Request) -> HttpResponse:
        wanted = self.given.get("list") or lists()
        codes = self.given.get("code")
        terms = [term for name in wanted for term in terms_of(name) if codes is None or term["code"] in codes]
        version = codebook.current().version
        return answer({"as_of": self.position, "results": terms, "next": None, "previous": None, "version": version})


class TermEndpoint(Endpoint):
    """One term."""

    def get(self, request: Request, list: str, code: str) -> HttpResponse:
        found = terms_of(list) if list in lists() else ()
        term = next((term for term in found if term["code"] == code), None)
        if term is None:
            raise not_found()
        return answer({"version": codebook.current().version, **term})
