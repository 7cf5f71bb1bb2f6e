"""Helpers for the tests of which claim counts: claims with their positions, sources with their standing."""

from collections.abc import Mapping

from incidents.domain.claims import Claim, StandingClaim, Weighing, weigh
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Credit, SourceStanding
from tests.domain.story import passage, uid


def told(*claims: Claim | StandingClaim) -> list[StandingClaim]:
    """Return the claims as recorded one after the other, at the positions 1, 2, 3 …"""
    return [
        claim if isinstance(claim, StandingClaim) else StandingClaim(claim=claim, position=position)
        for position, claim in enumerate(claims, 1)
    ]


def weighed(
    *claims: Claim | StandingClaim,
    kind: str = "incident",
    preferred: Mapping[str, str] | None = None,
    sources: tuple[SourceStanding, ...] = (),
    merged: Mapping[str, str] | None = None,
) -> Weighing:
    """Weigh claims; `preferred` maps a property to the name of a claim, `merged` an actor to its survivor."""
    preferred = {stored: uid(name) for stored, name in (preferred or {}).items()}
    standings = {source.id: source for source in sources}
    return weigh(kind, told(*claims), preferred, standings, lambda actor: (merged or {}).get(actor, actor))


def winner(weighing: Weighing, code: str = "date") -> tuple[str, str | None]:
    """Return the id of the claim that counts and what decided."""
    (first, *others) = weighing.many(code)
    assert not others
    return first.standing.claim.claim, first.decided_by


def by_name(name: str, reason: str) -> tuple[str, str]:
    return uid(name), reason


def source(name: str, **changes) -> SourceStanding:
    """Return a source whose id stands for its name; its outlet is its own unless given."""
    return SourceStanding(id=uid(name), **{"outlet": uid(f"outlet of {name}"), **changes})


def credit(origin: str, **changes) -> Credit:
    return Credit(**{"credit": uid(f"credit of {origin}"), "origin": uid(origin), "basis": "text", **changes})


def from_source(name: str, start: int = 0, **changes) -> Evidence:
    return passage(start, start + 10, source=uid(name), **changes)
