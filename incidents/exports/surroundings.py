"""What incidents are exported with where a format keeps more than a row: claims, sources, actors of a chunk."""

from collections.abc import Iterator

import msgspec

from incidents.exports.hiding import shown
from incidents.exports.reading import Cut, Row, beside, chunks, claims_of


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents, with {incident: its active claims}, and the {id: row} of the sources and actors they name."""

    incidents: list[Row]
    claims: dict[str, list[Row]]
    sources: dict[str, Row]
    actors: dict[str, Row]


def with_surroundings(cut: Cut) -> Iterator[Chunk]:
    """Yield the incidents of a cut chunk by chunk, each in a fixed number of queries."""
    for rows in chunks(cut):
        incidents = shown(rows, cut)
        claims = claims_of((row["record"] for row in incidents), cut)
        cited = {source for found in claims.values() for claim in found for source in sources_of(claim)}
        sources = _beside("source", cited, cut)
        named = {actor for row in incidents for actor in actors_of(row)}
        named |= {source["outlet_id"] for source in sources.values() if source["outlet_id"]}
        actors = _beside("actor", named, cut)
        offices = {tenure["office"] for actor in actors.values() for tenure in actor["tenures"]} - actors.keys()
        yield Chunk(incidents=incidents, claims=claims, sources=sources, actors=actors | _beside("actor", offices, cut))


def _beside(kind: str, ids: set[str], cut: Cut) -> dict[str, Row]:
    found = beside(kind, ids, cut)
    of_kind = msgspec.structs.replace(cut, kind=kind, wanted={}, order=None)
    told = {row["record"]: row for row in shown(list(found.values()), of_kind)}
    return {record: told[row["record"]] for record, row in found.items()}


def sources_of(claim: Row) -> list[str]:
    """Return the sources that a claim rests on, relays too."""
    return [
        source for piece in claim["evidence"] if piece.get("source") for source in (piece["source"], *_relay(piece))
    ]


def _relay(piece: Row) -> list[str]:
    return piece.get("relay") or []


def actors_of(incident: Row) -> set[str]:
    """Return the actors that an incident's row names."""
    taking_part = (p[part] for p in incident["participants"] for part in ("actor", "office", "on_behalf_of") if p[part])
    return {*taking_part, *incident["initiators"], *incident["targets"], *incident["parties"]}
