"""The row of a source."""

import msgspec

from incidents.domain.origins import Credit
from incidents.domain.source import Source
from incidents.readmodels.build.evidence import evidence_json
from incidents.readmodels.build.snapshot import (
    UNDATED,
    Member,
    Row,
    Snapshot,
    Surroundings,
    bounds,
    facets,
    sort_date,
    unique,
    with_dependencies,
)


def source_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the row and facets of a source. Sources are never merged: a copy is assessed as one."""
    member = family[0]
    state: Source = member.state
    outlet = around.survivor("actor", state.about.outlet) if state.about.outlet else None
    about = {name: value for name, value in msgspec.structs.asdict(state.about).items() if name != "outlet"}
    row = {
        **about,
        "held": state.held,
        "outlet_id": outlet,
        **bounds("published", state.about.published),
        "reliability": state.reliability,
        "origins": [_origin(credit) for credit in state.origins.values()],
        "cited_in": evidence_json(state.cited_in),
        "assessment": state.assessment.outcome if state.assessment else None,
        "copy_of_id": state.assessment.of if state.assessment else None,
        "status": "withdrawn" if state.withdrawn else "active",
        "sort_date": sort_date(state.about.published) if state.about.published else UNDATED,
        "version": member.version,
    }
    found = facets(
        kind=(state.about.kind,),
        language=(state.about.language,),
        outlet=(outlet,),
        origin=unique(credit.origin for credit in state.origins.values()),
        cited_in=unique(piece.source for piece in state.cited_in if piece.source),
    )
    return Snapshot({("source", record): row}, with_dependencies(around, found))


def _origin(credit: Credit) -> Row:
    return {
        "source": credit.origin,
        "basis": credit.basis,
        "passage": evidence_json((credit.passage,))[0] if credit.passage else None,
        "covers": credit.covers,
        "credit": credit.credit,
        "confirmed": credit.confirmed,
    }


def credit_of(origin: Row) -> Credit:
    """Read a credit back from the column `origins`."""
    return msgspec.convert(
        {
            "credit": origin["credit"],
            "origin": origin["source"],
            "basis": origin["basis"],
            "covers": origin["covers"],
            "passage": origin["passage"],
            "confirmed": origin["confirmed"],
        },
        Credit,
    )
