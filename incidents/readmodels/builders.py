"""Who builds the lots of a rebuild: this process, or several beside it.

On PostgreSQL a process beside this one writes what it has built. SQLite has one writer, and its staging tables are seen
by this connection alone: there the rows are handed over in files, and what the others read of them is copied to one. A
process that is killed can leave half a file behind, but never half an answer, which would be waited for.
"""

import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import active_children, get_context
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

from django.db import connection

from incidents.log.sql import is_postgresql
from incidents.readmodels import beside, staging
from incidents.readmodels.building import Built, Lot, build, survivors_up_to
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.survivors import Survivors
from incidents.readmodels.tables import STAGING
from incidents.readmodels.write import send

WORTH = 20_000  # events; a process takes about as long to begin as these take to be built
AHEAD = 1  # lots under way for each process; one more waits, so that none has to wait for the next
MOST = 8  # processes, unless more are asked for: each has its memory and, on PostgreSQL, its connection
NO_POOL = (OSError, NotImplementedError, ImportError)  # no semaphores, or no more processes


def processors() -> int:
    """Return how many processes may build at the same time here."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST, len(os.sched_getaffinity(0)))
    return min(MOST, os.cpu_count() or 1)


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
        waiting: deque[Future[Built | Path]] = deque()
        for lot in lots:
            waiting.append(self._submitted(lot))
            if len(waiting) > self._ahead:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _submitted(self, lot: Lot) -> "Future[Built | Path]":
        try:
            return self._pool.submit(build_beside, lot, self._last, self._shared)
        except (BrokenProcessPool, *NO_POOL) as error:
            raise _no_builder() from error

    def _result(self, future: "Future[Built | Path]") -> Built:
        try:
            found = future.result()
        except BrokenProcessPool as error:
            raise _no_builder() from error
        if isinstance(found, Built):
            return found
        built = pickle.loads(found.read_bytes())
        found.unlink()
        return built

    def share(self, kinds: Iterable[str]) -> None:
        """Let builders see the staged rows of these kinds."""
        if self._shared is not None:
            staging.share(kinds, self._shared / beside.VIEWS)


def _no_builder() -> RebuildError:
    return RebuildError(
        "A process that was to build rows could not begin, or has been ended from outside, perhaps for want of memory;"
        " try again with --processes 1."
    )


@contextmanager
def builders(last: int, processes: int) -> Iterator[Here | Beside]:
    """Give the builders of a rebuild up to a position: so many processes, or this one where others could not see it."""
    if processes < 2 or last < WORTH or connection.in_atomic_block or _is_in_memory():
        yield Here(last)
        return
    name, others = str(connection.settings_dict["NAME"]), set(active_children())
    with _shared_directory(name) as shared:
        try:
            pool = ProcessPoolExecutor(
                processes, get_context("spawn"), initializer=beside.begin, initargs=(name, shared)
            )
        except NO_POOL as error:
            raise _no_builder() from error
        try:
            yield Beside(last, pool, AHEAD * processes, shared)
        except BaseException:  # also an interrupt: what they are building is of no use any more
            for process in set(active_children()) - others:
                process.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _shared_directory(database: str) -> Iterator[Path | None]:
    """Give the directory beside a SQLite database for what is handed over, closed to other people.

    One that a killed rebuild has left goes first.
    """
    if is_postgresql():
        yield None
        return
    directory = Path(f"{database}-rebuild-shared")
    rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700)
    try:
        yield directory
    finally:
        rmtree(directory, ignore_errors=True)


def _is_in_memory() -> bool:
    return not is_postgresql() and connection.is_in_memory_db()


def build_beside(lot: Lot, last: int, shared: Path | None) -> Built | Path:
    """Build a lot in a process beside the rebuild; return what is left for that to do, or the file that holds it.

    Raises RebuildError: not every error can be told from one process to another.
    """
    try:
        built = build(lot, last, _survivors(last))
        if shared is not None:
            file = shared / f"{uuid4()}.rows"
            file.write_bytes(pickle.dumps(built))
            return file
        with staging.filling():
            send(built.writings, bulk=True)
    except Exception as error:
        raise RebuildError(f"Rows could not be built ({type(error).__name__}): {error}") from error
    return Built(built.events, [])


@lru_cache(maxsize=1)
def _survivors(last: int) -> Survivors:
    return survivors_up_to(last, STAGING)
