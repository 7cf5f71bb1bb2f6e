"""Reading a request's body: JSON of a bounded size, and nothing that Python would rather guess at."""

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from incidents.api.problems import Fault, Problem

DEEPEST = 64  # levels of lists and objects, as deep as the log stores them


class JsonBody(BaseParser):
    """Parses JSON strictly: UTF-8, no lone surrogates, no NaN. Raises Problem (400, 413)."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict[str, Any] | None = None) -> Any:
        length = parser_context["request"].META.get("CONTENT_LENGTH") if parser_context else None
        return read_json(read_body(stream, settings.DATA_UPLOAD_MAX_MEMORY_SIZE, length))


def read_body(stream: Any, limit: int, length: str | None = None) -> bytes:
    """Return the bytes of a request that has so many at most; `length` is what it says itself. Raises Problem (413)."""
    if length and length.isdigit() and int(length) > limit:
        raise too_large(limit)
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise too_large(limit)
    return body


def require_length(request: HttpRequest) -> None:
    """Refuse a body that does not say how long it is: Django reads nothing of it. Raises Problem (411)."""
    if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
        raise Problem(411, "length_required")


def too_large(limit: int) -> Problem:
    """Return the problem of a body that has more bytes than it may."""
    detail = _("This body is too large: {limit} bytes at most. Split it.").format(limit=limit)
    return Problem(413, "body_too_large", detail)


def read_json(body: bytes) -> Any:
    """Return what JSON says. Raises Problem (400)."""
    if not body.strip():
        return {}
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        reason = "" if isinstance(error, RecursionError) else str(error)
        detail = _("The body is no JSON that can be read. {reason}").format(reason=reason).strip()
        raise Problem.of(400, [Fault(code="malformed_json", detail=detail, pointer="")]) from error
    if _deeper(found, DEEPEST):
        detail = _("The body is nested too deeply: {levels} levels at most.").format(levels=DEEPEST)
        raise Problem.of(400, [Fault(code="too_deep", detail=detail, pointer="")])
    return found


def _deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return False
    return levels == 0 or any(_deeper(item, levels - 1) for item in value)
