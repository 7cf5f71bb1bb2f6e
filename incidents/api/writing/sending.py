"""Sending commands: through dispatch, with refusals as problems, and the answer as of the position they led to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from incidents.api.problems import Fault, Problem, not_found
from incidents.api.sentences import translated
from incidents.api.writing.preconditions import reused, stale
from incidents.api.writing.reading_bodies import place_in
from incidents.dispatch import dispatch, together
from incidents.domain.errors import ConflictError, DomainError, InvalidValueError, UnknownRecordError
from incidents.domain.person import Person
from incidents.domain.values import Command
from incidents.log.read import Reader, head


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What commands led to: the positions of the first and last event (None where nothing was to be done), the
    position that the answer holds for, and the version each stream had there.
    """

    first: int | None
    last: int | None
    position: int
    versions: Mapping[str, int]


def send(
    commands: Sequence[Command],
    *,
    person: Person,
    reason: str | None,
    expected: Mapping[str, int],
    key: str | None,
    dry_run: bool,
    answered: Callable[[Sent], Any],
    places: Sequence[str] = ("",),
) -> Any:
    """Send commands and return `answered(what they led to)`; a dry run is answered before it is rolled back.

    The same request sent again under its key is answered as of the same position, so with the same words.
    `places` are the pointers of the commands in the body. Raises Problem.
    """
    try:
        if not dry_run:
            return answered(_sent(commands, person, reason, expected, key))
        with together(dry_run=True):
            return answered(_sent(commands, person, reason, expected, None))
    except DomainError as error:
        raise _problem(error, commands, places) from error


def _sent(
    commands: Sequence[Command], person: Person, reason: str | None, expected: Mapping[str, int], key: str | None
) -> Sent:
    outcome = dispatch(commands, person=person, reason=reason, expected=expected, key=key)
    position = head().position if outcome.last is None else outcome.last
    streams = Reader().streams({command.id for command in commands}, up_to=position)
    versions = {stream: events[-1].version for stream, events in streams.items() if events}
    return Sent(first=outcome.first, last=outcome.last, position=position, versions=versions)


def _problem(error: DomainError, commands: Sequence[Command], places: Sequence[str]) -> Problem:
    """Return the problem that a refusal is, with its place in the body."""
    single = len(places) == 1 and not places[0]
    if isinstance(error, ConflictError) and error.code == "stale_version":
        if error.params["actual"] == 0:
            return not_found() if single else _not_there(error.params["id"], commands, places)
        return stale(error, batch=not single)
    if error.code == "key_reused":
        return reused(error)
    number = error.command or 0
    command, place = commands[number], places[number]
    is_of_record = error.field == "id" and (isinstance(error, UnknownRecordError) or error.code == "other_kind")
    if single and is_of_record:
        return Problem(404, "not_found")
    status = 400 if isinstance(error, InvalidValueError) else _status(error)
    fault = Fault(code=error.code, detail=translated(error), pointer=place_in(command, error.field, place))
    more = {} if single else {"command": number}
    return Problem(status, error.code, fault.detail, [fault] if fault.pointer else [], **more)


def _not_there(id: str, commands: Sequence[Command], places: Sequence[str]) -> Problem:
    """Return the problem of a batch that expects a version of a record that is not there."""
    named = (f"{place}/id" for command, place in zip(commands, places, strict=True) if command.id == id)
    detail = not_found().detail
    return Problem.of(422, [Fault(code="unknown_record", detail=detail, pointer=next(named, f"/expected/{id}"))])


def _status(error: DomainError) -> int:
    if error.code == "forbidden":
        return 403
    return 409 if isinstance(error, ConflictError) else 422
