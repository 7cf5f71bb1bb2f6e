"""Helpers for the tests of which claim counts: claims with their positions, sources with their standing."""

from collections.abc import Callable, Iterable, Mapping

from incidents.domain.claims import Claim, StandingClaim, Weighed, Weighing, by_property, weigh_property
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Credit, SourceStanding, Standings
from tests.domain.story import passage, uid


def told(*claims: Claim | StandingClaim) -> list[StandingClaim]:
    """Return the claims as recorded one after the other, at the positions 1, 2, 3 …"""
    return [
        claim if isinstance(claim, StandingClaim) else StandingClaim(claim=claim, position=position)
        for position, claim in enumerate(claims, 1)
    ]


def weigh(
    kind: str,
    standing: Iterable[StandingClaim],
    preferred: Mapping[str, str],
    sources: Standings,
    redirect: Callable[[str], str] = lambda actor: actor,
) -> Weighing:
    """Weigh all claims of a record, property by property, as its builders do."""
    favoured = set(preferred.values())
    groups = by_property(standing, redirect)
    return Weighing(
        {name: weigh_property(kind, name, group, favoured, sources, redirect) for name, group in groups.items()}
    )


def counting(weighing: Weighing) -> dict[str, tuple[Weighed, ...]]:
    """Return {property: the claims that count, best first}, for those that have active ones."""
    return {name: found.counting for name, found in weighing.properties.items() if found.counting}


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
