"""When a record was withdrawn, and why; the public learns it of what it once saw, and of nothing else."""

from datetime import datetime

import msgspec
from django.db import models
from django.db.models import Exists, OuterRef

from incidents.domain.catalogue import CLAIMED
from incidents.domain.person import Person
from incidents.log.read import Reader, RecordedEvent
from incidents.readmodels import models as tables
from incidents.readmodels.selection import MERGED_KINDS, merged_into
from incidents.readmodels.visibility import CURRENT_MODELS, Condition, standing
from incidents.readmodels.visibility import _used as used

WITHDRAWN = ("IncidentWithdrawn", "StatementWithdrawn", "ActorWithdrawn", "SourceWithdrawn", "LinkWithdrawn")
HOPS = 5  # a statement about a statement about …


class Withdrawal(msgspec.Struct, frozen=True):
    """The event that took a record back: where, when, by whom, and the reason that was given."""

    position: int
    recorded_at: datetime
    person: str
    reason: str | None


def with_standing_subject(claims: models.QuerySet, *, as_of: int | None) -> models.QuerySet:
    """Leave out the claims of records that stand withdrawn."""
    for kind in CLAIMED:
        gone = standing(kind, as_of).filter(record=OuterRef("subject_id"), status="withdrawn")
        claims = claims.exclude(Exists(gone))
    return claims


def of(kind: str, id: str, *, person: Person) -> Withdrawal | None:
    """Return the withdrawal of a record, None where there is none that the person may know of."""
    into = merged_into(kind, id=id) if kind in MERGED_KINDS else None
    if into is not None:
        return of(kind, str(into), person=person)
    found = _claim_withdrawn(id) if kind == "claim" else _last(id, WITHDRAWN)
    if found is None and kind == "statement" and not person.has("reader"):
        incident = _incident_of(id)
        found = _last(incident, WITHDRAWN) if incident else None
    if found is None or not (person.has("reader") or _was_public(kind, id, found.position)):
        return None
    return Withdrawal(found.position, found.recorded_at, found.metadata["person"], found.metadata.get("reason"))


def _last(stream: str, types: tuple[str, ...]) -> RecordedEvent | None:
    return next((event for event in reversed(Reader().stream(stream)) if event.type in types), None)


def _claim_withdrawn(id: str) -> RecordedEvent | None:
    row = tables.Claim.objects.filter(id=id, status="withdrawn").first()
    if row is None:
        return None
    events = reversed(Reader().stream(str(row.recorded_in)))
    return next((event for event in events if event.type == "ClaimWithdrawn" and event.data["claim"] == id), None)


def _was_public(kind: str, id: str, until: int) -> bool:
    """Say whether the public saw a record at some time before a position."""
    match kind:
        case "incident":
            return _published(id, 0, until)
        case "statement":
            incident, since = _incident_of(id), _recorded(id)
            return incident is not None and _published(incident, since, until)
        case "link":
            row = tables.Link.objects.get(id=id)
            ends = ((row.from_kind, str(row.from_id)), (row.to_kind, str(row.to_id)))
            return all(_was_public(end, record, until) for end, record in ends)
        case "claim":
            row = tables.Claim.objects.get(id=id)
            subject = str(row.subject_id)
            if row.subject_kind == "statement":
                subject = _incident_of(subject) or subject
            return _published(subject, row.position, until)
    return standing(kind, until - 1).filter(Condition("record", used(kind, until - 1)), record=id).exists()


def _published(incident: str, since: int, until: int) -> bool:
    events = Reader().stream(incident, until)
    return any(event.type == "IncidentPublished" and event.position > since for event in events)


def _recorded(id: str) -> int:
    events = Reader().stream(id)
    return events[0].position if events else 0


def _incident_of(statement: str) -> str | None:
    """Return the incident that a statement follows: its own, else that of what it is about."""
    kind, id = "statement", statement
    for _ in range(HOPS):
        if kind == "incident":
            return id
        row = CURRENT_MODELS["statement"].objects.filter(id=id).first() if kind == "statement" else None
        if row is None:
            return None
        if row.incident_id:
            return str(row.incident_id)
        if not row.about:
            return None
        kind, id = row.about["kind"], row.about["id"]
    return None
