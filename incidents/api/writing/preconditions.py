"""Headers that make writing safe: If-Match names the version that was read, Idempotency-Key the request itself."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from incidents.api.problems import Fault, Problem
from incidents.domain.errors import ConflictError
from incidents.log.read import Reader

ETAG = re.compile(r'(?:W/)?"(\d{1,18})"\Z', re.ASCII)
KEY = re.compile(r"[\x21-\x7e]{1,200}\Z")
ANY = "*"


def expected_version(request: Request) -> int | None:
    """Return the version that If-Match names, None for any. Raises Problem (428 without it, 400)."""
    told = request.headers.get("If-Match")
    if told is None:
        detail = _('Say in If-Match which version you have read: its ETag, such as "7"; * for whatever there is.')
        raise Problem.of(428, [Fault(code="precondition_required", detail=detail, header="If-Match")])
    if told.strip() == ANY:
        return None
    found = ETAG.match(told.strip())
    if found is None:
        detail = _('If-Match takes one ETag, such as "7", or *.')
        raise Problem.of(400, [Fault(code="invalid_if_match", detail=detail, header="If-Match")])
    return int(found[1])


def idempotency_key(request: Request) -> str | None:
    """Return the key that the request carries. Raises Problem (400)."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.match(key):
        detail = _("An Idempotency-Key has 1 to 200 visible ASCII characters, without blanks.")
        raise Problem.of(400, [Fault(code="invalid_key", detail=detail, header="Idempotency-Key")])
    return key


def stale(error: ConflictError, *, batch: bool) -> Problem:
    """Return the problem of a record that has changed since it was read, with what has changed.

    A batch says in `expected` which version it has read, all others in If-Match.
    """
    stream, seen, actual = (error.params[name] for name in ("id", "expected", "actual"))
    detail = _("This record has changed since you read it: it is at version {actual}, you saw version {seen}.")
    place = {"pointer": f"/expected/{stream}"} if batch else {"header": "If-Match"}
    fault = Fault(code=error.code, detail=detail.format(actual=actual, seen=seen), **place)
    changes = [
        {
            "version": event.version,
            "position": event.position,
            "type": event.type,
            "person": event.metadata["person"],
            "recorded_at": event.recorded_at,
            "data": event.data,
        }
        for event in Reader().stream(stream)
        if event.version > seen
    ]
    headers = {} if batch else {"ETag": f'"{actual}"'}
    status = 409 if batch else 412
    return Problem(status, error.code, fault.detail, [fault], headers, id=stream, version=actual, changes=changes)


def reused(error: Any) -> Problem:
    """Return the problem of a key that was used for something else."""
    detail = _("This key was used for another request; send this one with a new key.")
    return Problem.of(422, [Fault(code=error.code, detail=detail, header="Idempotency-Key")])
