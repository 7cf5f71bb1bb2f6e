"""Erasing personal data: the second thing, beside commands, that dispatch lets a person do to the record."""

from incidents.dispatch.recording import LIVE, Recording
from incidents.domain.person import Person
from incidents.domain.values import check_text
from incidents.log import lock
from incidents.log.read import RecordedEvent
from incidents.log.redact import redact_field
from incidents.permissions import ForbiddenError
from incidents.readmodels.project import as_told, project
from incidents.readmodels.retrace import retrace


def redact(position: int, field: str, *, person: Person, reason: str, recording: Recording = LIVE) -> RecordedEvent:
    """Erase one personal field of an event for good, in the log and in every row that was computed from it.

    `field` is a concrete name, such as `about.byline`, `claims[0].value.text` or `metadata.reason`. The chain still
    verifies; the event returned records that it was done. Raises ForbiddenError, DomainError, LogError.
    """
    if not person.has("administrator"):
        raise ForbiddenError("forbidden", "Only an administrator may erase personal data.", None)
    check_text("reason", reason)
    with lock.writer():
        event = redact_field(
            position,
            field,
            event_id=recording.new_id(),
            metadata={"person": person.name, "batch": recording.new_id(), "reason": reason},
            recorded_at=recording.now(),
            salts=recording.salt,
        )
        project(as_told([event]))
        retrace(event.stream_kind, event.stream_id, event.position)
    return event
