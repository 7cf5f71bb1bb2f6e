"""Searching all kinds of record at once."""

from typing import Any

from django.http import HttpResponse

from incidents import search
from incidents.api.answers import answer
from incidents.api.reading import ReadEndpoint
from incidents.api.records.writing import Asked, written

SIZE = 20  # of each kind


class SearchEndpoint(ReadEndpoint):
    """What words find: at most `size` records of each kind, actors best first, all others latest first."""

    def read(self) -> HttpResponse:
        hits = search.find(
            self.given["q"],
            person=self.person,
            as_of=self.as_of,
            kinds=self.given.get("kind") or search.KINDS,
            size=self.given.get("size", SIZE),
        )
        asked = Asked(person=self.person, as_of=self.as_of)
        records: dict[str, Any] = {}
        for kind in {hit.kind for hit in hits}:
            rows = [hit.row for hit in hits if hit.kind == kind]
            records |= {record["id"]: record for record in written(kind, rows, asked)}
        results = [
            {
                "kind": hit.kind,
                "id": hit.id,
                "by": hit.found.by if hit.found else "words",
                "matched": hit.found.matched if hit.found else None,
                "record": records[hit.id],
            }
            for hit in hits
        ]
        return answer({"as_of": self.position, "results": results, "next": None, "previous": None})
