"""The streams that a projection works on: their states before a window of positions and after each event within it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from incidents.domain.catalogue import EVENT_TYPES, UPCASTERS, evolve
from incidents.domain.values import Event, Recorded
from incidents.log.driver import ask
from incidents.log.read import PlainEvent, Reader, RecordedEvent
from incidents.log.sql import END

READER = Reader(UPCASTERS)


class History(msgspec.Struct, kw_only=True):
    """A stream in a window: the positions of its events there, and [(state, version)], the first from before it."""

    kind: str
    positions: list[int] = msgspec.field(default_factory=list)
    states: list[tuple[Any, int]] = msgspec.field(default_factory=lambda: [(None, 0)])

    @property
    def state(self) -> Any:
        """The state after the window; None while nothing was recorded."""
        return self.states[-1][0]

    @property
    def version(self) -> int:
        """The version after the window; 0 while nothing was recorded."""
        return self.states[-1][1]

    def advance(self, event: Recorded) -> None:
        """Take the next event of the window."""
        self.positions.append(event.position)
        self.states.append((evolve(self.kind, self.state, event), event.version))

    def at(self, position: int) -> tuple[Any, int] | None:
        """Return (state, version) as of a position of the window, None where there was nothing yet."""
        found = self.states[bisect_right(self.positions, position)]
        return None if found[0] is None else found


def recorded(event: RecordedEvent) -> Recorded:
    """Return an event of the log as the domain knows it."""
    form = EVENT_TYPES[event.stream_kind, event.type].form
    return Recorded(
        position=event.position,
        version=event.version,
        person=event.metadata.get("person", ""),
        event=msgspec.convert(event.data, form),
    )


@cache
def _decoder(kind: str, type_: str) -> Callable[[str], Event]:
    return msgspec.json.Decoder(EVENT_TYPES[kind, type_].form).decode


def _of_plain(event: PlainEvent) -> Recorded:
    told = _decoder(event.stream_kind, event.type)(event.data)
    return Recorded(position=event.position, version=event.version, person=event.person, event=told)


def history(kind: str, events: Iterable[PlainEvent], first: int = END) -> History:
    """Return the history of a stream from all its events, in a window that begins at `first` or has not begun yet."""
    found = History(kind=kind)
    for event in events:
        if event.position < first:
            found.states = [(evolve(kind, found.state, _of_plain(event)), event.version)]
        else:
            found.advance(_of_plain(event))
    return found


class Histories:
    """Histories by stream, in a window from `first` to `last`, loaded from the log when first asked for.

    `given` are histories that are at hand already.
    """

    def __init__(self, first: int, last: int, given: Mapping[str, History] | None = None) -> None:
        self.first = first
        self.last = last
        self._known: dict[str, History] = dict(given or {})

    def load(self, kind: str, streams: Iterable[str]) -> None:
        """Load streams of a kind that are not at hand yet, in one go."""
        missing = [stream for stream in streams if stream not in self._known]
        if missing:
            ask(READER.asking_plain(missing, lambda found: self._take(kind, found), up_to=self.last))

    def _take(self, kind: str, found: dict[str, list[PlainEvent]]) -> None:
        for stream, events in found.items():
            self.add(kind, stream, events)

    def get(self, stream: str) -> History:
        """Return the history of a stream that was loaded or given."""
        return self._known[stream]

    def add(self, kind: str, stream: str, events: Iterable[PlainEvent]) -> None:
        """Take all events of a stream that were read in passing."""
        self._known[stream] = history(kind, events, self.first)
