"""Whether events may follow the head: asked under the lock, in one round trip, before anything is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from incidents.log import sql
from incidents.log.chain import GENESIS
from incidents.log.driver import Question, Rows, fetch
from incidents.log.errors import DuplicateEventError, VersionConflictError
from incidents.log.rows import hyphenated

# (event id, stream id, version)
Place = tuple[str, str, int]
PASSED = ("position", "hash", "recorded_at", "stream_id", "type")


class Tip(NamedTuple):
    """The end of the log, as the next event needs it."""

    position: int
    hash: str
    recorded_at: datetime | None


class State(NamedTuple):
    """The tip, the version that each of some streams has reached, and which of some event ids are taken.

    Ids that chance has made need not be asked about; should one be taken all the same, the database refuses it.
    """

    tip: Tip
    reached: Mapping[str, int]
    taken: Set[str] = frozenset()


class Passed(NamedTuple):
    """[(stream, type)] of what was recorded behind a position, in order, and the tip; None where there may be more, or
    nothing at that position.
    """

    events: list[tuple[str, str]]
    tip: Tip | None


def asking_passed(since: int, limit: int, take: Callable[[Passed], object]) -> Question:
    """Return the question for what was recorded behind a position; fewer than `limit` events are all of them."""

    def read(rows: Rows) -> None:
        read_id = str if sql.is_postgresql() else hyphenated
        events = [(read_id(stream), type) for position, _, _, stream, type in rows if position > since]
        take(Passed(events, end(rows) if len(events) < limit else None))

    def end(rows: Rows) -> Tip | None:
        if not rows:
            return None if since else Tip(0, GENESIS, None)
        position, hash, at, *_ = rows[-1]
        return Tip(position, hash, datetime.fromisoformat(at))

    most = limit + 1 if since else limit  # with the event at that position itself, which is the tip if none has passed
    return Question(sql.select("position >= %s", limit=True, names=PASSED), (since, most), read)


def tip_before(places: Sequence[Place], state: State | None = None) -> Tip:
    """The end of the log, if these events may follow it: ids of their own, and the next versions of their streams.

    `state` is what the writer knows of it under this lock; without one, it is asked for.
    Raises VersionConflictError, DuplicateEventError.
    """
    state = state or _state([stream_id for _, stream_id, _ in places], [event_id for event_id, _, _ in places])
    reached, taken = dict(state.reached), set(state.taken)
    for event_id, stream_id, version in places:
        if version != reached[stream_id] + 1:
            raise VersionConflictError(stream_id, version, reached[stream_id])
        if event_id in taken:
            raise DuplicateEventError(event_id)
        reached[stream_id] = version
        taken.add(event_id)
    return state.tip


def _state(stream_ids: Iterable[str], event_ids: Iterable[str]) -> State:
    events = {sql.identifier(event_id): event_id for event_id in event_ids}
    streams = {sql.identifier(stream_id): stream_id for stream_id in stream_ids}
    tip, reached, taken = Tip(0, GENESIS, None), dict.fromkeys(streams.values(), 0), set()
    for what, number, text, at in fetch(sql.state(), (sql.ids(streams.values()), sql.ids(events.values()))):
        if what == "tip":
            tip = Tip(number, text, datetime.fromisoformat(at))
        elif what == "stream":
            reached[streams[text]] = number
        else:
            taken.add(events[text])
    return State(tip, reached, taken)
