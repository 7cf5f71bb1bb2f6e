"""Which version of a record the public sees, and between which positions.

Publishing an incident approves the version that stands then; the public sees it until the next approval. A statement
follows its incident, else the record it is about. A link shows while both its ends do. What is withdrawn now is hidden
at every position: it has no public interval at all.
"""

from collections.abc import Callable, Iterable

import msgspec
from django.db import connection

from incidents.readmodels.tables import FACETS, VERSIONS, Place, fetch_for, read_id, read_json

Interval = tuple[int | None, int | None]
Approval = tuple[int, str]  # position, incident

HOPS = 5  # a statement about a statement about …: how far its incident is looked for


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
    """Return {version key: (from, to)} for the versions the public sees; all in order of positions.

    `follows` gives the incident that the record follows at a position.
    """
    seen: dict[str, Interval] = {}
    standing: tuple[str, str] | None = None  # version key, the incident it was approved with
    for position, incident in approvals:
        span = next((s for s in spans if s.start <= position and (s.end is None or position < s.end)), None)
        if span is not None and follows(position) == incident:
            if standing and standing[0] != span.key:
                seen[standing[0]] = (seen[standing[0]][0], position)
            seen[span.key] = (seen.get(span.key, (position, None))[0], None)
            standing = (span.key, incident)
        elif standing and standing[1] == incident:
            seen[standing[0]] = (seen[standing[0]][0], position)
            standing = None
    return seen


def update_incidents(place: Place, incidents: Iterable[str]) -> None:
    """Set the public intervals of these incidents' versions anew."""
    sql = (
        "SELECT record_id, key, from_position, to_position, public_from, public_to, published_at, status"
        f" FROM {place.name(VERSIONS['incident'])} WHERE record_id IN ({{ids}}) ORDER BY record_id, from_position"
    )
    spans: dict[str, list[Span]] = {}
    approvals: dict[str, list[Approval]] = {}
    for record, key, start, end, public_from, public_to, published_at, status in fetch_for(sql, incidents):
        incident = read_id(record)
        spans.setdefault(incident, []).append(Span(key, start, end, (public_from, public_to)))
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
    spans, told, withdrawn = _statement_spans(place, set(statements))
    named = {statement: _incidents_named(told, statement) for statement in spans}
    approved = _approvals(place, set().union(*named.values()))
    public = {}
    for statement, found in spans.items():
        approvals = sorted(a for incident in named[statement] for a in approved.get(incident, ()))
        seen = [] if statement in withdrawn else approvals
        public[statement] = public_intervals(found, seen, lambda at, own=statement: _follows(told, own, at))
    _store(place, "statement", spans, public)


def update_links(place: Place, links: Iterable[str]) -> None:
    """Set the public intervals of these links' versions anew, from those of their ends."""
    sql = (
        "SELECT record_id, key, from_position, to_position, public_from, public_to, from_id, to_id, status"
        f" FROM {place.name(VERSIONS['link'])} WHERE record_id IN ({{ids}}) ORDER BY record_id, from_position"
    )
    rows = list(fetch_for(sql, links))
    ends = {read_id(end) for row in rows for end in row[6:8]}
    public = {**_public_spans(place, "incident", ends), **_public_spans(place, "statement", ends)}
    withdrawn = {row[0] for row in rows if row[8] == "withdrawn"}
    updates = []
    for record, key, start, end, public_from, public_to, from_id, to_id, _ in rows:
        both = [public.get(read_id(from_id)), public.get(read_id(to_id))]
        interval = (None, None) if record in withdrawn else _common((start, end), both)
        if interval != (public_from, public_to):
            updates.append((*interval, key))
    _update(place, "link", updates)


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


def links_at(place: Place, records: Iterable[str]) -> set[str]:
    """Return the links that ever had one of these records as an end."""
    table, wanted = place.name(VERSIONS["link"]), set(records)
    ends = ("from_id", "to_id")
    return {
        read_id(row[0])
        for end in ends
        for row in fetch_for(f"SELECT DISTINCT record_id FROM {table} WHERE {end} IN ({{ids}})", wanted)
    }


def _statement_spans(
    place: Place, statements: set[str]
) -> tuple[dict[str, list[Span]], dict[str, list[Told]], set[str]]:
    """Return the spans of statements; where they and the statements they are about belong; which are withdrawn."""
    sql = (
        "SELECT record_id, key, from_position, to_position, public_from, public_to, incident_id, about, status"
        f" FROM {place.name(VERSIONS['statement'])} WHERE record_id IN ({{ids}}) ORDER BY record_id, from_position"
    )
    spans: dict[str, list[Span]] = {}
    told: dict[str, list[Told]] = {}
    withdrawn: set[str] = set()
    fresh = statements
    for _ in range(HOPS):
        for record, key, start, end, public_from, public_to, incident, about, status in fetch_for(sql, fresh):
            statement = read_id(record)
            told.setdefault(statement, []).append(Told(start, read_id(incident), read_json(about)))
            if statement in statements:
                spans.setdefault(statement, []).append(Span(key, start, end, (public_from, public_to)))
                withdrawn |= {statement} if status == "withdrawn" else set()
        fresh = {version.about["id"] for found in told.values() for version in found if _is_about_statement(version)}
        fresh -= told.keys()
        if not fresh:
            break
    return spans, told, withdrawn


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


def _public_spans(place: Place, kind: str, records: Iterable[str]) -> dict[str, Interval]:
    """Return from when to when the public sees anything of these records."""
    sql = (
        "SELECT record_id, MIN(public_from), CASE WHEN COUNT(public_to) < COUNT(*) THEN NULL ELSE MAX(public_to) END"
        f" FROM {place.name(VERSIONS[kind])} WHERE record_id IN ({{ids}}) AND public_from IS NOT NULL"
        " GROUP BY record_id"
    )
    return {read_id(record): (start, end) for record, start, end in fetch_for(sql, records)}


def _common(own: tuple[int, int | None], ends: list[Interval | None]) -> Interval:
    if any(end is None for end in ends):
        return (None, None)
    start = max(own[0], *(end[0] for end in ends))
    stops = [stop for stop in (own[1], *(end[1] for end in ends)) if stop is not None]
    if stops and min(stops) <= start:
        return (None, None)
    return (start, min(stops, default=None))


def _store(place: Place, kind: str, spans: dict[str, list[Span]], public: dict[str, dict[str, Interval]]) -> None:
    """Store the public intervals that are not as they should be."""
    wanted = [(span, public[record].get(span.key, (None, None))) for record, found in spans.items() for span in found]
    _update(place, kind, [(*interval, span.key) for span, interval in wanted if interval != span.stored])


def _update(place: Place, kind: str, updates: list[tuple[int | None, int | None, str]]) -> None:
    if updates:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {place.name(VERSIONS[kind])} SET public_from = %s, public_to = %s WHERE key = %s", updates
            )
