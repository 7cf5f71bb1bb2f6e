"""One stage of a run on one database, in a process of its own: python -m tests.benchmarks.stage STAGE SPECIFICATION.

The specification is a JSON file: size, seconds (for rebuilds), limit (URL of the copy), result (file to write).
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

if __name__ in ("__main__", "__mp_main__"):  # also where a rebuild starts a process of its own, which begins with this
    django.setup()

import os

from incidents.log import read
from incidents.log.verify import verify
from incidents.readmodels.rebuild import check
from tests.benchmarks import ground
from tests.benchmarks.bare import bare
from tests.benchmarks.figures import Figure, dump
from tests.benchmarks.peers.roster import installed, peer
from tests.benchmarks.plans import differing, lift_triggers
from tests.benchmarks.records import history
from tests.benchmarks.sides import BenchError, Sides
from tests.benchmarks.sizes import SIZES
from tests.benchmarks.words import say
from tests.benchmarks.works import api, editing, importing, pages, rebuilding, verifying, writers
from tests.benchmarks.writing import write_log

Specification = dict[str, Any]
WORLD = 5_000  # incidents; a longer log holds copies of such a world


def lay(told: Specification) -> None:
    """Make the ground that the other stages stand on."""
    found = ground.prepare(SIZES[told["size"]])
    say(f"  ground: {found.events} events, written at {found.written:.0f}/s, rebuilt at {found.rebuilt:.0f}/s")
    Path(told["result"]).write_text(json.dumps(asdict(found)))


def compare(told: Specification) -> list[Figure]:
    """Edits, imports and writers, all sides in turns; then that all have the same, and that ours holds."""
    size, records = SIZES[told["size"]], ground.standing(SIZES[told["size"]])
    sides = Sides(bare(os.environ["DATABASE_URL"]), bare(told["limit"]), {name: peer(name) for name in installed()})
    lift_triggers(sides.limit)
    for one in sides.peers.values():
        one.adopt()
    edits, imports = editing.run(size, records, sides), importing.run(size, records, sides)
    figures = [edits, imports, *([writers.run(size, records, sides)] if sides.is_postgresql() else [])]
    say("  comparing what all sides ended with")
    agree(sides)
    imports.notes.append(importing.memory(size, records))
    return figures


def agree(sides: Sides) -> None:
    """Raise BenchError unless all sides ended with the same, the log verifies, and the rows equal a rebuild."""
    wrong = {name: one.differing() for name, one in sides.peers.items()}
    wrong["limit"] = differing(sides.reader, sides.limit)
    wrong = {name: what for name, what in wrong.items() if what}
    if wrong:
        raise BenchError(f"Sides differ from ours: {wrong}")
    if not (found := verify()).ok:
        raise BenchError(f"The log does not verify: {found.line}")
    if drift := check():
        raise BenchError(f"The read models are not what a rebuild gives: {drift}")
    say(f"  all equal; {found.line[:60]}…")


def long_log(incidents: int) -> int:
    """Write a log of so many incidents, a world and its copies; return how many events that is."""
    worlds = max(1, incidents // WORLD)
    started, made = time.perf_counter(), ground.records(incidents // worlds)
    events = write_log(history(made, incidents // worlds), made.world.id, copies=worlds - 1)
    say(f"  long log: {events} events in {time.perf_counter() - started:.0f} s")
    return events


def verified(told: Specification) -> list[Figure]:
    """Verify a long log."""
    size = SIZES[told["size"]]
    ground.migrate()
    return [verifying.run(size, long_log(size.log))]


def migrate(told: Specification) -> None:
    """Make the tables."""
    ground.migrate()
    Path(told["result"]).write_text("{}")


def rebuilt(told: Specification) -> list[Figure]:
    """Rebuild from a long log. It is as long as there is time for at the speed of the ground."""
    started, seconds = time.perf_counter(), told["seconds"]
    size, laid = SIZES[told["size"]], ground.Ground(**told["ground"])
    incidents = min(size.log, int(seconds * 0.7 / laid.seconds_per_event() / ground.EVENTS_EACH) + 1)
    events = long_log(incidents)
    log, rows = bare(os.environ["DATABASE_URL"]), bare(told["limit"])
    figure = rebuilding.run(size, log, rows, events, started + seconds)
    if incidents < size.log:
        figure.notes.append(f"CUT: {events} events instead of {size.log * ground.EVENTS_EACH}, for want of time")
    return [figure]


def read_pages(told: Specification) -> list[Figure]:
    """Pages of the past and pages at depth, on a copy of the ground."""
    size, database = SIZES[told["size"]], bare(os.environ["DATABASE_URL"])
    return [pages.as_of_page(size, database, read.head().position), pages.deep_page(size, database)]


def serve(told: Specification) -> list[Figure]:
    """The API under a server, on a copy of the ground."""
    return api.run(SIZES[told["size"]], bare(os.environ["DATABASE_URL"]), read.head().position)


STAGES: dict[str, Callable[[Specification], list[Figure] | None]] = {
    "lay": lay,
    "compare": compare,
    "pages": read_pages,
    "api": serve,
    "verify": verified,
    "migrate": migrate,
    "rebuild": rebuilt,
}


def main() -> None:
    stage, told = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    started = time.perf_counter()
    figures = STAGES[stage](told)
    if figures is not None:
        dump(figures, Path(told["result"]))
    say(f"  {stage}: {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
