"""The events behind a position.

Positions have no gaps and their order is the order of commits, so a follower that asks for what lies behind the last
position it has seen misses nothing and gets nothing twice. Waiting looks at the head now and then: one look-up along an
index, with no lock, transaction or cursor open in between.
"""

import time
from collections.abc import Callable
from threading import BoundedSemaphore

from incidents.domain.catalogue import UPCASTERS
from incidents.log import read
from incidents.log.read import Reader, RecordedEvent

MOST_EVENTS = 1_000
LONGEST_WAIT = 30  # seconds: proxies give up on an answer after a minute
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5  # seconds between two looks at the head

READER = Reader(UPCASTERS)

# A waiting follower keeps a thread of the server busy. Those beyond these seats are answered at once and ask again, so
# that however many there are, other requests still find a thread.
SEATS = BoundedSemaphore(2)


class UnknownPositionError(Exception):
    """A position behind the head: the follower has seen another log, or one that was cut back since."""

    code = "unknown_position"
    field = "after"

    def __init__(self, position: int, head: int) -> None:
        self.position = position
        self.head = head
        self.message = (
            f"Position {position} is not recorded; the head is {head}. Begin at 0, or with a position of this log."
        )
        super().__init__(self.message)


def events_after(
    position: int,
    *,
    limit: int = MOST_EVENTS,
    wait: float = 0,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> list[RecordedEvent]:
    """Return the next events behind a position, `limit` at most; none if there are none yet.

    While there are none, up to `wait` seconds (30 at most) go by before the answer. Raises UnknownPositionError for a
    position that the log has not reached.
    """
    head = read.head().position
    if position > head:
        raise UnknownPositionError(position, head)
    if position == head and wait > 0 and SEATS.acquire(blocking=False):
        try:
            _wait(position, clock() + min(wait, LONGEST_WAIT), clock, sleep)
        finally:
            SEATS.release()
    return READER.after(position, min(limit, MOST_EVENTS))


def _wait(position: int, until: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
    """Return when something stands behind a position, or when the time is over; look less often as time goes by."""
    pause = FIRST_PAUSE
    while (left := until - clock()) > 0:
        sleep(min(pause, left))
        if read.head().position > position:
            return
        pause = min(pause * 1.5, LONGEST_PAUSE)
