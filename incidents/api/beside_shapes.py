"""The shapes of answers beside lists and records."""

from typing import Any

import msgspec

from incidents.api.records.shapes import ActorRecord, IncidentRecord


class ChainMember(msgspec.Struct, kw_only=True):
    """A record of a chain; `depth` is the number of links between it and the one asked for."""

    kind: str
    id: str
    depth: int
    record: dict[str, Any]


class CandidateReason(msgspec.Struct, kw_only=True):
    """What speaks for a candidate: points, and the values that the two share."""

    code: str
    points: int
    detail: list[str]


class CandidateRecord(msgspec.Struct, kw_only=True):
    """An incident that may belong to another one: a recurrence, tit_for_tat, or a duplicate."""

    kind: str
    score: int
    reasons: list[CandidateReason]
    record: IncidentRecord


class FoundActor(msgspec.Struct, kw_only=True):
    """An actor, and what it was found by: a name, words of one, or an office with the bounds of its tenure (EDTF).

    `certainly` says whether these cover the day that was asked for; null where none was.
    """

    actor: ActorRecord
    by: str
    matched: str
    office: str | None
    since: str | None
    until: str | None
    certainly: bool | None


class CodebookTerm(msgspec.Struct, kw_only=True):
    """A term, in both languages; terms of some lists have more members."""

    list: str
    code: str
    label: dict[str, str]
    definition: dict[str, str] | None


class HistoryChange(msgspec.Struct, kw_only=True):
    """What changed: a column of the record, or one of a claim; a new claim has the column `claim`."""

    column: str
    before: Any
    after: Any
    claim: str | None = None
    property: str | None = None


class HistoryStep(msgspec.Struct, kw_only=True):
    """An event (for curators) or a published version, and what it changed."""

    position: int
    recorded_at: str
    type: str
    changes: list[HistoryChange]
    until: int | None = None
    person: str | None = None
    reason: str | None = None
    version: int | None = None
    own: bool | None = None
    stream: dict[str, str] | None = None
    data: dict[str, Any] | None = None


class SearchHit(msgspec.Struct, kw_only=True):
    """A record that was found; of an actor also by which name or office."""

    kind: str
    id: str
    by: str
    matched: str | None
    record: dict[str, Any]


STRUCTS = (SearchHit, HistoryStep, ChainMember, CandidateRecord, FoundActor, CodebookTerm)
