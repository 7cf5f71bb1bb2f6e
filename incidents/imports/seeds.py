"""Records a coding (seeds/) through dispatch: recorded and submitted by one person, reviewed and published by another.

A second import adds nothing. Records are opened in one transaction, so that a coding is in the log whole or not at all.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from incidents.codebook.strict_yaml import YamlError
from incidents.dispatch import Outcome, Recording, dispatch, together
from incidents.dispatch.recording import LIVE
from incidents.domain.claiming import AddNote
from incidents.domain.errors import DomainError
from incidents.domain.incident import PublishIncident, ReviewIncident, SubmitIncident
from incidents.domain.person import Person
from incidents.domain.source import AssessSource
from incidents.domain.values import Command
from incidents.imports.coding import CodedRecord, Coding, error_in
from incidents.readmodels import queries

IMPORTER = Person("seed-import", frozenset(("curator",)))
REVIEWER = Person("seed-review", frozenset(("editor",)))

# What is recorded together: sources and actors name each other.
STAGES = (("source", "actor"), ("incident",), ("statement",), ("link",))

Progress = Callable[[int], None]


class Counts(msgspec.Struct, kw_only=True):
    """What an import did: records opened by kind, events appended, records that were there already."""

    opened: dict[str, int] = msgspec.field(default_factory=dict)
    events: int = 0
    known: int = 0


def import_coding(
    directory: Path,
    *,
    dry_run: bool = False,
    recording: Recording = LIVE,
    progress: Progress = lambda done: None,
) -> Counts:
    """Record the coding in a directory; `progress` is told how many records each step did.

    Raises YamlError for what is wrong in a file, naming file, line and field; nothing is recorded then.
    """
    coding = Coding(directory)
    counts = Counts()
    with together(dry_run=dry_run):
        for kinds in STAGES:
            records = coding.of_kind(*kinds)
            fresh = _fresh(records)
            counts.known += len(records) - len(fresh)
            _open(fresh, counts, recording)
            progress(len(records))
        _publish(coding.of_kind("incident"), counts, recording, progress)
    return counts


def total_steps(directory: Path) -> int:
    """Return how many steps `import_coding` will report."""
    coding = Coding(directory)
    return len(coding.records) + len(coding.of_kind("incident"))


def _fresh(records: Sequence[CodedRecord]) -> list[CodedRecord]:
    known = {
        kind: queries.existing(kind, [record.command.id for record in records if record.kind == kind])
        for kind in {record.kind for record in records}
    }
    return [record for record in records if record.command.id not in known[record.kind]]


def _open(records: list[CodedRecord], counts: Counts, recording: Recording) -> None:
    pairs = [(record, command) for record in records for command in _commands(record)]
    outcome = _send(pairs, IMPORTER, recording)
    counts.events += len(outcome.events)
    for record in records:
        counts.opened[record.kind] = counts.opened.get(record.kind, 0) + 1


def _commands(record: CodedRecord) -> Iterable[Command]:
    yield record.command
    for note in record.notes:
        yield AddNote(kind="incident", id=record.command.id, text=note)
    if record.assessment is not None:
        yield AssessSource(id=record.command.id, assessment=record.assessment)


def _publish(incidents: list[CodedRecord], counts: Counts, recording: Recording, progress: Progress) -> None:
    """Submit, review and publish the incidents that are still drafts."""
    drafts = queries.drafts([record.command.id for record in incidents])
    waiting = [record for record in incidents if record.command.id in drafts]
    submit = [(record, SubmitIncident(id=record.command.id)) for record in waiting]
    review = [(record, ReviewIncident(id=record.command.id, decision="approve")) for record in waiting]
    publish = [(record, PublishIncident(id=record.command.id)) for record in waiting]
    for pairs, person in ((submit, IMPORTER), (review + publish, REVIEWER)):
        counts.events += len(_send(pairs, person, recording).events)
    progress(len(incidents))


def _send(pairs: list[tuple[CodedRecord, Command]], person: Person, recording: Recording) -> Outcome:
    try:
        return dispatch([command for _, command in pairs], person=person, recording=recording)
    except DomainError as error:
        record = pairs[error.command][0]
        raise error_in(record, error.code, error.field, str(error)) from error


__all__ = ["Counts", "YamlError", "import_coding", "total_steps"]
