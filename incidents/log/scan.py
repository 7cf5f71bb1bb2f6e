"""One pass over the log, or over a span of it: whether each event fits the one before it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

from incidents.log import findings, sql
from incidents.log.chain import GENESIS, canonical_events, link
from incidents.log.diagnose import WINDOW, diagnose
from incidents.log.findings import Problem
from incidents.log.personal import has_personal, hashed, to_digest
from incidents.log.read import Head, fetch_stored, pages
from incidents.log.redactions import undone, unrecorded
from incidents.log.rows import Row, stored

Progress = Callable[[int], object]
BEGINNING = Head(0, GENESIS)


def silent(done: int) -> None:
    """Report progress to nobody."""


class Scan:
    """The pass: `head` is the last event that fits, `at` when it was recorded; it begins behind them."""

    def __init__(self, against: Iterable[Head] = (), promised: int = 0, head: Head = BEGINNING, at: str = "") -> None:
        self.head = head
        self.at = at
        self._kept = sorted(against)
        self._promised = promised
        self._erased = False

    def run(self, progress: Progress = silent, up_to: int | None = None) -> Iterator[Problem]:
        """Verify page by page; stops behind the first page with an event that does not fit."""
        yield from self._differences(())
        for page in pages(self.head.position or -sql.END, up_to):
            fit = page[: self._fitting(page)]
            progress(len(fit))
            yield from self._differences(fit)
            yield from undone(fit)
            if self._erased:
                yield from unrecorded(fit)
            if len(fit) < len(page):
                yield self._diagnosis(page[len(fit)])
                return
        yield from self._shortfall()

    def go_on(self, head: Head, at: str) -> None:
        """Take everything up to this head, recorded at that time, as verified."""
        self.head, self.at = head, at
        self._kept = [kept for kept in self._kept if kept.position > head.position]

    def kept_between(self, start: int, end: int) -> list[Head]:
        """Return the kept heads from one position to another, both included."""
        return [kept for kept in self._kept if start <= kept.position <= end]

    def _fitting(self, page: Sequence[Row]) -> int:
        """How many rows of the page fit, from its first on; moves the head along. The loop that must be quick."""
        self._erased, fit = False, 0
        (position, previous), at = self.head, self.at
        for row, text in zip(page, canonical_events(page, bare=not sql.is_postgresql()), strict=True):
            if has_personal(text):
                text = hashed(text, self._watch)
            digest = sha256(f"{previous}{text}".encode()).hexdigest()
            if digest != row[10] or row[0] != position + 1 or row[9] < at:
                break
            position, previous, at, fit = position + 1, digest, row[9], fit + 1
        self.head, self.at = Head(position, previous), at
        return fit

    def _watch(self, found: re.Match[str]) -> str:
        if found[3]:
            self._erased = True
        return to_digest(found)

    def _differences(self, rows: Sequence[Row]) -> Iterator[Problem]:
        """Kept heads that these rows reach, without rows the head itself, and that are not the hash they have there."""
        while self._kept and self._kept[0].position <= self.head.position:
            kept = self._kept.pop(0)
            found = rows[kept.position - rows[0][0]][10] if rows else self.head.hash
            if found != kept.hash:
                yield Problem(kept.position, findings.DIFFERS, f"The kept head is {kept.hash}, the log's is {found}.")

    def _shortfall(self) -> Iterator[Problem]:
        """Whether something says that the log was longer: a kept head, or the receipt of a command."""
        longest = max([self._promised, *(kept.position for kept in self._kept)])
        if longest > self.head.position:
            detail = f"The log ends at {self.head.position}, but it once reached {longest}."
            yield Problem(self.head.position + 1, findings.CUT_TAIL, detail)

    def _diagnosis(self, bad: Row) -> Problem:
        position = self.head.position + 1
        if bad[0] < position:
            return Problem(bad[0], findings.INSERTED, "Positions begin at 1.")
        if bad[0] > position:
            return Problem(position, findings.MISSING, f"Nothing stands at positions {position} to {bad[0] - 1}.")
        if link(self.head.hash, stored((bad,))[0]) == bad[10]:
            return Problem(position, findings.TIME_BACKWARDS, f"It says {bad[9]}, the event before it {self.at}.")
        before = fetch_stored(sql.select("position > %s AND position < %s"), max(0, position - 1 - WINDOW), position)
        after = fetch_stored(sql.select("position >= %s", limit=True), position, WINDOW)
        reached = max(self._promised, *(kept.position for kept in self._kept), 0)
        return diagnose(before, after, appended=0 < reached == position - 1)
