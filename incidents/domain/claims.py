"""Claims, and which of them counts.

Among the active claims of one property (and key), the one a curator preferred counts; else better-known credibility,
then more independent origins, then the better letter, then the more precise value, then the earlier position.
The digit 6 and the letter F mean “cannot be judged”, not “worst” (Admiralty system): they rank between what is
known to be fair and what is known to be doubtful. A credibility that was not assessed counts as 6.
"""

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from decimal import Decimal
from typing import Any

import msgspec

from incidents import codebook
from incidents.domain import dates
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Standings, origins_behind
from incidents.domain.properties import PropertyKey, comparable, definition, parse_key
from incidents.domain.values import Value

CREDIBILITY_ORDER = {1: 0, 2: 1, 3: 2, 6: 3, None: 3, 4: 4, 5: 5}
LETTER_ORDER = {"A": 0, "B": 1, "C": 2, "F": 3, None: 3, "D": 4, "E": 5}
DECIDED_BY = ("preferred", "credibility", "origins", "letter", "precision", "earlier")
# A letter is looked at where nothing before it decides: another letter can only turn what one of these has decided.
TURNED_BY_LETTER = DECIDED_BY[DECIDED_BY.index("letter") :]


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
    """A claim in the state of its record: the position that recorded it and whether it was withdrawn since.

    `number` is its place among the claims of the event that recorded it, from 0.
    """

    claim: Claim
    position: int
    number: int = 0
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
    def id(self) -> str:
        return self.standing.claim.claim

    @property
    def value(self) -> Any:
        return self.standing.claim.value


class WeighedProperty(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one property: all, as recorded; those that count, best first; and whether they cannot all hold."""

    code: str
    claims: tuple[Weighed, ...]
    counting: tuple[Weighed, ...]
    disputed: bool


class Weighing(msgspec.Struct, frozen=True):
    """All claims of a record, weighed: {canonical property: its claims}, in alphabetical order."""

    properties: dict[str, WeighedProperty]

    @property
    def claims(self) -> list[Weighed]:
        """All claims in the order recorded."""
        return sorted((claim for found in self.properties.values() for claim in found.claims), key=recorded_order)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The properties whose active claims cannot all hold."""
        return tuple(name for name, found in self.properties.items() if found.disputed)

    def only(self, codes: Collection[str]) -> "Weighing":
        """Return the weighing of these properties alone."""
        return Weighing({name: found for name, found in self.properties.items() if found.code in codes})

    def one(self, code: str) -> Any:
        """Return the value that counts of a property, or None."""
        found = self.properties.get(code)
        return found.counting[0].value if found and found.counting else None

    def many(self, code: str) -> list[Weighed]:
        """Return what counts of a property that may have many values or keys: by key, then best first."""
        return [claim for found in self.properties.values() if found.code == code for claim in found.counting]

    def active(self, code: str) -> list[Weighed]:
        """Return the active claims of a property, in the order recorded."""
        return [claim for claim in self.only((code,)).claims if not claim.standing.withdrawn]


def recorded_order(claim: Weighed) -> tuple[int, int]:
    """Return what sorts claims as they were recorded; those of one event stand in its order."""
    return claim.standing.position, claim.standing.number


def by_property(standing: Iterable[StandingClaim], redirect: Callable[[str], str]) -> dict[str, list[StandingClaim]]:
    """Return {canonical property: its claims in the order recorded}, in alphabetical order."""
    groups: dict[str, list[StandingClaim]] = {}
    for claim in sorted(standing, key=lambda claim: (claim.position, claim.number)):
        groups.setdefault(canonical_name(claim.claim.property, redirect), []).append(claim)
    return dict(sorted(groups.items()))


def canonical_name(stored: str, redirect: Callable[[str], str]) -> str:
    """Return a stored property name with the actor in its key led to the survivor."""
    if not stored.startswith(("participant:", "tenure:")):
        return stored
    code, actor, *others = stored.split(":")
    return ":".join((code, redirect(actor), *others))


def weigh_property(
    kind: str,
    name: str,
    standing: Sequence[StandingClaim],
    favoured: Set[str],
    sources: Standings,
    redirect: Callable[[str], str],
) -> WeighedProperty:
    """Weigh the claims of one property, in the order recorded; the `favoured` ones are those that curators prefer."""
    key = parse_key(kind, name)
    is_lone = sum(not claim.withdrawn for claim in standing) == 1  # as mostly: then there is nothing to weigh
    claims = [_before_weighing(claim, key, sources, is_lone) for claim in standing]
    active = [claim for claim in claims if not claim.standing.withdrawn]
    if is_lone or not active:
        return WeighedProperty(code=key.code, claims=tuple(claims), counting=tuple(active), disputed=False)
    counting = _counting(kind, active, favoured, sources)
    settled = {claim.id: claim for claim in counting}
    return WeighedProperty(
        code=key.code,
        claims=tuple(settled.get(claim.id, claim) for claim in claims),
        counting=counting,
        disputed=_is_disputed(kind, active, redirect),
    )


def _before_weighing(claim: StandingClaim, key: PropertyKey, sources: Standings, is_lone: bool) -> Weighed:
    """Return a claim with its origins; one that no other stands against counts."""
    origins = origins_behind(claim.claim.evidence, sources)
    if is_lone and not claim.withdrawn:
        return Weighed(standing=claim, key=key, origins=origins, resolved=True, decided_by="only")
    return Weighed(standing=claim, key=key, origins=origins)


def _counting(kind: str, group: list[Weighed], favoured: Set[str], sources: Standings) -> tuple[Weighed, ...]:
    """Return which of several claims of one property count, best first."""
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


def _rank(claim: Weighed, favoured: Set[str], sources: Standings) -> tuple:
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
    """Say whether several active claims of one property cannot all hold."""
    found = definition(kind, group[0].key)
    if found.cardinality == "many" or found.value == "bilingual":
        return False
    if found.value == "edtf":
        return dates.intersection([dates.parse(claim.value) for claim in group]) is None
    first, *others = (comparable(found, claim.value, redirect) for claim in group)
    return any(other != first for other in others)
