"""Everything that can happen to an incident, in order: opened, claimed about, submitted, reviewed, published,
withdrawn; merged into another one, and the merge taken back.

An incident is one occurrence between states: something was done, not only said. Its values are claims; the title is
editorial text. Publishing approves a version: the public sees that one until the next is published.
"""

import msgspec

from incidents.domain import claiming, merging
from incidents.domain.claiming import Claims
from incidents.domain.claims import Claim
from incidents.domain.errors import RefusedError, UnknownRecordError
from incidents.domain.evidence import check_code
from incidents.domain.facts import Facts
from incidents.domain.merging import Merge
from incidents.domain.values import (
    SHORT_TEXT,
    ClaimCommand,
    Command,
    Event,
    FieldRedacted,
    Recorded,
    check_bilingual,
    check_id,
    check_text,
)

# --- commands (those about claims are in domain.claiming)


class OpenIncident(Command):
    """Open an incident with its title ({en, id}, one at least) and the claims known at once, its type among them."""

    title: dict[str, str]
    claims: tuple[Claim, ...]


class RetitleIncident(Command):
    """Give the incident another title ({en, id}, one at least)."""

    title: dict[str, str]


class SubmitIncident(Command):
    """Hand the incident in for review."""


class ReviewIncident(Command):
    """Approve the version submitted, or return it with a remark."""

    decision: str
    remark: str | None = None


class PublishIncident(Command):
    """Show the approved version to the public, until the next one is published."""


class WithdrawIncident(Command):
    """Take the incident back for good; the public does not see it at any time any more."""


class MergeIncidents(Command):
    """Merge this incident into another one; this one's id redirects."""

    into: str


class ReverseIncidentMerge(Command):
    """Let a merged incident stand for itself again."""


# --- events


class IncidentOpened(Event):
    """An incident was opened as a draft, with its title and its first claims."""

    title: dict[str, str]
    claims: tuple[Claim, ...]


class IncidentRetitled(Event):
    """The incident got another title."""

    title: dict[str, str]


class IncidentSubmitted(Event):
    """The incident waits for its review."""


class IncidentReviewed(Event):
    """The version submitted was approved or returned.

    `four_eyes` is False where the reviewer was an author and an administrator had waived the rule.
    """

    decision: str
    remark: str | None = None
    four_eyes: bool = True


class IncidentPublished(Event):
    """The approved version is the public one from here on."""


class IncidentWithdrawn(Event):
    """The incident was taken back; nothing more is recorded on it."""


class IncidentsMerged(Event):
    """The incident was merged into another one, which stands for it from here on."""

    into: str


class MergeReversed(Event):
    """The merge is taken back; `merged_at` is the position of the event that made it."""

    survivor: str
    merged_at: int


# --- state


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """`status` is draft, in_review, published or withdrawn. `authors` recorded something since the last publication;
    `approved_at` is the position of an approval that still holds, `published_at` that of the last publication.
    """

    title: dict[str, str]
    claims: Claims
    status: str = "draft"
    authors: frozenset[str] = frozenset()
    approved_at: int | None = None
    published_at: int | None = None
    merge: Merge | None = None

    @property
    def approved(self) -> bool:
        """Whether nothing was recorded on the incident since it was approved."""
        return self.approved_at is not None


# --- what is asked, and what is answered


def decide(state: Incident | None, command: Command, facts: Facts) -> list[Event]:
    """Answer a command about an incident. Raises DomainError."""
    if isinstance(command, OpenIncident):
        return _open(state, command, facts)
    if state is None:
        raise UnknownRecordError("unknown_incident", "There is no incident {id}.", "id", id=command.id)
    if state.status == "withdrawn":
        raise RefusedError("incident_withdrawn", "This incident was withdrawn; nothing more is recorded on it.", None)
    if state.merge is not None and isinstance(command, NOT_WHILE_MERGED):
        raise RefusedError(
            "merged_away", "This incident was merged into {into}; do this there.", None, into=state.merge.into
        )
    match command:
        case ClaimCommand():
            return claiming.decide(state.claims, command, facts)
        case RetitleIncident(title=title):
            check_bilingual("title", title, SHORT_TEXT)
            return [] if title == state.title else [IncidentRetitled(title=title)]
        case SubmitIncident():
            return _submit(state)
        case ReviewIncident():
            return _review(state, command, facts)
        case PublishIncident():
            return _publish(state, facts)
        case WithdrawIncident():
            return [IncidentWithdrawn()]
        case MergeIncidents():
            merging.check_merge(command.id, state.merge, command.into, facts.records.get(("incident", command.into)))
            return [IncidentsMerged(into=command.into)]
        case ReverseIncidentMerge():
            merge = merging.check_reversal(state.merge)
            return [MergeReversed(survivor=merge.into, merged_at=merge.position)]
    raise TypeError(f"not a command about an incident: {command!r}")


NOT_WHILE_MERGED = (claiming.RecordClaim, RetitleIncident, SubmitIncident, ReviewIncident, PublishIncident)


def _open(state: Incident | None, command: OpenIncident, facts: Facts) -> list[Event]:
    if state is not None:
        raise RefusedError("id_taken", "There is already an incident {id}.", "id", id=command.id)
    check_id("id", command.id)
    check_bilingual("title", command.title, SHORT_TEXT)
    claiming.check_opening("incident", command.id, command.claims, facts, required=("type",))
    return [IncidentOpened(title=command.title, claims=command.claims)]


def _submit(state: Incident) -> list[Event]:
    if state.status == "in_review":
        raise RefusedError("already_submitted", "This incident is already in review.", None)
    return [IncidentSubmitted()]


def _review(state: Incident, command: ReviewIncident, facts: Facts) -> list[Event]:
    check_code("decision", "review_decisions", command.decision)
    if command.remark is not None:
        check_text("remark", command.remark)
    if state.status != "in_review":
        raise RefusedError("not_in_review", "Submit the incident for review first.", None)
    if command.decision == "approve" and state.approved and facts.newest <= state.approved_at:
        return []
    is_author = facts.person in state.authors | facts.authors
    if is_author and facts.four_eyes:
        raise RefusedError(
            "four_eyes",
            "You have worked on this record since it was last published; somebody else has to review it.",
            None,
        )
    return [IncidentReviewed(decision=command.decision, remark=command.remark, four_eyes=not is_author)]


def _publish(state: Incident, facts: Facts) -> list[Event]:
    if state.status != "in_review":
        raise RefusedError("not_in_review", "Submit the incident for review first.", None)
    if not state.approved:
        raise RefusedError("not_approved", "This version has not been approved; have it reviewed first.", None)
    if facts.newest > state.approved_at:
        raise RefusedError(
            "changed_since_approval",
            "A statement or a merged record of this incident has changed since the approval; have it reviewed again.",
            None,
        )
    return [IncidentPublished()]


def evolve(state: Incident | None, recorded: Recorded) -> Incident:
    """Apply an event of an incident's stream."""
    replace = msgspec.structs.replace
    match recorded.event:
        case IncidentOpened(title=title, claims=claims):
            authors = frozenset((recorded.person,))
            return Incident(title=title, claims=claiming.opened(claims, recorded.position), authors=authors)
        case FieldRedacted():
            return state
        case IncidentReviewed(decision="approve"):
            return replace(state, approved_at=recorded.position)
        case IncidentReviewed():
            returned_to = "draft" if state.published_at is None else "published"
            return replace(state, status=returned_to, approved_at=None)
        case IncidentPublished():
            return replace(
                state, status="published", approved_at=None, published_at=recorded.position, authors=frozenset()
            )
        case IncidentWithdrawn():
            return replace(state, status="withdrawn")
    return _authored(state, recorded)


def _authored(state: Incident, recorded: Recorded) -> Incident:
    """Apply an event that makes its person an author and takes an approval back."""
    state = msgspec.structs.replace(state, authors=state.authors | {recorded.person}, approved_at=None)
    replace = msgspec.structs.replace
    match recorded.event:
        case IncidentRetitled(title=title):
            return replace(state, title=title)
        case IncidentSubmitted():
            return replace(state, status="in_review")
        case IncidentsMerged(into=into):
            return replace(state, merge=Merge(into=into, position=recorded.position))
        case MergeReversed():
            return replace(state, merge=None)
    return replace(state, claims=claiming.evolve(state.claims, recorded))
