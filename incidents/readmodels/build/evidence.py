"""Evidence and notes as JSON, and the facets of the sources that a record rests on."""

from collections.abc import Iterable

import msgspec

from incidents.domain.evidence import Evidence
from incidents.readmodels.build.snapshot import FacetSet, Member, Row, Surroundings


def evidence_json(evidence: Iterable[Evidence]) -> list[Row]:
    """Return evidence as JSON; a passage always has its relay."""
    return [_piece(piece) for piece in evidence]


def _piece(piece: Evidence) -> Row:
    told = msgspec.to_builtins(piece)
    if piece.is_passage:
        told.setdefault("relay", [])
    return told


def provenance(sources: Iterable[str], around: Surroundings) -> FacetSet:
    """Return the facets `source`, `outlet` and `language` of sources that a record rests on, relays too."""
    found: set[tuple[str, str]] = set()
    for source in sources:
        found.add(("source", source))
        view = around.source(source)
        if view and view.standing.outlet:
            found.add(("outlet", view.standing.outlet))
        if view and view.language:
            found.add(("language", view.language))
    return frozenset(found)


def note_rows(family: list[Member], around: Surroundings) -> list[Row]:
    """Return [{text, property, position}] in the order recorded."""
    notes = [note for member in family for note in member.state.claims.notes]
    return around.part("notes", notes, lambda: [msgspec.to_builtins(n) for n in sorted(notes, key=_position)])


def _position(note: object) -> int:
    return note.position
