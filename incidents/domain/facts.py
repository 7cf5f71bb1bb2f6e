"""What `decide` may know beside its own stream, read by dispatch under the writer's lock."""

from datetime import datetime

import msgspec

from incidents.domain.errors import RefusedError, UnknownRecordError
from incidents.domain.values import check_id


class SourceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A source another record cites. `length` is the text's in characters, None where no text was seen."""

    kind: str
    length: int | None = None
    withdrawn: bool = False


class ActorFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An actor another record names; `merged_into` is its survivor while a merge stands."""

    kind: str
    merged_into: str | None = None
    withdrawn: bool = False


class RecordFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An incident or statement another record points to."""

    merged_into: str | None = None
    withdrawn: bool = False


class LinkFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the active links say of a proposed one; ends follow merges.

    `repeat` is the id of an active link of the same type between the same ends (either way round where the type has
    no direction); `closes_cycle` says that the links of that type already lead from the target back to the source;
    `parent` is the target of another active link of that type from the same end and to the same kind of record.
    """

    repeat: str | None = None
    closes_cycle: bool = False
    parent: str | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The person, their roles, the time (UTC), and the named answers that the command needs.

    `sources`, `actors`, `records` hold what exists among the ids that the command names (`domain.references`).
    `quotes` maps (source, start, end) to the SHA-256 of the words there, for sources whose text is held; of a passage
    that names its paragraph only, (source, 0, 0).
    `digests` maps a text digest to the source that already has it. `claims` are those of the new claims' ids that
    another record has. `authors` are those who recorded something on a record that is published together with this one,
    `newest` is the last position of those records. `four_eyes` is False where an administrator waived the rule.
    """

    person: str
    roles: frozenset[str] = frozenset()
    now: datetime
    sources: dict[str, SourceFacts] = {}
    actors: dict[str, ActorFacts] = {}
    records: dict[tuple[str, str], RecordFacts] = {}
    quotes: dict[tuple[str, int, int], str] = {}
    digests: dict[str, str] = {}
    claims: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    newest: int = 0
    link: LinkFacts = LinkFacts()
    four_eyes: bool = True


def known_source(facts: Facts, source: str, field: str) -> SourceFacts:
    """Return the facts of a source that may be cited. Raises DomainError."""
    check_id(field, source)
    found = facts.sources.get(source)
    if found is None:
        raise UnknownRecordError("unknown_source", "There is no source {id}; register it first.", field, id=source)
    if found.withdrawn:
        raise RefusedError("withdrawn_source", "Source {id} was withdrawn; cite another one.", field, id=source)
    return found


def known_actor(facts: Facts, actor: str, field: str, kinds: tuple[str, ...] = ()) -> ActorFacts:
    """Return the facts of an actor that may be named, of one of `kinds` if given. Raises as known_source does."""
    check_id(field, actor)
    found = facts.actors.get(actor)
    if found is None:
        raise UnknownRecordError("unknown_actor", "There is no actor {id}; register it first.", field, id=actor)
    if found.withdrawn:
        raise RefusedError("withdrawn_actor", "Actor {id} was withdrawn; name another one.", field, id=actor)
    if kinds and found.kind not in kinds:
        raise RefusedError(
            "wrong_actor_kind",
            "Actor {id} is of kind {kind}; this needs one of: {kinds}.",
            field,
            id=actor,
            kind=found.kind,
            kinds=", ".join(kinds),
        )
    return found


def known_record(facts: Facts, kind: str, record: str, field: str) -> RecordFacts:
    """Return the facts of an incident or statement that may be pointed to. Raises as known_source does."""
    check_id(field, record)
    found = facts.records.get((kind, record))
    if found is None:
        raise UnknownRecordError(
            "unknown_record", "There is no {kind} {id}; record it first.", field, kind=kind, id=record
        )
    if found.withdrawn:
        raise RefusedError("withdrawn_record", "The {kind} {id} was withdrawn.", field, kind=kind, id=record)
    return found
