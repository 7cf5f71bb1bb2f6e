"""What `decide` may know of what is published with an incident: whose work it is, and how new."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from incidents.domain.incident import Incident
from incidents.domain.references import named
from incidents.domain.statement import Statement
from incidents.log import read
from incidents.readmodels import lookups

if TYPE_CHECKING:
    from incidents.dispatch.desk import Desk


def authors(desk: "Desk", incident: str) -> frozenset[str]:
    """Return who recorded something on what is published with an incident, since that was last published."""
    published = lookups.published_with(incident)
    since: dict[int, list[str]] = {}
    for stream, position in published.items():
        since.setdefault(position, []).append(stream)
    stored = (read.authors(streams, after=position) for position, streams in since.items())
    here = {desk.person.name} if _changed_with(desk, incident, published) else set()
    return frozenset(here.union(*stored))


def newest(desk: "Desk", incident: str) -> int:
    """Return the last position of what is published with an incident, or has left it since the approval."""
    state = desk.state(incident)
    approved_at = state.approved_at if isinstance(state, Incident) else None
    left = lookups.changed_with(incident, approved_at) if approved_at is not None else set()
    published = lookups.published_with(incident)
    stored = read.last_position({*published, *left}) if published or left else 0
    return max(stored, *_changed_with(desk, incident, published), 0)


def _changed_with(desk: "Desk", incident: str, published: Iterable[str]) -> list[int]:
    """Return the last positions of what the batch has changed and what may be published with an incident."""
    changed = {
        stream: _belongs_to(desk.state(stream)) for kind in ("statement", "incident") for stream in desk.changed[kind]
    }
    fresh = {incident, *published}
    found: set[str] = set()
    while fresh:
        fresh = {stream for stream, belongs in changed.items() if not fresh.isdisjoint(belongs)} - found
        found |= fresh
    return [desk.histories[stream].positions[-1] for stream in found]


def _belongs_to(state: Any) -> set[str]:
    """Return the records that a statement belongs to by any claim of it, or that an incident was merged into."""
    match state:
        case Statement():
            return {record for _, record in named([state]).records}
        case Incident(merge=merge) if merge is not None:
            return {merge.into}
    return set()
