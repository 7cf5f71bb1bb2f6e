"""Claims, and which of them counts.

Among the active claims of one property (and key), the one a curator preferred counts; else better-known credibility,
then more independent origins, then the better letter, then the more precise value, then the earlier position.
The digit 6 and the letter F mean “cannot be judged”, not “worst” (Admiralty system): they rank between what is
known to be fair and what is known to be doubtful. A credibility that was not assessed counts as 6.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from incidents import codebook
from incidents.domain import dates
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Followed, Origins, Place, Standings
from incidents.domain.properties import PropertyKey, comparable, definition, parse_key
from incidents.domain.values import Value

CREDIBILITY_ORDER = {1: 0, 2: 1, 3: 2, 6: 3, None: 3, 4: 4, 5: 5}
LETTER_ORDER = {"A": 0, "B": 1, "C": 2, "F": 3, None: 3, "D": 4, "E": 5}
DECIDED_BY = ("preferred", "credibility", "origins", "letter", "precision", "earlier")


class Claim(Value):
    """One value of one property as its evidence gives it.

    `property` is the stored name (keyed ones carry their key), `credibility` the Admiralty digit 1–6 or None while it
    is not assessed, `basis` how a date was found (codebook: date_bases).
    """

    claim: str
    property: str
    value: Any
    evidence: tuple[Evidence, ...]
    credibility: int | None = None
    basis: str | None = None
    note: str | None = None


class StandingClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim in the state of its record: the position that recorded it and whether it was withdrawn since."""

    claim: Claim
    position: int
    withdrawn: bool = False


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as it weighs now: its canonical property, its independent origins, and whether it counts.

    `decided_by` says what put it before the next one: only, preferred, credibility, origins, letter, precision,
    earlier; None where it does not count. Several claims count where a property may have many values.
    """

    standing: StandingClaim
    key: PropertyKey
    origins: frozenset[str]
    resolved: bool = False
    decided_by: str | None = None

    @property
    def value(self) -> Any:
        return self.standing.claim.value


class Weighing(msgspec.Struct, frozen=True, kw_only=True):
    """All claims of a record, weighed. `counting` maps a canonical property to the claims that count, best first."""

    claims: tuple[Weighed, ...]
    counting: dict[str, tuple[Weighed, ...]]
    disputed: tuple[str, ...]

    def one(self, code: str) -> Any:
        """Return the value that counts of a property, or None."""
        found = self.counting.get(code)
        return found[0].value if found else None

    def many(self, code: str) -> list[Weighed]:
        """Return what counts of a property that may have many values or keys: by key, then best first."""
        return [claim for claims in self.counting.values() for claim in claims if claim.key.code == code]

    def active(self, code: str) -> list[Weighed]:
        """Return the active claims of a property, in the order recorded."""
        return [claim for claim in self.claims if claim.key.code == code and not claim.standing.withdrawn]


def weigh(
    kind: str,
    standing: Iterable[StandingClaim],
    preferred: Mapping[str, str],
    sources: Standings,
    redirect: Callable[[str], str] = lambda actor: actor,
    known: dict[Place, Followed] | None = None,
) -> Weighing:
    """Weigh the claims of a record of this kind; `redirect` leads an actor's id to its survivor after a merge.

    `known` holds the origins found when the record was weighed before (see `Origins`).
    """
    origins = Origins(sources, known)
    claims = [
        Weighed(
            standing=claim,
            key=canonical_key(kind, claim.claim.property, redirect),
            origins=origins.behind(claim.claim.evidence),
        )
        for claim in sorted(standing, key=lambda claim: claim.position)
    ]
    favoured = set(preferred.values())
    groups: dict[str, list[Weighed]] = {}
    for claim in claims:
        if not claim.standing.withdrawn:
            groups.setdefault(str(claim.key), []).append(claim)
    counting = {
        name: _settle(kind, group, favoured, sources)
        for name, group in sorted(groups.items(), key=lambda item: item[0])
    }
    settled = {claim.standing.claim.claim: claim for group in counting.values() for claim in group}
    return Weighing(
        claims=tuple(settled.get(claim.standing.claim.claim, claim) for claim in claims),
        counting=counting,
        disputed=tuple(name for name, group in sorted(groups.items()) if _is_disputed(kind, group, redirect)),
    )


def canonical_key(kind: str, stored: str, redirect: Callable[[str], str]) -> PropertyKey:
    """Read a stored property name, leading an actor in its key to the survivor."""
    key = parse_key(kind, stored)
    if key.code not in ("participant", "tenure"):
        return key
    return PropertyKey(key.code, (redirect(key.parts[0]), *key.parts[1:]))


def _settle(kind: str, group: list[Weighed], favoured: set[str], sources: Standings) -> tuple[Weighed, ...]:
    """Return the claims of one property that count, best first."""
    if len(group) == 1:
        return (msgspec.structs.replace(group[0], resolved=True, decided_by="only"),)
    ranked = sorted((_rank(claim, favoured, sources), number) for number, claim in enumerate(group))
    ordered = [group[number] for _, number in ranked]
    if definition(kind, group[0].key).cardinality == "many":
        return tuple(
            msgspec.structs.replace(claim, resolved=True, decided_by="only" if rank[0] else "preferred")
            for claim, (rank, _) in zip(ordered, ranked, strict=True)
        )
    reason = _decided_by(ranked[0][0], ranked[1][0])
    return (msgspec.structs.replace(ordered[0], resolved=True, decided_by=reason),)


def _decided_by(first: tuple, second: tuple) -> str:
    """Return what puts one claim before another; claims of one event stand in the order it gives them."""
    differing = (name for name, ours, theirs in zip(DECIDED_BY, first, second, strict=True) if ours != theirs)
    return next(differing, "earlier")


def _rank(claim: Weighed, favoured: set[str], sources: Standings) -> tuple:
    """Return what orders claims, smaller is better; the parts are those of DECIDED_BY."""
    told = claim.standing.claim
    cited = [piece.source for piece in told.evidence if piece.source is not None]
    letters = [standing.letter for standing in map(sources.get, cited) if standing and not standing.withdrawn]
    return (
        told.claim not in favoured,
        CREDIBILITY_ORDER[told.credibility],
        -len(claim.origins),
        min((LETTER_ORDER[letter] for letter in letters), default=LETTER_ORDER[None]),
        _imprecision(claim.key.code, told.value),
        claim.standing.position,
    )


def _imprecision(code: str, value: Any) -> Decimal | int:
    """Return how wide a value is; smaller is more precise."""
    if code == "date":
        return dates.precision_rank(dates.parse(value))
    if code == "place":
        return list(codebook.current().lists["place_precisions"]).index(value["precision"])
    if code == "quantity":
        given = [Decimal(value[name]) for name in ("low", "best", "high") if value.get(name) is not None]
        return max(given) - min(given)
    return 0


def _is_disputed(kind: str, group: list[Weighed], redirect: Callable[[str], str]) -> bool:
    """Say whether the active claims of one property cannot all hold."""
    found = definition(kind, group[0].key)
    if found.cardinality == "many" or len(group) < 2 or found.value == "bilingual":
        return False
    if found.value == "edtf":
        return dates.intersection([dates.parse(claim.value) for claim in group]) is None
    first, *others = (comparable(found, claim.value, redirect) for claim in group)
    return any(other != first for other in others)
