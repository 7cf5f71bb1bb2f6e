"""The import of many: new incidents and statements through decide, chain and read models, in chunks."""

from itertools import islice

from django.db import connection

from incidents.dispatch import dispatch
from incidents.domain.values import Command
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, peak_memory, rounds
from tests.benchmarks.records import Records, fresh
from tests.benchmarks.sides import CURATOR, Sides
from tests.benchmarks.sizes import Size

RULE = "at least 25 % of the bare driver's speed (executemany / COPY)"
CHUNK = 5_000  # commands in one transaction, at most
CHUNKS, EACH = 5, 8  # chunks to watch the memory over; the commands of one are so many times the incidents of a round


def run(size: Size, records: Records, sides: Sides) -> Figure:
    times = Times()
    events = 0
    for number in rounds(size.rounds):
        events = sides.round(_chunks(list(fresh(records, size.fresh))), times, number, bulk=True)
    found = times.medians()
    ours, limit = found.pop("ours"), found.pop("limit")
    notes = [f"median of {len(times.of['ours'])} rounds of {events} events in chunks of at most {CHUNK}"]
    return Figure("import", connection.vendor, ours, limit, 4 * limit, RULE, "one event", found, notes=notes)


def memory(size: Size, records: Records) -> str:
    """Import chunks of commands, made before, one after the other; say how much memory each took at most."""
    length = EACH * size.fresh
    commands = list(islice(fresh(records, CHUNKS * length), CHUNKS * length))
    most = []
    for start in range(0, len(commands), length):
        with peak_memory() as peak:
            dispatch(commands[start : start + length], person=CURATOR)
        most.append(f"{peak.most:.0f}")
    return f"memory: at most {', '.join(most)} MiB, over {CHUNKS} chunks of {length} commands"


def _chunks(commands: list[Command]) -> list[list[Command]]:
    return [commands[start : start + CHUNK] for start in range(0, len(commands), CHUNK)]
