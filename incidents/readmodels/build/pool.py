"""The claims of a family of records, weighed together; their rows, and what of a record's row follows from them.

A record is built again at every position of its history. What an event leaves alone is therefore a part that is kept
(see `Surroundings.part`): each property with all its claims, and each piece of the row with the properties it rests on.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from incidents.domain.claims import (
    StandingClaim,
    Weighed,
    WeighedProperty,
    Weighing,
    by_property,
    canonical_name,
    recorded_order,
    weigh_property,
)
from incidents.domain.references import actors_in
from incidents.readmodels.build.evidence import evidence_json, note_rows, provenance
from incidents.readmodels.build.snapshot import (
    FacetSet,
    Later,
    Member,
    Row,
    Sources,
    Surroundings,
    facets,
    unique,
    with_dependencies,
)

ClaimRows = dict[tuple[str, str], Later]  # {("claim", id): row}


class Piece(msgspec.Struct, frozen=True):
    """A few columns of a row, and the facets that go with them."""

    row: Row
    facets: FacetSet = frozenset()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one property: weighed, and as rows; of the active ones, what they rest on and whom they name."""

    weighed: WeighedProperty
    rows: ClaimRows
    facets: FacetSet
    actors: frozenset[str]
    origins: frozenset[str]


class Pool:
    """The claims of a family, weighed together. `rows` are the claims' own; the public sees all that are active."""

    def __init__(self, family: list[Member], told: dict[str, Told], around: Surroundings) -> None:
        self.weighing = Weighing({name: one.weighed for name, one in told.items()})
        self._family = family
        self._told = told.values()
        self._around = around

    def piece(self, work: Callable[[Weighing, Surroundings], Piece], *codes: str) -> Piece:
        """Return what `work` makes of these properties; it sees no others."""
        seen = self.weighing.only(codes)
        return self._around.part(work, list(seen.properties.values()), partial(work, seen, self._around))

    def row(self, pieces: Iterable[Piece], **columns: Any) -> Row:
        """Return the record's row: the pieces, these columns, and those that every record with claims has."""
        row = {
            **columns,
            "disputed": list(self.weighing.disputed),
            "notes": note_rows(self._family, self._around),
            "version": self._family[0].version,
        }
        for piece in pieces:
            row |= piece.row
        return row

    def facets(self, pieces: Iterable[Piece], **values: Iterable[str | None]) -> FacetSet:
        """Return the record's facets: the pieces', these, what active claims rest on, and what the rows depend on."""
        disputed = unique(name.split(":")[0] for name in self.weighing.disputed)
        return with_dependencies(
            self._around,
            *(told.facets for told in self._told),
            *(piece.facets for piece in pieces),
            facets(disputed=disputed, **values),
        )

    @property
    def rows(self) -> ClaimRows:
        """The rows of all claims."""
        return {key: row for told in self._told for key, row in told.rows.items()}

    @property
    def actors(self) -> set[str]:
        """The actors that active claims name, be it that they count or not."""
        return set().union(*(told.actors for told in self._told))

    @property
    def origins(self) -> frozenset[str]:
        """The independent origins of all active claims."""
        return frozenset().union(*(told.origins for told in self._told))


class _Preferences(msgspec.Struct, frozen=True):
    """The claims that curators prefer: those that count, and all; after a merge one property may have two."""

    counting: set[str]
    every: set[str]

    def among(self, claims: Iterable[StandingClaim]) -> list[tuple[str, bool]]:
        """Return which of these claims are preferred, and whether that counts."""
        if not self.every:
            return []
        ids = [claim.claim.claim for claim in claims]
        return [(claim, claim in self.counting) for claim in ids if claim in self.every]


def pooled(kind: str, record: str, family: list[Member], around: Surroundings) -> Pool:
    """Weigh the claims of all streams of a family together; the survivor's preferences go before a loser's."""
    standing = [claim for member in family for claim in member.state.claims.standing.values()]
    preferred = _preferences(family, around)
    tell = partial(_told, kind, record, family, preferred, around)
    told = {
        name: around.part((name, *preferred.among(claims)), claims, partial(tell, name, claims))
        for name, claims in by_property(standing, partial(around.survivor, "actor")).items()
    }
    return Pool(family, told, around)


def _preferences(family: list[Member], around: Surroundings) -> _Preferences:
    counting: dict[str, str] = {}
    every: set[str] = set()
    for member in family:
        for stored, claim in member.state.claims.preferred.items():
            counting.setdefault(canonical_name(stored, partial(around.survivor, "actor")), claim)
            every.add(claim)
    return _Preferences(set(counting.values()), every)


def _told(
    kind: str,
    record: str,
    family: list[Member],
    preferred: _Preferences,
    around: Surroundings,
    name: str,
    claims: list[StandingClaim],
) -> Told:
    redirect = partial(around.survivor, "actor")
    weighed = weigh_property(kind, name, claims, preferred.counting, Sources(around), redirect)
    active = [claim for claim in weighed.claims if not claim.standing.withdrawn]
    sources = [source for claim in active for piece in claim.standing.claim.evidence for source in piece.sources]
    return Told(
        weighed=weighed,
        rows={
            ("claim", claim.id): Later(partial(_claim_row, kind, record, family, claim, claim.id in preferred.every))
            for claim in weighed.claims
        },
        facets=provenance(sources, around),
        actors=frozenset(map(redirect, actors_in([claim.standing.claim for claim in active]))),
        origins=frozenset().union(*[claim.origins for claim in active]),
    )


def _recorded_in(claim: Weighed, family: list[Member]) -> str:
    if len(family) == 1:
        return family[0].id
    return next(member.id for member in family if claim.id in member.state.claims.standing)


def _claim_row(kind: str, record: str, family: list[Member], weighed: Weighed, preferred: bool) -> Row:
    claim = weighed.standing.claim
    return {
        "subject_kind": kind,
        "subject_id": record,
        "recorded_in": _recorded_in(weighed, family),
        "property": claim.property,
        "value": claim.value,
        "credibility": claim.credibility,
        "basis": claim.basis,
        "note": claim.note,
        "status": "withdrawn" if weighed.standing.withdrawn else "active",
        "resolved": weighed.resolved,
        "preferred": preferred,
        "decided_by": weighed.decided_by,
        "origins": len(weighed.origins),
        "evidence": evidence_json(claim.evidence),
        "position": weighed.standing.position,
    }


def in_order(weighing: Weighing, code: str) -> list[Weighed]:
    """Return the claims of a property that count: those a curator preferred, then in the order recorded."""
    return sorted(weighing.many(code), key=lambda claim: (claim.decided_by != "preferred", recorded_order(claim)))
