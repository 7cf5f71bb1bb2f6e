"""Which version of a record the public sees, and between which positions.

Publishing an incident approves the version that stands then; the public sees it until the next approval. A statement
follows its incident, else the record it is about. A link shows while both its ends do. What is withdrawn now is hidden
at every position: it has no public interval at all.
"""

from collections.abc import Iterable

import msgspec
from django.db import connection

from incidents.readmodels.tables import FACETS, VERSIONS, Place, fetch, fetch_for, read_id, read_json

Interval = tuple[int | None, int | None]
Approval = tuple[int, str]  # position, incident

HOPS = 5  # a statement about a statement about …: how far its incident is looked for


class Span(msgspec.Struct, frozen=True):
    """A version of a record: its key, its positions, the incident it follows, and its public interval as stored."""

    key: str
    start: int
    end: int | None
    follows: str | None
    stored: Interval


def public_intervals(spans: list[Span], approvals: list[Approval]) -> dict[str, Interval]:
    """Return {version key: (from, to)} for the versions the public sees; all in order of positions."""
    seen: dict[str, Interval] = {}
    standing: tuple[str, str] | None = None  # version key, the incident it was approved with
    for position, incident in approvals:
        span = next((s for s in spans if s.start <= position and (s.end is None or position < s.end)), None)
        if span is not None and span.follows == incident:
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
        spans.setdefault(incident, []).append(Span(key, start, end, incident, (public_from, public_to)))
        if published_at == start:
            approvals.setdefault(incident, []).append((start, incident))
        if status == "withdrawn":
            approvals.pop(incident, None)
    _store(place, "incident", spans, {record: approvals.get(record, []) for record in spans})


def update_statements(place: Place, statements: Iterable[str]) -> None:
    """Set the public intervals of these statements' versions anew, from those of the incidents they follow."""
    spans, withdrawn = _statement_spans(place, set(statements))
    incidents = {span.follows for found in spans.values() for span in found if span.follows}
    approved = _approvals(place, incidents)
    approvals = {
        record: sorted({a for span in found if span.follows for a in approved.get(span.follows, ())})
        for record, found in spans.items()
    }
    _store(place, "statement", spans, {r: [] if r in withdrawn else a for r, a in approvals.items()})


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
    for _ in range(HOPS):
        wanted = sorted(fresh)
        fresh = set()
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ", ".join(["%s"] * len(some))
            rows = fetch(
                f"SELECT record_id FROM {place.name(FACETS)}"
                f" WHERE record_kind = 'statement' AND key = 'about' AND value IN ({marks})",
                some,
            )
            fresh |= {read_id(row[0]) for row in rows}
        fresh -= found
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


def _statement_spans(place: Place, statements: set[str]) -> tuple[dict[str, list[Span]], set[str]]:
    """Return the spans of statements with the incident each follows, and those that are withdrawn."""
    sql = (
        "SELECT record_id, key, from_position, to_position, public_from, public_to, incident_id, about, status"
        f" FROM {place.name(VERSIONS['statement'])} WHERE record_id IN ({{ids}}) ORDER BY record_id, from_position"
    )
    rows: dict[str, list[tuple]] = {}
    fresh = statements
    for _ in range(HOPS):
        for row in fetch_for(sql, fresh):
            rows.setdefault(read_id(row[0]), []).append((*row[1:7], read_json(row[7]), row[8]))
        named = {
            about["id"] for found in rows.values() for *_, about, _ in found if about and about["kind"] == "statement"
        }
        fresh = named - rows.keys()
        if not fresh:
            break
    spans = {
        record: [Span(row[0], row[1], row[2], _follows(rows, record, row[1]), (row[3], row[4])) for row in rows[record]]
        for record in statements & rows.keys()
    }
    return spans, {record for record in spans if rows[record][-1][7] == "withdrawn"}


def _follows(rows: dict[str, list[tuple]], statement: str, position: int) -> str | None:
    """Return the incident that a statement follows at a position."""
    for _ in range(HOPS):
        row = next((r for r in reversed(rows.get(statement, ())) if r[1] <= position), None)
        if row is None:
            return None
        incident, about = read_id(row[5]), row[6]
        if incident is not None or about is None:
            return incident
        if about["kind"] == "incident":
            return about["id"]
        statement = about["id"]
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
        f" FROM {place.name(VERSIONS[kind])} WHERE record_id IN ({{ids}}) AND public_from IS NOT NULL GROUP BY record_id"
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


def _store(place: Place, kind: str, spans: dict[str, list[Span]], approvals: dict[str, list[Approval]]) -> None:
    updates = []
    for record, found in spans.items():
        public = public_intervals(found, approvals[record])
        updates += [
            (*public.get(span.key, (None, None)), span.key)
            for span in found
            if public.get(span.key, (None, None)) != span.stored
        ]
    _update(place, kind, updates)


def _update(place: Place, kind: str, updates: list[tuple[int | None, int | None, str]]) -> None:
    if updates:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {place.name(VERSIONS[kind])} SET public_from = %s, public_to = %s WHERE key = %s", updates
            )
