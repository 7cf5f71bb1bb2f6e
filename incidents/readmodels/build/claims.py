"""Claims of a family of records: pooled, weighed, and turned into rows."""

from collections.abc import Iterable
from typing import Any

import msgspec

from incidents.domain.claims import Weighed, Weighing, canonical_key, weigh
from incidents.domain.evidence import Evidence
from incidents.domain.references import actors_in
from incidents.readmodels.build.snapshot import Member, Row, Sources, Surroundings, unique


def pooled(kind: str, family: list[Member], around: Surroundings) -> Weighing:
    """Weigh the claims of all streams of a family together; the survivor's preferences go before a loser's."""
    standing = [claim for member in family for claim in member.state.claims.standing.values()]

    def redirect(actor: str) -> str:
        return around.survivor("actor", actor)

    preferred: dict[str, str] = {}
    for member in family:
        for stored, claim in member.state.claims.preferred.items():
            preferred.setdefault(str(canonical_key(kind, stored, redirect)), claim)
    return weigh(kind, standing, preferred, Sources(around), redirect, around.memo.setdefault("origins", {}))


def claim_rows(
    kind: str, record: str, family: list[Member], weighing: Weighing, memo: dict[Any, Any]
) -> dict[tuple[str, str], Row]:
    """Return {("claim", id): row} for all claims of a family."""
    recorded_in = {claim: member.id for member in family for claim in member.state.claims.standing}
    preferred = {claim for member in family for claim in member.state.claims.preferred.values()}
    rows = {}
    for weighed in weighing.claims:
        claim = weighed.standing.claim.claim
        # A claim that weighs the same as at the last position has the same row.
        weight = (weighed.resolved, weighed.decided_by, len(weighed.origins), claim in preferred)
        key = (id(weighed.standing), *weight)
        if key not in memo:
            memo[key] = _claim_row(kind, record, recorded_in[claim], weighed, claim in preferred)
        rows["claim", claim] = memo[key]
    return rows


def _claim_row(kind: str, record: str, recorded_in: str, weighed: Weighed, preferred: bool) -> Row:
    told = weighed.standing.claim
    return {
        "subject_kind": kind,
        "subject_id": record,
        "recorded_in": recorded_in,
        "property": told.property,
        "value": told.value,
        "credibility": told.credibility,
        "basis": told.basis,
        "note": told.note,
        "status": "withdrawn" if weighed.standing.withdrawn else "active",
        "resolved": weighed.resolved,
        "preferred": preferred,
        "decided_by": weighed.decided_by,
        "origins": len(weighed.origins),
        "evidence": evidence_json(told.evidence),
        "position": weighed.standing.position,
    }


def evidence_json(evidence: Iterable[Evidence]) -> list[Row]:
    """Return evidence as JSON; a passage always has its relay."""
    return [_piece(piece) for piece in evidence]


def _piece(piece: Evidence) -> Row:
    told = msgspec.to_builtins(piece)
    return {**told, "relay": list(piece.relay)} if piece.is_passage else told


def counting(weighing: Weighing, code: str) -> list[Weighed]:
    """Return the claims of a property that count: those a curator preferred, then in the order recorded."""
    found = [claim for claim in weighing.claims if claim.resolved and claim.key.code == code]
    return sorted(found, key=lambda claim: claim.decided_by != "preferred")


def cited(weighing: Weighing) -> list[str]:
    """Return the sources that active claims rest on, relays too, each once."""
    return unique(
        source
        for claim in weighing.claims
        if not claim.standing.withdrawn
        for piece in claim.standing.claim.evidence
        for source in piece.sources
    )


def provenance(sources: list[str], around: Surroundings) -> dict[str, list[Any]]:
    """Return the facets `source`, `outlet` and `language` of the sources a record rests on."""
    views = [view for view in (around.source(source) for source in sources) if view]
    return {
        "source": sources,
        "outlet": [view.standing.outlet for view in views],
        "language": [view.language for view in views],
    }


def actors_claimed(weighing: Weighing, around: Surroundings) -> list[str]:
    """Return the actors that active claims name, be it that they count or not; the public sees all of these claims."""
    active = (claim.standing.claim for claim in weighing.claims if not claim.standing.withdrawn)
    return unique(around.survivor("actor", actor) for actor in sorted(actors_in(active)))


def disputed_codes(weighing: Weighing) -> list[str]:
    """Return the codes of the disputed properties, each once."""
    return unique(name.split(":")[0] for name in weighing.disputed)


def note_rows(family: list[Member]) -> list[Row]:
    """Return [{text, property, position}] in the order recorded."""
    notes = [note for member in family for note in member.state.claims.notes]
    return [msgspec.to_builtins(note) for note in sorted(notes, key=lambda note: note.position)]
