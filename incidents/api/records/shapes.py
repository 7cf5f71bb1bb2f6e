"""The shapes of what the API answers; the schema is made from these, and a test holds every answer to them.

All fields but the id may be missing, because `fields=` leaves out what nobody asked for.
"""

from datetime import date as Day
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from incidents.api.records.parts import (
    About,
    ActorName,
    Bounds,
    CreditShape,
    Dyad,
    EvidenceShape,
    Participant,
    Place,
    Quantity,
    Reference,
    Remark,
    ReportShape,
    Shape,
    Tenure,
)

T = TypeVar("T")
Maybe = T | UnsetType


class ClaimRecord(Shape, kw_only=True):
    """A value that is claimed of a record, with its evidence, and whether it counts."""

    id: str
    subject_kind: Maybe[str] = UNSET
    subject: Maybe[str] = UNSET
    recorded_in: Maybe[str | None] = UNSET
    property: Maybe[str] = UNSET
    value: Maybe[Any] = UNSET
    credibility: Maybe[int | None] = UNSET
    basis: Maybe[str | None] = UNSET
    note: Maybe[Any] = UNSET
    status: Maybe[str] = UNSET
    resolved: Maybe[bool] = UNSET
    preferred: Maybe[bool] = UNSET
    decided_by: Maybe[str | None] = UNSET
    origins: Maybe[int] = UNSET
    evidence: Maybe[list[EvidenceShape]] = UNSET
    position: Maybe[int] = UNSET
    as_of: Maybe[int] = UNSET


class LinkRecord(Shape, kw_only=True):
    """A link from one record to another; with `expand` its ends are shown too."""

    id: str
    from_kind: Maybe[str] = UNSET
    from_: Maybe[str | dict[str, Any]] = msgspec.field(name="from", default=UNSET)
    to_kind: Maybe[str] = UNSET
    to: Maybe[str | dict[str, Any]] = UNSET
    type: Maybe[str] = UNSET
    confidence: Maybe[str] = UNSET
    rationale: Maybe[Any] = UNSET
    evidence: Maybe[list[EvidenceShape]] = UNSET
    status: Maybe[str] = UNSET
    version: Maybe[int] = UNSET
    as_of: Maybe[int] = UNSET


class ActorRecord(Shape, kw_only=True):
    """A person, office, body, state, organisation, company, outlet or group."""

    id: str
    kind: Maybe[str] = UNSET
    name: Maybe[str] = UNSET
    names: Maybe[list[ActorName]] = UNSET
    country: Maybe[str | None] = UNSET
    tenures: Maybe[list[Tenure]] = UNSET
    rank: Maybe[str | None] = UNSET
    belongs_to: Maybe[Reference | None] = UNSET
    disputed: Maybe[list[str]] = UNSET
    notes: Maybe[list[Remark]] = UNSET
    status: Maybe[str] = UNSET
    version: Maybe[int] = UNSET
    claims: Maybe[list[ClaimRecord]] = UNSET
    as_of: Maybe[int] = UNSET


class SourceRecord(Shape, kw_only=True):
    """An article, a wire, a readout, a post; held (its text was seen) or cited."""

    id: str
    kind: Maybe[str] = UNSET
    held: Maybe[bool] = UNSET
    outlet: Maybe[Reference | None] = UNSET
    title: Maybe[str | None] = UNSET
    language: Maybe[str | None] = UNSET
    published: Maybe[str | None] = UNSET
    published_earliest: Maybe[Day | None] = UNSET
    published_latest: Maybe[Day | None] = UNSET
    published_basis: Maybe[str | None] = UNSET
    published_note: Maybe[str | None] = UNSET
    byline: Maybe[str | None] = UNSET
    url: Maybe[str | None] = UNSET
    file: Maybe[str | None] = UNSET
    file_sha256: Maybe[str | None] = UNSET
    text_sha256: Maybe[str | None] = UNSET
    length: Maybe[int | None] = UNSET
    reliability: Maybe[str | None] = UNSET
    origins: Maybe[list[CreditShape]] = UNSET
    cited_in: Maybe[list[EvidenceShape]] = UNSET
    assessment: Maybe[str | None] = UNSET
    copy_of: Maybe[Reference | None] = UNSET
    status: Maybe[str] = UNSET
    version: Maybe[int] = UNSET
    as_of: Maybe[int] = UNSET


class StatementRecord(Shape, kw_only=True):
    """What was said, by whom, to whom; each report is one source's account of it."""

    id: str
    speaker: Maybe[Reference | None] = UNSET
    speakers: Maybe[list[str]] = UNSET
    speaker_mode: Maybe[str | None] = UNSET
    on_behalf_of: Maybe[Reference | None] = UNSET
    addressee: Maybe[Reference | None] = UNSET
    addressees: Maybe[list[str]] = UNSET
    act: Maybe[str | None] = UNSET
    acts: Maybe[list[str]] = UNSET
    date: Maybe[str | None] = UNSET
    date_earliest: Maybe[Day | None] = UNSET
    date_latest: Maybe[Day | None] = UNSET
    date_overlap: Maybe[Bounds | None] = UNSET
    incident: Maybe[Reference | None] = UNSET
    about: Maybe[About | None] = UNSET
    modality: Maybe[str | None] = UNSET
    venue: Maybe[str | None] = UNSET
    gist: Maybe[dict[str, Any]] = UNSET
    reports: Maybe[list[ReportShape]] = UNSET
    disputed: Maybe[list[str]] = UNSET
    notes: Maybe[list[Remark]] = UNSET
    status: Maybe[str] = UNSET
    version: Maybe[int] = UNSET
    claims: Maybe[list[ClaimRecord]] = UNSET
    links: Maybe[list[LinkRecord]] = UNSET
    as_of: Maybe[int] = UNSET


class IncidentRecord(Shape, kw_only=True):
    """Something that was done between states. `date` is EDTF; what is listed holds ids."""

    id: str
    type: Maybe[str | None] = UNSET
    title: Maybe[str] = UNSET
    titles: Maybe[dict[str, Any]] = UNSET
    date: Maybe[str | None] = UNSET
    date_earliest: Maybe[Day | None] = UNSET
    date_latest: Maybe[Day | None] = UNSET
    date_overlap: Maybe[Bounds | None] = UNSET
    initiator: Maybe[Reference | None] = UNSET
    target: Maybe[Reference | None] = UNSET
    initiators: Maybe[list[str]] = UNSET
    targets: Maybe[list[str]] = UNSET
    parties: Maybe[list[str]] = UNSET
    participants: Maybe[list[Participant]] = UNSET
    place: Maybe[Place | None] = UNSET
    issues: Maybe[list[str]] = UNSET
    occurrence: Maybe[str | None] = UNSET
    quantities: Maybe[list[Quantity]] = UNSET
    ordinal: Maybe[dict[str, Any] | None] = UNSET
    level_of_summoner: Maybe[str | None] = UNSET
    level_of_summoned: Maybe[str | None] = UNSET
    publicity: Maybe[str | None] = UNSET
    channel: Maybe[str | None] = UNSET
    outcome: Maybe[str | None] = UNSET
    scope: Maybe[str | None] = UNSET
    disputed: Maybe[list[str]] = UNSET
    notes: Maybe[list[Remark]] = UNSET
    status: Maybe[Literal["draft", "in_review", "published", "withdrawn"]] = UNSET
    version: Maybe[int] = UNSET
    claims: Maybe[list[ClaimRecord]] = UNSET
    statements: Maybe[list[StatementRecord]] = UNSET
    links: Maybe[list[LinkRecord]] = UNSET
    demands: Maybe[list[StatementRecord]] = UNSET
    dyad: Maybe[Dyad | None] = UNSET
    as_of: Maybe[int] = UNSET


SHAPES: dict[str, type[Shape]] = {
    "incident": IncidentRecord,
    "statement": StatementRecord,
    "actor": ActorRecord,
    "source": SourceRecord,
    "link": LinkRecord,
    "claim": ClaimRecord,
}
