"""Where each address of the API leads."""

from django.urls import URLPattern, path

from incidents.api import urls_data, urls_reading
from incidents.api.documentation import documentation, schema
from incidents.api.filters.kinds import FORMS
from incidents.api.filters.records import ONE
from incidents.api.filters.writing import Writing
from incidents.api.operations import Operation, envelope, ref
from incidents.api.reading import PLURALS, ListEndpoint, RecordEndpoint
from incidents.api.records.shapes import SHAPES
from incidents.api.root import RootEndpoint
from incidents.api.schema.bodies import body_name
from incidents.api.writing.actions import ACTIONS, Action
from incidents.api.writing.batch import BatchEndpoint
from incidents.api.writing.endpoints import ActionEndpoint, OpeningEndpoint
from incidents.permissions import ROLE_FOR

app_name = "api"


def _list(kind: str) -> Operation:
    plural, shape = PLURALS[kind], ref(SHAPES[kind].__name__)
    return Operation(
        id=f"list_{plural}", tag=plural, summary=f"List {plural}", parameters=FORMS[kind], answer=envelope(shape)
    )


def _one(kind: str) -> Operation:
    return Operation(
        id=f"get_{kind}",
        tag=PLURALS[kind],
        summary=f"Read one {kind}",
        parameters=ONE[kind],
        answer=ref(SHAPES[kind].__name__),
        errors=(308, 410) if kind in ("incident", "actor") else (410,),
    )


def _send(action: Action) -> Operation:
    """Return the operation of an action."""
    creates = action.opens or action.name.startswith("record_claim")
    return Operation(
        id=action.name,
        tag=action.path.partition("/")[0],
        summary=action.name.replace("_", " ").capitalize(),
        description=" ".join((action.command.__doc__ or "").split()),
        parameters=Writing,
        body=ref(body_name(action)),
        answer=ref("Done"),
        status=201 if creates else 200,
        headers=("Idempotency-Key",) if action.opens else ("If-Match", "Idempotency-Key"),
        errors=(200,) if creates else (),
        role=ROLE_FOR[action.command],
    )


def _of_kind(kind: str) -> list[URLPattern]:
    """Return the addresses of a kind: its list, where the command that opens a record is sent, and its records."""
    plural, listing = PLURALS[kind], {"GET": _list(kind)}
    opening = next((action for action in ACTIONS if action.opens and action.kind == kind), None)
    view = ListEndpoint.as_view(kind=kind, operations=listing)
    if opening is not None:
        view = OpeningEndpoint.as_view(kind=kind, action=opening, operations={**listing, "POST": _send(opening)})
    return [
        path(f"{plural}/", view, name=plural),
        path(f"{plural}/<str:id>/", RecordEndpoint.as_view(kind=kind, operations={"GET": _one(kind)}), name=kind),
    ]


BATCH = Operation(
    id="send_batch",
    tag="batch",
    summary="Send many commands at once",
    description="All of them are recorded, or none. Records that the batch opens may be named by the commands after.",
    parameters=Writing,
    body=ref("Batch"),
    answer=ref("BatchDone"),
    headers=("Idempotency-Key",),
    errors=(428,),
    role="curator",
)

ROOT = Operation(
    id="get_root",
    tag="root",
    summary="Where everything is",
    answer={"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
)

urlpatterns = [
    path("", RootEndpoint.as_view(operations={"GET": ROOT}), name="root"),
    path("schema/", schema, name="schema"),
    path("docs/", documentation, name="docs"),
    *urls_data.urlpatterns,
    *urls_reading.urlpatterns,
    *(address for kind in PLURALS for address in _of_kind(kind)),
    *(
        path(action.path, ActionEndpoint.as_view(action=action, operations={"POST": _send(action)}), name=action.name)
        for action in ACTIONS
        if not action.opens
    ),
    path("batch/", BatchEndpoint.as_view(operations={"POST": BATCH}), name="batch"),
]
