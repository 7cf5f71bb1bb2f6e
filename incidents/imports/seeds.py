"""Records a coding (seeds/) through dispatch: recorded and submitted by one person, reviewed and published by another.

A second import adds nothing. Everything is one transaction, so that a coding is in the log whole or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from incidents.imports.coding import CodedRecord, Coding
from incidents.imports.storable import Keys
from incidents.log import read
from incidents.readmodels import queries

IMPORTER = Person("seed-import", frozenset(("curator",)))
REVIEWER = Person("seed-review", frozenset(("editor",)))

# What is recorded together: sources and actors name each other.
STAGES = (("source", "actor"), ("incident",), ("statement",), ("link",))

Progress = Callable[[int], object]


class Counts(msgspec.Struct, kw_only=True):
    """What an import did: records opened by kind, events appended, records that were there already."""

    opened: dict[str, int] = msgspec.field(default_factory=dict)
    events: int = 0
    known: int = 0


class Sent(msgspec.Struct, frozen=True):
    """A command with the record that it comes from, and the part of it: empty for the record as a whole."""

    record: CodedRecord
    command: Command
    part: Keys = ()


def import_coding(
    source: Path | Coding,
    *,
    dry_run: bool = False,
    recording: Recording = LIVE,
    progress: Progress = lambda done: None,
) -> Counts:
    """Record a coding, read already or to be read from a directory; `progress` is told what each step did.

    The steps sum up to `total_steps`. Raises YamlError for what is wrong in a file, naming file, line and field;
    nothing is recorded then.
    """
    coding = Coding(source) if isinstance(source, Path) else source
    counts = Counts()
    with together(dry_run=dry_run):
        opened: list[CodedRecord] = []
        for kinds in STAGES:
            records = coding.of_kind(*kinds)
            fresh = _fresh(records)
            counts.known += len(records) - len(fresh)
            _open(coding, fresh, counts, recording)
            opened += fresh
            progress(len(records))
        _publish(coding, opened, counts, recording)
        progress(len(coding.of_kind("incident")))
    return counts


def total_steps(coding: Coding) -> int:
    """Return how many steps `import_coding` will report."""
    return len(coding.records) + len(coding.of_kind("incident"))


def _fresh(records: Sequence[CodedRecord]) -> list[CodedRecord]:
    known = {
        kind: queries.existing(kind, [record.command.id for record in records if record.kind == kind])
        for kind in {record.kind for record in records}
    }
    return [record for record in records if record.command.id not in known[record.kind]]


def _open(coding: Coding, records: list[CodedRecord], counts: Counts, recording: Recording) -> None:
    _send(coding, [sent for record in records for sent in _commands(record)], IMPORTER, counts, recording)
    for record in records:
        counts.opened[record.kind] = counts.opened.get(record.kind, 0) + 1


def _commands(record: CodedRecord) -> Iterable[Sent]:
    yield Sent(record, record.command)
    for number, note in enumerate(record.notes):
        yield Sent(record, AddNote(kind="incident", id=record.command.id, text=note), ("notes", number))
    if record.assessment is not None:
        yield Sent(record, AssessSource(id=record.command.id, assessment=record.assessment), ("assessment",))


def _publish(coding: Coding, opened: list[CodedRecord], counts: Counts, recording: Recording) -> None:
    """Submit, review and publish the incidents that are drafts, and those that new statements are to be seen with."""
    incidents = coding.of_kind("incident")
    candidates = queries.drafts([record.command.id for record in incidents])
    candidates |= {incident for record in opened for incident in _spoken_of(record)}
    wanted = _untouched(candidates)
    waiting = [record for record in incidents if record.command.id in wanted]
    submit = [Sent(record, SubmitIncident(id=record.command.id)) for record in waiting]
    review = [Sent(record, ReviewIncident(id=record.command.id, decision="approve")) for record in waiting]
    publish = [Sent(record, PublishIncident(id=record.command.id)) for record in waiting]
    _send(coding, submit, IMPORTER, counts, recording)
    _send(coding, review + publish, REVIEWER, counts, recording)


def _spoken_of(record: CodedRecord) -> Iterator[str]:
    """Yield the incidents that a statement names: one of them is the one it is published with."""
    if record.kind == "statement":
        for claim in record.command.claims:
            if claim.property == "incident":
                yield claim.value
            elif claim.property == "about" and claim.value["kind"] == "incident":
                yield claim.value["id"]


def _untouched(incidents: set[str]) -> set[str]:
    """Return those that only the importer worked on since they were published: nobody's draft is given away."""
    rows = queries.records("incident", person=IMPORTER)
    rows = rows.filter(record__in=incidents, status__in=("draft", "published"))
    return {
        str(incident)
        for incident, since in rows.values_list("record", "published_at")
        if read.authors(_published_with(str(incident)), after=since or 0) <= {IMPORTER.name}
    }


def _published_with(incident: str) -> list[str]:
    """Return the streams that are published with an incident: its own, its statements', those merged into it."""
    statements = queries.CURRENT_MODELS["statement"].objects.filter(incident=incident)
    merged = queries.CURRENT_MODELS["incident"].objects.filter(merged_into=incident)
    return [incident, *(str(id) for rows in (statements, merged) for id in rows.values_list("id", flat=True))]


def _send(coding: Coding, sent: list[Sent], person: Person, counts: Counts, recording: Recording) -> Outcome:
    try:
        outcome = dispatch([one.command for one in sent], person=person, recording=recording)
    except DomainError as error:
        if error.command is None:
            raise
        refused = sent[error.command]
        raise coding.error(refused.record, refused.part, error) from error
    counts.events += len(outcome.events)
    return outcome


__all__ = ["Counts", "YamlError", "import_coding", "total_steps"]
