"""Appending: what is written, what is refused, and that a refusal writes nothing."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import transaction

from incidents.log import insert, lock
from incidents.log.append import append
from incidents.log.canonical import canonical_bytes
from incidents.log.chain import GENESIS, link
from incidents.log.errors import (
    CanonicalError,
    DuplicateEventError,
    LockNotHeldError,
    LogError,
    VersionConflictError,
)
from incidents.log.models import Event
from incidents.log.read import Reader, fetch_stored, head
from incidents.log.sql import select
from tests.log.support import NOON, OTHER, STREAM, event, new_id, stored_text, write, write_log

pytestmark = pytest.mark.django_db

NASTY = "tab\there, line\nend, \\ backslash \\n \\\\, quote \" ' %s %, NBSP\u00a0, é 北 😀 \u2028 \x7f \x1f"


def fixed_salt(event_id: str, field: str) -> str:
    return sha256(f"{event_id} {field}".encode()).hexdigest()[:32]


def test_positions_are_gapless_and_each_hash_covers_the_one_before():
    write_log(3)
    write(event(OTHER, 2), event(STREAM, 3), event(STREAM, 4))
    rows = fetch_stored(select("position > %s"), 0)
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    previous = GENESIS
    for row in rows:
        assert row[10] == link(previous, row)
        previous = row[10]
    assert head() == (6, previous)


def test_the_hash_is_that_of_canonical_json_behind_the_previous_hash():
    (written,) = write(event(event_id=OTHER, data={"b": "é", "a": [1, None]}))
    text = canonical_bytes(
        {
            "data": {"a": [1, None], "b": "é"},
            "event_id": OTHER,
            "metadata": {"person": "ana", "reason": None},
            "position": 1,
            "recorded_at": "2024-06-21T12:00:00.000000Z",
            "schema": 1,
            "stream_id": STREAM,
            "stream_kind": "incident",
            "type": "NoteAdded",
            "version": 1,
        }
    )
    assert written.hash == sha256(GENESIS.encode() + text).hexdigest()


@pytest.mark.parametrize("many", [1, 2, 19, 20, 60])
def test_what_is_returned_is_what_is_read(many):
    data = {"text": NASTY, "list": [NASTY, {"deep": None}], NASTY: True}
    metadata = {"person": NASTY, "reason": NASTY}
    events = [event(STREAM, n, data=data, metadata=metadata, personal_paths=("text",)) for n in range(1, many + 1)]
    written = write(*events)
    assert written == Reader().stream(STREAM)
    assert written[-1].data == data
    assert written[-1].metadata == metadata
    assert written[-1].recorded_at == NOON


def test_more_events_than_one_insert_takes(monkeypatch):
    monkeypatch.setattr(insert, "CHUNK", 25)
    written = write(*(event(STREAM, n) for n in range(1, 61)))
    assert Reader().stream(STREAM) == written


def test_stored_text_is_the_canonical_text_on_both_databases():
    write(event(data={"b": 1, "aa": 2, "a": {"é": NASTY}}))
    assert stored_text(1) == canonical_bytes({"b": 1, "aa": 2, "a": {"é": NASTY}}).decode()


def test_the_orm_writes_the_same_text():
    write(event(data={"b": 1, "aa": 2, "a": {"é": NASTY}}))
    assert Event(data=Event.objects.get().data)._meta.get_field("data").get_db_prep_save(
        Event.objects.get().data, transaction.get_connection()
    ) == stored_text(1)


def test_personal_fields_and_the_reason_are_stored_beside_a_salt():
    data = {"byline": "Pri Saja", "claims": [{"value": {"text": "Kim"}}]}
    new = event(
        data=data, metadata={"person": "ana", "reason": "seen"}, personal_paths=("byline", "claims[].value.text")
    )
    write(new, salts=fixed_salt)
    salts = {field: fixed_salt(new.event_id, field) for field in ("byline", "claims[0].value.text", "metadata.reason")}
    stored = Event.objects.get()
    assert stored.data["byline"] == {"personal": "Pri Saja", "salt": salts["byline"]}
    assert stored.data["claims"][0]["value"]["text"] == {"personal": "Kim", "salt": salts["claims[0].value.text"]}
    assert stored.metadata["reason"] == {"personal": "seen", "salt": salts["metadata.reason"]}


def test_salts_are_different_each_time_unless_they_are_given():
    write(event(STREAM, 1, personal_paths=("note",)), event(STREAM, 2, personal_paths=("note",)))
    first, second = Event.objects.order_by("position")
    assert first.data["note"]["salt"] != second.data["note"]["salt"]


def test_recorded_at_never_goes_back():
    write(event(STREAM, 1), at=NOON)
    (second,) = write(event(STREAM, 2), at=NOON - timedelta(hours=1))
    (third,) = write(event(STREAM, 3), at=NOON + timedelta(microseconds=1))
    assert [second.recorded_at, third.recorded_at] == [NOON, NOON + timedelta(microseconds=1)]


def test_recorded_at_is_kept_in_utc():
    (written,) = write(event(), at=datetime.fromisoformat("2024-06-21T19:00:00.000001+07:00"))
    assert written.recorded_at.isoformat() == "2024-06-21T12:00:00.000001+00:00"
    assert Event.objects.filter(recorded_at=written.recorded_at).exists()


def test_a_whole_second_is_stored_as_django_writes_it():
    write(event())
    assert Event.objects.filter(recorded_at=NOON).exists()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(CanonicalError) as caught:
        write(event(), at=NOON.replace(tzinfo=None))
    assert caught.value.code == "naive_time"


def test_nothing_to_append_is_nothing():
    assert write() == []
    assert head() == (0, GENESIS)


def test_the_lock_must_be_held():
    with pytest.raises(LockNotHeldError) as caught:
        append([event()], recorded_at=NOON)
    assert caught.value.code == "lock_not_held"


def test_an_open_transaction_is_not_enough():
    with transaction.atomic(), pytest.raises(LockNotHeldError):
        append([event()], recorded_at=NOON)


def test_the_lock_is_over_with_its_block():
    with lock.writer():
        pass
    with pytest.raises(LockNotHeldError):
        append([event()], recorded_at=NOON)


CONFLICTS = {
    "a version that is there": ([event(STREAM, 2)], STREAM, 2, 3),
    "a version too far": ([event(STREAM, 5)], STREAM, 5, 3),
    "a new stream that does not begin": ([event(OTHER, 2)], OTHER, 2, 0),
    "twice the same in one batch": ([event(STREAM, 4), event(OTHER, 1), event(STREAM, 4)], STREAM, 4, 4),
}


@pytest.mark.parametrize(("events", "stream", "expected", "actual"), CONFLICTS.values(), ids=CONFLICTS.keys())
def test_a_version_must_be_the_next_of_its_stream(events, stream, expected, actual):
    write(*(event(STREAM, n) for n in (1, 2, 3)))
    with pytest.raises(VersionConflictError) as caught:
        write(*events)
    assert (caught.value.stream_id, caught.value.expected, caught.value.actual) == (stream, expected, actual)
    assert head().position == 3


def test_an_event_id_is_used_once():
    (written,) = write(event())
    for again in ([event(OTHER, 1, event_id=written.event_id)], [event(OTHER, n, event_id=OTHER) for n in (1, 2)]):
        with pytest.raises(DuplicateEventError) as caught:
            write(*again)
        assert caught.value.event_id == again[-1].event_id
    assert head().position == 1


BAD = {
    "an id in capitals": ("event_id", "ABCDEF00-0000-4000-8000-000000000001", "id"),
    "an id without hyphens": ("stream_id", "0" * 32, "id"),
    "no id": ("event_id", None, "id"),
    "a kind with a quotation mark": ("stream_kind", 'inci"dent', "name"),
    "a type with a blank": ("type", "Note Added", "name"),
    "an empty type": ("type", "", "name"),
    "a type too long": ("type", "T" * 65, "name"),
    "version 0": ("version", 0, "number"),
    "a version that is no number": ("version", "1", "number"),
    "a version that is a truth": ("version", True, "number"),
    "a schema too large": ("schema", 2**15, "number"),
    "data that is a list": ("data", [], "object"),
    "metadata that is null": ("metadata", None, "object"),
}


@pytest.mark.parametrize(("field", "value", "code"), BAD.values(), ids=BAD.keys())
def test_ids_names_and_numbers_must_fit_their_columns(field, value, code):
    with pytest.raises(CanonicalError) as caught:
        write(event(OTHER, 1), event(**{field: value}))
    assert (caught.value.code, caught.value.field) == (code, field)
    assert head().position == 0


@pytest.mark.parametrize("field", ["data", "metadata"])
def test_json_that_a_database_would_change_is_refused(field):
    with pytest.raises(CanonicalError) as caught:
        write(event(**{field: {"a": [0.5]}}))
    assert (caught.value.code, caught.value.field) == ("float", f"{field}.a[0]")


def test_a_reason_is_text():
    with pytest.raises(CanonicalError) as caught:
        write(event(metadata={"reason": {"text": "x"}}))
    assert caught.value.field == "metadata.reason"


def test_what_slips_past_the_checks_is_refused_by_the_table():
    """The constraints are the last defence: somebody wrote without the lock."""
    write_log(2)
    (row, _) = fetch_stored(select("position > %s"), 0)
    for changes in ({0: 3}, {0: 3, 1: new_id()}, {1: new_id(), 4: 9}):
        values = tuple(changes.get(place, value) for place, value in enumerate(row))
        with pytest.raises(LogError) as caught, lock.writer():
            insert.insert([values])
        assert caught.value.code == "refused"
    assert head().position == 2
