"""Writes a made-up world's log through `log.append`, in chunks, without asking `decide`, and copies of it beside it.

Ids, versions, personal fields and the chain are as dispatch would have them. What is measured goes through dispatch;
this only makes the ground it stands on.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

import msgspec

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.catalogue import TYPE_OF_FORM, kind_of
from incidents.domain.values import Command, Event
from incidents.log import lock, read
from incidents.log.append import NewEvent, append
from incidents.log.chain import link as chained
from incidents.log.insert import insert
from incidents.log.rows import Stored, stored
from tests.benchmarks.world import COPIED

CHUNK = 5_000
PERSON = "bench-curator"

# The event that says what the command said, field by field.
EVENT_OF: dict[type[Command], type[Event]] = {
    source.RegisterSource: source.SourceRegistered,
    source.GradeSource: source.SourceGraded,
    source.AssessSource: source.SourceAssessed,
    actor.RegisterActor: actor.ActorRegistered,
    claiming.RecordClaim: claiming.ClaimRecorded,
    claiming.AddEvidence: claiming.EvidenceAdded,
    claiming.AddNote: claiming.NoteAdded,
    incident.OpenIncident: incident.IncidentOpened,
    incident.SubmitIncident: incident.IncidentSubmitted,
    statement.RecordStatement: statement.StatementRecorded,
    statement.ReportStatement: statement.StatementReported,
    link.LinkRecords: link.RecordsLinked,
}


def told(command: Command) -> Event:
    """Return the event that `decide` would answer with."""
    if isinstance(command, claiming.PreferClaim):
        return claiming.ClaimPreferred(claim=command.claim, property="date")
    form = EVENT_OF[type(command)]
    return form(**{name: getattr(command, name) for name in form.__struct_fields__})


def write_log(commands: Iterable[Command], new_id: Callable[[], str], copies: int = 0) -> int:
    """Append the events of these commands, and so many copies of them under other ids; return how many.

    A copy is written for a fifth of what an event costs to make up. Each chunk is followed by its copies, so that the
    events of a record are as far apart as in a log of that length.
    """
    versions: dict[str, int] = {}
    events = (_new_event(command, versions, new_id) for command in commands)
    written = 0
    for chunk in _chunks(events):
        with lock.writer():
            appended = append(chunk, recorded_at=datetime.now(UTC))
            written += len(appended)
            if copies:
                rows = _stored(appended[0].position, appended[-1].position)
                written += sum(_copy(rows, number) for number in range(1, copies + 1))
    return written


def _stored(first: int, last: int) -> list[Stored]:
    return stored([row for page in read.pages(first - 1, last) for row in page])


def _copy(rows: list[Stored], number: int) -> int:
    """Write these rows at the end of the log, with the ids of the copy; return how many."""
    copies: list[Stored] = []
    last, previous = read.head()
    copied = f"{int(COPIED, 16) + number:04x}"
    for position, row in enumerate(rows, last + 1):
        event, stream, data, metadata = (row[at].replace(COPIED, copied) for at in (1, 2, 7, 8))
        found = (position, event, stream, *row[3:7], data, metadata, row[9])
        previous = chained(previous, found)
        copies.append((*found, previous))
    insert(copies)
    return len(copies)


def _chunks(events: Iterator[NewEvent]) -> Iterator[list[NewEvent]]:
    while chunk := list(islice(events, CHUNK)):
        yield chunk


def _new_event(command: Command, versions: dict[str, int], new_id: Callable[[], str]) -> NewEvent:
    event, kind = told(command), kind_of(command)
    stored = TYPE_OF_FORM[kind, type(event)]
    versions[command.id] = versions.get(command.id, 0) + 1
    return NewEvent(
        event_id=new_id(),
        stream_id=command.id,
        stream_kind=kind,
        version=versions[command.id],
        type=stored.name,
        schema=stored.schema,
        data=msgspec.json.decode(msgspec.json.encode(event)),
        metadata={"person": PERSON, "batch": command.id, "command": type(command).__name__},
        personal_paths=stored.personal,
    )
