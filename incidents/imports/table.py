"""Imports a table by a mapping: chunk by chunk through dispatch; a row that cannot be taken does not stop the others.

What is imported are drafts of the person who imports: somebody else reviews them. A second run adds nothing.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

import msgspec

from incidents.dispatch import dispatch
from incidents.domain.errors import DomainError
from incidents.domain.person import Person
from incidents.imports.cells import RowError, RowSkipped
from incidents.imports.mapped import MappedRow, mapped
from incidents.imports.mapping import Mapping
from incidents.imports.planning import EVIDENCE_ADDED, RECORDED, SKIPPED, Planned, Planner
from incidents.imports.spreadsheet import TableError, TableRow, rows

CHUNK = 300  # rows under one lock

IMPORTER = Person("import", frozenset(("curator",)))


class Rejected(msgspec.Struct, frozen=True):
    """A row that was not taken: its line, why, and its cells as written."""

    line: int
    reason: str
    row: list[str]


class Counts(msgspec.Struct, kw_only=True):
    """What became of the rows: incidents recorded, rows that added evidence to one, rows that said nothing new or were
    left out on purpose, rows that could not be taken.
    """

    read: int = 0
    recorded: int = 0
    evidence_added: int = 0
    skipped: int = 0
    rejected: int = 0

    def __str__(self) -> str:
        return (
            f"{self.read} read, {self.recorded} recorded, {self.evidence_added} evidence added, "
            f"{self.skipped} skipped, {self.rejected} rejected"
        )


class TableImport:
    """One import. `reject` is told every row that is not taken, `progress` how many rows are done."""

    def __init__(
        self,
        mapping: Mapping,
        *,
        person: Person = IMPORTER,
        dry_run: bool = False,
        reject: Callable[[Rejected], object] = lambda rejected: None,
        progress: Callable[[int], object] = lambda rows: None,
    ) -> None:
        self.counts = Counts()
        self.planner = Planner(mapping, person)
        self._mapping = mapping
        self._person = person
        self._dry_run = dry_run
        self._reject = reject
        self._progress = progress
        self._planned: set[int] = set()  # what a dry run has seen, since it finds nothing recorded

    def run(self, file: BinaryIO, *, size: int = CHUNK) -> Counts:
        """Import a table. Raises TableError for one that cannot be read, and what dispatch raises but for a row."""
        remaining = rows(file, self._mapping.layout, self._mapping.columns())
        while chunk := list(islice(remaining, size)):
            self._record(list(self._mapped(chunk)))
            self._progress(len(chunk))
        return self.counts

    def _mapped(self, chunk: list[TableRow]) -> Iterator[MappedRow]:
        for row in chunk:
            self.counts.read += 1
            try:
                found = mapped(row, self._mapping)
            except RowSkipped:
                self._count(SKIPPED)
            except RowError as error:
                self._refuse(row.line, str(error), row.raw)
            else:
                if self._is_new(found):
                    yield found

    def _is_new(self, row: MappedRow) -> bool:
        """Whether a dry run still has to look at a row; rows about an incident that it would record are counted."""
        if not self._dry_run:
            return True
        incident = hash(self.planner.incident_id(row))
        if incident not in self._planned:
            return True
        told = hash((incident, row.row))
        self._count(SKIPPED if told in self._planned else EVIDENCE_ADDED)
        self._planned.add(told)
        return False

    def _record(self, pending: list[MappedRow]) -> None:
        """Send what some rows say; each refusal takes its row out, and the others are planned anew."""
        while pending:
            planned = self.planner.plan(pending)
            refused = self._send(planned)
            if refused is not None:
                row, reason = refused
                pending.remove(row)
                self._refuse(row.line, reason, row.raw)
                continue
            for row, reason in planned.faults:
                self._refuse(row.line, reason, row.raw)
            for row, outcome in planned.outcomes:
                self._count(outcome)
                self._remember(row, outcome)
            return

    def _send(self, planned: Planned) -> tuple[MappedRow, str] | None:
        """Send commands; return the row that was refused, and why. Raises what is no fault of a row."""
        if all(row is None for _, row in planned.commands):
            return None
        try:
            commands = [command for command, _ in planned.commands]
            dispatch(commands, person=self._person, reason=f"Import {self._mapping.name}", dry_run=self._dry_run)
        except DomainError as error:
            if error.command is None or error.code == "forbidden":
                raise
            row = planned.commands[error.command][1]
            if row is None:
                raise TableError("invalid_source", f"source.{error.field}: {error}") from error
            return row, str(error)
        return None

    def _remember(self, row: MappedRow, outcome: str) -> None:
        if self._dry_run and outcome == RECORDED:
            incident = hash(self.planner.incident_id(row))
            self._planned |= {incident, hash((incident, row.row))}

    def _count(self, outcome: str) -> None:
        setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)

    def _refuse(self, line: int, reason: str, row: list[str]) -> None:
        self.counts.rejected += 1
        self._reject(Rejected(line, reason, row))
