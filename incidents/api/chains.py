"""What hangs together with a record, and what may belong to it."""

from typing import Any

from django.http import HttpResponse

from incidents.api.answers import answer
from incidents.api.reading import RecordEndpoint
from incidents.api.records.writing import Asked, written
from incidents.readmodels import queries


class BesideEndpoint(RecordEndpoint):
    """Something that belongs to one record, which is found, moved or gone as the record itself."""

    def read(self, id: str) -> HttpResponse:
        row = self.find(id)
        return self.moved(str(row.record)) if str(row.record) != id else self.beside(row, id)

    def beside(self, row: Any, id: str) -> HttpResponse:
        """Answer with what belongs to the record."""
        raise NotImplementedError

    @property
    def plainly(self) -> Asked:
        """Who asks, for nothing in particular."""
        return Asked(person=self.person, as_of=self.as_of)


class ChainEndpoint(BesideEndpoint):
    """The records that hang together with one by links, nearest first, and these links."""

    def beside(self, row: Any, id: str) -> HttpResponse:
        position = self.position
        found = queries.chain(id, person=self.person, as_of=self.as_of)
        members = found.records if found else []
        records: dict[str, Any] = {}
        for kind in {member.kind for member in members}:
            rows = [member.row for member in members if member.kind == kind]
            records |= {record["id"]: record for record in written(kind, rows, self.plainly)}
        results = [
            {"kind": member.kind, "id": member.id, "depth": member.depth, "record": records[member.id]}
            for member in members
        ]
        links = written("link", found.links, self.plainly) if found else []
        complete = found.complete if found else True
        return answer({"as_of": position, "results": results, "next": None, "previous": None,
                       "links": links, "complete": complete})  # fmt: skip


class CandidatesEndpoint(BesideEndpoint):
    """Incidents that may recur, answer or double one, with what speaks for it."""

    def beside(self, row: Any, id: str) -> HttpResponse:
        position = self.position
        found = queries.candidates(id, person=self.person, as_of=self.as_of)
        records = written("incident", [candidate.row for candidate in found], self.plainly)
        results = [
            {
                "kind": candidate.kind,
                "score": candidate.score,
                "reasons": [
                    {"code": reason.code, "points": reason.points, "detail": reason.detail}
                    for reason in candidate.reasons
                ],
                "record": record,
            }
            for candidate, record in zip(found, records, strict=True)
        ]
        return answer({"as_of": position, "results": results, "next": None, "previous": None})
