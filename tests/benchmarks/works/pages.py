"""Pages of fifty incidents: as of half-way against today's, and deep down against the first."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet

from incidents.readmodels import paging, queries
from incidents.readmodels.paging import Cursor
from tests.benchmarks.bare import Bare
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, interleaved
from tests.benchmarks.sides import CURATOR, BenchError
from tests.benchmarks.sizes import Size
from tests.benchmarks.stretching import stretch

PAGE = 50
STARTS = 20  # pages a round
FEW = 2  # where a page takes longer than it should, so that the run still ends in time
SLOW = 0.05  # seconds
AS_OF_RULE = "at most 1.5 × a page of today"
DEEP_RULE = "at most 1.2 × the first page"


def page(as_of: int | None, after: Cursor | None = None) -> list[Any]:
    """Return the fifty incidents behind a place in the list, as a curator sees them."""
    rows = queries.records("incident", person=CURATOR, as_of=as_of)
    return paging.page(rows, kind="incident", after=after, size=PAGE).results


def as_of_page(size: Size, database: Bare, head: int) -> Figure:
    """Stretch the incidents to so many of eight versions, and read pages from all over the list."""
    stretch(database, 1, _copies(size), versions=True)
    _settle(database)
    starts = _spread(queries.records("incident", person=CURATOR), _many())
    times = Times()
    sides = {"limit": _reading(None, starts), "ours": _reading(head // 2, starts)}
    for number in range(size.rounds):
        interleaved(sides, times, number)
    found = times.medians()
    rows = queries.VERSION_MODELS["incident"].objects.count()
    notes = [f"{rows} versions; median of {size.rounds} rounds of {len(starts)} pages; the limit is a page of today"]
    limit = found["limit"]
    return Figure(
        "as_of_page", connection.vendor, found["ours"], limit, 1.5 * limit, AS_OF_RULE, "one page", notes=notes
    )


def deep_page(size: Size, database: Bare) -> Figure:
    """Stretch the incidents further, without versions, and read the page at depth by its key and by its offset."""
    first = _copies(size) + 1
    stretch(database, first, first + size.deep // size.ground, versions=False)
    _settle(database)
    rows = queries.records("incident", person=CURATOR)
    ordered = rows.order_by("sort_date", "record")
    last = ordered[size.deep - 1]
    deep, wanted = _behind(last.sort_date, last.record), [row.pk for row in ordered[size.deep : size.deep + PAGE]]
    if not wanted or [row.pk for row in page(None, deep)] != wanted:
        raise BenchError("The page at depth is not the page at that offset.")
    times = Times()
    many = _many()
    sides = {"limit": _reading(None, [None] * many), "ours": _reading(None, [deep] * many)}
    for number in range(size.rounds):
        interleaved(sides, times, number)
    times.take("Paginator", lambda: len([list(Paginator(ordered, PAGE).page(size.deep // PAGE + 1))]))
    found = times.medians()
    notes = [f"{rows.count()} rows, depth {size.deep}; median of {size.rounds} rounds; the limit is the first page"]
    figure = Figure(
        "deep_page", connection.vendor, found["ours"], found["limit"], 1.2 * found["limit"], DEEP_RULE, "one page"
    )
    figure.peers, figure.notes = {"django.core.paginator": found["Paginator"]}, notes
    return figure


def _many() -> int:
    """Return how many pages a round may have."""
    start = time.perf_counter()
    page(None)
    return STARTS if time.perf_counter() - start < SLOW else FEW


def _copies(size: Size) -> int:
    """Return how often the ground must be copied for as many incidents as there shall be pages of."""
    return max(1, size.paged // size.ground - 1)


def _spread(rows: QuerySet, many: int) -> list[Cursor]:
    """Return places all over the list, in no order that a cache would like."""
    total = rows.count()
    ordered = rows.order_by("sort_date", "record").values_list("sort_date", "record")
    return [_behind(*ordered[(number * 7 % many) * total // many]) for number in range(many)]


def _behind(day: date, record: Any) -> Cursor:
    return paging.AFTER, day.isoformat(), str(record)


def _reading(as_of: int | None, starts: Sequence[Cursor | None]) -> Callable[[], int]:
    return lambda: sum(bool(page(as_of, start)) or 1 for start in starts)


def _settle(database: Bare) -> None:
    """Do what autovacuum would have done meanwhile; SQLite has none."""
    if connection.vendor == "postgresql":
        database.run("VACUUM ANALYZE incidents_incident")
        database.run("VACUUM ANALYZE incidents_incidentversion")
