"""Proving that the log is what was recorded: one pass with flat memory, which names the first thing that is wrong."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from django.db import connection

from incidents.log import findings, sql, triggers
from incidents.log.chain import GENESIS, canonical_events, link
from incidents.log.diagnose import WINDOW, diagnose
from incidents.log.errors import ExchangeError
from incidents.log.findings import Problem, Verification
from incidents.log.personal import has_personal, hashed, to_digest
from incidents.log.read import Head, fetch_stored, one, pages
from incidents.log.redactions import undone, unrecorded
from incidents.log.rows import Row, stored

Progress = Callable[[int], object]


def silent(done: int) -> None:
    """Report progress to nobody."""


def verify(against: Iterable[Head] = (), progress: Progress = silent) -> Verification:
    """Check the chain, the kept heads, redactions, versions of streams, order in time, and the triggers.

    `progress` is called with the number of events each time that some more are done. Reads only.
    """
    row = one(f"SELECT max(last_position) FROM {sql.RECEIPT}")  # before the scan: others may append meanwhile
    scan = Scan(against, promised=row[0] or 0)
    problems = [*scan.run(progress), *_streams(), *_tables()]
    return Verification(scan.head.position, scan.head, tuple(sorted(problems, key=lambda problem: problem.position)))


def kept_heads(file: Path) -> list[Head]:
    """The heads in a file that holds the output of `log_head`, one a line. Raises ExchangeError and OSError."""
    heads = []
    for number, line in enumerate(_lines(file), 1):
        found = re.fullmatch(r"\s*(\d+) ([0-9a-f]{64})\s*", line)
        if found:
            heads.append(Head(int(found[1]), found[2]))
        elif line.strip():
            raise ExchangeError("head", "write POSITION HASH, as log_head prints them.", str(file), number)
    if not heads:
        raise ExchangeError("head", "it is empty; keep the output of log_head in it.", str(file))
    return heads


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        sentence = "it is no text; give a file that holds the output of log_head."
        raise ExchangeError("head", sentence, str(file)) from error


class Scan:
    """The pass over the log; `head` is the last event that fits."""

    def __init__(self, against: Iterable[Head], promised: int) -> None:
        self.head = Head(0, GENESIS)
        self._kept = sorted(against)
        self._promised = promised
        self._at = ""
        self._tail: Sequence[Row] = ()
        self._erased = False

    def run(self, progress: Progress) -> Iterator[Problem]:
        """Verify page by page; stops behind the first page with an event that does not fit."""
        yield from self._differences(())
        for page in pages(after=-sql.END):
            fit = page[: self._fitting(page)]
            progress(len(fit))
            yield from self._differences(fit)
            yield from undone(fit)
            if self._erased:
                yield from unrecorded(fit)
            if len(fit) < len(page):
                yield self._diagnosis(fit, page[len(fit)])
                return
            self._tail = [*self._tail, *fit][-WINDOW:]
        yield from self._shortfall()

    def _fitting(self, page: Sequence[Row]) -> int:
        """How many rows of the page fit, from its first on; moves the head along. The loop that must be quick."""
        self._erased, fit = False, 0
        (position, previous), at = self.head, self._at
        for row, text in zip(page, canonical_events(page, bare=not sql.is_postgresql()), strict=True):
            if has_personal(text):
                text = hashed(text, self._watch)
            digest = sha256(f"{previous}{text}".encode()).hexdigest()
            if digest != row[10] or row[0] != position + 1 or row[9] < at:
                break
            position, previous, at, fit = position + 1, digest, row[9], fit + 1
        self.head, self._at = Head(position, previous), at
        return fit

    def _watch(self, found: re.Match[str]) -> str:
        if found[3]:
            self._erased = True
        return to_digest(found)

    def _differences(self, rows: Sequence[Row]) -> Iterator[Problem]:
        """Kept heads that these rows reach, and that are not the hash they have there."""
        while self._kept and self._kept[0].position <= self.head.position:
            kept = self._kept.pop(0)
            found = rows[kept.position - rows[0][0]][10] if kept.position else GENESIS
            if found != kept.hash:
                yield Problem(kept.position, findings.DIFFERS, f"The kept head is {kept.hash}, the log's is {found}.")

    def _shortfall(self) -> Iterator[Problem]:
        """Whether something says that the log was longer: a kept head, or the receipt of a command."""
        longest = max([self._promised, *(kept.position for kept in self._kept)])
        if longest > self.head.position:
            detail = f"The log ends at {self.head.position}, but it once reached {longest}."
            yield Problem(self.head.position + 1, findings.CUT_TAIL, detail)

    def _diagnosis(self, fit: Sequence[Row], bad: Row) -> Problem:
        position = self.head.position + 1
        if bad[0] < position:
            return Problem(bad[0], findings.INSERTED, "Positions begin at 1.")
        if bad[0] > position:
            return Problem(position, findings.MISSING, f"Nothing stands at positions {position} to {bad[0] - 1}.")
        if link(self.head.hash, stored((bad,))[0]) == bad[10]:
            return Problem(position, findings.TIME_BACKWARDS, f"It says {bad[9]}, the event before it {self._at}.")
        before = [*self._tail, *fit][-WINDOW:]
        after = fetch_stored(sql.select("position >= %s", limit=True), position, WINDOW)
        reached = max(self._promised, *(kept.position for kept in self._kept), 0)
        return diagnose(stored(before), after, appended=0 < reached == position - 1)


def _streams() -> Iterator[Problem]:
    """A stream whose versions are not 1, 2, 3 and so on."""
    gaps = f"SELECT stream_id FROM {sql.EVENT} GROUP BY stream_id HAVING max(version) <> count(*) OR min(version) <> 1"
    if one(f"{gaps} LIMIT 1") is None:  # an index alone answers this
        return
    row = one(
        f"""SELECT position, version, place FROM (
            SELECT position, version, row_number() OVER (PARTITION BY stream_id ORDER BY version) AS place
            FROM {sql.EVENT} WHERE stream_id IN ({gaps})
        ) AS numbered WHERE version <> place ORDER BY position LIMIT 1"""
    )
    detail = f"It is version {row[1]}, but stands at place {row[2]} of its stream."
    yield Problem(row[0], findings.VERSION_GAP, detail)


def _tables() -> Iterator[Problem]:
    absent = triggers.missing(connection)
    if absent:
        yield Problem(0, findings.TRIGGERS_MISSING, f"Missing or altered: {', '.join(absent)}. Run migrate.")
    if one(f"SELECT 1 FROM {sql.DOOR} LIMIT 1"):
        yield Problem(0, findings.DOOR_OPEN, "A redaction was not finished: empty its table.")
