"""Whether events may follow the head: asked under the lock, in one round trip, before anything is written."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from incidents.log import sql
from incidents.log.chain import GENESIS
from incidents.log.driver import Question, Rows, ask
from incidents.log.errors import DuplicateEventError, VersionConflictError
from incidents.log.rows import hyphenated

# (event id, stream id, version)
Place = tuple[str, str, int]


class Tip(NamedTuple):
    """The end of the log, as the next event needs it."""

    position: int
    hash: str
    recorded_at: datetime | None


class State(NamedTuple):
    """The tip, the version that each of the streams asked for has reached, which event ids are taken, and
    [(stream, type)] of what was recorded since a position.
    """

    tip: Tip
    reached: dict[str, int]
    taken: set[str]
    passed: list[tuple[str, str]]


def tip_before(places: Sequence[Place], state: State | None = None) -> Tip:
    """The end of the log, if these events may follow it: ids of their own, and the next versions of their streams.

    `state` is what `asking_state` said under this lock. Raises VersionConflictError, DuplicateEventError.
    """
    answers = [state] if state else []
    if not answers:
        streams = dict.fromkeys(stream_id for _, stream_id, _ in places)
        ask(asking_state(streams, answers.append, [event_id for event_id, _, _ in places]))
    tip, reached, taken = answers[0].tip, dict(answers[0].reached), set(answers[0].taken)
    for event_id, stream_id, version in places:
        if version != reached[stream_id] + 1:
            raise VersionConflictError(stream_id, version, reached[stream_id])
        if event_id in taken:
            raise DuplicateEventError(event_id)
        reached[stream_id] = version
        taken.add(event_id)
    return tip


def asking_state(
    stream_ids: Iterable[str],
    take: Callable[[State], object],
    event_ids: Iterable[str] = (),
    since: int = sql.END,
    limit: int = 0,
) -> Question:
    """Return the question for the tip, the versions of these streams, and which of these event ids are taken.

    Ids that chance has made need not be asked about: should one be taken all the same, the database refuses it.
    Behind the position `since` at most `limit` events are told, in order.
    """
    events = {sql.identifier(event_id): event_id for event_id in event_ids}
    streams = {sql.identifier(stream_id): stream_id for stream_id in stream_ids}

    def read(rows: Rows) -> None:
        state = State(Tip(0, GENESIS, None), dict.fromkeys(streams.values(), 0), set(), [])
        for what, number, text, at in rows:
            if what == "tip":
                state = state._replace(tip=Tip(number, text, datetime.fromisoformat(at)))
            elif what == "stream":
                state.reached[streams[text]] = number
            elif what == "event":
                state.taken.add(events[text])
            else:
                state.passed.append((text if sql.is_postgresql() else hyphenated(text), at))
        take(state)

    return Question(sql.state(), (sql.ids(streams.values()), sql.ids(events.values()), since, limit), read)
