"""Spans of the log, verified side by side: each event quotes the hash before it, so each span is proven on its own.

A span is either as it should be or left to the process that asked, which then finds out what is wrong there.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from incidents.log import beside
from incidents.log.errors import NoProcessError
from incidents.log.processes import started, would_see
from incidents.log.read import Head, head, row_at
from incidents.log.scan import BEGINNING, Progress, Scan

SPAN = 20_000  # events
WORTH = 400_000  # events; beginning two processes takes as long as they save in half of these


class Point(NamedTuple):
    """An event as the next one sees it: its head, and when it was recorded."""

    head: Head
    at: str


Proof = tuple[Point, Point]  # the event that a span follows, and its last


def go_ahead(scan: Scan, many: int, progress: Progress) -> None:
    """Move a scan past all spans that so many processes beside this one prove, up to the first that they cannot.

    Nothing happens in a short log, or where others would not see it.
    """
    last = head().position
    if many < 2 or last < WORTH or not would_see():
        return
    try:
        with started(many, beside.begin, str(connection.settings_dict["NAME"])) as them:
            for proof in them.each(prove, _spans(scan, last)):
                if proof is None or proof[0] != (scan.head, scan.at):
                    break
                progress(proof[1].head.position - scan.head.position)
                scan.go_on(*proof[1])
    except NoProcessError:  # then this process does the rest
        return


def _spans(scan: Scan, last: int) -> Iterator[tuple[int, int, Sequence[Head]]]:
    for start in range(0, last, SPAN):
        end = min(start + SPAN, last)
        yield start, end, scan.kept_between(start, end)


def prove(start: int, end: int, against: Sequence[Head]) -> Proof | None:
    """Verify the events behind one position, up to another; None where anything is wrong with them."""
    try:
        before = _point(start)
        scan = Scan(against, head=before.head, at=before.at)
        faults = list(scan.run(up_to=end))
    except Exception:  # who asked will come upon it, and can say it: not every error passes between processes
        return None
    return None if faults or scan.head.position != end else (before, Point(scan.head, scan.at))


def _point(position: int) -> Point:
    if position == 0:
        return Point(BEGINNING, "")
    row = row_at(position)
    return Point(Head(position, row[10]), row[9])
