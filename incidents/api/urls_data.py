"""The addresses of exports, the log and imports."""

from django.urls import URLPattern, path

from incidents.api.exporting import DictionaryEndpoint, ExportEndpoint
from incidents.api.filters.data import DICTIONARIES, EXPORTS, Events
from incidents.api.filters.writing import Writing
from incidents.api.following import EventEndpoint, EventsEndpoint
from incidents.api.importing import ImportEndpoint
from incidents.api.operations import Operation, envelope, ref
from incidents.api.reading import PLURALS
from incidents.exports.streams import FORMATS, formats_of

TEXT = {"type": "string"}
FOLLOWING = (
    "Positions have no gaps, and their order is that of commits: whoever asks for what is behind the last position it "
    "has seen (`last`) misses nothing. With `wait` the answer comes as soon as there is something new."
)
BESIDE = (
    "All of it is read at one position (the header X-As-Of), however long it takes. The header Link leads to the data "
    "dictionary, X-Codebook-Version says which codebook the codes are from."
)


def _export(kind: str) -> Operation:
    return Operation(
        id=f"export_{PLURALS[kind]}",
        tag=PLURALS[kind],
        summary=f"Export {PLURALS[kind]} as a file",
        description=BESIDE,
        parameters=EXPORTS[kind],
        media={FORMATS[name].media_type.partition(";")[0]: TEXT for name in formats_of(kind)},
    )


def _dictionary(kind: str) -> Operation:
    return Operation(
        id=f"describe_{kind}_export",
        tag=PLURALS[kind],
        summary=f"What the columns of exported {PLURALS[kind]} hold",
        parameters=DICTIONARIES[kind],
        answer=ref("ExportDictionary"),
    )


def _events() -> Operation:
    answer = envelope(ref("EventRecord"))
    last = {"type": "integer", "description": "How far the log was read: go on behind it."}
    answer = {**answer, "required": [*answer["required"], "last"], "properties": {**answer["properties"], "last": last}}
    return Operation(
        id="list_events",
        tag="events",
        summary="Follow the log",
        description=FOLLOWING,
        parameters=Events,
        answer=answer,
        role="curator",
    )


EVENT = Operation(id="get_event", tag="events", summary="Read one event", answer=ref("EventRecord"), role="curator")

IMPORT = Operation(
    id="import_table",
    tag="imports",
    summary="Import a table",
    description=(
        "The rows become drafts of whoever sends them, as the mapping says (docs/imports.md). A second import adds "
        "nothing; rows that cannot be taken are told with the reason and do not stop the others."
    ),
    parameters=Writing,
    body={
        "type": "object",
        "required": ["file", "mapping"],
        "additionalProperties": False,
        "properties": {
            "file": {"type": "string", "format": "binary", "description": "The table: CSV or TSV."},
            "mapping": {"type": "string", "minLength": 1, "description": "What its columns say: YAML or JSON."},
            "dry_run": {"type": "string", "enum": ["1", "true", "0", "false"]},
        },
    },
    body_media="multipart/form-data",
    answer=ref("ImportDone"),
    role="curator",
)

urlpatterns: list[URLPattern] = [
    *(
        path(
            f"{plural}/export/",
            ExportEndpoint.as_view(kind=kind, operations={"GET": _export(kind)}),
            name=f"{plural}_export",
        )
        for kind, plural in PLURALS.items()
    ),
    *(
        path(
            f"{plural}/export/dictionary/",
            DictionaryEndpoint.as_view(kind=kind, operations={"GET": _dictionary(kind)}),
            name=f"{plural}_export_dictionary",
        )
        for kind, plural in PLURALS.items()
    ),
    path("imports/", ImportEndpoint.as_view(operations={"POST": IMPORT}), name="imports"),
    path("events/", EventsEndpoint.as_view(operations={"GET": _events()}), name="events"),
    path("events/<str:position>/", EventEndpoint.as_view(operations={"GET": EVENT}), name="event"),
]
