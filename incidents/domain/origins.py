"""How many independent origins stand behind a piece of evidence: five papers that print one wire have one origin."""

from collections.abc import Mapping

import msgspec

from incidents.domain.evidence import Evidence
from incidents.domain.values import Value


class Credit(Value):
    """A source credits another one as its origin.

    `basis` is text, photo or inferred; `covers` says whether the credit holds for the whole article or only for the
    paragraph of its `passage`. Photo and inferred credits count only once a curator has confirmed them.
    """

    credit: str
    origin: str
    basis: str
    covers: str = "paragraph"
    passage: Evidence | None = None
    confirmed: bool = False

    @property
    def counts(self) -> bool:
        return self.basis == "text" or self.confirmed

    def covers_paragraph(self, paragraph: int | None) -> bool:
        if self.covers == "article" or self.passage is None:
            return True
        return self.passage.paragraph == paragraph


class SourceStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What the weighing of claims needs to know of a source. `letter` is its Admiralty letter, if graded."""

    id: str
    outlet: str | None = None
    letter: str | None = None
    credits: tuple[Credit, ...] = ()


def roots(evidence: Evidence, sources: Mapping[str, SourceStanding]) -> frozenset[str]:
    """Return the origins behind a piece of evidence: outlets, or sources whose outlet is unknown.

    The farthest source of the relay decides, else the credits that cover the passage, else the outlet. A judgement has
    no origin.
    """
    if evidence.source is None:
        return frozenset()
    if evidence.relay:
        return _roots_of(evidence.relay[-1], None, sources, frozenset())
    return _roots_of(evidence.source, evidence.paragraph, sources, frozenset())


def independent_origins(evidence: tuple[Evidence, ...], sources: Mapping[str, SourceStanding]) -> frozenset[str]:
    """Return the distinct origins behind all evidence of a claim."""
    return frozenset().union(*(roots(piece, sources) for piece in evidence))


def _roots_of(
    source: str, paragraph: int | None, sources: Mapping[str, SourceStanding], seen: frozenset[str]
) -> frozenset[str]:
    standing = sources.get(source)
    if standing is None or source in seen:
        return frozenset((source,))
    seen = seen | {source}
    credits = [credit for credit in standing.credits if credit.counts and credit.covers_paragraph(paragraph)]
    if not credits:
        return frozenset((standing.outlet or source,))
    return frozenset().union(*(_roots_of(credit.origin, None, sources, seen) for credit in credits))
