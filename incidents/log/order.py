"""Whether events may follow the head: asked under the lock, in one round trip, before anything is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from incidents.log import sql
from incidents.log.chain import GENESIS
from incidents.log.errors import DuplicateEventError, VersionConflictError
from incidents.log.read import fetch

# (event id, stream id, version)
Place = tuple[str, str, int]


class Tip(NamedTuple):
    """The end of the log, as the next event needs it."""

    position: int
    hash: str
    recorded_at: datetime | None


def tip_before(places: Sequence[Place]) -> Tip:
    """The end of the log, if these events may follow it: ids of their own, and the next versions of their streams.

    Raises VersionConflictError, DuplicateEventError.
    """
    tip, reached, taken = _state(places)
    for event_id, stream_id, version in places:
        if version != reached[stream_id] + 1:
            raise VersionConflictError(stream_id, version, reached[stream_id])
        if event_id in taken:
            raise DuplicateEventError(event_id)
        reached[stream_id] = version
        taken.add(event_id)
    return tip


def _state(places: Sequence[Place]) -> tuple[Tip, dict[str, int], set[str]]:
    """The tip, the version that each stream has reached, and which of the event ids are in the log."""
    events = {sql.identifier(event_id): event_id for event_id, _, _ in places}
    streams = {sql.identifier(stream_id): stream_id for _, stream_id, _ in places}
    tip, reached, taken = Tip(0, GENESIS, None), dict.fromkeys(streams.values(), 0), set()
    for what, number, text, at in fetch(sql.state(), sql.ids(streams.values()), sql.ids(events.values())):
        if what == "tip":
            tip = Tip(number, text, datetime.fromisoformat(at))
        elif what == "stream":
            reached[streams[text]] = number
        else:
            taken.add(events[text])
    return tip, reached, taken
