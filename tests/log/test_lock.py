"""One writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections, transaction

from incidents.log import guard, lock
from incidents.log.errors import LockNotHeldError
from incidents.log.models import RedactionDoor
from tests.log.support import POSTGRESQL


def can_take_the_lock() -> bool:
    """Whether another connection could begin to write just now."""
    other = connection.copy()
    other.settings_dict = {**other.settings_dict, "OPTIONS": {**other.settings_dict["OPTIONS"]}}
    if not POSTGRESQL:
        other.settings_dict["OPTIONS"]["timeout"] = 0
    try:
        with other.cursor() as cursor:
            if POSTGRESQL:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock.ADVISORY_KEY])
                return cursor.fetchone()[0]
            cursor.execute("BEGIN IMMEDIATE")
            return True
    except Exception as error:
        assert "locked" in str(error)
        return False
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_nobody_else_writes_until_the_transaction_ends():
    assert can_take_the_lock()
    with lock.writer():
        assert not can_take_the_lock()
    assert can_take_the_lock()
    with transaction.atomic():
        with lock.writer():
            pass
        assert not can_take_the_lock()
    assert can_take_the_lock()


@pytest.mark.skipif(POSTGRESQL, reason="a mode of SQLite's transactions")
@pytest.mark.django_db(transaction=True)
def test_a_deferred_transaction_takes_the_lock_too():
    with deferred(connections["default"]), transaction.atomic():
        assert not RedactionDoor.objects.exists()
        assert can_take_the_lock()
        with lock.writer():
            assert not can_take_the_lock()


@contextmanager
def deferred(own: Any) -> Iterator[None]:
    own.ensure_connection()
    mode, own.transaction_mode = own.transaction_mode, None
    yield
    own.transaction_mode = mode


@pytest.mark.django_db
def test_it_is_held_inside_the_block_only():
    assert not lock.is_held()
    with lock.writer():
        assert lock.is_held()
        with lock.writer():
            lock.require()
        assert lock.is_held()
    with pytest.raises(LockNotHeldError):
        lock.require()


@pytest.mark.django_db
def test_the_guard_is_open_inside_the_block_only():
    assert not guard.is_open()
    with lock.writer():
        assert guard.is_open()
    assert not guard.is_open()


@pytest.mark.django_db
def test_an_error_ends_both_and_undoes_what_was_written():
    with pytest.raises(ZeroDivisionError), lock.writer():
        RedactionDoor.objects.create(position=1)
        raise ZeroDivisionError
    assert not lock.is_held()
    assert not guard.is_open()
    assert not RedactionDoor.objects.exists()
