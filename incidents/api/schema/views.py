"""From the operations of an address to what OpenAPI says of it."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema

from incidents.api.filters.base import Given
from incidents.api.operations import Operation, Schema
from incidents.api.schema import examples

PATH_PARAMETER = re.compile(r"{(\w+)}")
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
PATHS: dict[str, Schema] = {"position": {"type": "integer", "minimum": 1}}  # what is no record's id
HEADERS: dict[str, Schema] = {
    "If-Match": {
        "name": "If-Match", "in": "header", "schema": {"type": "string"}, "required": True,
        "description": "The ETag of the record as you read it; `*` for whatever version there is.",
    },
    "Idempotency-Key": {
        "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200},
        "description": "A word of your own: sent again with it, the same request is recorded once.",
    },
}  # fmt: skip


class OperationSchema(AutoSchema):
    """Writes an operation of our endpoints; what has none is left out of the schema."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Schema | None:
        operation = getattr(self.view, "operations", {}).get(method)
        return described(operation, path) if operation else None


def described(operation: Operation, path: str) -> Schema:
    """Return an operation as OpenAPI writes it, without the answers that are errors."""
    parameters = [
        *(
            {"name": name, "in": "path", "required": True, "schema": PATHS.get(name, UUID)}
            for name in PATH_PARAMETER.findall(path)
        ),
        *(_parameter(name, given) for name, given in operation.parameters.known().items()),
        *(HEADERS[name] for name in operation.headers),
    ]
    found: Schema = {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description or operation.summary,
        "tags": [operation.tag],
        "parameters": parameters,
        "responses": _responses(operation),
        "security": [{"token": []}, {"session": []}] if operation.role else [{}, {"token": []}, {"session": []}],
        "x-errors": sorted(operation.errors),
    }
    if operation.role:
        found["x-role"] = operation.role
    if operation.body is not None:
        media: Schema = {"schema": operation.body}
        if operation.id in examples.BODIES:
            media["example"] = examples.BODIES[operation.id]
        found["requestBody"] = {"required": True, "content": {operation.body_media: media}}
    return found


def _responses(operation: Operation) -> Schema:
    content: Schema = {}
    if operation.answer is not None:
        content["application/json"] = {"schema": operation.answer}
        if operation.id in examples.answers():
            content["application/json"]["example"] = examples.answers()[operation.id].answer
    content |= {media: {"schema": schema} for media, schema in operation.media.items()}
    return {str(operation.status): {"description": "Done.", **({"content": content} if content else {})}}


def _parameter(name: str, given: Given) -> Schema:
    schema = given.field.schema
    found = {"name": name, "in": "query", "description": given.about, "schema": schema}
    if given.needed:
        found["required"] = True
    return {**found, "style": "form", "explode": False} if schema.get("type") == "array" else found
