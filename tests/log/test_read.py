"""Reading: by stream, by position, by time, and who wrote."""

from datetime import timedelta

import pytest

from incidents.log import lock
from incidents.log.canonical import canonical_bytes
from incidents.log.chain import GENESIS
from incidents.log.driver import ask
from incidents.log.errors import UnknownPositionError
from incidents.log.models import Event
from incidents.log.read import Head, PlainEvent, Reader, authors, head, pages, position_at, spans
from incidents.log.redact import redact_field
from incidents.log.rows import recorded
from tests.log.support import NOON, OTHER, STREAM, event, new_id, write, write_log

pytestmark = pytest.mark.django_db

reader = Reader()


def every(after: int = 0, up_to: int | None = None, batch: int = 1_000) -> list:
    return [made for page in pages(after, up_to, batch) for made in recorded(page, {})]


def positions(events) -> list[int]:
    return [event.position for event in events]


def test_an_empty_log():
    assert head() == Head(0, GENESIS)
    assert str(head()) == f"0 {GENESIS}"
    assert reader.stream(STREAM) == reader.after(0, 10) == every() == []
    assert list(reader.iterate_by_stream(("incident",))) == []
    assert reader.streams([]) == {}
    assert (position_at(NOON), authors([STREAM])) == (0, set())


def test_the_head_is_the_last_event():
    events = write_log(3)
    assert head() == (3, events[-1].hash)


def test_one_event_by_its_position():
    events = write_log(3)
    assert reader.event(2) == events[1]
    for position in (0, 4, -1, 2**63 - 1, 2**63, 10**30):
        with pytest.raises(UnknownPositionError):
            reader.event(position)


def test_a_stream_in_order_of_version_and_up_to_a_position():
    write_log(7)
    assert positions(reader.stream(STREAM)) == [1, 3, 5, 7]
    assert positions(reader.stream(STREAM, up_to=4)) == [1, 3]
    assert positions(reader.stream(STREAM, up_to=0)) == []


def test_several_streams_at_once():
    write_log(5)
    unknown = new_id()
    found = reader.streams([OTHER, STREAM, unknown], up_to=4)
    assert {stream: positions(events) for stream, events in found.items()} == {
        STREAM: [1, 3],
        OTHER: [2, 4],
        unknown: [],
    }


def test_a_follower_reads_behind_a_position():
    write_log(5)
    assert positions(reader.after(2, limit=2)) == [3, 4]
    assert positions(reader.after(5, limit=2)) == []


@pytest.mark.parametrize("batch", [1, 2, 7, 100])
def test_the_whole_log_page_by_page(batch):
    events = write_log(7)
    assert every(batch=batch) == events
    assert positions(every(after=2, up_to=5, batch=batch)) == [3, 4, 5]


def test_a_page_is_read_up_to_the_head_of_the_moment():
    write_log(3)
    reading = pages(batch=2)
    first = next(reading)
    write(event(new_id(), 1))
    assert [row[0] for page in (first, *reading) for row in page] == [1, 2, 3]


def plain(made):
    """What a stream's state needs of a recorded event."""
    data = canonical_bytes(made.data).decode()
    return PlainEvent(
        made.position, made.stream_id, made.stream_kind, made.version, made.type, data, made.metadata["person"]
    )


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_stream_by_stream(batch):
    actors = [write(event("f0000000-0000-4000-8000-000000000000", n, stream_kind="actor"))[0] for n in (1, 2)]
    write_log(6)
    source = write(event("00000000-0000-4000-8000-000000000000", 1, stream_kind="source"))
    found = list(reader.iterate_by_stream(("incident", "actor"), batch=batch))
    assert positions(found) == [3, 5, 7, 4, 6, 8, 1, 2]
    assert list(reader.iterate_by_stream(("actor",), batch=batch)) == [plain(made) for made in actors]
    assert list(reader.iterate_by_stream(("source",), batch=batch)) == [plain(made) for made in source]
    assert positions(reader.iterate_by_stream(("incident",), up_to=5, batch=batch)) == [3, 5, 4]
    assert list(reader.iterate_by_stream((), batch=batch)) == []


def test_streams_in_lots():
    """Each lot is read by its first and its last id, both included."""
    ids = sorted(new_id() for _ in range(5))
    for stream in ids:
        write(event(stream, 1))
    other = write(event("f0000000-0000-4000-8000-000000000000", 1, stream_kind="source"))[0]
    write(event(ids[1], 2))
    lots = list(spans(("incident",), 2))
    assert lots == [(ids[0], ids[1]), (ids[2], ids[3]), (ids[4], ids[4])]
    found = [[made.stream_id for made in reader.iterate_by_stream(("incident",), streams=lot)] for lot in lots]
    assert found == [[ids[0], ids[1], ids[1]], ids[2:4], ids[4:]]
    assert list(spans(("source", "incident"), 10)) == [(ids[0], other.stream_id)]
    assert list(spans(("link",), 10)) == []


def test_plain_events_are_those_that_are_recorded():
    made = write(
        event(STREAM, 1, data={"byline": "Kim “Min” \\ 사", "n": 1}, personal_paths=("byline",)),
        event(STREAM, 2, metadata={"person": "siti", "reason": "because"}),
    )
    found = {}
    ask(reader.asking_plain([STREAM, OTHER], found.update))
    assert found == {STREAM: [plain(one) for one in made], OTHER: []}
    ask(reader.asking_plain([STREAM], found.update, up_to=made[0].position))
    assert found[STREAM] == [plain(made[0])]


def test_the_position_at_a_time_is_that_of_the_last_event_until_then():
    for minutes in (0, 0, 1, 3):
        write(event(new_id(), 1), at=NOON + timedelta(minutes=minutes, microseconds=minutes))
    moments = {-1: 0, 0: 2, 1: 2, 2: 3, 3: 3, 4: 4}
    assert {minutes: position_at(NOON + timedelta(minutes=minutes)) for minutes in moments} == moments
    assert position_at(NOON + timedelta(minutes=1, microseconds=1)) == 3
    assert position_at(NOON + timedelta(minutes=1, microseconds=2)) == 3


def test_authors_are_those_with_an_event_behind_a_position():
    for n, person in enumerate(("ana", "ben", "ana", "cut"), 1):
        write(event(STREAM, n, metadata={"person": person}))
    write(event(OTHER, 1, metadata={"person": "dia"}), event(OTHER, 2, metadata={}))
    assert authors([STREAM]) == {"ana", "ben", "cut"}
    assert authors([STREAM], after=2) == {"ana", "cut"}
    assert authors([STREAM, OTHER], after=3) == {"cut", "dia"}
    assert authors([], after=0) == set()


def test_some_types_of_events_make_no_author():
    write(event(STREAM, 1), event(STREAM, 2, type="IncidentReviewed", metadata={"person": "ben"}))
    assert authors([STREAM], ignoring=("IncidentReviewed",)) == {"ana"}


def test_who_erases_a_name_is_no_author():
    write(event(personal_paths=("note",)))
    with lock.writer():
        redact_field(1, "note", event_id=new_id(), metadata={"person": "eve", "reason": "asked"}, recorded_at=NOON)
    assert authors([STREAM]) == {"ana"}


LOOK_UPS = {
    "a key": {"metadata__person": "ana"},
    "a number": {"data__n": 1},
    "deep down": {"data__z__b__0": 1},
    "whether there is a key": {"data__has_key": "n"},
    "text in a value": {"metadata__receipt__key__icontains": "K"},
    "no such key": {"metadata__absent__isnull": True},
    "a list as a whole": {"data__z__b": [1, None, True, "é\n"]},
    "an object as a whole": {"data": {"z": {"b": [1, None, True, "é\n"]}, "n": 1}},
}


@pytest.mark.parametrize("look_up", LOOK_UPS.values(), ids=LOOK_UPS.keys())
def test_the_orm_can_look_into_json_on_both_databases(look_up):
    metadata = {"person": "ana", "receipt": {"key": "k"}}
    write(event(data={"n": 1, "z": {"b": [1, None, True, "é\n"]}}, metadata=metadata))
    write(event(OTHER, 1, data={"other": None}, metadata={"person": "ben", "absent": 1}))
    assert positions(Event.objects.filter(**look_up)) == [1]
    assert Event.objects.get(position=1).metadata == metadata
    assert list(Event.objects.order_by("-metadata__person").values_list("metadata__person", flat=True)) == [
        "ben",
        "ana",
    ]
