"""Everything that can happen to a link: two records are linked, the link is corrected, or withdrawn.

A link is typed, directed and evidenced. The codebook says which kinds of record it may join, whether it may close a
cycle, and whether it needs a passage.
"""

import msgspec

from incidents import codebook
from incidents.domain.errors import InvalidValueError, RefusedError, UnknownRecordError
from incidents.domain.evidence import Evidence, check_all, check_code
from incidents.domain.facts import Facts, known_record
from incidents.domain.values import Command, Event, FieldRedacted, Recorded, RecordRef, check_id, check_text

# --- commands


class LinkRecords(Command):
    """Link two records. `from_` and `to` are kept as given; merges are followed when they are read."""

    from_: RecordRef = msgspec.field(name="from")
    to: RecordRef
    type: str
    confidence: str
    rationale: str | None = None
    evidence: tuple[Evidence, ...] = ()


class CorrectLink(Command):
    """Give confidence, rationale and evidence anew; other ends or another type are another link."""

    confidence: str
    rationale: str | None = None
    evidence: tuple[Evidence, ...] = ()


class WithdrawLink(Command):
    """Take the link back; the records may be linked anew."""


# --- events


class RecordsLinked(Event):
    """Two records were linked."""

    from_: RecordRef = msgspec.field(name="from")
    to: RecordRef
    type: str
    confidence: str
    rationale: str | None = None
    evidence: tuple[Evidence, ...] = ()


class LinkCorrected(Event):
    """The link got another confidence, rationale or evidence."""

    confidence: str
    rationale: str | None = None
    evidence: tuple[Evidence, ...] = ()


class LinkWithdrawn(Event):
    """The link was taken back; nothing more is recorded on it."""


# --- state


class Link(msgspec.Struct, frozen=True, kw_only=True):
    from_: RecordRef
    to: RecordRef
    type: str
    confidence: str
    rationale: str | None = None
    evidence: tuple[Evidence, ...] = ()
    withdrawn: bool = False


# --- what is asked, and what is answered


def decide(state: Link | None, command: Command, facts: Facts) -> list[Event]:
    """Answer a command about a link. Raises DomainError."""
    if isinstance(command, LinkRecords):
        return _link(state, command, facts)
    if state is None:
        raise UnknownRecordError("unknown_link", "There is no link {id}.", "id", id=command.id)
    if state.withdrawn:
        raise RefusedError("link_withdrawn", "This link was withdrawn; link the records anew.", None)
    match command:
        case CorrectLink():
            return _correct(state, command, facts)
        case WithdrawLink():
            return [LinkWithdrawn()]
    raise TypeError(f"not a command about a link: {command!r}")


def _link(state: Link | None, command: LinkRecords, facts: Facts) -> list[Event]:
    if state is not None:
        raise RefusedError("id_taken", "There is already a link {id}.", "id", id=command.id)
    check_id("id", command.id)
    check_code("type", "links", command.type)
    _check_ends(command, facts)
    _check_grounds(command.type, command, facts)
    _check_others(command, facts)
    return [
        RecordsLinked(
            from_=command.from_,
            to=command.to,
            type=command.type,
            confidence=command.confidence,
            rationale=command.rationale,
            evidence=command.evidence,
        )
    ]


def _check_ends(command: LinkRecords, facts: Facts) -> None:
    found = codebook.current().links[command.type]
    if not found.stored:
        raise RefusedError(
            "link_not_stored",
            "{type} follows from other records and is not linked; record what it follows from.",
            "type",
            type=command.type,
        )
    if (command.from_.kind, command.to.kind) not in found.ends:
        raise RefusedError(
            "ends_not_allowed",
            "{type} may join {allowed}.",
            "type",
            type=command.type,
            allowed=", ".join(f"{start} → {end}" for start, end in found.ends),
        )
    ends = []
    for field, end in (("from", command.from_), ("to", command.to)):
        known = known_record(facts, end.kind, end.id, field)
        ends.append((end.kind, known.merged_into or end.id))
    if ends[0] == ends[1]:
        raise RefusedError("links_itself", "A record is not linked to itself; choose another one.", "to")


def _check_grounds(type_code: str, command: LinkRecords | CorrectLink, facts: Facts) -> None:
    check_code("confidence", "confidences", command.confidence)
    if command.rationale is not None:
        check_text("rationale", command.rationale)
    if command.evidence:
        check_all("evidence", command.evidence, facts)
    if not command.evidence and command.rationale is None:
        raise InvalidValueError("grounds_missing", "Give a passage or a rationale.", "evidence")
    found = codebook.current().links[type_code]
    if found.passage_required and command.confidence != "low" and not any(e.is_passage for e in command.evidence):
        raise RefusedError(
            "passage_required",
            "{type} says what a text says: give its passage, or lower the confidence to low.",
            "evidence",
            type=type_code,
        )


def _check_others(command: LinkRecords, facts: Facts) -> None:
    found = codebook.current().links[command.type]
    if facts.link.repeat is not None:
        raise RefusedError(
            "link_exists",
            "These records are already linked so, by {id}; correct that link instead.",
            "type",
            id=facts.link.repeat,
        )
    if found.acyclic and facts.link.closes_cycle:
        raise RefusedError(
            "link_cycle", "{type} would close a circle; turn it round, or choose another type.", "to", type=command.type
        )
    if found.one_parent and facts.link.parent is not None:
        raise RefusedError(
            "one_parent", "It is already part of {id}; withdraw that link first.", "to", id=facts.link.parent
        )


def _correct(state: Link, command: CorrectLink, facts: Facts) -> list[Event]:
    _check_grounds(state.type, command, facts)
    if (command.confidence, command.rationale, command.evidence) == (state.confidence, state.rationale, state.evidence):
        return []
    return [LinkCorrected(confidence=command.confidence, rationale=command.rationale, evidence=command.evidence)]


def evolve(state: Link | None, recorded: Recorded) -> Link:
    """Apply an event of a link's stream."""
    replace = msgspec.structs.replace
    match recorded.event:
        case RecordsLinked() as event:
            return Link(
                from_=event.from_,
                to=event.to,
                type=event.type,
                confidence=event.confidence,
                rationale=event.rationale,
                evidence=event.evidence,
            )
        case LinkCorrected() as event:
            return replace(state, confidence=event.confidence, rationale=event.rationale, evidence=event.evidence)
        case LinkWithdrawn():
            return replace(state, withdrawn=True)
        case FieldRedacted():
            return state
    raise TypeError(f"not an event of a link: {recorded.event!r}")
