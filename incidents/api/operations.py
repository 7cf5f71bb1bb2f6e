"""What each method of an address does, as the schema tells it: an operation beside the code that carries it out."""

from typing import Any

import msgspec

from incidents.api.filters.base import Parameters

JSON = "application/json"
Schema = dict[str, Any]


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One method of an address.

    `id` is stable: generated clients name their functions after it. `answer` is the schema of a good answer, `status`
    its status, `body` the schema of the request. `errors` are statuses beyond those that `api.schema.hooks` knows by
    the method. `media` maps further content types of the answer to their schemas.
    """

    id: str
    tag: str
    summary: str
    description: str = ""
    parameters: type[Parameters] = Parameters
    answer: Schema | None = None
    status: int = 200
    body: Schema | None = None
    body_media: str = JSON
    headers: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    media: dict[str, Schema] = {}
    role: str | None = None


def ref(name: str) -> Schema:
    """Return the reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def envelope(item: Schema) -> Schema:
    """Return the schema of a list."""
    page = {"type": ["string", "null"], "format": "uri-reference"}
    return {
        "type": "object",
        "required": ["as_of", "results", "next", "previous"],
        "properties": {
            "as_of": {"type": "integer", "description": "The position in the log that the answer holds for: cite it."},
            "results": {"type": "array", "items": item},
            "next": page,
            "previous": page,
        },
    }
