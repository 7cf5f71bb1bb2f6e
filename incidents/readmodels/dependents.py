"""Which records' rows rest on others, as the facets and rows of the current tables say."""

from collections.abc import Collection, Iterable

from incidents.domain.claims import TURNED_BY_LETTER
from incidents.readmodels.build.snapshot import REFERENCES
from incidents.readmodels.tables import CURRENT, FACETS, Place, fetch_for, read_id, read_json

# The facets that say what a record's rows depend on.
DEPENDENCIES = ("dependency", *REFERENCES)


def dependents(place: Place, records: Iterable[str]) -> set[tuple[str, str]]:
    """Return the records, (kind, id), whose rows depend on these now."""
    return _found(_resting(place), records)


def turned_by_letter(place: Place, sources: Collection[str]) -> set[tuple[str, str]]:
    """Return the records, (kind, id), in which another letter of one of these sources may let another claim count.

    That is where the claims of a property were told apart by their letters, or by less, and one of them cites such a
    source. The claims' rows say so of the record that they count for; one that was merged away still has a row that
    rests on its own claims alone, of which no row says anything: any of those may be turned.
    """
    return _with_rivals(place, sources) | _merged_away(place, sources)


def _with_rivals(place: Place, sources: Collection[str]) -> set[tuple[str, str]]:
    claims = place.name(CURRENT["claim"])
    sql = (
        "SELECT cites.subject_kind, cites.subject_id, cites.property, settled.property, cites.evidence"
        f" FROM {place.name(FACETS)} AS facet"
        f" JOIN {claims} AS settled ON settled.subject_id = facet.record_id"
        f" JOIN {claims} AS cites ON cites.subject_id = facet.record_id"
        " WHERE facet.key = 'source' AND facet.value IN ({ids}) AND facet.to_position IS NULL"
        f" AND settled.decided_by IN ({_listed(TURNED_BY_LETTER)}) AND cites.status = 'active'"
        " AND (cites.property = settled.property OR cites.property LIKE '%%:%%')"
    )
    return {
        (kind, read_id(subject))
        for kind, subject, cites, settled, evidence in fetch_for(sql, sources, bind=str)
        if _code(cites) == _code(settled) and any(piece.get("source") in sources for piece in read_json(evidence))
    }


def _merged_away(place: Place, sources: Collection[str]) -> set[tuple[str, str]]:
    merged = f"SELECT record_id FROM {place.name(FACETS)} WHERE key = 'merged' AND to_position IS NULL"
    return _found(f"{_resting(place)} AND record_id IN ({merged})", sources)


def _resting(place: Place) -> str:
    return (
        f"SELECT record_kind, record_id FROM {place.name(FACETS)}"
        f" WHERE key IN ({_listed(DEPENDENCIES)}) AND value IN ({{ids}}) AND to_position IS NULL"
    )


def _found(sql: str, records: Iterable[str]) -> set[tuple[str, str]]:
    return {(kind, read_id(record)) for kind, record in fetch_for(sql, records, bind=str)}


def _code(stored: str) -> str:
    """Return the property without its key: actors in keys may have been merged."""
    return stored.split(":")[0]


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)
