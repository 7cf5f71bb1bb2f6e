"""The claims of a record by property: what counts, who says so, and what stands against it."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import codebook
from incidents.admin import evidence, labels, values
from incidents.admin.columns import badge
from incidents.admin.evidence import Texts
from incidents.admin.names import Names, page_of
from incidents.models import Claim

Offer = tuple[str, Any]  # where something may be done, and what


class Offers(msgspec.Struct, frozen=True):
    """What a person may do: with a claim, and with a property of the record."""

    of_claim: Callable[[Claim], Iterable[Offer]] = lambda claim: ()
    of_property: Callable[[str], Iterable[Offer]] = lambda stored: ()


NONE = Offers()


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim for showing; `standing` is counts, rival or withdrawn."""

    id: str
    url: str
    value: str | SafeString
    standing: str
    badges: tuple[SafeString, ...]
    credibility: str
    origins: int
    decided_by: str
    basis: str
    note: str | None
    position: int
    pieces: tuple[evidence.Piece, ...]
    offers: tuple[Offer, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one property, or of one key of it; those that count come first."""

    title: str | SafeString
    disputed: bool
    claims: tuple[ClaimView, ...]
    offers: tuple[Offer, ...] = ()

    @property
    def resolved(self) -> list[str | SafeString]:
        """The values that count."""
        return [claim.value for claim in self.claims if claim.standing == "counts"]


def view(claim: Claim, names: Names, held: Texts, offers: Offers = NONE) -> ClaimView:
    """Return a claim for showing."""
    return ClaimView(
        id=str(claim.id),
        url=page_of("claim", claim.id),
        value=values.readable(claim.subject_kind, claim.property, claim.value, names),
        standing=standing(claim),
        badges=tuple(badges(claim)),
        credibility=credibility(claim),
        origins=claim.origins,
        decided_by=str(labels.DECIDED_BY.get(claim.decided_by or "", "")),
        basis=labels.label("date_bases", claim.basis) if claim.basis else "",
        note=claim.note,
        position=claim.position,
        pieces=tuple(evidence.pieces_of(claim.evidence, names, held)),
        offers=tuple(offers.of_claim(claim)),
    )


def standing(claim: Claim) -> str:
    """Say whether a claim counts, is a rival, or was withdrawn."""
    if claim.status == "withdrawn":
        return "withdrawn"
    return "counts" if claim.resolved else "rival"


def badges(claim: Claim) -> list[SafeString]:
    """Return the marks of a claim."""
    words = {"counts": _("counts"), "rival": _("does not count"), "withdrawn": _("withdrawn")}
    found = [badge(standing(claim), words[standing(claim)])]
    return [*found, badge("preferred", _("preferred"))] if claim.preferred else found


def credibility(claim: Claim) -> str:
    """Return the Admiralty digit with its meaning."""
    return labels.label("credibility", claim.credibility) if claim.credibility else _("not assessed")


def groups(
    kind: str, claims: Iterable[Claim], disputed: list[str], names: Names, held: Texts, offers: Offers = NONE
) -> list[Group]:
    """Return the claims of a record by property, in the codebook's order."""
    contradicting = {values.canonical(name, names) for name in disputed}
    return [
        _group(kind, name, found, name in contradicting, names, held, offers)
        for name, found in _by_property(kind, claims, names).items()
    ]


def _by_property(kind: str, claims: Iterable[Claim], names: Names) -> dict[str, list[Claim]]:
    """Return {canonical property: its claims} in the codebook's order; those that count come first."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(values.canonical(claim.property, names), []).append(claim)
    order = list(codebook.current().properties_of(kind))
    ranked = sorted(found, key=lambda name: (_rank(order, name.split(":")[0]), name))
    for group in found.values():
        group.sort(key=lambda claim: (claim.status == "withdrawn", not claim.resolved, claim.position))
    return {name: found[name] for name in ranked}


def ordered(kind: str, claims: Iterable[Claim], names: Names) -> list[Claim]:
    """Return claims in the order in which their properties are shown."""
    return [claim for group in _by_property(kind, claims, names).values() for claim in group]


def _rank(order: list[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def _group(
    kind: str, name: str, claims: list[Claim], disputed: bool, names: Names, held: Texts, offers: Offers
) -> Group:
    return Group(
        title=values.property_title(kind, name, names),
        disputed=disputed,
        claims=tuple(view(claim, names, held, offers) for claim in claims),
        offers=tuple(offers.of_property(name)),
    )


def told(claims: Iterable[Claim]) -> list[Any]:
    """Return what claims say, as JSON in which names can be looked up."""
    return [[claim.property, claim.value, claim.evidence] for claim in claims]
