"""How many independent origins stand behind a piece of evidence: five papers that print one wire have one origin."""

from collections.abc import Iterable
from typing import Protocol

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
    """What the weighing of claims needs to know of a source.

    `letter` is its Admiralty letter, if graded; `copy_of` the source it was assessed to copy.
    """

    id: str
    outlet: str | None = None
    letter: str | None = None
    credits: tuple[Credit, ...] = ()
    copy_of: str | None = None
    withdrawn: bool = False

    def leads_to(self, paragraph: int | None) -> list[str]:
        """Return the sources behind a paragraph (None: behind all of it): what this one copies, or whom it credits."""
        if self.copy_of is not None:
            return [self.copy_of]
        if not self.credits:
            return []
        return [credit.origin for credit in self.credits if credit.counts and credit.covers_paragraph(paragraph)]


class Standings(Protocol):
    """The standings of sources by id, such as a dictionary."""

    def get(self, source: str, /) -> SourceStanding | None: ...


def roots(evidence: Evidence, sources: Standings) -> frozenset[str]:
    """Return the origins behind a piece of evidence: outlets, or sources whose outlet is unknown.

    The farthest source of the relay decides, else what the source copies or credits for the passage, else the outlet.
    A judgement has no origin, nor has a passage of a source that was withdrawn.
    """
    if evidence.source is None:
        return frozenset()
    standing = sources.get(evidence.source)
    if standing is not None and standing.withdrawn:
        return frozenset()
    if evidence.relay:
        return _roots_of(evidence.relay[-1], None, sources, ())
    return _roots_of(evidence.source, evidence.paragraph, sources, ())


def origins_behind(evidence: Iterable[Evidence], sources: Standings) -> frozenset[str]:
    """Return the distinct origins behind all these pieces of evidence."""
    return frozenset().union(*[roots(piece, sources) for piece in evidence])


def _roots_of(source: str, paragraph: int | None, sources: Standings, path: tuple[str, ...]) -> frozenset[str]:
    """Follow credits to where they end. Sources that credit each other in a circle are one origin, whoever is asked."""
    if source in path:
        circle = path[path.index(source) :]
        return frozenset((min(_own_origin(one, sources.get(one)) for one in circle),))
    standing = sources.get(source)
    behind = standing.leads_to(paragraph) if standing else []
    if not behind:
        return frozenset((_own_origin(source, standing),))
    return frozenset().union(*[_roots_of(origin, None, sources, (*path, source)) for origin in behind])


def _own_origin(source: str, standing: SourceStanding | None) -> str:
    return standing.outlet or source if standing else source
