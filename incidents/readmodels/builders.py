"""Who builds the lots of a rebuild: this process, or several beside it.

On PostgreSQL a process beside this one writes what it has built. SQLite has one writer, and its staging tables are seen
by this connection alone: there the rows are handed over, and what the others read of them is copied to a file.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from django.db import connection

from incidents.log.sql import is_postgresql
from incidents.readmodels import beside, staging
from incidents.readmodels.building import Built, Lot, build, survivors_up_to
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.survivors import Survivors
from incidents.readmodels.tables import STAGING
from incidents.readmodels.write import send

WORTH = 20_000  # events; a process takes about as long to begin as these take to be built
AHEAD = 1  # lots that wait for each process, so that none has to wait for the next


def processors() -> int:
    """Return how many processes can work at the same time here."""
    return os.cpu_count() or 1


class Here:
    """Builds in this process."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._survivors = survivors_up_to(last, STAGING)

    def build(self, lots: Iterable[Lot]) -> Iterator[Built]:
        """Yield what writes the rows of each lot, in this order."""
        return (build(lot, self._last, self._survivors) for lot in lots)

    def share(self, kinds: Iterable[str]) -> None:
        """Let builders see the staged rows of these kinds: they do."""


class Beside:
    """Builds in processes beside this one."""

    def __init__(self, last: int, pool: ProcessPoolExecutor, ahead: int, shared: Path | None) -> None:
        self._last = last
        self._pool = pool
        self._ahead = ahead
        self._shared = shared

    def build(self, lots: Iterable[Lot]) -> Iterator[Built]:
        """Yield what is left to do for each lot, in this order. Raises RebuildError when a process was ended."""
        waiting: deque[Future[Built]] = deque()
        try:
            for lot in lots:
                waiting.append(self._pool.submit(build_beside, lot, self._last))
                if len(waiting) > self._ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise RebuildError(
                "A process that was to build rows could not begin, or has been ended from outside, perhaps for want of"
                " memory; try again with --processes 1."
            ) from error

    def share(self, kinds: Iterable[str]) -> None:
        """Let builders see the staged rows of these kinds."""
        if self._shared is not None:
            staging.share(kinds, self._shared)


@contextmanager
def builders(last: int, processes: int) -> Iterator[Here | Beside]:
    """Give the builders of a rebuild up to a position: so many processes, or this one where others could not see it."""
    if processes < 2 or last < WORTH or connection.in_atomic_block or _is_in_memory():
        yield Here(last)
        return
    name = str(connection.settings_dict["NAME"])
    with _shared_file(name) as shared:
        pool = ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=beside.begin, initargs=(name, shared and str(shared))
        )
        try:
            yield Beside(last, pool, AHEAD * processes, shared)
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _shared_file(database: str) -> Iterator[Path | None]:
    """Give the file beside a SQLite database that builders read; one that a killed rebuild has left goes first."""
    if is_postgresql():
        yield None
        return
    file = Path(f"{database}-rebuild-shared")
    file.unlink(missing_ok=True)
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


def _is_in_memory() -> bool:
    return not is_postgresql() and connection.is_in_memory_db()


def build_beside(lot: Lot, last: int) -> Built:
    """Build a lot in a process beside the rebuild; return what is left for that to do."""
    built = build(lot, last, _survivors(last))
    if not is_postgresql():
        return built
    with staging.filling():
        send(built.writings, bulk=True)
    return Built(built.events, [])


@lru_cache(maxsize=1)
def _survivors(last: int) -> Survivors:
    return survivors_up_to(last, STAGING)
