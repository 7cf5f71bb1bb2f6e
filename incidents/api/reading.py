"""Lists and records: what can be read of each kind, now and as of any position."""

from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from rest_framework.request import Request

from incidents.api import cursors, gone
from incidents.api.answers import answer
from incidents.api.endpoint import Endpoint
from incidents.api.filters.base import SIZE
from incidents.api.problems import not_found
from incidents.api.records import beside
from incidents.api.records.fields import WITH_DETAIL
from incidents.api.records.writing import Asked, Record, read_with_names, written
from incidents.domain.values import is_id
from incidents.log.read import Reader
from incidents.readmodels import queries, withdrawals

PLURALS = {
    "incident": "incidents",
    "statement": "statements",
    "actor": "actors",
    "source": "sources",
    "link": "links",
    "claim": "claims",
}
# Parameters that choose a page of a list, or how it is shown, but not what is in it.
PAGING = ("cursor", "size", "fields", "expand")


class ReadingEndpoint(Endpoint):
    """What lists and records share: the fields that are asked for, and rows written as records."""

    kind: str = ""

    @cached_property
    def asked(self) -> Asked:
        """Who asks for what."""
        return Asked(
            person=self.person,
            as_of=self.as_of,
            fields=frozenset(self.given.get("fields", ())),
            expand=frozenset(self.given.get("expand", ())),
        )

    def records(self, kind: str, rows: list[Any], asked: Asked | None = None) -> list[Record]:
        """Return rows as records, with what is shown along."""
        asked = asked or self.asked
        found = written(kind, rows, asked)
        beside.add(kind, rows, found, asked)
        return found

    def enveloped(self, results: list[Any], next: str | None = None, previous: str | None = None) -> HttpResponse:
        """Return a list."""
        return answer({"as_of": self.position, "results": results, "next": next, "previous": previous})

    def paged(self, kind: str, rows: Any) -> HttpResponse:
        """Return the page of rows that is asked for."""
        list_of = self._list_of()
        cursor = self.given.get("cursor")
        after = None if cursor is None else cursors.read(cursor, list_of)
        position = self.position
        rows = read_with_names(kind, rows, self.asked)
        page = queries.page(
            rows, kind=kind, order=self.given.get("order"), after=after, size=self.given.get("size", SIZE)
        )
        results = self.records(kind, page.results)
        links = {
            name: self._page_of(cursors.sign(found, list_of)) if found else None
            for name, found in (("next", page.next), ("previous", page.previous))
        }
        return answer({"as_of": position, "results": results, **links})

    def _list_of(self) -> str:
        """Return what a cursor is bound to: the address, the filters, the order and the point in time."""
        told = [(name, value) for name, value in sorted(self.given.items()) if name not in PAGING]
        return sha256(msgspec.json.encode([self.request.path, told])).hexdigest()

    def _page_of(self, cursor: str) -> str:
        kept = {name: _as_sent(value) for name, value in self.given.items() if name != "cursor"}
        return self.request.build_absolute_uri(
            f"{self.request.path}?{urlencode({**kept, 'cursor': cursor}, safe=',:')}"
        )

    def rows(self, kind: str) -> Any:
        """Return the rows of a kind that fit the filters."""
        rows = queries.records(kind, person=self.person, as_of=self.as_of)
        if kind == "claim" and self.person.has("reader"):
            rows = withdrawals.with_standing_subject(rows, as_of=self.as_of)
        wanted = self.form.wanted(self.given)
        if not wanted:
            return rows
        return queries.filtered_by(kind, rows, wanted, person=self.person, as_of=self.as_of)


class ReadEndpoint(ReadingEndpoint):
    """An address that is read: subclasses answer in `read`."""

    def get(self, request: Request, **path: str) -> HttpResponse:
        """Answer with exactly what holds at the position that the answer names.

        Where something was recorded while the rows were read, they are read again as of that position.
        """
        position = self.position
        response = self.read(**path)
        if self.as_of is None and queries.head().position != position:
            self.__dict__["as_of"] = position
            self.__dict__.pop("asked", None)
            response = self.read(**path)
        return response

    def read(self, **path: str) -> HttpResponse:
        """Return the answer."""
        raise NotImplementedError


class ListEndpoint(ReadEndpoint):
    """The list of a kind."""

    def read(self) -> HttpResponse:
        return self.paged(self.kind, self.rows(self.kind))


class RecordEndpoint(ReadEndpoint):
    """One record of a kind."""

    def read(self, id: str) -> HttpResponse:
        row = self.find(id)
        if str(row.record) != id:
            return self.moved(str(row.record))
        asked = self.asked
        if not asked.expand:
            parts = (part for part in WITH_DETAIL.get(self.kind, ()) if asked.wants(part))
            asked = msgspec.structs.replace(asked, expand=frozenset(parts))
        (record,) = self.records(self.kind, [row], asked)
        return answer({"as_of": self.position, **record}, headers=self.etag(row))

    def etag(self, row: Any) -> dict[str, str]:
        """Return the header that names the version a change goes with: a claim has that of its record."""
        if self.kind == "claim":
            version = self._version(str(row.recorded_in)) if self.person.has("curator") else None
        else:
            version = row.version
        return {} if version is None else {"ETag": f'"{version}"'}

    def _version(self, stream: str) -> int:
        return Reader().stream(stream, up_to=self.as_of)[-1].version

    def find(self, id: str) -> Any:
        """Return the row of a record. Raises Problem (404, 410)."""
        if not is_id(id):
            raise not_found()
        rows = queries.records(self.kind, person=self.person, as_of=self.as_of).filter(record=id)
        row = read_with_names(self.kind, rows, self.asked).order_by().first()
        if row is None:  # merged or withdrawn, perhaps
            row = queries.record(self.kind, id=id, person=self.person, as_of=self.as_of)
        if row is None or row.status == "withdrawn":
            raise gone.problem(self.kind, id, self.person) or not_found()
        if self.kind == "claim":
            subject = queries.record(row.subject_kind, id=str(row.subject_id), person=self.person, as_of=self.as_of)
            if subject is None or subject.status == "withdrawn":
                raise gone.problem(row.subject_kind, str(row.subject_id), self.person) or not_found()
        return row

    def moved(self, survivor: str) -> HttpResponse:
        """Lead to the record that stands for this one since a merge."""
        name = self.request.resolver_match.view_name
        address = reverse(name, kwargs={**self.request.resolver_match.kwargs, "id": survivor})
        sent = self.request.META.get("QUERY_STRING", "")
        return HttpResponse(status=308, headers={"Location": f"{address}?{sent}" if sent else address})


def _as_sent(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
