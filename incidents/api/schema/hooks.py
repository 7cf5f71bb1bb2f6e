"""The last touch on the schema: components, ways of signing in, and the answers that are errors."""

from typing import Any

from incidents.api.operations import ref
from incidents.api.problems import PROBLEM_JSON
from incidents.api.schema.components import components

WRITES = ("post", "put", "patch", "delete")
PHRASES = {
    308: "Merged: the record that stands for this one now is at Location.",
    400: "A parameter or the body is malformed; `errors` names each.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The role, or the token's scope, does not cover this.",
    404: "There is nothing here, or nothing that you may see.",
    405: "This method is not taken here.",
    406: "The answer is JSON; accept it.",
    409: "The record changed meanwhile.",
    410: "The record was public once and was withdrawn.",
    411: "The body does not say its length.",
    412: "The record has changed since you read it; `changes` says what.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The body is well-formed, but what is recorded forbids it.",
    428: "Say in If-Match which version you read.",
    429: "Too many requests; Retry-After says how long to wait.",
    503: "The database is busy; try again.",
}
READING = (400, 401, 404, 406, 429, 503)
WRITING = (403, 409, 411, 413, 415, 422)
SECURITY = {
    "token": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token …`"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A browser's; writes need CSRF."},
}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Complete the schema; set as drf-spectacular's post-processing hook."""
    parts = result.setdefault("components", {})
    parts["schemas"] = dict(sorted(components().items()))
    parts["securitySchemes"] = SECURITY
    parts["responses"] = {
        f"Problem{status}": {"description": phrase, "content": {PROBLEM_JSON: {"schema": ref("Problem")}}}
        for status, phrase in PHRASES.items()
        if status != 308
    }
    for path in result["paths"].values():
        for method, operation in path.items():
            _add_errors(method, operation)
    return result


def _add_errors(method: str, operation: dict[str, Any]) -> None:
    statuses = {*READING, *operation.pop("x-errors", ())}
    if method in WRITES:
        statuses |= set(WRITING)
    if "x-role" in operation:
        statuses.add(403)
    headers = {parameter["name"] for parameter in operation["parameters"]}
    statuses |= {412, 428} if "If-Match" in headers else set()
    for status in sorted(statuses):
        operation["responses"].setdefault(str(status), _answer(status, operation["responses"]))


def _answer(status: int, known: dict[str, Any]) -> dict[str, Any]:
    if status == 200:  # what is created is not, in a dry run
        return known["201"]
    return {"description": PHRASES[308]} if status == 308 else {"$ref": f"#/components/responses/Problem{status}"}
