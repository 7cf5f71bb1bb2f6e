"""Proving that the log is what was recorded, with flat memory; the first thing that is wrong is named."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection

from incidents.log import findings, sql, triggers
from incidents.log.errors import ExchangeError
from incidents.log.findings import Problem, Verification
from incidents.log.proof import go_ahead
from incidents.log.read import Head, one
from incidents.log.scan import Progress, Scan, silent


def verify(against: Iterable[Head] = (), progress: Progress = silent, processes: int = 1) -> Verification:
    """Check the chain, the kept heads, redactions, versions of streams, order in time, and the triggers.

    `progress` is called with the number of events each time that some more are done; more processes than one share a
    long log. Reads only.
    """
    row = one(f"SELECT max(last_position) FROM {sql.RECEIPT}")  # before the scan: others may append meanwhile
    scan = Scan(against, promised=row[0] or 0)
    go_ahead(scan, processes, progress)
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
