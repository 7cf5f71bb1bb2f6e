"""What happens to the claims of an incident, a statement or an actor: the same for all three.

The commands and events stand here once; the file of each kind lists them in its own story.
"""

from collections.abc import Mapping

import msgspec

from incidents.domain.claims import Claim, StandingClaim
from incidents.domain.errors import InvalidValueError, RefusedError, UnknownRecordError
from incidents.domain.evidence import Evidence, check_all, check_code
from incidents.domain.facts import Facts
from incidents.domain.properties import check_basis, check_value, comparable, definition, parse_key
from incidents.domain.values import ClaimCommand, Event, Recorded, check_id, check_text


class RecordClaim(ClaimCommand):
    """Claim a value of a property on evidence, beside the claims that are there."""

    claim: Claim


class AddEvidence(ClaimCommand):
    """Rest an active claim on further evidence."""

    claim: str
    evidence: tuple[Evidence, ...]


class AssessClaim(ClaimCommand):
    """Set the Admiralty digit of a claim, or take it back (None)."""

    claim: str
    credibility: int | None


class PreferClaim(ClaimCommand):
    """Let this claim count for its property, whatever the rule says."""

    claim: str


class WithdrawPreference(ClaimCommand):
    """Leave it to the rule again which claim of a property counts."""

    property: str


class WithdrawClaim(ClaimCommand):
    """Take a claim back: it stays readable and counts no more."""

    claim: str


class AddNote(ClaimCommand):
    """Add a remark on the record, or on one of its properties."""

    text: str
    property: str | None = None


class ClaimRecorded(Event):
    """A value was claimed, with its evidence."""

    claim: Claim


class EvidenceAdded(Event):
    """Further evidence was given for a claim."""

    claim: str
    evidence: tuple[Evidence, ...]


class ClaimAssessed(Event):
    """A claim got another Admiralty digit, or has none again (None)."""

    claim: str
    credibility: int | None = None


class ClaimPreferred(Event):
    """A curator decided that this claim counts for its property."""

    claim: str
    property: str


class PreferenceWithdrawn(Event):
    """The rule decides again which claim of the property counts."""

    property: str


class ClaimWithdrawn(Event):
    """A claim was taken back, and a preference for it with it."""

    claim: str


class NoteAdded(Event):
    """A remark was added."""

    text: str
    property: str | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A remark on a record, or on one of its properties."""

    text: str
    property: str | None
    position: int


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of a record by id, the preferred claim by property, and the notes."""

    standing: dict[str, StandingClaim] = {}
    preferred: dict[str, str] = {}
    notes: tuple[Note, ...] = ()


COMMANDS = (RecordClaim, AddEvidence, AssessClaim, PreferClaim, WithdrawPreference, WithdrawClaim, AddNote)
EVENTS = (
    ClaimRecorded,
    EvidenceAdded,
    ClaimAssessed,
    ClaimPreferred,
    PreferenceWithdrawn,
    ClaimWithdrawn,
    NoteAdded,
)


def decide(claims: Claims, command: ClaimCommand, facts: Facts) -> list[Event]:
    """Answer a command about claims. Raises DomainError."""
    match command:
        case RecordClaim():
            check_claim(command.kind, command.id, command.claim, claims.standing, facts)
            return [ClaimRecorded(claim=command.claim)]
        case AddEvidence():
            return _add_evidence(claims, command, facts)
        case AssessClaim():
            return _assess(claims, command)
        case PreferClaim():
            return _prefer(claims, command)
        case WithdrawPreference():
            return _withdraw_preference(claims, command)
        case WithdrawClaim():
            return [ClaimWithdrawn(claim=_active(claims, command.claim).claim.claim)]
        case AddNote():
            return _add_note(command)
    raise TypeError(f"not a command about claims: {command!r}")


def check_opening(kind: str, record: str, claims: tuple[Claim, ...], facts: Facts, required: tuple[str, ...]) -> None:
    """Check the claims a record opens with: each sound, none twice, the required properties among them."""
    seen: dict[str, StandingClaim] = {}
    for number, claim in enumerate(claims):
        try:
            check_claim(kind, record, claim, seen, facts)
        except (InvalidValueError, RefusedError, UnknownRecordError) as error:
            error.field = f"claims[{number}].{error.field}"
            raise
        seen[claim.claim] = StandingClaim(claim=claim, position=0)
    given = {claim.property.split(":")[0] for claim in claims}
    for name in required:
        if name not in given:
            raise InvalidValueError("claim_missing", "Give a claim of the property {name}.", "claims", name=name)


def check_claim(kind: str, record: str, claim: Claim, standing: Mapping[str, StandingClaim], facts: Facts) -> None:
    """Refuse a claim that is unsound or already made."""
    check_id("claim", claim.claim)
    key = parse_key(kind, claim.property)
    check_value(kind, key, claim.value, facts)
    named = claim.value.get("id") if isinstance(claim.value, dict) and key.code == "about" else claim.value
    if named == record:
        raise RefusedError("names_itself", "A record is not about itself, nor does it belong to itself.", "value")
    check_all("evidence", claim.evidence, facts)
    check_credibility(claim.credibility)
    check_basis("basis", claim.basis, dated=definition(kind, parse_key(kind, claim.property)).basis)
    if claim.note is not None:
        check_text("note", claim.note)
    if claim.claim in standing or claim.claim in facts.claims:
        raise RefusedError(
            "claim_id_taken", "There is already a claim {id}; give this one another id.", "claim", id=claim.claim
        )
    for other in standing.values():
        if not other.withdrawn and _same(kind, other.claim, claim):
            raise RefusedError(
                "claim_exists",
                "This value is already claimed; add your evidence to claim {id}.",
                "value",
                id=other.claim.claim,
            )


def _same(kind: str, one: Claim, other: Claim) -> bool:
    """Say whether two claims give one property the same value, however it is written."""
    if one.property != other.property:
        return False
    found = definition(kind, parse_key(kind, one.property))
    return comparable(found, one.value) == comparable(found, other.value)


def check_credibility(credibility: int | None) -> None:
    """Refuse what is not an Admiralty digit or None."""
    if credibility is not None:
        check_code("credibility", "credibility", str(credibility))


def _active(claims: Claims, claim: str) -> StandingClaim:
    found = claims.standing.get(claim)
    if found is None:
        raise UnknownRecordError("unknown_claim", "This record has no claim {id}.", "claim", id=claim)
    if found.withdrawn:
        raise RefusedError("claim_withdrawn", "Claim {id} was withdrawn; record it anew.", "claim", id=claim)
    return found


def _add_evidence(claims: Claims, command: AddEvidence, facts: Facts) -> list[Event]:
    standing = _active(claims, command.claim).claim
    check_all("evidence", command.evidence, facts)
    for number, piece in enumerate(command.evidence):
        if piece in standing.evidence:
            raise RefusedError("evidence_known", "The claim already rests on this.", f"evidence[{number}]")
    return [EvidenceAdded(claim=command.claim, evidence=command.evidence)]


def _assess(claims: Claims, command: AssessClaim) -> list[Event]:
    check_credibility(command.credibility)
    if _active(claims, command.claim).claim.credibility == command.credibility:
        return []
    return [ClaimAssessed(claim=command.claim, credibility=command.credibility)]


def _prefer(claims: Claims, command: PreferClaim) -> list[Event]:
    standing = _active(claims, command.claim).claim
    if claims.preferred.get(standing.property) == command.claim:
        return []
    return [ClaimPreferred(claim=command.claim, property=standing.property)]


def _withdraw_preference(claims: Claims, command: WithdrawPreference) -> list[Event]:
    if command.property not in claims.preferred:
        raise RefusedError("no_preference", "No claim of {name} is preferred.", "property", name=command.property)
    return [PreferenceWithdrawn(property=command.property)]


def _add_note(command: AddNote) -> list[Event]:
    check_text("text", command.text)
    if command.property is not None:
        parse_key(command.kind, command.property)
    return [NoteAdded(text=command.text, property=command.property)]


def opened(claims: tuple[Claim, ...], position: int) -> Claims:
    """Return the claims a record opens with."""
    numbered = enumerate(claims)
    return Claims(
        standing={
            claim.claim: StandingClaim(claim=claim, position=position, number=number) for number, claim in numbered
        }
    )


def evolve(claims: Claims, recorded: Recorded) -> Claims:
    """Apply an event about claims."""
    replace = msgspec.structs.replace
    match recorded.event:
        case ClaimRecorded(claim=claim):
            added = StandingClaim(claim=claim, position=recorded.position)
            return replace(claims, standing={**claims.standing, claim.claim: added})
        case EvidenceAdded(claim=claim, evidence=evidence):
            known = claims.standing[claim].claim
            return _with(claims, claim, claim=replace(known, evidence=(*known.evidence, *evidence)))
        case ClaimAssessed(claim=claim, credibility=credibility):
            return _with(claims, claim, claim=replace(claims.standing[claim].claim, credibility=credibility))
        case ClaimPreferred(claim=claim, property=name):
            return replace(claims, preferred={**claims.preferred, name: claim})
        case PreferenceWithdrawn(property=name):
            return replace(claims, preferred={key: kept for key, kept in claims.preferred.items() if key != name})
        case ClaimWithdrawn(claim=claim):
            preferred = {key: kept for key, kept in claims.preferred.items() if kept != claim}
            return replace(_with(claims, claim, withdrawn=True), preferred=preferred)
        case NoteAdded(text=text, property=name):
            note = Note(text=text, property=name, position=recorded.position)
            return replace(claims, notes=(*claims.notes, note))
    return claims


def _with(claims: Claims, name: str, **changes: object) -> Claims:
    changed = msgspec.structs.replace(claims.standing[name], **changes)
    return msgspec.structs.replace(claims, standing={**claims.standing, name: changed})
