"""Everything that can happen to an actor: registered, claimed about, merged, withdrawn.

Names, country, tenures, body and rank are claims; only the kind is fixed at registration.
"""

import msgspec

from incidents.domain import claiming, merging
from incidents.domain.claiming import Claims
from incidents.domain.claims import Claim
from incidents.domain.errors import RefusedError, UnknownRecordError
from incidents.domain.evidence import check_code
from incidents.domain.facts import Facts
from incidents.domain.merging import Merge
from incidents.domain.properties import definition, parse_key
from incidents.domain.values import ClaimCommand, Command, Event, FieldRedacted, Recorded, check_id

# --- commands (those about claims are in domain.claiming)


class RegisterActor(Command):
    """Register an actor: its kind, and the claims known at once, a name among them."""

    kind: str
    claims: tuple[Claim, ...]


class MergeActors(Command):
    """Merge this actor into another one; this one's id redirects."""

    into: str


class ReverseActorMerge(Command):
    """Let a merged actor stand for itself again."""


class WithdrawActor(Command):
    """Take the actor back: nothing new may name it."""


# --- events


class ActorRegistered(Event):
    """An actor was registered, with its kind and its first claims."""

    kind: str
    claims: tuple[Claim, ...]


class ActorsMerged(Event):
    """The actor was merged into another one, which stands for it from here on."""

    into: str


class MergeReversed(Event):
    """The merge is taken back; `merged_at` is the position of the event that made it."""

    survivor: str
    merged_at: int


class ActorWithdrawn(Event):
    """The actor was taken back; nothing more is recorded on it."""


# --- state


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    claims: Claims
    merge: Merge | None = None
    withdrawn: bool = False


# --- what is asked, and what is answered


def decide(state: Actor | None, command: Command, facts: Facts) -> list[Event]:
    """Answer a command about an actor. Raises DomainError."""
    if isinstance(command, RegisterActor):
        return _register(state, command, facts)
    if state is None:
        raise UnknownRecordError("unknown_actor", "There is no actor {id}.", "id", id=command.id)
    if state.withdrawn:
        raise RefusedError("actor_withdrawn", "This actor was withdrawn; nothing more is recorded on it.", None)
    match command:
        case claiming.RecordClaim() if state.merge is not None:
            raise RefusedError(
                "merged_away", "This actor was merged into {into}; record the claim there.", None, into=state.merge.into
            )
        case claiming.RecordClaim(claim=claim):
            _check_applies(state.kind, claim, "property")
            return claiming.decide(state.claims, command, facts)
        case ClaimCommand():
            return claiming.decide(state.claims, command, facts)
        case MergeActors():
            return _merge(state, command, facts)
        case ReverseActorMerge():
            merge = merging.check_reversal(state.merge)
            return [MergeReversed(survivor=merge.into, merged_at=merge.position)]
        case WithdrawActor():
            return [ActorWithdrawn()]
    raise TypeError(f"not a command about an actor: {command!r}")


def _register(state: Actor | None, command: RegisterActor, facts: Facts) -> list[Event]:
    if state is not None:
        raise RefusedError("id_taken", "There is already an actor {id}.", "id", id=command.id)
    check_id("id", command.id)
    check_code("kind", "actor_kinds", command.kind)
    claiming.check_opening("actor", command.id, command.claims, facts, required=("name",))
    for number, claim in enumerate(command.claims):
        _check_applies(command.kind, claim, f"claims[{number}].property")
    return [ActorRegistered(kind=command.kind, claims=command.claims)]


def _check_applies(kind: str, claim: Claim, field: str) -> None:
    """Refuse a claim of a property that actors of this kind do not have: a state holds no office."""
    found = definition("actor", parse_key("actor", claim.property))
    if found.of and kind not in found.of:
        raise RefusedError(
            "not_of_this_kind",
            "Property {property} is for actors of kind {kinds} only.",
            field,
            property=found.code,
            kinds=", ".join(found.of),
        )


def _merge(state: Actor, command: MergeActors, facts: Facts) -> list[Event]:
    survivor = facts.actors.get(command.into)
    merging.check_merge(command.id, state.merge, command.into, survivor)
    if survivor.kind != state.kind:
        raise RefusedError(
            "kinds_differ",
            "An actor of kind {ours} cannot be merged into one of kind {theirs}.",
            "into",
            ours=state.kind,
            theirs=survivor.kind,
        )
    return [ActorsMerged(into=command.into)]


def evolve(state: Actor | None, recorded: Recorded) -> Actor:
    """Apply an event of an actor's stream."""
    replace = msgspec.structs.replace
    match recorded.event:
        case ActorRegistered(kind=kind, claims=claims):
            return Actor(kind=kind, claims=claiming.opened(claims, recorded.position))
        case ActorsMerged(into=into):
            return replace(state, merge=Merge(into=into, position=recorded.position))
        case MergeReversed():
            return replace(state, merge=None)
        case ActorWithdrawn():
            return replace(state, withdrawn=True)
        case FieldRedacted():
            return state
    return replace(state, claims=claiming.evolve(state.claims, recorded))
