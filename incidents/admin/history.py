"""Events as people read them: what happened, when, by whom, why, and what it says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from incidents.admin.changes import Change, Line, lines
from incidents.admin.evidence import Texts
from incidents.admin.names import Names
from incidents.admin.tree import Node, Tree
from incidents.log.read import Reader, RecordedEvent

# As recorded: the history shows what was said then, under the schema of then.
READER = Reader()

EVENTS = {
    "ActorRegistered": gettext_lazy("actor registered"),
    "ActorWithdrawn": gettext_lazy("actor withdrawn"),
    "ActorsMerged": gettext_lazy("actors merged"),
    "ClaimAssessed": gettext_lazy("credibility of a claim assessed"),
    "ClaimPreferred": gettext_lazy("claim preferred"),
    "ClaimRecorded": gettext_lazy("claim recorded"),
    "ClaimWithdrawn": gettext_lazy("claim withdrawn"),
    "EvidenceAdded": gettext_lazy("evidence added"),
    "FieldRedacted": gettext_lazy("personal field erased"),
    "IncidentOpened": gettext_lazy("incident opened"),
    "IncidentPublished": gettext_lazy("incident published"),
    "IncidentRetitled": gettext_lazy("incident retitled"),
    "IncidentReviewed": gettext_lazy("incident reviewed"),
    "IncidentSubmitted": gettext_lazy("incident submitted for review"),
    "IncidentWithdrawn": gettext_lazy("incident withdrawn"),
    "IncidentsMerged": gettext_lazy("incidents merged"),
    "LinkCorrected": gettext_lazy("link corrected"),
    "LinkWithdrawn": gettext_lazy("link withdrawn"),
    "MergeReversed": gettext_lazy("merge reversed"),
    "NoteAdded": gettext_lazy("note added"),
    "OriginConfirmed": gettext_lazy("origin confirmed"),
    "OriginCredited": gettext_lazy("origin credited"),
    "OriginWithdrawn": gettext_lazy("origin withdrawn"),
    "PreferenceWithdrawn": gettext_lazy("preference withdrawn"),
    "ProposalDecided": gettext_lazy("proposal decided"),
    "RecordsLinked": gettext_lazy("records linked"),
    "ReportWithdrawn": gettext_lazy("report withdrawn"),
    "SourceAssessed": gettext_lazy("source assessed"),
    "SourceCorrected": gettext_lazy("source corrected"),
    "SourceGraded": gettext_lazy("source graded"),
    "SourceRegistered": gettext_lazy("source registered"),
    "SourceWithdrawn": gettext_lazy("source withdrawn"),
    "StatementRecorded": gettext_lazy("statement recorded"),
    "StatementReported": gettext_lazy("statement reported by another source"),
    "StatementWithdrawn": gettext_lazy("statement withdrawn"),
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event for showing; `record` is the name of its stream, `data` what it says."""

    position: int
    type: str
    record: Any
    version: int
    recorded_at: datetime
    person: str
    reason: str | None
    data: tuple[Node, ...]
    changes: tuple[Line, ...] = ()

    @property
    def url(self) -> str:
        return reverse("admin:incidents_event_change", args=[self.position])

    @property
    def brief(self) -> bool:
        """Whether what it says fits on its own line."""
        return len(self.data) <= 3 and not any(node.children or node.pieces for node in self.data)

    @property
    def title(self) -> str:
        return event_name(self.type)


def event_name(type_name: str) -> str:
    """Return what an event is called in the page's language."""
    return str(EVENTS.get(type_name, type_name))


def event_term(type_name: str) -> str:
    """Return what an event is called, with its stored name."""
    return format_html('<span class="term">{} <code>{}</code></span>', event_name(type_name), type_name)


def streams(ids: Iterable[str]) -> list[RecordedEvent]:
    """Return the events of several streams by position."""
    found = READER.streams(ids)
    return sorted((event for events in found.values() for event in events), key=lambda event: event.position)


def entry(event: RecordedEvent, names: Names, held: Texts, changed: Iterable[Change] = ()) -> Entry:
    """Return an event for showing, with what it changed."""
    return Entry(
        position=event.position,
        type=event.type,
        record=names.link(event.stream_id),
        version=event.version,
        recorded_at=event.recorded_at,
        person=event.metadata.get("person", ""),
        reason=event.metadata.get("reason"),
        data=Tree(event.stream_kind, names, held).nodes(event.data),
        changes=lines(changed, names),
    )


def told(events: Iterable[RecordedEvent]) -> list[Any]:
    """Return what events say, as JSON in which names can be looked up."""
    return [[event.stream_id, event.data, event.metadata] for event in events]


def mentions(event: RecordedEvent, claim: str) -> bool:
    """Say whether an event is about a claim."""
    data = event.data
    about = data.get("claim")
    if isinstance(about, dict):
        return about.get("claim") == claim
    return about == claim or any(opened.get("claim") == claim for opened in data.get("claims", ()))


def exact_time(instant: datetime) -> str:
    """Return a time as the hash covers it, to the microsecond."""
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")
