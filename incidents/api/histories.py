"""How a record came to be as it is: every event with what it changed for curators, published versions for strangers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from incidents.api.answers import answer
from incidents.api.filters.base import SIZE
from incidents.api.problems import not_found
from incidents.api.reading import RecordEndpoint
from incidents.readmodels import queries

# Columns that strangers do not see, and those that may name what they do not see.
HIDDEN = ("notes", "status", "merged_into")
NAMING = {"about": None, "incident": "incident"}


class HistoryEndpoint(RecordEndpoint):
    """The history of a record, oldest first; curators see that of withdrawn and merged records too."""

    def read(self, id: str) -> HttpResponse:
        if not self.person.has("curator"):
            row = self.find(id)
            if str(row.record) != id:
                return self.moved(str(row.record))
        position, size = self.position, self.given.get("size", SIZE)
        found = queries.history(
            self.kind, id, self.person, as_of=self.as_of, after=self.given.get("after", 0), size=size
        )
        if found is None:
            raise not_found()
        results = [self._step(one) if isinstance(one, queries.Step) else self._version(one) for one in found]
        next = self._behind(results[-1]["position"]) if len(results) == size else None
        return answer({"as_of": position, "results": results, "next": next, "previous": None})

    def _step(self, step: queries.Step) -> dict[str, Any]:
        event = step.event
        return {
            "position": event.position,
            "recorded_at": event.recorded_at,
            "type": event.type,
            "person": event.metadata["person"],
            "reason": event.metadata.get("reason"),
            "stream": {"kind": event.stream_kind, "id": event.stream_id},
            "version": event.version,
            "own": step.own,
            "data": event.data,
            "changes": step.changes,
        }

    def _version(self, version: queries.PublishedVersion) -> dict[str, Any]:
        changes = version.changes
        if not self.person.has("reader"):
            changes = [change for change in changes if change.column not in HIDDEN and self._shown(change)]
        return {
            "position": version.position,
            "until": version.until,
            "recorded_at": version.recorded_at,
            "type": "published",
            "changes": changes,
        }

    def _shown(self, change: queries.Change) -> bool:
        """Say whether a stranger may see all records that a change names."""
        if change.column not in NAMING:
            return True
        for value in (change.before, change.after):
            kind, id = (value["kind"], value["id"]) if isinstance(value, dict) else (NAMING[change.column], value)
            if id and queries.record(kind, id=id, person=self.person, as_of=self.as_of) is None:
                return False
        return True

    def _behind(self, position: int) -> str:
        given = {name: str(value) for name, value in self.given.items()} | {"after": str(position)}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(given)}")
