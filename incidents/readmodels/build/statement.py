"""The row of a statement, and those of its claims."""

from typing import Any

import msgspec

from incidents.domain.claims import Weighing
from incidents.domain.evidence import Report
from incidents.domain.statement import Statement
from incidents.readmodels.build.claims import (
    actors_claimed,
    cited,
    claim_rows,
    counting,
    disputed_codes,
    note_rows,
    pooled,
    provenance,
)
from incidents.readmodels.build.snapshot import (
    Member,
    Row,
    Snapshot,
    Surroundings,
    bounds,
    complete,
    facets,
    overlap,
    sort_date,
    unique,
)


def statement_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the rows and facets of a statement. Statements are never merged."""
    member = family[0]
    state: Statement = member.state
    weighing = pooled("statement", family, around)
    date, act = weighing.one("date"), weighing.one("act")
    speakers = _actors((weighing.one("speaker") or {}).get("actors", []), around)
    addressees = _actors([claim.value for claim in counting(weighing, "addressee")], around)
    acts = unique([*([act] if act else []), *(claim.value for claim in counting(weighing, "acts"))])
    principal, incident = weighing.one("on_behalf_of"), weighing.one("incident")
    row = {
        "speaker_id": next(iter(speakers), None),
        "speakers": speakers,
        "speaker_mode": (weighing.one("speaker") or {}).get("mode"),
        "on_behalf_of_id": around.survivor("actor", principal) if principal else None,
        "addressee_id": next(iter(addressees), None),
        "addressees": addressees,
        "act": act,
        "acts": acts,
        "date": date,
        **bounds("date", date),
        "date_overlap": overlap(claim.value for claim in weighing.active("date")),
        "incident_id": around.survivor("incident", incident) if incident else None,
        "about": _about(weighing.one("about"), around),
        "modality": weighing.one("modality"),
        "venue": weighing.one("venue"),
        "gist": complete(weighing.one("gist") or {}, "en", "id"),
        "reports": [_report(report) for report in state.reports.values()],
        "disputed": list(weighing.disputed),
        "notes": note_rows(family),
        "status": "withdrawn" if state.withdrawn else "active",
        "sort_date": sort_date(date),
        "version": member.version,
    }
    rows = {("statement", record): row, **claim_rows("statement", record, family, weighing, around.memo)}
    return Snapshot(rows, _facets(row, weighing, around))


def _actors(actors: list[str], around: Surroundings) -> list[str]:
    return unique(around.survivor("actor", actor) for actor in actors)


def _about(about: dict[str, Any] | None, around: Surroundings) -> Row | None:
    if about is None:
        return None
    return {"kind": about["kind"], "id": around.survivor(about["kind"], about["id"])}


def _report(report: Report) -> Row:
    return {**msgspec.to_builtins(report), "relay": list(report.relay)}


def _facets(row: Row, weighing: Weighing, around: Surroundings) -> frozenset[tuple[str, str]]:
    reporting = [source for report in row["reports"] for source in (report["source"], *report["relay"])]
    speaking = unique([*row["speakers"], *([row["on_behalf_of_id"]] if row["on_behalf_of_id"] else [])])
    views = [view for view in map(around.actor, speaking) if view]
    return facets(
        around,
        speaker=row["speakers"],
        on_behalf_of=(row["on_behalf_of_id"],),
        addressee=row["addressees"],
        claimed=set(actors_claimed(weighing, around)) - {*speaking, *row["addressees"]},
        addressee_country=(view.country for view in map(around.actor, row["addressees"]) if view),
        act=row["acts"],
        country=(view.country for view in views),
        incident=(row["incident_id"],),
        about=(row["about"]["id"] if row["about"] else None,),
        directness=(report["directness"] for report in row["reports"]),
        disputed=disputed_codes(weighing),
        **provenance(unique([*cited(weighing), *reporting]), around),
    )
