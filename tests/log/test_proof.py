"""Spans that other processes prove: whatever was done to the log, the outcome is that of one pass."""

import multiprocessing
from contextlib import contextmanager
from itertools import starmap

import pytest
from django.db import transaction

from incidents.log import proof, verify
from incidents.log.errors import NoProcessError
from incidents.log.read import Head, head
from incidents.log.scan import Scan
from tests.log.support import tampering, write_log
from tests.log.tamper import change, remove
from tests.log.test_redactions import redacted_log
from tests.log.test_verify import LENGTH, TAMPERED


class InThisProcess:
    """Does the work of other processes here, and counts the pieces."""

    def __init__(self) -> None:
        self.done = 0

    def each(self, work, pieces):
        for found in starmap(work, pieces):
            self.done += 1
            yield found


@pytest.fixture
def here(monkeypatch):
    """Let the spans be proven in this process, inside the test's transaction, however short the log is."""
    them = InThisProcess()

    @contextmanager
    def started(many, begin, *arguments):
        yield them

    monkeypatch.setattr(proof, "WORTH", 0)
    monkeypatch.setattr(proof, "started", started)
    monkeypatch.setattr(proof, "would_see", lambda: True)
    return them


@pytest.mark.django_db
@pytest.mark.parametrize("span", [1, 2, 3, 7])
@pytest.mark.parametrize("tamper", [case[0] for case in TAMPERED.values()], ids=TAMPERED.keys())
def test_it_does_not_matter_where_a_span_ends(monkeypatch, here, span, tamper):
    monkeypatch.setattr(proof, "SPAN", span)
    events = write_log(LENGTH)
    with tampering() as cursor:
        tamper(cursor)
    for kept in (
        [],
        [Head(0, "f" * 64)],
        [Head(5, events[4].hash), Head(5, "f" * 64), Head(9, events[8].hash), Head(12, "e" * 64)],
    ):
        assert verify.verify(kept, processes=2) == verify.verify(kept)
    assert here.done


@pytest.mark.django_db
def test_a_sound_log_is_proven_as_a_whole(monkeypatch, here):
    monkeypatch.setattr(proof, "SPAN", 4)
    events = write_log(LENGTH)
    told, kept = [], [Head(at, events[at - 1].hash) for at in (1, 4, 5, 10)]
    found = verify.verify([Head(0, "0" * 64), *kept], told.append, processes=2)
    assert found.line == f"10 events verified, head {events[-1].hash}"
    assert (told, here.done) == ([4, 4, 2], 3)


@pytest.mark.django_db
def test_what_others_proved_is_not_read_again(monkeypatch, here):
    monkeypatch.setattr(proof, "SPAN", 4)
    write_log(LENGTH)
    with tampering() as cursor:
        change("data", "{}", 6)(cursor)
    scan = Scan()
    proof.go_ahead(scan, 2, lambda events: None)
    assert scan.head.position == 4


@pytest.mark.django_db
def test_spans_have_to_follow_each_other(monkeypatch, here):
    """Each span on its own may be as it should be: a hash that was written anew at its end is seen by the next."""
    monkeypatch.setattr(proof, "SPAN", 5)
    write_log(LENGTH)
    sound = proof.prove(5, 10, [])
    with tampering() as cursor:
        change("hash", "0" * 64, 5)(cursor)
    scan = Scan()
    monkeypatch.setattr(proof, "prove", lambda start, end, kept: sound)
    proof.go_ahead(scan, 2, lambda events: None)
    assert scan.head.position == 0


@pytest.mark.django_db
def test_redactions_are_looked_at_in_spans(monkeypatch, here):
    monkeypatch.setattr(proof, "SPAN", 1)
    redacted_log()
    assert verify.verify(processes=2).ok
    with tampering() as cursor:
        remove(cursor, 4)
    found = verify.verify(processes=2)
    assert found == verify.verify()
    assert "redacted without a record" in [problem.kind for problem in found.problems]


@pytest.mark.django_db(transaction=True)
class TestBeside:
    """Real processes."""

    @pytest.fixture(autouse=True)
    def _short_spans(self, monkeypatch):
        monkeypatch.setattr(proof, "WORTH", 0)
        monkeypatch.setattr(proof, "SPAN", 3)
        self.reached = []
        monkeypatch.setattr(proof.Scan, "go_on", self._noting(proof.Scan.go_on))

    def _noting(self, go_on):
        def noted(scan, head, at):
            self.reached.append(head.position)
            go_on(scan, head, at)

        return noted

    def test_they_prove_a_sound_log(self):
        events = write_log(LENGTH)
        kept = [Head(at, events[at - 1].hash) for at in (3, 4, 6, 9)]  # also where spans meet
        assert verify.verify(kept, processes=2).line == f"10 events verified, head {events[-1].hash}"
        assert self.reached == [3, 6, 9, 10]
        assert verify.verify([Head(0, "f" * 64)], processes=2).line == "position 0: differs from the kept head"
        assert multiprocessing.active_children() == []

    def test_they_leave_what_is_wrong_to_this_one(self):
        write_log(LENGTH)
        with tampering() as cursor:
            change("data", "{}", 8)(cursor)
        assert verify.verify(processes=2).line == "position 8: altered"
        assert self.reached == [3, 6]

    def test_one_that_is_ended_is_done_without(self):
        events = write_log(LENGTH)

        def end_all(done: int) -> None:
            for process in multiprocessing.active_children():
                process.kill()  # where one is gone, the executor ends the others itself
                process.join(10)

        assert verify.verify(progress=end_all, processes=2).head == Head(10, events[-1].hash)
        assert self.reached[0] == 3

    def test_none_can_be_begun(self, monkeypatch):
        def started(*arguments):
            raise NoProcessError

        monkeypatch.setattr(proof, "started", started)
        write_log(LENGTH)
        assert verify.verify(processes=2).ok
        assert self.reached == []

    def test_an_interrupt_ends_them_at_once(self):
        def interrupt(done: int) -> None:
            raise KeyboardInterrupt

        write_log(LENGTH)
        with pytest.raises(KeyboardInterrupt):
            verify.verify(progress=interrupt, processes=2)
        assert multiprocessing.active_children() == []

    def test_nobody_is_asked_for_a_short_log_or_within_a_transaction(self, monkeypatch):
        write_log(LENGTH)
        assert verify.verify(processes=1).ok
        with transaction.atomic():
            assert verify.verify(processes=2).ok
        monkeypatch.setattr(proof, "WORTH", 11)
        assert verify.verify(processes=2).ok
        assert self.reached == []
        assert head().position == LENGTH
