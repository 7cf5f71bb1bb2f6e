"""What dispatch asks of the read models, before it has the lock or under it: the named facts of the domain."""

from collections.abc import Callable, Iterable

from django.db import models

from incidents.domain.facts import ActorFacts, RecordFacts
from incidents.log.driver import Question, Rows, ask, fetch
from incidents.readmodels.publication import HOPS
from incidents.readmodels.tables import (
    CURRENT,
    FACETS,
    LIVE,
    VERSIONS,
    bind_id,
    fetch_for,
    question_for,
    read_id,
)

LinkRow = tuple[str, str, str, str]  # link, from, to, kind of to


def actor_facts(actor: str) -> ActorFacts | None:
    """Return what is known of an actor, None where there is no such."""
    rows = fetch(
        f"SELECT kind, merged_into_id, status FROM {LIVE.name(CURRENT['actor'])} WHERE id = %s", [bind_id(actor)]
    )
    if not rows:
        return None
    kind, into, status = rows[0]
    return ActorFacts(kind=kind, merged_into=read_id(into), withdrawn=status == "withdrawn")


def record_facts(kind: str, record: str) -> RecordFacts | None:
    """Return what is known of an incident or a statement, None where there is no such."""
    found: dict[tuple[str, str], RecordFacts] = {}
    ask(*asking_record_facts(kind, [record], found.update))
    return found.get((kind, record))


def asking_record_facts(
    kind: str, records: Iterable[str], take: Callable[[dict[tuple[str, str], RecordFacts]], object]
) -> list[Question]:
    """Return the question for {(kind, record): what is known of it}, about these incidents or statements."""
    merged = "merged_into_id" if kind == "incident" else "NULL"
    sql = f"SELECT id, {merged}, status FROM {LIVE.name(CURRENT[kind])} WHERE id IN ({{ids}})"

    def read(rows: Rows) -> None:
        take(
            {
                (kind, read_id(record)): RecordFacts(merged_into=read_id(into), withdrawn=status == "withdrawn")
                for record, into, status in rows
            }
        )

    return question_for(sql, records, take=read)


def asking_texts_of(
    sources: Iterable[str], held: type[models.Model], take: Callable[[dict[str, str]], object]
) -> list[Question]:
    """Return the question for {source: its text}, where that is held; `held` is the model of texts by their digest."""
    sql = (
        f"SELECT source.id, held.text FROM {LIVE.name(CURRENT['source'])} AS source"
        f' JOIN "{held._meta.db_table}" AS held ON held.text_sha256 = source.text_sha256 WHERE source.id IN ({{ids}})'
    )
    return question_for(sql, sources, take=lambda rows: take({read_id(source): text for source, text in rows}))


def asking_texts(digests: Iterable[str], take: Callable[[dict[str, str]], object]) -> list[Question]:
    """Return the question for {text digest: source}: the sources, not withdrawn, that have one of these texts."""
    sql = f"SELECT text_sha256, id FROM {LIVE.name(CURRENT['source'])} WHERE text_sha256 IN ({{ids}}) AND status = %s"
    return question_for(
        sql, digests, "active", bind=str, take=lambda rows: take({digest: read_id(source) for digest, source in rows})
    )


def asking_claims(claims: Iterable[str], take: Callable[[dict[str, str]], object]) -> list[Question]:
    """Return the question for {claim: the stream it was recorded in}: those of these ids that are claims."""
    sql = f"SELECT id, recorded_in FROM {LIVE.name(CURRENT['claim'])} WHERE id IN ({{ids}})"
    return question_for(
        sql, claims, take=lambda rows: take({read_id(claim): read_id(stream) for claim, stream in rows})
    )


def links_at(type_code: str, records: Iterable[str], end: str) -> list[LinkRow]:
    """Return the active links of a type that have one of these records at an end (`from_id` or `to_id`)."""
    sql = (
        f"SELECT id, from_id, to_id, to_kind FROM {LIVE.name(CURRENT['link'])}"
        f" WHERE {end} IN ({{ids}}) AND type = %s AND status = 'active'"
    )
    return [
        (read_id(link), read_id(start), read_id(end), kind)
        for link, start, end, kind in fetch_for(sql, records, type_code)
    ]


def published_with(incident: str) -> dict[str, int]:
    """Return the streams that publishing an incident publishes too, each with the position it was last published at.

    They are the statements that follow it (as in `publication`) and what was merged into it; 0 stands for never.
    """
    versions, statements = LIVE.name(VERSIONS["statement"]), LIVE.name(CURRENT["statement"])
    since = f"SELECT record_id, MAX(public_from) FROM {versions} WHERE record_id IN ({{ids}}) GROUP BY record_id"
    direct = f"SELECT id FROM {statements} WHERE incident_id = %s"
    rows = fetch(since.format(ids=direct), [bind_id(incident)])
    rows += fetch_for(since, _about({incident, *(read_id(row[0]) for row in rows)}))
    return {read_id(statement): position or 0 for statement, position in rows} | _losers(incident)


def changed_with(incident: str, since: int) -> set[str]:
    """Return the streams whose rows changed behind a position while they belonged to an incident: also what left it."""
    statements, incidents = LIVE.name(VERSIONS["statement"]), LIVE.name(VERSIONS["incident"])
    rows = fetch(
        f"SELECT record_id FROM {statements} WHERE incident_id = %s AND to_position > %s"
        f" UNION SELECT record_id FROM {incidents} WHERE merged_into_id = %s AND to_position > %s"
        f" UNION SELECT record_id FROM {LIVE.name(FACETS)} WHERE key = 'about' AND value = %s AND to_position > %s",
        [bind_id(incident), since, bind_id(incident), since, incident, since],
    )
    return {read_id(row[0]) for row in rows}


def _about(records: set[str]) -> set[str]:
    """Return the statements that follow one of these records because they, or what they are about, speak of it."""
    statements = LIVE.name(CURRENT["statement"])
    sql = (
        f"SELECT {statements}.id FROM {LIVE.name(FACETS)} JOIN {statements} ON record_id = {statements}.id"
        " WHERE key = 'about' AND value IN ({ids}) AND to_position IS NULL AND incident_id IS NULL"
    )
    found: set[str] = set()
    fresh = records
    for _ in range(HOPS):
        fresh = {read_id(row[0]) for row in fetch_for(sql, fresh, bind=str)} - found - records
        found |= fresh
    return found


def _losers(incident: str) -> dict[str, int]:
    """Return {incident merged into this one: position of its last publication, or of the survivor's with it}."""
    current, versions = LIVE.name(CURRENT["incident"]), LIVE.name(VERSIONS["incident"])
    rows = fetch(
        f"SELECT loser.record_id, MAX(loser.published_at), MAX(survivor.published_at) FROM {versions} AS loser"
        f" LEFT JOIN {current} AS survivor ON survivor.id = loser.merged_into_id AND survivor.id = %s"
        " AND loser.from_position <= survivor.published_at"
        " AND (loser.to_position IS NULL OR loser.to_position > survivor.published_at)"
        f" WHERE loser.record_id IN (SELECT id FROM {current} WHERE merged_into_id = %s) GROUP BY loser.record_id",
        [bind_id(incident), bind_id(incident)],
    )
    return {read_id(record): max(own or 0, with_survivor or 0) for record, own, with_survivor in rows}
