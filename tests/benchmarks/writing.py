"""Writes a made-up world's log through `log.append`, in chunks, without asking `decide`: quick enough for a million.

Ids, versions, personal fields and the chain are as dispatch would have them. What is measured goes through dispatch;
this only makes the ground it stands on.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

import msgspec

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.catalogue import TYPE_OF_FORM, kind_of
from incidents.domain.values import Command, Event
from incidents.log import lock
from incidents.log.append import NewEvent, append

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


def write_log(commands: Iterable[Command], new_id: callable) -> int:
    """Append the events of these commands; return how many."""
    versions: dict[str, int] = {}
    events = (_new_event(command, versions, new_id) for command in commands)
    written = 0
    for chunk in _chunks(events):
        with lock.writer():
            written += len(append(chunk, recorded_at=datetime.now(UTC)))
    return written


def _chunks(events: Iterator[NewEvent]) -> Iterator[list[NewEvent]]:
    while chunk := list(islice(events, CHUNK)):
        yield chunk


def _new_event(command: Command, versions: dict[str, int], new_id: callable) -> NewEvent:
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
