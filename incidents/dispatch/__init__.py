"""The one write door: read → lock → decide → append → project, from the lock on in one transaction.

Admin, API, importers and seeds all come through here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from typing import Any

import msgspec
from django.db import transaction

from incidents.dispatch.desk import Desk
from incidents.dispatch.recording import LIVE, Recording
from incidents.domain.catalogue import CATALOGUE, TYPE_OF_FORM, kind_of, personal_paths
from incidents.domain.errors import ConflictError, DomainError, RefusedError
from incidents.domain.form import check_form
from incidents.domain.person import Person
from incidents.domain.values import Command, Event, Recorded, check_id, check_text
from incidents.log import lock, receipts
from incidents.log.append import NewEvent, append
from incidents.log.collector import no_collector
from incidents.log.driver import Question, ask
from incidents.log.insert import sending
from incidents.log.read import RecordedEvent
from incidents.permissions import require
from incidents.readmodels.project import project

__all__ = ["Outcome", "Recording", "dispatch", "together"]

LONG = 50  # commands; from so many on a batch makes so many objects that the collector is in the way

# Characters of a person's name and of a key, at most: what a receipt can hold.
PERSON, KEY = 150, 200


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch led to: the events appended, in order, and the version each stream has now.

    `first` and `last` are positions, None where nothing was appended. `repeated` says that the batch had been recorded
    before under the same key: then the positions are those of that time, and there are no new events.
    """

    events: tuple[RecordedEvent, ...] = ()
    versions: dict[str, int] = {}
    first: int | None = None
    last: int | None = None
    repeated: bool = False


@contextmanager
def together(*questions: Question, dry_run: bool = False) -> Iterator[None]:
    """Record what is dispatched within as one transaction, all or none; with `dry_run` it is rolled back at the end.

    Questions are asked of the database in one breath with the lock.
    """
    with lock.writer(*questions):
        yield
        if dry_run:
            transaction.set_rollback(True)


def dispatch(
    commands: Command | Sequence[Command],
    *,
    person: Person,
    reason: str | None = None,
    expected: Mapping[str, int] | None = None,
    key: str | None = None,
    dry_run: bool = False,
    recording: Recording = LIVE,
) -> Outcome:
    """Record what commands lead to, all of them or none.

    `expected` gives the version a stream had when the person looked at it, {stream id: version}; it may be one that the
    commands do not change. `key` makes the batch
    idempotent for this person. With `dry_run` everything is decided and projected, and then rolled back.
    Raises DomainError (its `command` is the number of the command in the batch, from 0) and LogError.
    """
    batch = (commands,) if isinstance(commands, Command) else tuple(commands)
    for number, command in enumerate(batch):
        _numbered(number, check_form, command)
        _numbered(number, require, person, command)
    check_text("person", person.name, PERSON)
    if key is not None:
        check_text("key", key, KEY)
    if reason is not None:
        check_text("reason", reason)
    body = _body_sha256(batch, reason) if key is not None else None
    with no_collector() if len(batch) >= LONG else nullcontext():
        desk = Desk(batch, person)
        with together(*desk.asking(), dry_run=dry_run):
            earlier = receipts.find(person.name, key) if key is not None else None
            if earlier is not None:
                return _repeated(earlier, body)
            commits = lock.ends_transaction() and not dry_run
            return _record(batch, desk, reason, expected or {}, (key, body), recording, commits)


def _record(
    batch: tuple[Command, ...],
    desk: Desk,
    reason: str | None,
    expected: Mapping[str, int],
    receipt: tuple[str | None, str | None],
    recording: Recording,
    commits: bool,
) -> Outcome:
    now, person = recording.now(), desk.person
    while not desk.settle(now):  # once more, at most: under the lock nothing changes any longer
        desk = Desk(batch, person)
        ask(*desk.asking())
    _check_versions(desk, expected)
    new = _decide(batch, desk, _metadata(person, reason, receipt, recording), recording)
    if not new:
        return Outcome(versions=_versions(batch, desk))
    with sending(len(new), commits=commits):
        events = append(new, recorded_at=now, salts=recording.salt, state=desk.state_of_log)
        project(desk.told, desk.ground)
        first, last = events[0].position, events[-1].position
        if receipt[0] is not None:
            receipts.record(person.name, *receipt, first, last)
    return Outcome(events=tuple(events), versions=_versions(batch, desk), first=first, last=last)


def _versions(batch: tuple[Command, ...], desk: Desk) -> dict[str, int]:
    return {command.id: desk.histories[command.id].version for command in batch}


def _decide(batch: tuple[Command, ...], desk: Desk, metadata: dict, recording: Recording) -> list[NewEvent]:
    """Let each command be decided on the state that the ones before it lead to."""
    new: list[NewEvent] = []
    for number, command in enumerate(batch):
        kind = kind_of(command)
        history = desk.histories[command.id]
        for event in _numbered(number, _ask, desk, number, command):
            version = history.version + 1
            new.append(_new_event(kind, command, event, version, metadata, recording))
            # The state follows from what the log will give back, not from the objects at hand.
            told = msgspec.convert(new[-1].data, type(event))
            desk.advance(
                command.id,
                Recorded(position=desk.ground.head + len(new), version=version, person=metadata["person"], event=told),
            )
    return new


def _ask(desk: Desk, number: int, command: Command) -> list[Event]:
    """Let one command be decided."""
    kind, history = kind_of(command), desk.histories[command.id]
    if history.kind != kind:
        raise RefusedError("other_kind", "Record {id} is of kind {kind}.", "id", id=command.id, kind=history.kind)
    return CATALOGUE[kind].decide(history.state, command, desk.facts(number, command))


def _new_event(
    kind: str, command: Command, event: Event, version: int, metadata: dict, recording: Recording
) -> NewEvent:
    stored = TYPE_OF_FORM[kind, type(event)]
    data = msgspec.json.decode(msgspec.json.encode(event))
    return NewEvent(
        event_id=recording.new_id(),
        stream_id=command.id,
        stream_kind=kind,
        version=version,
        type=stored.name,
        schema=stored.schema,
        data=data,
        metadata={**metadata, "command": type(command).__name__},
        personal_paths=personal_paths(stored, data),
    )


def _metadata(person: Person, reason: str | None, receipt: tuple[str | None, str | None], recording: Recording) -> dict:
    metadata = {"person": person.name, "batch": recording.new_id()}
    if reason is not None:
        metadata["reason"] = reason
    if receipt[0] is not None:
        metadata["receipt"] = {"key": receipt[0], "body_sha256": receipt[1]}
    return metadata


def _check_versions(desk: Desk, expected: Mapping[str, int]) -> None:
    for stream, version in expected.items():
        check_id("expected_version", stream)
        actual = desk.version(stream)
        if actual != version:
            raise ConflictError(
                "stale_version",
                "This record has changed since you opened it: it is at version {actual}, you saw version {expected}.",
                "expected_version",
                id=stream,
                actual=actual,
                expected=version,
            )


def _repeated(earlier: receipts.ReceiptRow, body: str | None) -> Outcome:
    if earlier.body_sha256 != body:
        raise ConflictError(
            "key_reused", "This key was used for other commands; send these with a new key.", "key", key=earlier.key
        )
    return Outcome(first=earlier.first_position, last=earlier.last_position, repeated=True)


def _body_sha256(batch: tuple[Command, ...], reason: str | None) -> str:
    body = [[type(command).__name__, msgspec.to_builtins(command)] for command in batch]
    return sha256(msgspec.json.encode([body, reason], order="sorted")).hexdigest()


def _numbered(number: int, ask: Callable[..., Any], *arguments: Any) -> Any:
    """Call, and note in an error which command of the batch it belongs to."""
    try:
        return ask(*arguments)
    except DomainError as error:
        error.command = number
        raise
