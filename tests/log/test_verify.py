"""Whatever was done to the log, verification names it at the first bad position."""

from datetime import timedelta

import pytest

from incidents.log import findings, lock, read, receipts, verify
from incidents.log.chain import GENESIS
from incidents.log.diagnose import diagnose
from incidents.log.read import fetch_stored
from incidents.log.sql import identifier, select
from tests.log.support import NOON, POSTGRESQL, STREAM, event, tampering, write, write_log
from tests.log.tamper import (
    both,
    change,
    exchange,
    exchange_contents,
    insert,
    make_room,
    move,
    rechain,
    remove,
    renumber,
)

pytestmark = pytest.mark.django_db

LENGTH = 10

TAMPERED = {
    "data altered": (change("data", '{"note":"other"}'), 4, "altered"),
    "data written with blanks": (change("data", '{"note": "note 2"}'), 4, "altered"),
    "data with a key twice": (change("data", '{"note":"x","note":"note 2"}'), 4, "altered"),
    "metadata altered": (change("metadata", '{"person":"eve","reason":null}'), 4, "altered"),
    "person altered in the first event": (change("metadata", "{}", 1), 1, "altered"),
    "type altered": (change("type", "NoteRemoved"), 4, "altered"),
    "kind altered": (change("stream_kind", "actor"), 4, "altered"),
    "schema altered": (change("schema", 2), 4, "altered"),
    "version altered": (change("version", 77), 4, "altered"),
    "time altered": (change("recorded_at", "2024-06-21 12:00:01+00:00"[: 25 if POSTGRESQL else 19]), 4, "altered"),
    "stream altered": (change("stream_id", identifier(STREAM[:-1] + "9")), 4, "altered"),
    "id altered": (change("event_id", identifier(STREAM[:-1] + "9")), 4, "altered"),
    "hash altered": (change("hash", "0" * 64), 4, "altered"),
    "the last event altered": (change("data", "{}", LENGTH), LENGTH, "altered"),
    "one removed": (lambda c: remove(c, 4), 4, "missing"),
    "the first removed": (lambda c: remove(c, 1), 1, "missing"),
    "several removed": (lambda c: remove(c, 4, 5, 7), 4, "missing"),
    "removed and renumbered": (both(lambda c: remove(c, 4), lambda c: renumber(c, 5, -1)), 4, "missing"),
    "several removed and renumbered": (both(lambda c: remove(c, 4, 5, 6), lambda c: renumber(c, 7, -3)), 4, "missing"),
    "the first removed and renumbered": (both(lambda c: remove(c, 1), lambda c: renumber(c, 2, -1)), 1, "missing"),
    "inserted": (lambda c: make_room(c, 4), 4, "inserted"),
    "several inserted": (lambda c: make_room(c, 4, 3), 4, "inserted"),
    "inserted with a hash that fits": (lambda c: make_room(c, 4, 1, True), 4, "inserted"),
    "several inserted with hashes that fit": (lambda c: make_room(c, 4, 3, True), 4, "inserted"),
    "inserted below": (both(change("position", -1, 10), change("hash", "x", -1)), -1, "inserted"),
    "neighbours exchanged": (lambda c: exchange(c, 4, 5), 4, "reordered"),
    "exchanged far apart": (lambda c: exchange(c, 2, 9), 2, "reordered"),
    "moved to the front": (lambda c: move(c, 8, 3), 3, "reordered"),
    "moved to the back": (lambda c: move(c, 3, 8), 3, "reordered"),
    "several moved to the back": (both(*[lambda c: move(c, 3, 8)] * 3), 3, "reordered"),
    "contents exchanged": (lambda c: exchange_contents(c, 4, 7), 4, "reordered"),
    "all renumbered": (lambda c: renumber(c, 1, 1), 1, "missing"),
    "a version left out, and hashes that fit": (both(change("version", 77, 9), rechain), 9, "version gap"),
    "one removed, and hashes that fit": (
        both(lambda c: remove(c, 4), lambda c: renumber(c, 5, -1), rechain),
        5,
        "version gap",
    ),
    "time turned back, and hashes that fit": (
        both(change("recorded_at", "2024-06-21 13:00:00" + "+00:00" * POSTGRESQL), rechain),
        5,
        "recorded_at goes backwards",
    ),
}


@pytest.mark.parametrize(("tamper", "position", "kind"), TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_is_named_at_the_first_bad_position(tamper, position, kind):
    write_log(LENGTH)
    with tampering() as cursor:
        tamper(cursor)
    found = verify.verify()
    assert found.line == f"position {position}: {kind}"
    assert not found.ok
    assert found.count == position - 1 or kind in ("version gap", "inserted")
    assert all(problem.detail.endswith(".") for problem in found.problems)


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
@pytest.mark.parametrize("name", ["data altered", "several inserted with hashes that fit", "moved to the back"])
def test_it_does_not_matter_where_a_page_ends(monkeypatch, batch, name):
    monkeypatch.setattr(read.pages, "__defaults__", (0, None, batch))
    test_tampering_is_named_at_the_first_bad_position(*TAMPERED[name])


def test_a_sound_log():
    events = write_log(LENGTH)
    found = verify.verify()
    assert found.ok
    assert found.line == f"10 events verified, head {events[-1].hash}"


def test_an_empty_log_is_sound():
    assert verify.verify().line == f"0 events verified, head {GENESIS}"


def test_progress_counts_every_event(monkeypatch):
    monkeypatch.setattr(read.pages, "__defaults__", (0, None, 4))
    write_log(LENGTH)
    steps: list[int] = []
    verify.verify(progress=steps.append)
    assert steps == [4, 4, 2]


# Receipts as witnesses


def write_receipt(first: int, last: int) -> None:
    with lock.writer():
        receipts.record("ana", f"key {first}", "0" * 64, first, last)


def test_a_receipt_beyond_the_head_shows_a_cut_tail():
    write_log(LENGTH)
    write_receipt(8, 10)
    assert verify.verify().ok
    with tampering() as cursor:
        remove(cursor, 10)
    assert verify.verify().line == "position 10: cut tail"


def test_an_event_behind_the_last_receipt_that_does_not_fit_was_inserted():
    write_log(LENGTH)
    write_receipt(1, 10)
    with tampering() as cursor:
        insert(cursor, 11)
    assert verify.verify().line == "position 11: inserted"


def test_an_event_with_a_receipt_that_does_not_fit_was_altered():
    write_log(LENGTH)
    write_receipt(1, 10)
    with tampering() as cursor:
        change("data", "{}", 10)(cursor)
    assert verify.verify().line == "position 10: altered"


# The tables as such


def test_missing_triggers_are_named():
    events = write_log(2)
    with tampering():
        found = verify.verify()
    assert [problem.kind for problem in found.problems] == ["triggers missing"]
    assert found.line == "position 0: triggers missing"
    assert found.head.hash == events[-1].hash


def test_a_bad_event_matters_more_than_a_missing_trigger():
    write_log(2)
    with tampering() as cursor:
        change("data", "{}", 2)(cursor)
        found = verify.verify()
    assert [problem.kind for problem in found.problems] == ["triggers missing", "altered"]
    assert found.line == "position 2: altered"


def test_an_open_door_is_named():
    with tampering() as cursor:
        cursor.execute("INSERT INTO incidents_redactiondoor (position) VALUES (1)")
    assert verify.verify().line == "position 0: redaction door open"


def test_time_may_stand_still():
    write(event(STREAM, 1), at=NOON)
    write(event(STREAM, 2), at=NOON - timedelta(days=1))
    assert verify.verify().ok


def test_one_row_alone_cannot_tell_more_than_that_it_was_altered():
    write_log(3)
    (*_, last) = fetch_stored(select("position > %s"), 0)
    assert diagnose([], [(2, *last[1:])], appended=False).kind == findings.ALTERED
