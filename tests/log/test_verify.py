"""Whatever was done to the log, verification names it at the first bad position."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from incidents.log import findings, lock, read, receipts, verify
from incidents.log.chain import GENESIS, link
from incidents.log.diagnose import diagnose
from incidents.log.errors import ExchangeError
from incidents.log.personal import hashed
from incidents.log.read import Head, fetch_stored, head
from incidents.log.redact import redact_field
from incidents.log.sql import identifier, select
from tests.log.support import NOON, OTHER, POSTGRESQL, STREAM, event, new_id, tampering, write, write_log

pytestmark = pytest.mark.django_db

LENGTH = 10


def renumber(cursor, first: int, by: int) -> None:
    """Move all events from `first` on by so many positions."""
    cursor.execute("UPDATE incidents_event SET position = -position WHERE position >= %s", [first])
    cursor.execute("UPDATE incidents_event SET position = -position + %s WHERE position < 0", [by])


def remove(cursor, *positions: int) -> None:
    for position in positions:
        cursor.execute("DELETE FROM incidents_event WHERE position = %s", [position])


def insert(cursor, position: int, fitting: bool = False) -> None:
    """Put an event in that was never recorded, with a hash of its own or one that fits what stands before it."""
    uuid = "%s::uuid" if POSTGRESQL else "%s"
    cursor.execute(
        f"""INSERT INTO incidents_event SELECT %s, {uuid}, {uuid}, stream_kind, 1, type, schema, data, metadata,
            recorded_at, hash FROM incidents_event WHERE position = 1""",
        [position, identifier(new_id()), identifier(new_id())],
    )
    previous, row = fetch_stored(select("position IN (%s, %s)"), position - 1, position)
    digest = link(previous[10], row) if fitting else "0" * 64
    cursor.execute("UPDATE incidents_event SET hash = %s WHERE position = %s", [digest, position])


def make_room(cursor, position: int, events: int = 1, fitting: bool = False) -> None:
    renumber(cursor, position, events)
    for offset in range(events):
        insert(cursor, position + offset, fitting)


def exchange(cursor, one: int, other: int) -> None:
    for old, new in ((one, -1), (other, one), (-1, other)):
        cursor.execute("UPDATE incidents_event SET position = %s WHERE position = %s", [new, old])


def exchange_contents(cursor, one: int, other: int) -> None:
    hashes = {row[0]: row[10] for row in fetch_stored(select("position IN (%s, %s)"), one, other)}
    exchange(cursor, one, other)
    for position, digest in hashes.items():
        cursor.execute("UPDATE incidents_event SET hash = %s WHERE position = %s", [digest, position])


def move(cursor, position: int, to: int) -> None:
    cursor.execute("UPDATE incidents_event SET position = -1 WHERE position = %s", [position])
    step = 1 if to < position else -1
    for place in range(position - step, to - step, -step):
        cursor.execute("UPDATE incidents_event SET position = %s WHERE position = %s", [place + step, place])
    cursor.execute("UPDATE incidents_event SET position = %s WHERE position = -1", [to])


def change(column: str, value: object, position: int = 4) -> Callable:
    return lambda cursor: cursor.execute(
        f"UPDATE incidents_event SET {column} = %s WHERE position = %s", [value, position]
    )


def rechain(cursor, first: int = 1) -> None:
    """Give every event from `first` on a hash that fits, as somebody with the code could."""
    rows = fetch_stored(select("position >= %s"), first - 1)
    previous = rows.pop(0)[10] if first > 1 else GENESIS
    for row in rows:
        previous = link(previous, row)
        cursor.execute("UPDATE incidents_event SET hash = %s WHERE position = %s", [previous, row[0]])


def both(*steps: Callable) -> Callable:
    return lambda cursor: [step(cursor) for step in steps]


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


# Heads that were kept


def test_a_kept_head_that_fits():
    write_log(3)
    kept = head()
    write(event(OTHER, 2))
    assert verify.verify([kept, Head(0, GENESIS), head()]).ok


def test_a_cut_tail_is_seen_against_a_kept_head():
    write_log(LENGTH)
    kept = head()
    with tampering() as cursor:
        remove(cursor, 9, 10)
    assert verify.verify().ok
    assert verify.verify([kept]).line == "position 9: cut tail"


def test_a_log_that_was_emptied_is_seen_against_a_kept_head():
    write_log(2)
    kept = head()
    with tampering() as cursor:
        remove(cursor, 1, 2)
    assert verify.verify([kept]).line == "position 1: cut tail"


def test_a_log_that_was_rewritten_is_seen_against_a_kept_head():
    write_log(LENGTH)
    kept = head()
    with tampering() as cursor:
        change("data", "{}")(cursor)
        rechain(cursor, 4)
    assert verify.verify().ok
    assert verify.verify([kept]).line == "position 10: differs from the kept head"
    assert verify.verify([Head(0, "0" * 63 + "1")]).line == "position 0: differs from the kept head"


def test_the_first_of_several_kept_heads_that_differs_is_named():
    events = write_log(LENGTH)
    heads = [Head(recorded.position, recorded.hash) for recorded in events]
    with tampering() as cursor:
        change("data", "{}")(cursor)
        rechain(cursor, 4)
    assert verify.verify(reversed(heads)).line == "position 4: differs from the kept head"


def test_kept_heads_are_read_from_the_output_of_log_head(tmp_path):
    file = tmp_path / "head"
    file.write_text(f"3 {'a' * 64}\n\n12 {'b' * 64}")
    assert verify.kept_heads(file) == [Head(3, "a" * 64), Head(12, "b" * 64)]


@pytest.mark.parametrize("text", ["", "\n", "x", f"{'a' * 64} 3", f"3 {'a' * 63}", f"-3 {'a' * 64}", "\udcff"])
def test_a_file_that_holds_no_head_is_refused(tmp_path, text):
    file = tmp_path / "head"
    file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(ExchangeError):
        verify.kept_heads(file)


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


# Redaction


def redacted_log() -> None:
    write(event(STREAM, 1, data={"by": "Pri", "note": "Kim"}, personal_paths=("by", "note")))
    write(event(OTHER, 1), event(STREAM, 2))
    with lock.writer():
        redact_field(1, "by", event_id=new_id(), metadata={"person": "eve", "reason": "asked"}, recorded_at=NOON)


def test_a_recorded_redaction_is_sound():
    redacted_log()
    assert verify.verify().ok


def test_a_redaction_without_a_record_is_named():
    redacted_log()
    (row,) = fetch_stored(select("position = %s"), 1)
    kept, _, wrapper = row[7].removesuffix("}").partition('"note":')
    digest = hashed(wrapper).replace("digest", "redacted")
    with tampering() as cursor:
        change("data", f'{kept}"note":{digest}}}', 1)(cursor)
    found = verify.verify()
    assert found.line == "position 1: redacted without a record"
    assert found.problems[0].detail.startswith("note is erased")


def test_a_record_that_names_nothing_is_no_record():
    write(event(type="FieldRedacted", data={"position": "1"}))
    assert verify.verify().ok


def test_the_record_must_stand_in_the_log():
    redacted_log()
    with tampering() as cursor:
        remove(cursor, 4)
    assert verify.verify().line == "position 1: redacted without a record"


def test_a_digest_instead_of_an_erased_field_is_an_alteration():
    redacted_log()
    (row,) = fetch_stored(select("position = %s"), 1)
    with tampering() as cursor:
        change("data", row[7].replace('{"redacted":', '{"digest":'), 1)(cursor)
    assert verify.verify().line == "position 1: altered"


def test_a_value_that_came_back_is_named():
    write(event(data={"note": "Kim"}, personal_paths=("note",)))
    (before,) = fetch_stored(select("position = %s"), 1)
    with lock.writer():
        redact_field(1, "note", event_id=new_id(), metadata={"reason": "asked"}, recorded_at=NOON)
    with tampering() as cursor:
        change("data", before[7], 1)(cursor)
    assert verify.verify().line == "position 1: redaction undone"


def test_another_value_for_a_personal_field_is_an_alteration():
    write(event(data={"note": "Kim"}, personal_paths=("note",)))
    (row,) = fetch_stored(select("position = %s"), 1)
    for changed in (row[7].replace("Kim", "Lee"), row[7].replace('"salt":"', '"salt":"0')[:-3] + '"}}'):
        with tampering() as cursor:
            change("data", changed, 1)(cursor)
        assert verify.verify().line == "position 1: altered"


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
