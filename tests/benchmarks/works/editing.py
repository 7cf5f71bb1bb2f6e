"""One edit: from the command to the commit, chain, read model, versions and facets included."""

from django.db import connection

from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, rounds
from tests.benchmarks.records import Records
from tests.benchmarks.sides import Sides
from tests.benchmarks.sizes import Size

RULE = "at most as long as django-simple-history saving the same fields and history"
PEER = "django-simple-history"


def run(size: Size, records: Records, sides: Sides) -> Figure:
    times = Times()
    for number in rounds(size.rounds):
        sides.round([[command] for command in records.edits(size.edits)], times, number, bulk=False)
    found = times.medians()
    ours, limit = found.pop("ours"), found.pop("limit")
    notes = [f"median of {len(times.of['ours'])} rounds of {size.edits} edits, one commit each"]
    if PEER not in found:
        notes.append(f"{PEER} is not installed: the budget is what the bare driver takes")
    return Figure("edit", connection.vendor, ours, limit, found.get(PEER, limit), RULE, "one edit", found, notes=notes)
