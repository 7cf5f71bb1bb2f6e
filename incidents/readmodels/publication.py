"""Which version of a record the public sees, and between which positions.

Publishing an incident approves the version that stands then; the public sees it until the next approval. A statement
follows its incident, else the record it is about. What is withdrawn now is hidden at every position: it has no public
interval at all. Links, actors and sources have none either: they show by what they belong to (`visibility`).
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from incidents.log.driver import run
from incidents.readmodels.tables import FACETS, VERSIONS, Place, bind_id, fetch_for, read_id, read_json

Interval = tuple[int | None, int | None, str | None]  # from, to, the incident approved; Nones where never
Approval = tuple[int, str]  # position, incident

HOPS = 5  # a statement about a statement about …: how far its incident is looked for
NEVER: Interval = (None, None, None)


class Span(msgspec.Struct, frozen=True):
    """A version of a record: its key, its positions, and its public interval as stored."""

    key: str
    start: int
    end: int | None
    stored: Interval


class Told(msgspec.Struct, frozen=True):
    """What a version of a statement says of where it belongs."""

    start: int
    incident: str | None
    about: dict[str, str] | None


def public_intervals(
    spans: list[Span], approvals: list[Approval], follows: Callable[[int], str | None]
) -> dict[str, Interval]:
    """Return {version key: interval} for the versions the public sees; all in order of positions.

    `follows` gives the incident that the record follows at a position. What was hidden once stays so until its next
    version: an answer that was given for a past position must not change.
    """
    seen: dict[str, Interval] = {}
    shown: str | None = None  # the key of the version that the public sees so far
    for position, incident in approvals:
        span = next((s for s in spans if s.start <= position and (s.end is None or position < s.end)), None)
        approved = span.key if span is not None and follows(position) == incident else None
        if shown is not None and shown != approved and (approved is not None or seen[shown][2] == incident):
            seen[shown] = (seen[shown][0], position, seen[shown][2])
            shown = None
        if approved is not None and approved not in seen:
            seen[approved] = (position, None, incident)
            shown = approved
    return seen


def update_incidents(place: Place, incidents: Iterable[str]) -> None:
    """Set the public intervals of these incidents' versions anew."""
    sql = (
        "SELECT record_id, key, from_position, to_position, public_from, public_to, public_with, published_at, status"
        f" FROM {place.name(VERSIONS['incident'])} WHERE record_id IN ({{ids}}) ORDER BY record_id, from_position"
    )
    spans: dict[str, list[Span]] = {}
    approvals: dict[str, list[Approval]] = {}
    for record, key, start, end, *stored, published_at, status in fetch_for(sql, incidents):
        incident = read_id(record)
        spans.setdefault(incident, []).append(Span(key, start, end, _interval(*stored)))
        if published_at == start:
            approvals.setdefault(incident, []).append((start, incident))
        if status == "withdrawn":
            approvals.pop(incident, None)
    public = {
        incident: public_intervals(found, approvals.get(incident, []), lambda _, own=incident: own)
        for incident, found in spans.items()
    }
    _store(place, "incident", spans, public)


def update_statements(place: Place, statements: Iterable[str]) -> None:
    """Set the public intervals of these statements' versions anew, from those of the incidents they follow."""
    spans, told = _statement_spans(place, set(statements))
    named = {statement: _incidents_named(told, statement) for statement in spans}
    approved = _approvals(place, set().union(*named.values()))
    public = {}
    for statement, found in spans.items():
        approvals = sorted(a for incident in named[statement] for a in approved.get(incident, ()))
        public[statement] = public_intervals(found, approvals, lambda at, own=statement: _follows(told, own, at))
    _store(place, "statement", spans, public)


def statements_following(place: Place, incidents: Iterable[str]) -> set[str]:
    """Return the statements that ever followed one of these incidents, directly or by what they are about."""
    table = place.name(VERSIONS["statement"])
    sql = f"SELECT DISTINCT record_id FROM {table} WHERE incident_id IN ({{ids}})"
    wanted = set(incidents)
    found = {read_id(row[0]) for row in fetch_for(sql, wanted)}
    return found | statements_about(place, wanted | found)


def statements_about(place: Place, records: Iterable[str]) -> set[str]:
    """Return the statements that were ever about one of these records, or about such a statement."""
    found: set[str] = set()
    fresh = set(records)
    sql = (
        f"SELECT record_id FROM {place.name(FACETS)}"
        " WHERE record_kind = 'statement' AND key = 'about' AND value IN ({ids})"
    )
    for _ in range(HOPS):
        fresh = {read_id(row[0]) for row in fetch_for(sql, fresh, bind=str)} - found
        found |= fresh
    return found


def _statement_spans(place: Place, statements: set[str]) -> tuple[dict[str, list[Span]], dict[str, list[Told]]]:
    """Return the spans of statements, and where they and the statements they are about belong.

    What was withdrawn belongs nowhere, nor does a statement about it that has no incident of its own.
    """
    sql = (
        "SELECT record_id, key, from_position, to_position, public_from, public_to, public_with, incident_id, about,"
        f" status FROM {place.name(VERSIONS['statement'])} WHERE record_id IN ({{ids}})"
        " ORDER BY record_id, from_position"
    )
    spans: dict[str, list[Span]] = {}
    told: dict[str, list[Told]] = {}
    fresh = statements
    for _ in range(HOPS):
        for record, key, start, end, *stored, incident, about, status in fetch_for(sql, fresh):
            statement = read_id(record)
            if status == "withdrawn":  # the last of its versions
                told[statement] = []
            else:
                told.setdefault(statement, []).append(Told(start, read_id(incident), read_json(about)))
            if statement in statements:
                spans.setdefault(statement, []).append(Span(key, start, end, _interval(*stored)))
        fresh = {version.about["id"] for found in told.values() for version in found if _is_about_statement(version)}
        fresh -= told.keys()
        if not fresh:
            break
    return spans, told


def _is_about_statement(version: Told) -> bool:
    return version.about is not None and version.about["kind"] == "statement"


def _incidents_named(told: dict[str, list[Told]], statement: str) -> set[str]:
    """Return every incident that a statement ever named, itself or through the statements it is about."""
    found, seen, fresh = set(), set(), {statement}
    while fresh:
        seen |= fresh
        versions = [version for one in fresh for version in told.get(one, ())]
        found |= {version.incident for version in versions if version.incident}
        found |= {v.about["id"] for v in versions if v.about and v.about["kind"] == "incident"}
        fresh = {version.about["id"] for version in versions if _is_about_statement(version)} - seen
    return found


def _follows(told: dict[str, list[Told]], statement: str, position: int) -> str | None:
    """Return the incident that a statement follows at a position."""
    for _ in range(HOPS):
        version = next((v for v in reversed(told.get(statement, ())) if v.start <= position), None)
        if version is None or version.incident is not None or version.about is None:
            return version.incident if version else None
        if version.about["kind"] == "incident":
            return version.about["id"]
        statement = version.about["id"]
    return None


def _approvals(place: Place, incidents: Iterable[str]) -> dict[str, list[Approval]]:
    """Return the approvals of incidents that are public: the versions that begin with a publication."""
    sql = (
        f"SELECT record_id, from_position FROM {place.name(VERSIONS['incident'])}"
        " WHERE record_id IN ({ids}) AND published_at = from_position AND public_from IS NOT NULL"
    )
    found: dict[str, list[Approval]] = {}
    for record, position in fetch_for(sql, incidents):
        found.setdefault(read_id(record), []).append((position, read_id(record)))
    return found


def _store(place: Place, kind: str, spans: dict[str, list[Span]], public: dict[str, dict[str, Interval]]) -> None:
    """Store the public intervals that are not as they should be."""
    wanted = [(span, public[record].get(span.key, NEVER)) for record, found in spans.items() for span in found]
    updates = [
        (start, end, incident and bind_id(incident), span.key)
        for span, (start, end, incident) in wanted
        if (start, end, incident) != span.stored
    ]
    if updates:
        table = place.name(VERSIONS[kind])
        sql = f"UPDATE {table} SET public_from = %s, public_to = %s, public_with = %s WHERE key = %s"
        run(sql, updates)


def _interval(start: int | None, end: int | None, incident: Any) -> Interval:
    return (start, end, read_id(incident))
