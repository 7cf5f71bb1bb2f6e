"""Ways to tamper with a log, given a cursor that may do anything."""

from collections.abc import Callable

from incidents.log.chain import GENESIS, link
from incidents.log.read import fetch_stored
from incidents.log.sql import identifier, select
from tests.log.support import POSTGRESQL, new_id


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
