"""Many commands in one transaction: all are recorded, or none. They may name records that the batch itself opens."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from incidents.api.answers import answer
from incidents.api.problems import Fault, Problem
from incidents.api.writing.actions import COMMANDS, OPENING
from incidents.api.writing.endpoints import WritingEndpoint
from incidents.api.writing.preconditions import idempotency_key
from incidents.api.writing.reading_bodies import an_object, command_of, new_ids
from incidents.api.writing.sending import Sent, send
from incidents.domain.catalogue import kind_of
from incidents.domain.errors import DomainError
from incidents.domain.person import ANONYMOUS
from incidents.domain.values import Command

MOST = 1_000  # commands: as many as dispatch records under one lock


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """Commands by name with their fields; the versions of existing records that they change; the reason for all."""

    commands: list[Any]
    expected: dict[str, int] = {}
    reason: str | None = None


class BatchEndpoint(WritingEndpoint):
    def post(self, request: Request) -> HttpResponse:
        if self.person == ANONYMOUS:
            raise NotAuthenticated
        self.require("curator")
        key = idempotency_key(request)
        batch = _batch(request.data)
        new_id = new_ids(self.person.name, key)
        commands = [_command(told, f"/commands/{number}", new_id) for number, told in enumerate(batch.commands)]
        for command in {type(command): command for command in commands}:
            self.require_command(command)
        _require_versions(commands, batch.expected)
        return send(
            commands,
            person=self.person,
            reason=batch.reason,
            expected=batch.expected,
            key=key,
            dry_run=self.dry_run,
            answered=lambda sent: self._answer(commands, sent),
            places=[f"/commands/{number}" for number in range(len(commands))],
        )

    def _answer(self, commands: list[Command], sent: Sent) -> HttpResponse:
        results = [
            {
                "command": type(command).__name__,
                "kind": kind_of(command),
                "id": command.id,
                "version": sent.versions.get(command.id),
            }
            for command in commands
        ]
        positions = {"as_of": sent.position, "first": sent.first, "last": sent.last}
        return answer({**positions, "dry_run": self.dry_run, "results": results})


def _batch(body: Any) -> Batch:
    """Return what the body says. Raises Problem (400)."""
    try:
        batch = msgspec.convert(an_object(body), Batch)
    except msgspec.ValidationError as error:
        detail = _("Send commands, a list of objects; expected, versions by record id; and perhaps a reason.")
        raise Problem.of(400, [Fault(code="malformed", detail=f"{detail} ({error})", pointer="")]) from error
    if not 1 <= len(batch.commands) <= MOST:
        detail = _("A batch has 1 to {most} commands.").format(most=MOST)
        raise Problem.of(400, [Fault(code="batch_size", detail=detail, pointer="/commands")])
    return batch


def _command(told: Any, place: str, new_id: Any) -> Command:
    """Return one command of the batch. Raises Problem (400)."""
    body = an_object(told, place)
    name = body.pop("command", None)
    form = COMMANDS.get(name) if isinstance(name, str) else None
    if form is None:
        detail = _("Name one of the commands: {known}.").format(known=", ".join(sorted(COMMANDS)))
        raise Problem.of(400, [Fault(code="unknown_command", detail=detail, pointer=f"{place}/command")])
    if form not in OPENING and "id" not in body:
        detail = _("The field “{name}” is missing.").format(name="id")
        raise Problem.of(400, [Fault(code="missing_field", detail=detail, pointer=f"{place}/id")])
    command = command_of(form, body, {}, new_id, place)
    try:
        kind_of(command)
    except DomainError as error:
        raise Problem.of(400, [Fault(code=error.code, detail=str(error), pointer=f"{place}/kind")]) from error
    return command


def _require_versions(commands: list[Command], expected: dict[str, int]) -> None:
    """Refuse changes of records whose version the batch does not say. Raises Problem (428)."""
    opened: set[str] = set()
    faults: list[Fault] = []
    for number, command in enumerate(commands):
        if isinstance(command, OPENING):
            opened.add(command.id)
        elif command.id not in opened and command.id not in expected:
            detail = _("Say in `expected` which version of record {id} you have read.").format(id=command.id[:100])
            faults.append(Fault(code="precondition_required", detail=detail, pointer=f"/commands/{number}/id"))
    if faults:
        raise Problem.of(428, faults[:100])
