"""The addresses that write: one for each command, and one for a batch of them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from incidents.api.answers import answer
from incidents.api.problems import Fault, Problem, not_found
from incidents.api.reading import ListEndpoint, ReadingEndpoint
from incidents.api.records.writing import Asked, written
from incidents.api.sentences import translated
from incidents.api.writing.actions import Action
from incidents.api.writing.preconditions import expected_version, idempotency_key
from incidents.api.writing.reading_bodies import an_object, command_of, new_ids
from incidents.api.writing.sending import Sent, send
from incidents.domain.claiming import RecordClaim
from incidents.domain.person import ANONYMOUS
from incidents.domain.values import Command, is_id
from incidents.permissions import ROLE_FOR, ForbiddenError, may
from incidents.readmodels import queries


class WritingEndpoint(ReadingEndpoint):
    """What addresses that write share."""

    def require_command(self, command: type[Command]) -> None:
        """Refuse who may not send a command, before anything else is said. Raises NotAuthenticated or Problem (403)."""
        if self.person == ANONYMOUS:
            raise NotAuthenticated
        if not may(self.person, command):
            error = ForbiddenError(
                "forbidden", "{command} needs the role {role}; ask an administrator for it.", None,
                command=command.__name__, role=ROLE_FOR[command],
            )  # fmt: skip
            raise Problem(403, error.code, translated(error))

    @property
    def dry_run(self) -> bool:
        return bool(self.given.get("dry_run"))


class ActionEndpoint(WritingEndpoint):
    """An address that sends one command."""

    action: Action | None = None

    def post(self, request: Request, **path: str) -> HttpResponse:
        return self.act(request, path)

    def act(self, request: Request, path: dict[str, str]) -> HttpResponse:
        """Send the command that path and body say, and answer with the record as it then stands."""
        action = self.action
        self.require_command(action.command)
        if not all(map(is_id, path.values())):
            raise not_found()
        body = an_object(request.data)
        reason = _reason(body)
        key = idempotency_key(request)
        given = self._given(path)
        expected = {} if action.opens else self._expected(request, given["id"])
        command = command_of(action.command, body, given, new_ids(self.person.name, key))
        return send(
            [command],
            person=self.person,
            reason=reason,
            expected=expected,
            key=key,
            dry_run=self.dry_run,
            answered=lambda sent: self._answer(command, path, sent),
        )

    def _given(self, path: dict[str, str]) -> dict[str, str]:
        """Return the fields of the command that the path gives."""
        if self.action.of_claim:
            row = queries.record("claim", id=path["id"], person=self.person)
            if row is None:
                raise not_found()
            return {"id": str(row.recorded_in), "kind": row.subject_kind, "claim": path["id"]}
        kind = {"kind": self.action.kind} if "kind" in self.action.given else {}
        return {**path, **kind}

    def _expected(self, request: Request, stream: str) -> dict[str, int]:
        version = expected_version(request)
        return {} if version is None else {stream: version}

    def _answer(self, command: Command, path: dict[str, str], sent: Sent) -> HttpResponse:
        kind, id = self._shown(command, path)
        row = queries.record(kind, id=id, person=self.person, as_of=sent.position)
        version = sent.versions.get(command.id)
        document = {
            "as_of": sent.position,
            "first": sent.first,
            "last": sent.last,
            "dry_run": self.dry_run,
            "kind": kind,
            "id": id,
            "version": version,
            "record": written(kind, [row], Asked(person=self.person, as_of=sent.position))[0] if row else None,
        }
        created = self.action.opens or isinstance(command, RecordClaim)
        headers = {"ETag": f'"{version}"'}
        if created:
            headers["Location"] = reverse(f"api:{kind}", kwargs={"id": id})
        return answer(document, 201 if created and not self.dry_run else 200, headers)

    def _shown(self, command: Command, path: dict[str, str]) -> tuple[str, str]:
        """Return kind and id of the record that the answer shows."""
        if isinstance(command, RecordClaim):
            return "claim", command.claim.claim
        if self.action.of_claim:
            return "claim", path["id"]
        return self.action.kind, command.id


class OpeningEndpoint(ListEndpoint, ActionEndpoint):
    """The list of a kind, and the command that opens a record of it."""

    def post(self, request: Request) -> HttpResponse:
        return self.act(request, {})


def _reason(body: dict[str, Any]) -> str | None:
    """Take the reason out of a body. Raises Problem (400)."""
    reason = body.pop("reason", None)
    if reason is not None and not isinstance(reason, str):
        raise Problem.of(400, [Fault(code="malformed", detail=_("A reason is a text."), pointer="/reason")])
    return reason
