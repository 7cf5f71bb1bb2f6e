"""Computes the rows of a few records anew from the whole log, in place: what a redaction needs, past rows included."""

from collections.abc import Iterable

from django.db import connection

from incidents.readmodels import publication
from incidents.readmodels.building import survivors_up_to
from incidents.readmodels.histories import Histories
from incidents.readmodels.surroundings import Past
from incidents.readmodels.survivors import Survivors
from incidents.readmodels.tables import CURRENT, FACETS, LIVE, VERSIONS, Place, bind_id
from incidents.readmodels.trace import Changes, trace
from incidents.readmodels.write import write


def retrace(kind: str, record: str, last: int, place: Place = LIVE) -> None:
    """Compute all rows of a record up to a position anew, and those of every record it was ever merged with.

    The lock is held, or the tables are those of a rebuild.
    """
    survivors = survivors_up_to(last, place)
    family = _family(kind, record, survivors)
    histories = Histories(1, last)
    past = Past(place, 1, survivors)
    changes = Changes()
    for member in family:
        trace(kind, member, histories, past, changes)
    _forget(kind, family, place)
    write(changes, place, bulk=True)
    _publish(kind, family, place)


def _family(kind: str, record: str, survivors: Survivors) -> list[str]:
    """Return the record and all that it was merged into or that were merged into it, at any time."""
    found, fresh = {record}, {record}
    while fresh:
        near = {member for one in fresh for member in survivors.members(kind, one)}
        near |= {into for one in fresh for _, into in survivors.changed.get(one, ()) if into}
        fresh = near - found
        found |= near
    return sorted(found)


def _forget(kind: str, records: Iterable[str], place: Place) -> None:
    """Delete every row of these records."""
    ids = [bind_id(record) for record in records]
    marks = ", ".join(["%s"] * len(ids))
    places = (
        (CURRENT[kind], "id"),
        (VERSIONS[kind], "record_id"),
        (CURRENT["claim"], "subject_id"),
        (VERSIONS["claim"], "subject_id"),
        (CURRENT["document"], "id"),
        (VERSIONS["document"], "record_id"),
        (FACETS, "record_id"),
    )
    with connection.cursor() as cursor:
        for table, column in places:
            cursor.execute(f"DELETE FROM {place.name(table)} WHERE {column} IN ({marks})", ids)


def _publish(kind: str, records: list[str], place: Place) -> None:
    update = {
        "incident": publication.update_incidents,
        "statement": publication.update_statements,
    }
    if kind in update:
        update[kind](place, records)
