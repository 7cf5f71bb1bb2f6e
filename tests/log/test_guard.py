"""Protected tables are written through one door."""

from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from incidents.log import guard, lock
from incidents.log.errors import WriteOutsideDispatchError
from incidents.log.models import Event, Receipt, RedactionDoor
from tests.log.support import POSTGRESQL, write_log

pytestmark = pytest.mark.django_db

RECEIPT = {"person": "ana", "key": "k", "body_sha256": "0" * 64, "first_position": 1, "last_position": 1}


def receipt(**values) -> Receipt:
    return Receipt(**{"id": "00000000-0000-4000-8000-000000000001", **RECEIPT, **values})


def raw(statement: str, *rows: list) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows) if rows else cursor.execute(statement)


WRITES = {
    "save": lambda: receipt().save(),
    "create": lambda: RedactionDoor.objects.create(position=1),
    "bulk_create": lambda: Receipt.objects.bulk_create([receipt()]),
    "update": lambda: Receipt.objects.update(key="x"),
    "bulk_update": lambda: Receipt.objects.bulk_update([receipt()], ["key"]),
    "update_or_create": lambda: Receipt.objects.update_or_create(**RECEIPT),
    "delete": lambda: receipt().delete(),
    "delete many": lambda: Event.objects.all().delete(),
    "delete without looking": lambda: Event.objects.all()._raw_delete("default"),
    "raw SQL": lambda: raw('DELETE FROM "incidents_event"'),
    "raw SQL, many": lambda: raw("INSERT INTO incidents_redactiondoor VALUES (%s)", [1], [2]),
    "raw SQL behind a comment": lambda: raw("/* x */ WITH y AS (SELECT 1) DELETE FROM incidents_event"),
}
if POSTGRESQL:
    from psycopg import sql

    WRITES["truncate"] = lambda: raw("TRUNCATE auth_group, incidents_event CASCADE")
    WRITES["bytes"] = lambda: raw(b"DELETE FROM incidents_event")
    WRITES["composed SQL"] = lambda: raw(sql.SQL("DELETE FROM {}").format(sql.Identifier("incidents_event")))


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_a_write_by_another_door_is_refused_before_it_happens(write):
    write_log(1)
    with pytest.raises(WriteOutsideDispatchError) as caught, transaction.atomic():
        write()
    assert caught.value.code == "write_outside_dispatch"
    assert caught.value.table.startswith("incidents_")
    assert (Event.objects.count(), Receipt.objects.count(), RedactionDoor.objects.count()) == (1, 0, 0)


def test_inside_the_door_writing_is_allowed():
    with guard.writing():
        receipt().save()
    with lock.writer():
        RedactionDoor.objects.create(position=1)
    assert Receipt.objects.count() == RedactionDoor.objects.count() == 1


def test_doors_within_doors():
    with guard.writing():
        with guard.writing():
            pass
        receipt().save()
    with pytest.raises(WriteOutsideDispatchError):
        receipt().save()


def test_the_door_is_open_for_one_thread_only():
    seen = []
    with guard.writing():
        thread = Thread(target=lambda: seen.append(guard.is_open()))
        thread.start()
        thread.join()
    assert seen == [False]


def test_reading_and_other_tables_are_left_alone():
    assert not Event.objects.exists()
    get_user_model().objects.create(username="ana")
    with transaction.atomic():
        list(Event.objects.select_for_update())


def test_protecting_again_does_not_stack_up():
    before = list(connection.execute_wrappers)
    (own,) = (wrapper for wrapper in before if isinstance(wrapper, guard.Guard))
    guard.protect(connection, own.tables)
    assert len(connection.execute_wrappers) == len(before)


def test_a_wrapper_that_ends_does_not_take_the_guard_with_it():
    """A connection may be opened, and guarded, while somebody else's wrapper is in place."""
    (own,) = (wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, guard.Guard))
    connection.execute_wrappers.remove(own)
    with connection.execute_wrapper(lambda execute, *arguments: execute(*arguments)):
        guard.protect(connection, own.tables)
    with pytest.raises(WriteOutsideDispatchError):
        receipt().save()


def test_names_are_compared_without_regard_to_case():
    with pytest.raises(WriteOutsideDispatchError):
        raw("DELETE FROM INCIDENTS_EVENT")
