"""Answers: JSON written at once, without a serializer for each row."""

from typing import Any

import msgspec
from django.http import HttpResponse

JSON = "application/json"
_ENCODER = msgspec.json.Encoder()


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return data as JSON; ids and dates become texts. What a person may see is nothing for shared caches."""
    response = HttpResponse(_ENCODER.encode(data), status=status, content_type=JSON, headers=headers)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
