"""Eight writers at once and a follower that misses nothing. FOLLOWED says how many events; 20,000 take a minute or two.

FOLLOWED=20000 .venv/bin/python -m pytest tests/following/test_many_writers.py
"""

import os
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from incidents.dispatch import dispatch
from incidents.domain.source import GradeSource
from incidents.following import events_after
from incidents.log.verify import verify
from tests.factories import SourceFactory, id_of
from tests.people import OWNER

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
RECORDS = 10  # of each writer
EVENTS = int(os.environ.get("FOLLOWED") or 2_000)
IN_A_COMMIT = 25  # one writer's commands at a time: some commits are short, some long
ENOUGH = 600  # seconds after which something is wrong


def test_a_follower_of_eight_writers_misses_none_and_sees_none_twice():
    own = [[id_of(SourceFactory()) for _ in range(RECORDS)] for _ in range(WRITERS)]
    each = EVENTS // WRITERS
    wanted = WRITERS * (RECORDS + each)

    def write(records: list[str]) -> None:
        done = 0
        while done < each:
            size = min(each - done, 1 + done % IN_A_COMMIT)
            dispatch([grading(records, number) for number in range(done, done + size)], person=OWNER)
            done += size

    seen: list[tuple[int, str, int]] = []

    def follow() -> None:
        while len(seen) < wanted:
            last = seen[-1][0] if seen else 0
            found = events_after(last, limit=37, wait=5)
            seen.extend((event.position, event.stream_id, event.version) for event in found)

    run_together([follow, *(lambda records=records: write(records) for records in own)])
    assert [position for position, _, _ in seen] == list(range(1, wanted + 1))
    for records in own:
        versions = {record: [version for _, stream, version in seen if stream == record] for record in records}
        assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
        assert sum(map(len, versions.values())) == RECORDS + each
    assert verify().ok


def grading(records: list[str], number: int) -> GradeSource:
    """Return a command that changes its record each time: the letters go round, one for each turn of the records."""
    return GradeSource(id=records[number % RECORDS], reliability="ABCDE"[number // RECORDS % 5])


def run_together(works: list[Callable[[], None]]) -> None:
    """Do all works at once, each in a thread with a connection of its own; raise what one of them raised."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ENOUGH)
    assert not errors and not any(thread.is_alive() for thread in threads), errors
