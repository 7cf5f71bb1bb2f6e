"""What the tests of read models share: telling a history, and looking at every row of every table."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from hypothesis import settings

from incidents.dispatch import dispatch
from incidents.domain.errors import DomainError
from incidents.log import guard
from incidents.readmodels.tables import ALL, LIVE, STAGING
from tests.readmodels.random_histories import Request

Rows = dict[str, dict[Any, dict[str, Any]]]  # table -> primary key -> column -> value


def all_rows() -> Rows:
    """Return every row of every read model."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in ALL:
            cursor.execute(f"SELECT * FROM {LIVE.name(table)}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            found[table.name] = {row[table.key]: row for row in rows}
    return found


def empty_all() -> None:
    """Empty every read model, as nobody may."""
    with guard.writing(), connection.cursor() as cursor:
        for table in ALL:
            cursor.execute(f"DELETE FROM {LIVE.name(table)}")
    assert not any(all_rows().values())


def staged() -> list[str]:
    """Return the names of the staging tables and of their indexes, wherever they are."""
    catalogue = "SELECT relname FROM pg_class"
    if connection.vendor == "sqlite":
        catalogue = "SELECT name FROM sqlite_master UNION SELECT name FROM sqlite_temp_master"
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return sorted(name for (name,) in cursor.fetchall() if name.startswith(STAGING.prefix))


def in_thread(work: Callable[[], Any], found: list) -> threading.Thread:
    """Run work in a thread with a connection of its own, which is closed at the end; its answer is put in `found`."""

    def run():
        try:
            found.append(work())
        except Exception as error:  # it is the answer that the test looks at
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def share(of_a_hundred: int) -> settings:
    """Take this share of the profile's examples: one with a database costs as much as a hundred without."""
    return settings(max_examples=settings.default.max_examples * of_a_hundred // 100)


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end what happens inside: each example of hypothesis begins with an empty log."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tell(requests: Iterable[Request]) -> list[Request]:
    """Send requests one by one; return those that were not refused."""
    return [request for request in requests if accepted(request)]


def accepted(request: Request) -> bool:
    """Send a request; say whether it was accepted."""
    person, command = request
    try:
        dispatch(command, person=person)
    except DomainError:
        return False
    return True


def tell_in_batches(requests: Iterable[Request], size: int) -> None:
    """Send requests in batches of up to `size`; a batch is one person's."""
    for person, group in groupby(requests, key=lambda request: request[0]):
        commands = [command for _, command in group]
        for start in range(0, len(commands), size):
            dispatch(commands[start : start + size], person=person)
