"""The log, for curators and for programs that follow it: in order, without gaps, waiting for what is new."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from incidents.api.answers import answer
from incidents.api.endpoint import Endpoint
from incidents.api.filters.data import Events
from incidents.api.problems import Fault, Problem, not_found
from incidents.following import UnknownPositionError, events_after
from incidents.log import read
from incidents.log.rows import RecordedEvent

SIZE = 100
DIGITS = 18  # of the longest position that is looked up
HIDDEN = "receipt"  # whoever sent the command knows their own key


class EventsEndpoint(Endpoint):
    """The events behind a position."""

    role = "curator"

    def get(self, request: Request) -> HttpResponse:
        after, size = self.given.get("after", 0), self.given.get("size", SIZE)
        found = self._found(after, size)
        head = read.head().position if self.as_of is None else self.as_of
        last = found[-1].position if found else after
        wanted = Events.wanted(self.given)
        return answer(
            {
                "as_of": max(head, last) if self.as_of is None else self.as_of,
                "results": [told(event) for event in found if fits(event, wanted)],
                "next": self._behind(request, last) if last < head else None,
                "previous": None,
                "last": last,
            }
        )

    def _found(self, after: int, size: int) -> list[RecordedEvent]:
        """Return the events to be looked at. Raises Problem (400)."""
        past = self.as_of
        wait = self.given.get("wait", 0) if past is None else 0
        try:
            found = events_after(after, limit=size, wait=wait)
        except UnknownPositionError as error:
            detail = _("Position {position} is not recorded; the head is {head}.").format(
                position=error.position, head=error.head
            )
            raise Problem.of(400, [Fault(code=error.code, detail=detail, parameter=error.field)]) from error
        return found if past is None else [event for event in found if event.position <= past]

    def _behind(self, request: Request, last: int) -> str:
        sent = {name: request.query_params[name] for name in self.given if name != "after"}
        return request.build_absolute_uri(f"{request.path}?{urlencode({**sent, 'after': last}, safe=',:')}")


class EventEndpoint(Endpoint):
    """One event by its position."""

    role = "curator"

    def get(self, request: Request, position: str) -> HttpResponse:
        head = read.head().position
        is_position = position.isascii() and position.isdigit() and len(position) <= DIGITS
        if not is_position or not 1 <= int(position) <= head:
            raise not_found()
        (event,) = events_after(int(position) - 1, limit=1)
        return answer({"as_of": head, **told(event)})


def told(event: RecordedEvent) -> dict[str, Any]:
    """Return an event as the API shows it."""
    metadata = {name: value for name, value in event.metadata.items() if name != HIDDEN}
    return {**msgspec.structs.asdict(event), "metadata": metadata}


def fits(event: RecordedEvent, wanted: dict[str, Any]) -> bool:
    """Whether an event is one of those asked for."""
    told = {
        "record": event.stream_id,
        "kind": event.stream_kind,
        "type": event.type,
        "person": event.metadata.get("person"),
    }
    return all(told[name] in values for name, values in wanted.items())
