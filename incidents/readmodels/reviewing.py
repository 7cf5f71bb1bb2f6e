"""What a review is about: what is published together, who has worked on it, and what the public saw of it before."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.db.models import Max, Q

from incidents.domain.person import Person
from incidents.log.models import Event
from incidents.log.personal import FIELD_REDACTED
from incidents.readmodels import models as tables
from incidents.readmodels.publication import HOPS
from incidents.readmodels.visibility import VERSION_MODELS

# Events that make nobody an author of an incident: reviewing is not working on it (decision 5).
REVIEWING = ("IncidentReviewed", "IncidentPublished", "IncidentWithdrawn", FIELD_REDACTED)


def authored(since: Mapping[str, int], *, person: Person) -> set[str]:
    """Return those of these incidents, {id: position of the last publication}, that a person has worked on since.

    Decides as dispatch does, for many incidents at once.
    """
    if not since:
        return set()
    losers = _losers(since)
    parts = _followers(since) | losers
    published = tables.StatementVersion.objects.filter(record_id__in=list(parts)).order_by()
    last = dict(published.values_list("record_id").annotate(Max("public_from")))
    behind = {str(statement): position or 0 for statement, position in last.items()}
    behind |= _published_with(losers, since) | dict(since)
    worked = Event.objects.filter(stream_id__in=[*since, *parts], metadata__person=person.name)
    # In the streams of what is published along every event counts but an erasure.
    own = worked.exclude(type__in=REVIEWING, stream_id__in=list(since)).exclude(type=FIELD_REDACTED)
    told = own.order_by().values_list("stream_id").annotate(Max("position"))
    found = {str(stream): position for stream, position in told}
    return {parts.get(stream, stream) for stream, at in found.items() if at > behind.get(stream, 0)}


def _published_with(losers: Mapping[str, str], since: Mapping[str, int]) -> dict[str, int]:
    """Return {incident merged away: position of its last publication, or of the survivor's with it}."""
    versions = tables.IncidentVersion.objects.filter(record_id__in=list(losers)).order_by("from_position")
    found: dict[str, int] = {}
    for version in versions.values("record_id", "merged_into_id", "published_at", "from_position", "to_position"):
        loser, survivor = str(version["record_id"]), str(version["merged_into_id"])
        at = since.get(survivor, 0) if losers[loser] == survivor else 0
        stood = version["from_position"] <= at and (version["to_position"] is None or at < version["to_position"])
        found[loser] = max(found.get(loser, 0), version["published_at"] or 0, at if stood else 0)
    return found


def published_together(incidents: Iterable[str]) -> dict[str, str]:
    """Return {stream: incident} for what is published with these incidents: statements, what was merged into them."""
    wanted = list(incidents)
    return _followers(wanted) | _losers(wanted)


def _losers(incidents: Iterable[str]) -> dict[str, str]:
    rows = tables.Incident.objects.filter(merged_into__in=list(incidents)).values_list("id", "merged_into_id")
    return {str(loser): str(survivor) for loser, survivor in rows}


def _followers(incidents: Iterable[str]) -> dict[str, str]:
    """Return {statement: incident} for what is published with these incidents, directly or by what it is about."""
    direct = tables.Statement.objects.filter(incident__in=list(incidents)).values_list("id", "incident_id")
    found = {str(statement): str(incident) for statement, incident in direct}
    fresh = {incident: incident for incident in incidents} | found
    about = tables.Facet.objects.filter(key="about", record_kind="statement", to_position=None)
    loose = tables.Statement.objects.filter(incident=None).values("id")
    for _ in range(HOPS):
        rows = about.filter(value__in=list(fresh), record_id__in=loose).values_list("record_id", "value")
        fresh = {str(statement): fresh[value] for statement, value in rows if str(statement) not in found}
        if not fresh:
            break
        found |= fresh
    return found


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An incident or a statement under review: as it stands now, and as the public saw it last.

    `since` is the position of that publication, 0 where there was none; `before` is then None.
    """

    kind: str
    now: Any
    before: Any = None
    since: int = 0

    @property
    def id(self) -> str:
        return str(self.now.id)


def parts(incident: Any) -> list[Part]:
    """Return the incident (a current row) and the statements published with it, by date: all that a review covers."""
    id = str(incident.id)
    statements = list(published_together([id]))
    rows = tables.Statement.objects.filter(id__in=statements).order_by("sort_date", "id")
    before = _published("statement", statements) | _published("incident", [id])
    return [_part("incident", incident, before), *(_part("statement", row, before) for row in rows)]


def _part(kind: str, row: Any, before: dict[str, Any]) -> Part:
    seen = before.get(str(row.id))
    return Part(kind=kind, now=row, before=seen, since=seen.public_from if seen else 0)


def _published(kind: str, ids: list[str]) -> dict[str, Any]:
    """Return {id: the version that the public saw last}."""
    versions = VERSION_MODELS[kind].objects.filter(record_id__in=ids, public_from__isnull=False)
    return {str(version.record_id): version for version in versions.order_by("public_from")}


def left(incident: str, *, still: Iterable[str]) -> list[str]:
    """Return the statements that the public sees with an incident and that are no longer part of it."""
    shown = tables.StatementVersion.objects.filter(public_with=incident, public_from__isnull=False, public_to=None)
    gone = shown.exclude(record_id__in=list(still)).order_by("sort_date", "record_id")
    return [str(id) for id in gone.values_list("record_id", flat=True)]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A claim under review that is not what it was at the last publication; `before` is None for a new one."""

    now: Any
    before: Any = None


def changed_claims(found: Iterable[Part]) -> dict[str, list[Changed]]:
    """Return {record: its claims that are new or not what they were}, in the order recorded."""
    since = {part.id: part.since for part in found}
    standing = tables.ClaimVersion.objects.filter(subject_id__in=list(since), to_position=None)
    touched = {
        record
        for record, subject, position in standing.values_list("record_id", "subject_id", "from_position")
        if position > since[str(subject)]
    }
    before = {
        row.record_id: row
        for row in tables.ClaimVersion.objects.filter(record_id__in=touched).order_by("from_position")
        if row.from_position <= since.get(str(row.subject_id), 0)
    }
    changed: dict[str, list[Changed]] = {}
    for row in tables.Claim.objects.filter(id__in=touched).order_by("position", "id"):
        if row.status == "active" or row.id in before:
            told = Changed(now=row, before=before.get(row.id))
            changed.setdefault(str(row.subject_id), []).append(told)
    return changed


def touched_by(source: str) -> tuple[list[Any], list[Any]]:
    """Return what the coding of a source led to: the incidents, with those of its statements; and the statements that
    belong to no incident. What was withdrawn or merged away is left out.
    """
    users = tables.Facet.objects.filter(key="source", value=source, to_position=None)
    said = tables.Statement.objects.filter(id__in=users.filter(record_kind="statement").values("record_id"))
    said = said.filter(status="active")
    own = Q(id__in=users.filter(record_kind="incident").values("record_id")) | Q(id__in=said.values("incident_id"))
    incidents = tables.Incident.objects.filter(own, merged_into=None).exclude(status="withdrawn")
    loose = said.filter(incident=None).order_by("sort_date", "id")
    return list(incidents.order_by("sort_date", "id")), list(loose)


def statements_of(incidents: Iterable[Any]) -> dict[str, list[Any]]:
    """Return {incident: its statements that stand}, by date."""
    rows = tables.Statement.objects.filter(incident__in=[row.id for row in incidents], status="active")
    found: dict[str, list[Any]] = {}
    for row in rows.order_by("sort_date", "id"):
        found.setdefault(str(row.incident_id), []).append(row)
    return found
