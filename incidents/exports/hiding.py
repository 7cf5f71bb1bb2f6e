"""What a public record names that is not public itself is left out: no draft shows by its id.

A row may point to records that its reader must not know of: a statement about a draft, a source that credits one
nothing public rests on, an officer's body. Curators' remarks are for people with a role.
"""

from collections.abc import Callable
from typing import Any

from incidents.exports.reading import Cut, Row, seen


def shown(rows: list[Row], cut: Cut) -> list[Row]:
    """Return the rows of a chunk as their reader may see them."""
    if cut.kind == "claim":
        rows = _with_subject(rows, cut)
    if cut.sees_drafts:
        return rows
    hide = HIDING.get(cut.kind)
    rows = [{**row, "notes": []} if "notes" in row else row for row in rows]
    if cut.kind == "incident":  # the version that was approved may have waited for its publication when it was cut
        rows = [{**row, "status": "published"} for row in rows]
    return hide(rows, cut) if hide else rows


def _with_subject(rows: list[Row], cut: Cut) -> list[Row]:
    """Leave out the claims of records that were withdrawn."""
    known: set[str] = set()
    for kind in ("incident", "statement", "actor"):
        known |= seen(kind, (row["subject_id"] for row in rows if row["subject_kind"] == kind), cut)
    return [row for row in rows if row["subject_id"] in known]


def _seen_records(references: list[dict[str, Any]], cut: Cut) -> set[str]:
    """Return those of these references {kind, id} that the reader sees, by id."""
    known: set[str] = set()
    for kind in ("incident", "statement"):
        known |= seen(kind, (reference["id"] for reference in references if reference["kind"] == kind), cut)
    return known


def _statements(rows: list[Row], cut: Cut) -> list[Row]:
    named = [row["about"] for row in rows if row["about"]]
    named += [{"kind": "incident", "id": row["incident_id"]} for row in rows if row["incident_id"]]
    known = _seen_records(named, cut)
    return [
        {
            **row,
            "about": row["about"] if row["about"] and row["about"]["id"] in known else None,
            "incident_id": row["incident_id"] if row["incident_id"] in known else None,
        }
        for row in rows
    ]


def _claims(rows: list[Row], cut: Cut) -> list[Row]:
    """Leave out claims that name a record which is not public: their value is that record."""
    known = _seen_records([named for row in rows if (named := _named(row))], cut)
    kept = [row for row in rows if not (named := _named(row)) or named["id"] in known]
    return [{**row, "recorded_in": row["subject_id"]} for row in kept]


def _named(claim: Row) -> dict[str, Any] | None:
    if claim["property"] == "incident":
        return {"kind": "incident", "id": claim["value"]}
    return claim["value"] if claim["property"] == "about" else None


def _sources(rows: list[Row], cut: Cut) -> list[Row]:
    named = {origin["source"] for row in rows for origin in row["origins"]}
    named |= {piece["source"] for row in rows for piece in row["cited_in"] if piece.get("source")}
    named |= {row["copy_of_id"] for row in rows if row["copy_of_id"]}
    known = seen("source", named, cut)
    return [
        {
            **row,
            "origins": [origin for origin in row["origins"] if origin["source"] in known],
            "cited_in": [piece for piece in row["cited_in"] if piece.get("source") in known],
            "copy_of_id": row["copy_of_id"] if row["copy_of_id"] in known else None,
        }
        for row in rows
    ]


def _actors(rows: list[Row], cut: Cut) -> list[Row]:
    named = {tenure["office"] for row in rows for tenure in row["tenures"]}
    named |= {row["belongs_to_id"] for row in rows if row["belongs_to_id"]}
    known = seen("actor", named, cut)
    cited = {piece["source"] for row in rows for t in row["tenures"] for piece in t["evidence"] if piece.get("source")}
    sources = seen("source", cited, cut)
    return [
        {
            **row,
            "tenures": [_tenure(tenure, sources) for tenure in row["tenures"] if tenure["office"] in known],
            "belongs_to_id": row["belongs_to_id"] if row["belongs_to_id"] in known else None,
        }
        for row in rows
    ]


def _tenure(tenure: dict[str, Any], sources: set[str]) -> dict[str, Any]:
    evidence = [piece for piece in tenure["evidence"] if piece.get("source") is None or piece["source"] in sources]
    return {**tenure, "evidence": evidence}


HIDING: dict[str, Callable[[list[Row], Cut], list[Row]]] = {
    "statement": _statements,
    "claim": _claims,
    "source": _sources,
    "actor": _actors,
}
