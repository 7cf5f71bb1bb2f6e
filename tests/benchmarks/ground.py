"""Stage 1 on a database: migrate it, write a made-up log, and build the read models that edits and imports work on."""

import time
from dataclasses import dataclass

from django.apps import apps
from django.core.management import call_command

from incidents.readmodels.rebuild import rebuild
from tests.benchmarks.records import Records, history
from tests.benchmarks.sizes import Size
from tests.benchmarks.world import World
from tests.benchmarks.writing import write_log

SEED = 1961
EVENTS_EACH = 20  # of an incident, in `records.history`
REWRITTEN = 2.0  # the bare driver writes the rows of a rebuild at least so many times as quickly, roughly


@dataclass(frozen=True)
class Ground:
    """What stands: so many events; and how many a second were written, and rebuilt from."""

    events: int
    written: float
    rebuilt: float

    def seconds_per_event(self) -> float:
        """Return what an event costs to write, and to rebuild from once, beside the bare driver."""
        return 1 / self.written + (1 + 1 / REWRITTEN) / self.rebuilt


def migrate() -> None:
    call_command("migrate", verbosity=0)  # first, because tables of peers refer to Django's own
    call_command("migrate", run_syncdb=True, verbosity=0)
    if apps.is_installed("pgtrigger"):
        call_command("pgtrigger", "install", verbosity=0)


def records(incidents: int) -> Records:
    return Records(World(SEED, incidents))


def prepare(size: Size) -> Ground:
    """Lay the ground of a database and return how quick it went."""
    migrate()
    made = records(size.ground)
    start = time.perf_counter()
    events = write_log(history(made, size.ground), made.world.id)
    written = time.perf_counter()
    rebuild()
    return Ground(events, events / (written - start), events / (time.perf_counter() - written))


def standing(size: Size) -> Records:
    """Return the records as they are after `prepare`, in another process."""
    made = records(size.ground)
    for _ in history(made, size.ground):
        made.world.id()  # as write_log takes one for each event
    return made
