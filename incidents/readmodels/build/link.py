"""The row of a link."""

from incidents.domain.link import Link
from incidents.readmodels.build.evidence import evidence_json
from incidents.readmodels.build.snapshot import Member, Snapshot, Surroundings, facets, unique, with_dependencies


def link_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the row and facets of a link; its ends follow merges."""
    member = family[0]
    state: Link = member.state
    ends = [(end.kind, around.survivor(end.kind, end.id)) for end in (state.from_, state.to)]
    row = {
        "from_kind": ends[0][0],
        "from_id": ends[0][1],
        "to_kind": ends[1][0],
        "to_id": ends[1][1],
        "type": state.type,
        "confidence": state.confidence,
        "rationale": state.rationale,
        "evidence": evidence_json(state.evidence),
        "status": "withdrawn" if state.withdrawn else "active",
        "version": member.version,
    }
    cited = unique(source for piece in state.evidence for source in piece.sources)
    found = facets(end=(end for _, end in ends), source=cited)
    return Snapshot({("link", record): row}, with_dependencies(around, found))
