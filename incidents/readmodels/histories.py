"""The streams that a projection works on: their state before it begins and their events within it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from incidents.domain.catalogue import EVENT_TYPES, UPCASTERS, evolve
from incidents.domain.values import Recorded
from incidents.log.read import Reader, RecordedEvent

READER = Reader(UPCASTERS)


class History(msgspec.Struct, kw_only=True):
    """A stream within a window of positions: its state and version before, and its events within, in order."""

    kind: str
    state: Any = None
    version: int = 0
    events: list[Recorded] = msgspec.field(default_factory=list)


def recorded(event: RecordedEvent) -> Recorded:
    """Return an event of the log as the domain knows it."""
    form = EVENT_TYPES[event.stream_kind, event.type].form
    return Recorded(
        position=event.position,
        version=event.version,
        person=event.metadata.get("person", ""),
        event=msgspec.convert(event.data, form),
    )


def fold(kind: str, events: Iterable[RecordedEvent]) -> tuple[Any, int]:
    """Return the state and version that events of one stream lead to."""
    state, version = None, 0
    for event in events:
        state, version = evolve(kind, state, recorded(event)), event.version
    return state, version


class Histories:
    """Histories by stream, loaded from the log when first asked for.

    `first` and `last` bound the window. `given` are the histories whose events are at hand already.
    """

    def __init__(self, first: int, last: int, given: Mapping[str, History] | None = None) -> None:
        self.first = first
        self.last = last
        self._known: dict[str, History] = dict(given or {})

    def load(self, streams: Iterable[str]) -> None:
        """Load streams that are not at hand yet, in one go."""
        missing = [stream for stream in streams if stream not in self._known]
        if not missing:
            return
        for stream, events in READER.streams(missing, up_to=self.last).items():
            self._known[stream] = self._split(events)

    def get(self, stream: str) -> History:
        """Return the history of one stream."""
        if stream not in self._known:
            self.load([stream])
        return self._known[stream]

    def forget(self) -> None:
        """Let go of everything loaded, so that memory stays flat."""
        self._known.clear()

    def add(self, stream: str, events: list[RecordedEvent]) -> None:
        """Take the events of one stream that were read in passing."""
        self._known[stream] = self._split(events)

    def _split(self, events: list[RecordedEvent]) -> History:
        before = [event for event in events if event.position < self.first]
        kind = events[0].stream_kind if events else ""
        state, version = fold(kind, before)
        within = [recorded(event) for event in events[len(before) :]]
        return History(kind=kind, state=state, version=version, events=within)
