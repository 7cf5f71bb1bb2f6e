"""Work that processes beside this one do. They are started afresh: a forked one would share this one's connection."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any

from django.db import connection

from incidents.log.errors import NoProcessError
from incidents.log.sql import is_postgresql

AHEAD = 1  # pieces of work under way for each process; one more waits, so that none has to wait for the next
USUALLY = 8  # at most, unless more are asked for: each has its memory and, on PostgreSQL, its connection
NO_POOL = (OSError, NotImplementedError, ImportError)  # no semaphores, or no more processes


def processors() -> int:
    """Return how many processes may work at the same time here."""
    if hasattr(os, "sched_getaffinity"):
        return min(USUALLY, len(os.sched_getaffinity(0)))
    return min(USUALLY, os.cpu_count() or 1)


def would_see() -> bool:
    """Whether processes beside this one would see the database as this one does just now."""
    return not connection.in_atomic_block and (is_postgresql() or not connection.is_in_memory_db())


class Processes:
    """Processes beside this one."""

    def __init__(self, pool: ProcessPoolExecutor, ahead: int) -> None:
        self._pool = pool
        self._ahead = ahead

    def each(self, work: Callable[..., Any], pieces: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Yield what `work` returns for each of these rows of arguments, in this order. Raises NoProcessError.

        Let that be short: half an answer, of a process that was killed, would be waited for.
        """
        waiting: deque[Future[Any]] = deque()
        for piece in pieces:
            waiting.append(self._submitted(work, piece))
            if len(waiting) > self._ahead:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())

    def _submitted(self, work: Callable[..., Any], piece: tuple[Any, ...]) -> "Future[Any]":
        try:
            return self._pool.submit(work, *piece)
        except (BrokenProcessPool, *NO_POOL) as error:
            raise NoProcessError from error


def _result(future: "Future[Any]") -> Any:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise NoProcessError from error


@contextmanager
def started(many: int, begin: Callable[..., None], *arguments: Any) -> Iterator[Processes]:
    """Give so many processes, each of which calls `begin` with these arguments first. Raises NoProcessError.

    Each imports the main module anew: a script that comes here needs its `if __name__ == "__main__"`.
    """
    others = set(active_children())
    try:
        pool = ProcessPoolExecutor(many, get_context("spawn"), initializer=begin, initargs=arguments)
    except NO_POOL as error:
        raise NoProcessError from error
    try:
        yield Processes(pool, AHEAD * many)
    except BaseException:  # also an interrupt: what they are doing is of no use any more
        for process in set(active_children()) - others:
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
