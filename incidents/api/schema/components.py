"""The components of the schema: records, problems, and the commands' bodies."""

from typing import Any

import msgspec

from incidents.api import beside_shapes, data_shapes
from incidents.api.problems import Fault
from incidents.api.records.shapes import SHAPES
from incidents.api.schema.bodies import TEMPLATE, command_components


class Problem(msgspec.Struct, kw_only=True):
    """An error (RFC 9457). `code` is stable; `detail` is a sentence in the language asked for."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Fault] = []
    command: int | None = None


class Done(msgspec.Struct, kw_only=True):
    """What a command led to: the positions of its first and last event, and the record as it stands there."""

    as_of: int
    first: int | None
    last: int | None
    dry_run: bool
    kind: str
    id: str
    version: int | None
    record: dict[str, Any] | None


class BatchedDone(msgspec.Struct, kw_only=True):
    """One command of a batch, and the version its record has after all of them."""

    command: str
    kind: str
    id: str
    version: int | None


class BatchDone(msgspec.Struct, kw_only=True):
    """What a batch led to."""

    as_of: int
    first: int | None
    last: int | None
    dry_run: bool
    results: list[BatchedDone]


# Structs of answers; other endpoints add theirs here.
STRUCTS: tuple[type, ...] = (*SHAPES.values(), Problem, Done, BatchDone, *data_shapes.STRUCTS, *beside_shapes.STRUCTS)


def components() -> dict[str, Any]:
    """Return {name: schema}."""
    _, found = msgspec.json.schema_components(STRUCTS, ref_template=TEMPLATE)
    return {**command_components(), **found}
