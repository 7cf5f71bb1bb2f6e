"""What a follower gets: everything behind its position, in order, after waiting no longer than it asked to."""

import threading
import time

import pytest
from django.db import connection

from incidents import following
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.following import LONGEST_WAIT, UnknownPositionError, events, events_after
from incidents.log import read
from tests.factories import IncidentFactory, id_of
from tests.people import OWNER

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that sleeping moves, and what is to happen while somebody sleeps."""

    def __init__(self, meanwhile=None, at=1.0):
        self.now = 0.0
        self.slept = []
        self._meanwhile, self._at = meanwhile, at

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds
        if self._meanwhile and self.now >= self._at:
            self._meanwhile, act = None, self._meanwhile
            act()


def waiting(clock, position=0, wait=5.0, **more):
    return events_after(position, wait=wait, clock=clock, sleep=clock.sleep, **more)


def test_all_events_in_order_from_the_beginning():
    for _ in range(3):
        IncidentFactory()
    found = events_after(0)
    assert [event.position for event in found] == [1, 2, 3]
    assert [event.type for event in found] == ["IncidentOpened"] * 3
    assert events_after(2)[0].position == 3
    assert events_after(3) == []


def test_pages_join_without_a_gap():
    for _ in range(7):
        IncidentFactory()
    seen = []
    while page := events_after(seen[-1] if seen else 0, limit=3):
        assert len(page) <= 3
        seen += [event.position for event in page]
    assert seen == list(range(1, 8))


def test_no_more_than_a_thousand_however_many_are_asked_for(monkeypatch):
    monkeypatch.setattr(events, "MOST_EVENTS", 2)
    for _ in range(3):
        IncidentFactory()
    assert len(events_after(0, limit=10**9)) == 2


def test_who_waits_is_answered_when_something_comes():
    clock = Clock(meanwhile=IncidentFactory, at=1.0)
    assert [event.position for event in waiting(clock)] == [1]
    assert 1.0 <= clock.now < 2.0


def test_who_waits_in_vain_is_answered_in_time():
    clock = Clock()
    assert waiting(clock, wait=5.0) == []
    assert clock.now == pytest.approx(5.0)
    assert len(clock.slept) < 30, "the head is looked at now and then, not all the time"


def test_nobody_waits_longer_than_half_a_minute():
    clock = Clock()
    assert waiting(clock, wait=10**6) == []
    assert clock.now == pytest.approx(LONGEST_WAIT)


def test_who_has_something_to_read_does_not_wait():
    IncidentFactory()
    clock = Clock()
    assert len(waiting(clock)) == 1
    assert clock.slept == []


def test_a_position_that_the_log_has_not_reached_is_refused():
    IncidentFactory()
    with pytest.raises(UnknownPositionError, match="the head is 1") as refused:
        events_after(2)
    assert (refused.value.code, refused.value.field) == ("unknown_position", "after")


def test_more_followers_than_seats_are_answered_at_once():
    taken = [events.SEATS.acquire(blocking=False) for _ in range(2)]
    try:
        clock = Clock()
        assert all(taken) and waiting(clock) == []
        assert clock.slept == []
    finally:
        for _ in taken:
            events.SEATS.release()
    assert following.events_after(0) == []


@pytest.mark.django_db(transaction=True)
def test_waiting_holds_no_lock_and_no_transaction():
    """Somebody writes while a follower waits, and the follower sees it soon."""
    record = id_of(IncidentFactory())
    found = []

    def follow():
        try:
            found.append((events_after(1, wait=20), time.monotonic()))
        finally:
            connection.close()

    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    time.sleep(0.3)
    assert follower.is_alive()
    dispatch(AddNote(kind="incident", id=record, text="Meanwhile."), person=OWNER)
    written = time.monotonic()
    follower.join(10)
    ((told, at),) = found
    assert [event.position for event in told] == [2] == [read.head().position]
    assert at - written < 5
