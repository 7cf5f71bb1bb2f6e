"""A rebuild of every read model from the log, against scanning the log and decoding its JSON.

Beside it, the bare driver writes the rows that a rebuild leads to (decision 14).
"""

import json
import time
from collections.abc import Iterator

import msgspec
from django.db import connection

from incidents.log.processes import processors
from incidents.log.sql import COLUMNS, EVENT
from incidents.readmodels import rebuild
from incidents.readmodels.indexes import secondary
from incidents.readmodels.tables import ALL, Table
from tests.benchmarks.bare import Bare, Row, digest
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, peak_memory
from tests.benchmarks.plans import NAMES
from tests.benchmarks.sides import BenchError
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


def write_rows(log: Bare, rows: Bare) -> float:
    """Write every row of the read models to a database without any, a table in one transaction and its indexes last;
    return the seconds that took alone.
    """
    seconds = 0.0
    for table in ALL:
        indexes = secondary(table)
        for one in indexes:
            rows.run(f'DROP INDEX "{one.name}"')
        with rows.transaction():
            for batch in _batches(log, table):
                start = time.perf_counter()
                rows.insert(table.name, NAMES[table.name], batch, bulk=True)
                seconds += time.perf_counter() - start
            start = time.perf_counter()
            for one in indexes:
                rows.run(one.definition)
        seconds += time.perf_counter() - start
    return seconds


def _batches(log: Bare, table: Table) -> Iterator[list[Row]]:
    """Read a table in order of its key."""
    names, last = NAMES[table.name], None
    quoted = ", ".join(f'"{name}"' for name in names)
    while batch := log.rows(
        f"SELECT {quoted} FROM {table.name} {f'WHERE {names[0]} > {log.mark}' if last else ''}"
        f" ORDER BY {names[0]} LIMIT {BATCH}",
        (last,) if last else (),
    ):
        yield batch
        last = batch[-1][0]


def run(size: Size, log: Bare, rows: Bare, events: int, deadline: float) -> Figure:
    """Do as many rounds as there is time for, one at least."""
    times = Times()
    with peak_memory() as peak:
        for _ in range(size.rounds):
            started = time.perf_counter()
            times.take("limit", lambda: scan(log, msgspec.json.decode))
            times.take("with the json module", lambda: scan(log, json.loads))
            times.take("ours", lambda: rebuild.rebuild(processes=processors()))
            if 2.5 * time.perf_counter() - 1.5 * started > deadline:
                break
    found = times.medians()
    writing = write_rows(log, rows) / events
    if wrong := [table.name for table in ALL if rows_of(log, table) != rows_of(rows, table)]:
        raise BenchError(f"The bare driver's rows are not those of the rebuild: {wrong}")
    rounds = len(times.of["ours"])
    notes = [
        f"median of {rounds} of {events} events, {1 / found['ours']:.0f} events a second",
        f"memory {peak.before:.0f} → {peak.most:.0f} MiB, and {peak.beside:.0f} in each of {processors()} processes",
        f"the scan with Python's json module: {found['with the json module'] * 1e6:.1f} µs",
        f"the bare driver writing the rows: {writing * 1e6:.1f} µs",
        f"{(found['limit'] + writing) / found['ours']:.0%} of the speed of scanning, decoding and writing the rows",
    ]
    limit = found["limit"]
    return Figure("rebuild", connection.vendor, found["ours"], limit, limit / 0.4, RULE, "one event", notes=notes)


def rows_of(database: Bare, table: Table) -> tuple[int, int]:
    return digest(database, table.name, NAMES[table.name])
