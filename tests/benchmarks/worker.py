"""A process that writes, one of several at a time; forked from a server that has imported `ready`."""

import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from django.db import connection

from incidents.dispatch import dispatch
from tests.benchmarks.bare import bare
from tests.benchmarks.peers.roster import peer
from tests.benchmarks.sides import CURATOR


def _write_as(side: str) -> Callable[[Any], object]:
    """Return what saves one piece of work, connected already."""
    if side == "ours":
        connection.ensure_connection()
        return lambda command: dispatch(command, person=CURATOR)
    if side == "limit":
        database = bare(os.environ["BENCH_LIMIT_URL"])
        return lambda plan: plan.write(database, bulk=False)
    joined = peer(side)
    joined.join()
    return joined.edit


def work(channel: Connection, side: str) -> None:
    """Take lists of work until there is none; each is acknowledged, started by a word, answered with the seconds."""
    write = _write_as(side)
    while (items := channel.recv()) is not None:
        channel.send("ready")
        channel.recv()
        seconds = []
        for item in items:
            start = time.perf_counter()
            write(item)
            seconds.append(time.perf_counter() - start)
        channel.send(seconds)
