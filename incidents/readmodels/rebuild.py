"""Rebuilds every read model from the log, in staging tables beside the live ones.

Sources come first, then actors, then what rests on them, one stream after the other, so that memory stays flat however
long the log is. What was recorded meanwhile is caught up with; then the writer's lock is taken, the last events follow,
and the rows are moved over in one transaction.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from incidents.domain.catalogue import KINDS
from incidents.log import lock, read
from incidents.log.collector import no_collector
from incidents.log.driver import fetch
from incidents.log.personal import FIELD_REDACTED
from incidents.log.read import RecordedEvent
from incidents.log.receipts import rebuild_receipts
from incidents.readmodels import moving, publication, staging
from incidents.readmodels.builders import builders
from incidents.readmodels.building import lots
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.histories import READER
from incidents.readmodels.project import as_told, project
from incidents.readmodels.retrace import retrace
from incidents.readmodels.tables import ALL, FACETS, STAGING, VERSIONS, read_id
from incidents.readmodels.write import send

# Kinds that are read in one go: those that others are computed from come before them, each when the last is written.
VIEWED = (("source",), ("actor",))
PASSES = (*VIEWED, tuple(kind for kind in KINDS if (kind,) not in VIEWED))
SLICE = 500  # records whose public intervals are set at a time
TAIL = 2_000  # events caught up with at a time
REBUILD_LOCK = 0x44454D52  # “DEMR”, the key of the advisory lock

Progress = Callable[[int], None]


def rebuild(progress: Progress = lambda events: None, processes: int = 1) -> int:
    """Rebuild the read models and the receipts; return the position they stand at.

    `progress` is told how many events each step did; more processes than one build rows beside this one. Raises
    RebuildError.
    """
    with _alone(), staging.staging_tables():
        position = _stage(read.head().position, processes, progress)
        finished = None
        while finished is None:
            position = _catch_up(position, progress)  # with most of it, before writers have to wait
            finished = _finish(position, progress)
        moving.analyze()
    return finished


def check(progress: Progress = lambda events: None, processes: int = 1) -> dict[str, int]:
    """Compare the live tables with a rebuild without writing to them; return {table: differing rows}.

    The parameters are those of `rebuild`. Nobody has to wait: what is compared is a snapshot.
    """
    with _alone(), staging.staging_tables():
        position = _stage(read.head().position, processes, progress)
        position = _catch_up(position, progress)
        with staging.snapshot():
            _catch_up(position, progress)
            return staging.differences()


def _finish(position: int, progress: Progress) -> int | None:
    """Put the staged rows in place; return the position they stand at.

    None, and nothing is done, where the first events to catch up with have come only now: the indexes for that shall
    not be made while writers wait.
    """
    moving.get_ready()
    with lock.writer():
        if read.head().position > position and not staging.is_indexed():
            return None
        position = _catch_up(position, progress)
        moving.move_over()
        rebuild_receipts()
    return position


@contextmanager
def _alone() -> Iterator[None]:
    """Let one rebuild run at a time, without holding up anybody else. Raises RebuildError."""
    with _postgresql_lock() if connection.vendor == "postgresql" else _file_lock() as free:
        if not free:
            raise RebuildError("Another rebuild is under way; wait until it has ended.")
        yield


@contextmanager
def _postgresql_lock() -> Iterator[bool]:
    free = fetch("SELECT pg_try_advisory_lock(%s)", [REBUILD_LOCK])[0][0]
    try:
        yield free
    finally:
        if free:
            fetch("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])


@contextmanager
def _file_lock() -> Iterator[bool]:
    """Lock a file beside the database: SQLite has no locks of its own that outlast a transaction."""
    if connection.is_in_memory_db():
        yield True
        return
    with open(f"{connection.settings_dict['NAME']}-rebuild", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _stage(last: int, processes: int, progress: Progress) -> int:
    """Fill the staging tables up to a position."""
    with no_collector(), builders(last, processes) as them:
        for kinds in PASSES:
            for built in them.build(lots(kinds)):
                with staging.filling():
                    send(built.writings, bulk=True)
                progress(built.events)
            if kinds in VIEWED:
                staging.index(VERSIONS[kind] for kind in kinds)
                them.share(kinds)
        _stage_publication()
    return last


def _stage_publication() -> None:
    """Set the public intervals: incidents first, which statements follow."""
    published = f"SELECT DISTINCT record_id FROM {STAGING.name(VERSIONS['incident'])} WHERE published_at IS NOT NULL"
    incidents = [read_id(row[0]) for row in fetch(published)]
    if incidents:
        staging.index((VERSIONS["incident"], VERSIONS["statement"], FACETS))
    for some in _slices(incidents):
        with staging.filling():
            publication.update_incidents(STAGING, some)
    for some in _slices(incidents):
        with staging.filling():
            publication.update_statements(STAGING, publication.statements_following(STAGING, some))


def _slices(records: list[str]) -> Iterator[list[str]]:
    return (records[start : start + SLICE] for start in range(0, len(records), SLICE))


def _catch_up(position: int, progress: Progress) -> int:
    """Project what was recorded since a position, up to the head of the moment; return how far that is."""
    last = read.head().position
    if position < last:
        staging.index(ALL)
    while events := READER.after(position, min(TAIL, last - position)):
        with staging.filling():
            project(as_told(events), place=STAGING)
            _erase(events)
        position = events[-1].position
        progress(len(events))
    return position


def _erase(events: list[RecordedEvent]) -> None:
    """Build those records anew of which something was erased: the rows that were staged before hold it still."""
    for kind, record in {(event.stream_kind, event.stream_id) for event in events if event.type == FIELD_REDACTED}:
        retrace(kind, record, events[-1].position, STAGING)
