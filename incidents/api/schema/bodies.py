"""The bodies of commands as components: a command's fields without those that the path gives, and a reason."""

from copy import deepcopy
from typing import Any

import msgspec

from incidents.api.writing.actions import ACTIONS, COMMANDS, OPENING, Action

TEMPLATE = "#/components/schemas/{name}"
REASON = {
    "description": "Why; kept with the event.",
    "anyOf": [{"type": "string", "minLength": 1, "maxLength": 5000}, {"type": "null"}],
}
# Ids that are made where a body leaves them out.
OPTIONAL = {"Claim": "claim", "Report": "report", "Credit": "credit"}


def command_components() -> dict[str, Any]:
    """Return {name: schema} of every command's body, of the commands in a batch, and of what they consist of."""
    _, found = msgspec.json.schema_components(tuple(COMMANDS.values()), ref_template=TEMPLATE)
    for name, field in OPTIONAL.items():
        found[name]["required"] = [other for other in found[name]["required"] if other != field]
    batched = {f"Batched{name}": _batched(name, found[name]) for name in COMMANDS}
    bodies = {body_name(action): _body(action, found[action.command.__name__]) for action in ACTIONS}
    parts = {name: schema for name, schema in found.items() if name not in COMMANDS}
    batch = {
        "type": "object",
        "title": "Batch",
        "additionalProperties": False,
        "required": ["commands"],
        "properties": {
            "commands": {
                "type": "array",
                "minItems": 1,
                "maxItems": 1000,
                "items": {"oneOf": [{"$ref": TEMPLATE.format(name=name)} for name in batched]},
            },
            "expected": {"type": "object", "additionalProperties": {"type": "integer"}},
            "reason": REASON,
        },
    }
    return {**parts, **batched, **bodies, "Batch": batch}


def body_name(action: Action) -> str:
    """Return the name of the component for an action's body."""
    return action.command.__name__


def _body(action: Action, schema: dict[str, Any]) -> dict[str, Any]:
    body = deepcopy(schema)
    for name in action.given:
        body["properties"].pop(name, None)
    optional = {"id"} if action.command in OPENING else set()
    body["required"] = [name for name in body.get("required", ()) if name not in action.given | optional]
    body["properties"]["reason"] = REASON
    return {name: value for name, value in body.items() if name != "required" or value}


def _batched(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    batched = deepcopy(schema)
    batched["title"] = f"Batched{name}"
    batched["properties"] = {"command": {"const": name}, **batched["properties"]}
    optional = {"id"} if COMMANDS[name] in OPENING else set()
    batched["required"] = ["command", *(field for field in batched["required"] if field not in optional)]
    return batched
