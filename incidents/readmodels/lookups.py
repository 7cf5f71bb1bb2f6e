"""What dispatch asks of the read models under the writer's lock: the named facts of the domain."""

from collections.abc import Iterable

from incidents.domain.facts import ActorFacts, RecordFacts, SourceFacts
from incidents.readmodels.tables import CURRENT, FACETS, LIVE, bind_id, fetch, fetch_for, read_id


def source_facts(sources: Iterable[str]) -> dict[str, SourceFacts]:
    """Return what is known of these sources."""
    sql = f"SELECT id, kind, length, status FROM {LIVE.name(CURRENT['source'])} WHERE id IN ({{ids}})"
    return {
        read_id(source): SourceFacts(kind=kind, length=length, withdrawn=status == "withdrawn")
        for source, kind, length, status in fetch_for(sql, sources)
    }


def actor_facts(actors: Iterable[str]) -> dict[str, ActorFacts]:
    """Return what is known of these actors."""
    sql = f"SELECT id, kind, merged_into_id, status FROM {LIVE.name(CURRENT['actor'])} WHERE id IN ({{ids}})"
    return {
        read_id(actor): ActorFacts(kind=kind, merged_into=read_id(into), withdrawn=status == "withdrawn")
        for actor, kind, into, status in fetch_for(sql, actors)
    }


def record_facts(kind: str, records: Iterable[str]) -> dict[str, RecordFacts]:
    """Return what is known of these incidents or statements."""
    merged = "merged_into_id" if kind == "incident" else "NULL"
    sql = f"SELECT id, {merged}, status FROM {LIVE.name(CURRENT[kind])} WHERE id IN ({{ids}})"
    return {
        read_id(record): RecordFacts(merged_into=read_id(into), withdrawn=status == "withdrawn")
        for record, into, status in fetch_for(sql, records)
    }


def source_with_text(text_sha256: str) -> str | None:
    """Return the source, not withdrawn, that has this text."""
    rows = fetch(
        f"SELECT id FROM {LIVE.name(CURRENT['source'])} WHERE text_sha256 = %s AND status = 'active'", [text_sha256]
    )
    return read_id(rows[0][0]) if rows else None


def text_digests(sources: Iterable[str]) -> dict[str, str]:
    """Return {source: digest of its text} for sources whose text was seen."""
    sql = (
        f"SELECT id, text_sha256 FROM {LIVE.name(CURRENT['source'])} WHERE id IN ({{ids}}) AND text_sha256 IS NOT NULL"
    )
    return {read_id(source): digest for source, digest in fetch_for(sql, sources)}


def links_from(type_code: str, records: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """Return the active links of a type that start at these records: (id, from, to, kind of to)."""
    sql = (
        f"SELECT id, from_id, to_id, to_kind FROM {LIVE.name(CURRENT['link'])}"
        " WHERE from_id IN ({ids}) AND type = %s AND status = 'active'"
    )
    return [
        (read_id(link), read_id(start), read_id(end), kind)
        for link, start, end, kind in fetch_for(sql, records, type_code)
    ]


def streams_published_with(incident: str) -> set[str]:
    """Return the streams that are published together with an incident: its statements, statements about it that have
    no incident of their own, and what was merged into it.
    """
    statements, incidents = LIVE.name(CURRENT["statement"]), LIVE.name(CURRENT["incident"])
    rows = fetch(
        f"SELECT id FROM {statements} WHERE incident_id = %s"
        f" UNION SELECT id FROM {incidents} WHERE merged_into_id = %s"
        f" UNION SELECT {statements}.id FROM {statements} JOIN {LIVE.name(FACETS)} ON record_id = {statements}.id"
        "  WHERE incident_id IS NULL AND key = 'about' AND value = %s AND to_position IS NULL",
        [bind_id(incident), bind_id(incident), incident],
    )
    return {read_id(row[0]) for row in rows}
