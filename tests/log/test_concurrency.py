"""Many writers at once: no gap, no loss, commit order is position order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain
from threading import Barrier

import pytest
from django.db import connection, connections

from incidents.log import lock, verify
from incidents.log.append import append
from incidents.log.errors import VersionConflictError
from incidents.log.read import Reader
from tests.log.support import POSTGRESQL, STREAM, event, new_id

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8 if POSTGRESQL else 4
EACH = 15


def in_threads(work, many: int = WRITERS) -> list:
    """What `work(number)` returns in each of so many threads, which begin together."""
    barrier = Barrier(many)

    def run(number: int):
        try:
            barrier.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


def test_positions_are_gapless_and_a_follower_misses_nothing():
    streams = [new_id() for _ in range(WRITERS)]
    ids = [[new_id() for _ in range(EACH)] for _ in streams]

    def work(number: int) -> list[int]:
        if number == WRITERS:
            return follow(WRITERS * EACH)
        positions = []
        for version, event_id in enumerate(ids[number], 1):
            with lock.writer():
                new = event(streams[number], version, event_id=event_id)
                positions += [made.position for made in append([new], recorded_at=datetime.now(UTC))]
        return positions

    *written, followed = in_threads(work, WRITERS + 1)
    assert sorted(chain.from_iterable(written)) == followed == list(range(1, WRITERS * EACH + 1))
    assert verify.verify().ok


def follow(until: int) -> list[int]:
    """Read `position > last` over and over, as a follower would, and return the positions in order of arrival."""
    seen: list[int] = []
    while len(seen) < until:
        seen += [made.position for made in Reader().after(seen[-1] if seen else 0, 5)]
    return seen


def test_of_writers_to_one_stream_one_wins_each_version():
    ids = [new_id() for _ in range(WRITERS)]

    def work(number: int) -> str:
        try:
            with lock.writer():
                append([event(STREAM, 1, event_id=ids[number])], recorded_at=datetime.now(UTC))
        except VersionConflictError:
            return "conflict"
        return "written"

    assert Counter(in_threads(work)) == {"written": 1, "conflict": WRITERS - 1}
    assert [made.version for made in Reader().stream(STREAM)] == [1]
    assert connection.is_usable()
