"""The import of many: new incidents and statements through decide, chain and read models, in chunks."""

from django.db import connection

from incidents.domain.values import Command
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times
from tests.benchmarks.records import Records, fresh
from tests.benchmarks.sides import Sides
from tests.benchmarks.sizes import Size

RULE = "at least 25 % of the bare driver's speed (executemany / COPY)"
CHUNK = 5_000  # commands in one transaction, at most


def run(size: Size, records: Records, sides: Sides) -> Figure:
    times = Times()
    events = 0
    for number in range(size.rounds):
        events = sides.round(_chunks(list(fresh(records, size.fresh))), times, number, bulk=True)
    memory = [peak.most - peak.before for peak in sides.memory[-size.rounds :]]
    found = times.medians()
    ours, limit = found.pop("ours"), found.pop("limit")
    notes = [
        f"median of {size.rounds} rounds of {events} events in chunks of at most {CHUNK}",
        f"memory: a round of ours takes {memory[0]:.0f} MiB more than before at first, {memory[-1]:.0f} at last",
    ]
    return Figure("import", connection.vendor, ours, limit, 4 * limit, RULE, "one event", found, notes=notes)


def _chunks(commands: list[Command]) -> list[list[Command]]:
    return [commands[start : start + CHUNK] for start in range(0, len(commands), CHUNK)]
