"""Addresses that read more than lists and records."""

from typing import Any

from django.urls import path

from incidents.api.chains import CandidatesEndpoint, ChainEndpoint
from incidents.api.codes import CodebookEndpoint, TermEndpoint
from incidents.api.counting import CountsEndpoint
from incidents.api.filters.base import Dated
from incidents.api.filters.beside import COUNTS, Codes, Finding, History, Holding, Searching
from incidents.api.filters.kinds import KINDS
from incidents.api.finding import SearchEndpoint
from incidents.api.histories import HistoryEndpoint
from incidents.api.offices import FindEndpoint, HoldersEndpoint
from incidents.api.operations import Operation, Schema, envelope, ref


def _with(schema: Schema, **more: Schema) -> Schema:
    """Return the schema of a list with further members."""
    return {**schema, "required": [*schema["required"], *more], "properties": {**schema["properties"], **more}}


def _chain(kind: str) -> Operation:
    members = envelope(ref("ChainMember"))
    return Operation(
        id=f"get_{kind}_chain",
        tag=f"{kind}s",
        summary="What hangs together with it by links",
        description="Nearest first. `complete` is false where the chain was cut.",
        parameters=Dated,
        answer=_with(members, links={"type": "array", "items": ref("LinkRecord")}, complete={"type": "boolean"}),
        errors=(308, 410),
    )


def _counts(kind: str) -> Operation:
    return Operation(
        id=f"count_{kind}s",
        tag=f"{kind}s",
        summary=f"Count {kind}s",
        description="By what they have in common; a record counts once for each value that it has.",
        parameters=COUNTS[kind],
        answer=envelope({"type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}}),
    )


def _history(kind: str) -> Operation:
    return Operation(
        id=f"get_{kind}_history",
        tag=f"{kind}s",
        summary="How it came to be as it is",
        description="Curators see every event with what it changed, others the versions that were published.",
        parameters=History,
        answer=envelope(ref("HistoryStep")),
        errors=(308, 410),
    )


CANDIDATES = Operation(
    id="get_incident_candidates",
    tag="incidents",
    summary="What may belong to it",
    description="Incidents that may recur it, answer it in kind, or be the same, with what speaks for each.",
    parameters=Dated,
    answer=envelope(ref("CandidateRecord")),
    errors=(308, 410),
)
FOUND = envelope(ref("FoundActor"))
FIND = Operation(
    id="find_actors",
    tag="actors",
    summary="Find actors by a name or an office",
    description="Names in any of their forms, or an office and perhaps a day: “ambassador Seoul 2024-06-21”.",
    parameters=Finding,
    answer=FOUND,
)
HOLDERS = Operation(
    id="list_holders", tag="actors", summary="Who holds or held an office", parameters=Holding, answer=FOUND
)
SEARCH = Operation(
    id="search",
    tag="search",
    summary="Search everything",
    description="Actors best first, all others latest first; names in any of their forms, words by their stem.",
    parameters=Searching,
    answer=envelope(ref("SearchHit")),
)
VERSION: Any = {"type": "string"}
CODEBOOK = Operation(
    id="list_terms",
    tag="codebook",
    summary="The terms of the codebook",
    parameters=Codes,
    answer=_with(envelope(ref("CodebookTerm")), version=VERSION),
)
TERM = Operation(id="get_term", tag="codebook", summary="One term of the codebook", answer=ref("CodebookTerm"))

urlpatterns = [
    path("search/", SearchEndpoint.as_view(operations={"GET": SEARCH}), name="search"),
    path("actors/find/", FindEndpoint.as_view(operations={"GET": FIND}), name="find_actors"),
    path("actors/holders/", HoldersEndpoint.as_view(operations={"GET": HOLDERS}), name="holders"),
    *(
        path(
            f"{kind}s/counts/",
            CountsEndpoint.as_view(kind=kind, operations={"GET": _counts(kind)}),
            name=f"{kind}_counts",
        )
        for kind in KINDS
    ),
    *(
        path(
            f"{kind}s/<str:id>/history/",
            HistoryEndpoint.as_view(kind=kind, operations={"GET": _history(kind)}),
            name=f"{kind}_history",
        )
        for kind in KINDS
        if kind != "claim"
    ),
    *(
        path(
            f"{kind}s/<str:id>/chain/",
            ChainEndpoint.as_view(kind=kind, operations={"GET": _chain(kind)}),
            name=f"{kind}_chain",
        )
        for kind in ("incident", "statement")
    ),
    path(
        "incidents/<str:id>/candidates/",
        CandidatesEndpoint.as_view(kind="incident", operations={"GET": CANDIDATES}),
        name="candidates",
    ),
    path("codebook/", CodebookEndpoint.as_view(operations={"GET": CODEBOOK}), name="codebook"),
    path("codebook/<str:list>/<str:code>/", TermEndpoint.as_view(operations={"GET": TERM}), name="term"),
]
