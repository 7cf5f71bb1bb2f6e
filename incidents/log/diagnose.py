"""What happened to an event that does not fit the chain? Found by asking where else it, or its neighbours, would fit.

Rows are stored events with canonical JSON. Rows can lie about their position; their hashes say where they once stood.
"""

from collections.abc import Sequence
from itertools import pairwise, product

from incidents.log.chain import GENESIS, link
from incidents.log.findings import ALTERED, INSERTED, MISSING, REORDERED, Problem
from incidents.log.rows import Stored

WINDOW = 200  # rows looked at on either side; the time it takes grows with its square
LONGEST_REMOVAL = 20_000  # events that may have been cut out of the middle and still be counted


def diagnose(before: Sequence[Stored], after: Sequence[Stored], *, appended: bool) -> Problem:
    """Name the problem. `after` begins with the event that does not fit, `before` ends with the last that does.

    `appended`: whether the other evidence (receipts) says that the log once ended before it.
    """
    bad = after[0]
    position = bad[0]
    if _moved(after):
        return Problem(position, REORDERED, "The event, or what it says, belongs to another position.")
    foreign = _foreign(before, after)
    if foreign is not None:
        return Problem(foreign, INSERTED, "The events behind it fit the chain once it is left out.")
    removed = _removed(after)
    if removed:
        return Problem(position, MISSING, f"{removed} events were taken out here and the rest was renumbered.")
    if appended and len(after) == 1:
        return Problem(position, INSERTED, "It does not fit the chain, and no receipt knows of it.")
    return Problem(position, ALTERED, "It, or the hash of the event before it, is not what was recorded.")


def _fits(row: Stored, previous: str, position: int, digest: str) -> bool:
    return link(previous, (position, *row[1:])) == digest


def _moved(after: Sequence[Stored]) -> bool:
    """Whether the first row, with its own hash or without, fits at another place of the window."""
    bad = after[0]
    if any(_fits(bad, earlier[10], row[0], row[10]) for earlier, row in pairwise(after)):
        return True  # contents were exchanged, hashes stayed
    places = product((row[10] for row in after), (row[0] for row in after))
    return any(_fits(bad, previous, position, bad[10]) for previous, position in places)


def _foreign(before: Sequence[Stored], after: Sequence[Stored]) -> int | None:
    """Position of the first inserted row, if leaving some rows out makes the next one fit."""
    position, previous = after[0][0], _hash_before(before, len(before))
    if previous is not None and any(_fits(row, previous, position, row[10]) for row in after[1:]):
        return position
    for at in range(len(before) - 1, -1, -1):  # inserted rows may have been given hashes that fit
        previous = _hash_before(before, at)
        if previous is not None and _fits(after[0], previous, before[at][0], after[0][10]):
            return before[at][0]
    return None


def _hash_before(rows: Sequence[Stored], at: int) -> str | None:
    """Hash of the event before `rows[at]`, unless it lies outside the window."""
    if at > 0:
        return rows[at - 1][10]
    return GENESIS if not rows or rows[0][0] == 1 else None


def _removed(after: Sequence[Stored]) -> int:
    """How many events were cut out before the first row and the gap closed: then the second fits further on."""
    if len(after) < 2:
        return 0
    first, second = after[:2]
    shifts = range(1, LONGEST_REMOVAL)
    return next((shift for shift in shifts if _fits(second, first[10], second[0] + shift, second[10])), 0)
