"""Counts of records by what they have in common, with the filters of their list."""

from django.http import HttpResponse

from incidents.api.answers import answer
from incidents.api.reading import ReadEndpoint
from incidents.readmodels import queries


class CountsEndpoint(ReadEndpoint):
    """Records of a kind, counted."""

    def read(self) -> HttpResponse:
        position = self.position
        by = self.given.get("by")
        rows = self.rows(self.kind)
        found = queries.counts(rows, by=by) if by else [{"count": rows.count()}]
        return answer({"as_of": position, "results": found, "next": None, "previous": None})
