"""The row of a statement, and those of its claims."""

from collections.abc import Iterable
from typing import Any

import msgspec

from incidents.domain.claims import Weighing
from incidents.domain.evidence import Report
from incidents.domain.statement import Statement
from incidents.readmodels.build.dated import dated
from incidents.readmodels.build.evidence import provenance
from incidents.readmodels.build.pool import Piece, in_order, pooled
from incidents.readmodels.build.snapshot import (
    Member,
    Row,
    Snapshot,
    Surroundings,
    complete,
    countries,
    facets,
    unique,
)


def statement_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the rows and facets of a statement. Statements are never merged."""
    state: Statement = family[0].state
    pool = pooled("statement", record, family, around)
    reports = list(state.reports.values())
    speaking = pool.piece(_speaking, "speaker", "on_behalf_of", "addressee")
    pieces = (
        speaking,
        pool.piece(_content, "act", "acts", "incident", "about", "gist"),
        pool.piece(dated, "date"),
        around.part("reports", reports, lambda: _reporting(reports, around)),
    )
    row = pool.row(
        pieces,
        modality=pool.weighing.one("modality"),
        venue=pool.weighing.one("venue"),
        status="withdrawn" if state.withdrawn else "active",
    )
    named = {actor for key, actor in speaking.facets if key in ("speaker", "on_behalf_of", "addressee")}
    return Snapshot({("statement", record): row, **pool.rows}, pool.facets(pieces, claimed=pool.actors - named))


def _speaking(weighing: Weighing, around: Surroundings) -> Piece:
    speaker, principal = weighing.one("speaker") or {}, weighing.one("on_behalf_of")
    speakers = _actors(speaker.get("actors", []), around)
    addressees = _actors([claim.value for claim in in_order(weighing, "addressee")], around)
    on_behalf_of = around.survivor("actor", principal) if principal else None
    row = {
        "speaker_id": next(iter(speakers), None),
        "speakers": speakers,
        "speaker_mode": speaker.get("mode"),
        "on_behalf_of_id": on_behalf_of,
        "addressee_id": next(iter(addressees), None),
        "addressees": addressees,
    }
    found = facets(
        speaker=speakers,
        on_behalf_of=(on_behalf_of,),
        addressee=addressees,
        country=countries([*speakers, *([on_behalf_of] if on_behalf_of else [])], around),
        addressee_country=countries(addressees, around),
    )
    return Piece(row, found)


def _content(weighing: Weighing, around: Surroundings) -> Piece:
    act, incident = weighing.one("act"), weighing.one("incident")
    acts = unique([*([act] if act else []), *(claim.value for claim in in_order(weighing, "acts"))])
    incident = around.survivor("incident", incident) if incident else None
    about = _about(weighing.one("about"), around)
    row = {
        "act": act,
        "acts": acts,
        "incident_id": incident,
        "about": about,
        "gist": complete(weighing.one("gist") or {}, "en", "id"),
    }
    return Piece(row, facets(act=acts, incident=(incident,), about=(about["id"] if about else None,)))


def _reporting(reports: Iterable[Report], around: Surroundings) -> Piece:
    rows = [{**msgspec.to_builtins(report), "relay": list(report.relay)} for report in reports]
    sources = unique(source for report in rows for source in (report["source"], *report["relay"]))
    found = facets(directness=(report["directness"] for report in rows))
    return Piece({"reports": rows}, found | provenance(sources, around))


def _actors(actors: list[str], around: Surroundings) -> list[str]:
    return unique(around.survivor("actor", actor) for actor in actors)


def _about(about: dict[str, Any] | None, around: Surroundings) -> Row | None:
    if about is None:
        return None
    return {"kind": about["kind"], "id": around.survivor(about["kind"], about["id"])}
