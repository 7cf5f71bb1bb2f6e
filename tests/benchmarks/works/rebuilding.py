"""A rebuild of every read model from the log, against scanning the log and decoding its JSON."""

import json
import time

import msgspec
from django.db import connection

from incidents.log.sql import COLUMNS, EVENT
from incidents.readmodels import rebuild
from tests.benchmarks.bare import Bare
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, peak_memory
from tests.benchmarks.sizes import Size

RULE = "at least 40 % of the speed of scanning the log and decoding its JSON"
BATCH = 2_000


def scan(log: Bare, decode: object) -> int:
    """Read the log page by page as the bare driver gives it and decode both JSON columns; return how many events."""
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    data, metadata = COLUMNS.index("data"), COLUMNS.index("metadata")
    sql = f"SELECT {names} FROM {EVENT} WHERE position > {log.mark} ORDER BY position LIMIT {BATCH}"
    position = done = 0
    while rows := log.rows(sql, (position,)):
        for row in rows:
            decode(row[data])
            decode(row[metadata])
        position, done = rows[-1][0], done + len(rows)
    return done


def run(size: Size, log: Bare, events: int, deadline: float) -> Figure:
    """Do as many rounds as there is time for, one at least."""
    times = Times()
    with peak_memory() as peak:
        for _ in range(size.rounds):
            started = time.perf_counter()
            times.take("limit", lambda: scan(log, msgspec.json.decode))
            times.take("with the json module", lambda: scan(log, json.loads))
            times.take("ours", rebuild.rebuild)
            if 2 * time.perf_counter() - started > deadline:
                break
    found = times.medians()
    rounds = len(times.of["ours"])
    notes = [
        f"median of {rounds} of {events} events, {1 / found['ours']:.0f} events a second",
        f"memory {peak.before:.0f} → {peak.most:.0f} MiB",
        f"the scan with Python's json module: {found['with the json module'] * 1e6:.1f} µs",
    ]
    limit = found["limit"]
    return Figure("rebuild", connection.vendor, found["ours"], limit, limit / 0.4, RULE, "one event", notes=notes)
