"""Verifying the chain, against canonical JSON and SHA-256 alone: the same stored texts, already in memory."""

from hashlib import sha256

import msgspec
from django.db import connection

from incidents.log.processes import processors
from incidents.log.read import pages
from incidents.log.rows import Row
from incidents.log.verify import verify
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, peak_memory
from tests.benchmarks.sides import BenchError
from tests.benchmarks.sizes import Size

RULE = "at least half the speed of canonical JSON and SHA-256 alone"
SAMPLE = 50_000  # events held in memory for the limit, from everywhere in the log: some kinds are longer than others
PAGE = 1_000
ROUNDS = 3  # of a log that is longer


def run(size: Size, events: int) -> Figure:
    """Raises BenchError when the log does not verify."""
    times = Times()
    sample = _sample(events)
    decoded = [[*row[:7], msgspec.json.decode(row[7]), msgspec.json.decode(row[8]), *row[9:]] for row in sample]
    with peak_memory() as peak:
        for _ in range(ROUNDS if events > SAMPLE else size.rounds):
            times.take("limit", lambda: _canonical_and_hashed(sample))
            times.take("encoding alone", lambda: _hashed(decoded))
            times.take("ours", lambda: _verified(processors()))
        times.take("alone", lambda: _verified(1))
    found = times.medians()
    notes = [
        f"median of {len(times.of['ours'])} of {events} events, {1 / found['ours']:.0f} events a second",
        f"{processors()} processes; one alone: {found['alone'] * 1e6:.1f} µs an event, once",
        f"memory {peak.before:.0f} → {peak.most:.0f} MiB, and {peak.beside:.0f} in each process",
        f"encoding and hashing what is decoded already: {found['encoding alone'] * 1e6:.1f} µs",
    ]
    limit = found["limit"]
    return Figure("verify", connection.vendor, found["ours"], limit, 2 * limit, RULE, "one event", notes=notes)


def _sample(events: int) -> list[Row]:
    """Return all events of a short log, and of a longer one as many pages as fit, equally far apart."""
    long = events > SAMPLE
    starts = range(0, events, events * PAGE // SAMPLE if long else events)
    return [row for start in starts for page in pages(start, start + PAGE if long else events) for row in page]


def _verified(processes: int) -> int:
    found = verify(processes=processes)
    if not found.ok:
        raise BenchError(f"the log does not verify: {found.line}")
    return found.count


def _canonical_and_hashed(rows: list[Row]) -> int:
    encode, decode = msgspec.json.Encoder(order="sorted").encode, msgspec.json.Decoder().decode
    previous = b""
    for row in rows:
        event = [*row[:7], decode(row[7]), decode(row[8]), *row[9:]]
        previous = sha256(previous + encode(event)).digest()
    return len(rows)


def _hashed(events: list[list]) -> int:
    encode = msgspec.json.Encoder(order="sorted").encode
    previous = b""
    for event in events:
        previous = sha256(previous + encode(event)).digest()
    return len(events)
