"""Everything that can happen to a source: it is registered, corrected, credited, graded, assessed, withdrawn.

A source is held (its text was seen: the digests are known) or cited (a held source relays it).
"""

from typing import Any

import msgspec

from incidents.domain.bibliography import Bibliography, check_about, check_known
from incidents.domain.crediting import check_credit
from incidents.domain.errors import InvalidValueError, RefusedError, UnknownRecordError
from incidents.domain.evidence import Evidence, check_all, check_code
from incidents.domain.facts import Facts, known_source
from incidents.domain.origins import Credit
from incidents.domain.values import (
    SHORT_TEXT,
    Command,
    Event,
    FieldRedacted,
    Recorded,
    Value,
    check_id,
    check_text,
)


class Assessment(Value):
    """What a curator made of a held source: coded, nothing_codable, or copy_of another one."""

    outcome: str
    of: str | None = None


# --- commands


class RegisterSource(Command):
    """Register a source, held or cited, with its credits and the passages that show it."""

    held: bool
    about: Bibliography
    origins: tuple[Credit, ...] = ()
    cited_in: tuple[Evidence, ...] = ()
    reliability: str | None = None


class CorrectSource(Command):
    """Replace bibliographic fields; only those named in `changes` change. Digests given once make it held."""

    changes: dict[str, Any]


class CreditOrigin(Command):
    """Record that the source credits another one as its origin."""

    credit: Credit


class ConfirmOrigin(Command):
    """Confirm a photo credit or an inferred one, so that it counts."""

    credit: str


class WithdrawOrigin(Command):
    """Take a credit back."""

    credit: str


class GradeSource(Command):
    """Set the Admiralty letter of the source."""

    reliability: str


class AssessSource(Command):
    """Say what the coding of a held source came to."""

    assessment: Assessment


class DecideProposal(Command):
    """Say what became of a program's proposal. `proposed` and `recorded` are as the program and the curator put it."""

    proposal: str
    rule: str
    outcome: str
    proposed: dict[str, Any]
    recorded: dict[str, Any] | None = None


class WithdrawSource(Command):
    """Take the source back: nothing new may rest on it."""


# --- events


class SourceRegistered(Event):
    """A source was registered, with its bibliographic data."""

    held: bool
    about: Bibliography
    origins: tuple[Credit, ...] = ()
    cited_in: tuple[Evidence, ...] = ()
    reliability: str | None = None


class SourceCorrected(Event):
    """Bibliographic fields were replaced: those in `changes`."""

    changes: dict[str, Any]


class OriginCredited(Event):
    """A credit of the source was recorded."""

    credit: Credit


class OriginConfirmed(Event):
    """A photo credit or an inferred one was confirmed and counts."""

    credit: str


class OriginWithdrawn(Event):
    """A credit was taken back."""

    credit: str


class SourceGraded(Event):
    """The source got another Admiralty letter."""

    reliability: str


class SourceAssessed(Event):
    """The source was found coded, without anything codable, or a copy."""

    assessment: Assessment


class ProposalDecided(Event):
    """A program's proposal was accepted, corrected or rejected."""

    proposal: str
    rule: str
    outcome: str
    proposed: dict[str, Any]
    recorded: dict[str, Any] | None = None


class SourceWithdrawn(Event):
    """The source was taken back; nothing more is recorded on it."""


# --- state


class Source(msgspec.Struct, frozen=True, kw_only=True):
    held: bool
    about: Bibliography
    origins: dict[str, Credit] = {}
    cited_in: tuple[Evidence, ...] = ()
    reliability: str | None = None
    assessment: Assessment | None = None
    proposals: dict[str, str] = {}
    withdrawn: bool = False


# --- what is asked, and what is answered


def decide(state: Source | None, command: Command, facts: Facts) -> list[Event]:
    """Answer a command about a source. Raises DomainError."""
    if isinstance(command, RegisterSource):
        return _register(state, command, facts)
    if state is None:
        raise UnknownRecordError("unknown_source", "There is no source {id}.", "id", id=command.id)
    if state.withdrawn:
        raise RefusedError("source_withdrawn", "This source was withdrawn; nothing more is recorded on it.", None)
    match command:
        case CorrectSource():
            return _correct(state, command, facts)
        case CreditOrigin():
            return _credit(state, command, facts)
        case ConfirmOrigin():
            credit = _known_credit(state, command.credit)
            return [] if credit.confirmed else [OriginConfirmed(credit=credit.credit)]
        case WithdrawOrigin():
            return [OriginWithdrawn(credit=_known_credit(state, command.credit).credit)]
        case GradeSource():
            check_code("reliability", "reliability", command.reliability)
            same = command.reliability == state.reliability
            return [] if same else [SourceGraded(reliability=command.reliability)]
        case AssessSource():
            return _assess(state, command, facts)
        case DecideProposal():
            return _decide_proposal(state, command)
        case WithdrawSource():
            return [SourceWithdrawn()]
    raise TypeError(f"not a command about a source: {command!r}")


def _register(state: Source | None, command: RegisterSource, facts: Facts) -> list[Event]:
    if state is not None:
        raise RefusedError("id_taken", "There is already a source {id}.", "id", id=command.id)
    check_id("id", command.id)
    check_about(command.about, command.held)
    check_known(command.about, Bibliography.__struct_fields__, command.id, facts)
    if command.reliability is not None:
        check_code("reliability", "reliability", command.reliability)
    for number, credit in enumerate(command.origins):
        check_credit(f"origins[{number}]", command.id, credit, command.origins[:number], facts)
    if command.cited_in:
        check_all("cited_in", command.cited_in, facts)
    return [
        SourceRegistered(
            held=command.held,
            about=command.about,
            origins=command.origins,
            cited_in=command.cited_in,
            reliability=command.reliability,
        )
    ]


def _correct(state: Source, command: CorrectSource, facts: Facts) -> list[Event]:
    try:
        about = msgspec.convert({**msgspec.to_builtins(state.about), **command.changes}, Bibliography)
    except msgspec.ValidationError as error:
        raise InvalidValueError(
            "invalid_field", "A source has no such field or value: {reason}.", "changes", reason=str(error)
        ) from error
    if state.held and (about.text_sha256, about.length) != (state.about.text_sha256, state.about.length):
        raise RefusedError(
            "text_is_fixed", "The text of a held source does not change; register the other text.", "text_sha256"
        )
    check_about(about, state.held or about.text_sha256 is not None)
    changes = {name: value for name, value in command.changes.items() if value != getattr(state.about, name)}
    check_known(about, changes, command.id, facts)
    return [SourceCorrected(changes=changes)] if changes else []


def _credit(state: Source, command: CreditOrigin, facts: Facts) -> list[Event]:
    check_credit("credit", command.id, command.credit, tuple(state.origins.values()), facts)
    return [OriginCredited(credit=command.credit)]


def _known_credit(state: Source, credit: str) -> Credit:
    if credit not in state.origins:
        raise UnknownRecordError("unknown_credit", "This source has no credit {id}.", "credit", id=credit)
    return state.origins[credit]


def _assess(state: Source, command: AssessSource, facts: Facts) -> list[Event]:
    assessment = command.assessment
    check_code("outcome", "assessments", assessment.outcome)
    if not state.held:
        raise RefusedError(
            "not_held", "Only a source whose text was seen can be assessed; give its digests first.", "outcome"
        )
    if (assessment.outcome == "copy_of") != (assessment.of is not None):
        raise InvalidValueError("copy_of_what", "Name the source it copies, for a copy only.", "of")
    if assessment.of is not None:
        if assessment.of == command.id:
            raise RefusedError("copies_itself", "A source is no copy of itself.", "of")
        known_source(facts, assessment.of, "of")
    return [] if assessment == state.assessment else [SourceAssessed(assessment=assessment)]


def _decide_proposal(state: Source, command: DecideProposal) -> list[Event]:
    check_id("proposal", command.proposal)
    check_text("rule", command.rule, SHORT_TEXT)
    check_code("outcome", "proposal_outcomes", command.outcome)
    if command.proposal in state.proposals:
        raise RefusedError("proposal_decided", "This proposal has already been decided.", "proposal")
    return [
        ProposalDecided(
            proposal=command.proposal,
            rule=command.rule,
            outcome=command.outcome,
            proposed=command.proposed,
            recorded=command.recorded,
        )
    ]


def evolve(state: Source | None, recorded: Recorded) -> Source:
    """Apply an event of a source's stream."""
    replace = msgspec.structs.replace
    match recorded.event:
        case SourceRegistered() as event:
            return Source(
                held=event.held,
                about=event.about,
                origins={credit.credit: credit for credit in event.origins},
                cited_in=event.cited_in,
                reliability=event.reliability,
            )
        case SourceCorrected(changes=changes):
            about = msgspec.convert({**msgspec.to_builtins(state.about), **changes}, Bibliography)
            return replace(state, about=about, held=state.held or about.text_sha256 is not None)
        case OriginCredited(credit=credit):
            return replace(state, origins={**state.origins, credit.credit: credit})
        case OriginConfirmed(credit=credit):
            confirmed = replace(state.origins[credit], confirmed=True)
            return replace(state, origins={**state.origins, credit: confirmed})
        case OriginWithdrawn(credit=credit):
            return replace(state, origins={key: kept for key, kept in state.origins.items() if key != credit})
        case SourceGraded(reliability=reliability):
            return replace(state, reliability=reliability)
        case SourceAssessed(assessment=assessment):
            return replace(state, assessment=assessment)
        case ProposalDecided(proposal=proposal, outcome=outcome):
            return replace(state, proposals={**state.proposals, proposal: outcome})
        case SourceWithdrawn():
            return replace(state, withdrawn=True)
        case FieldRedacted():
            return state
    raise TypeError(f"not an event of a source: {recorded.event!r}")
