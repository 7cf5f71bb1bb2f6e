"""Candidates for a link or a merge: which other incidents may belong together with one, and why.

Incidents are looked for through facets, the nearest in time first, so that the work does not grow with the tracker;
`domain.candidates` scores those that were found.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import msgspec
from django.db import models
from django.db.models import Q

from incidents.domain.candidates import DAYS, Reason, Traits, compare
from incidents.domain.person import Person
from incidents.readmodels import models as tables
from incidents.readmodels.selection import family, holding, is_of_the_past, record, records
from incidents.readmodels.visibility import standing

VAGUE = 366  # days that the date of an answer may span
NEAREST = 100  # incidents that are looked at, on either side in time, of each kind of candidate

INITIATORS = ("initiator_country", "initiator")
TARGETS = ("target_country", "target")
READ = (*INITIATORS, *TARGETS, "party", "issue", "participant")


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Another incident: its id and row, in what way it may belong (recurrence, tit_for_tat, duplicate), and why."""

    record: str
    row: Any
    kind: str
    score: int
    reasons: tuple[Reason, ...]


def candidates(
    incident: str, *, person: Person, as_of: int | None = None, days: int = DAYS, size: int = 20
) -> list[Candidate]:
    """Return the incidents that may belong together with one, best first, each once for each way.

    What is linked with it already is left out, withdrawn links apart, as is what the person may not see. `days` is the
    time for an answer in kind. A fixed number of queries. Nothing where the person sees no such incident.
    """
    own = record("incident", id=incident, person=person, as_of=as_of)
    if own is None:
        return []
    visible = records("incident", person=person, as_of=as_of)
    ours = _traits([own], as_of)[str(own.record)]
    linked = _linked(str(own.record), person, as_of)
    others = _others(visible.exclude(record=own.record).exclude(record__in=linked), own, ours, days)
    theirs = _traits(others, as_of)
    found = [(str(row.record), match) for row in others for match in compare(ours, theirs[str(row.record)], days=days)]
    best = sorted(found, key=lambda pair: (-pair[1].score, pair[1].kind, pair[0]))[:size]
    rows = {str(row.record): row for row in visible.filter(record__in={id for id, _ in best})}
    return [
        Candidate(record=id, row=rows[id], kind=match.kind, score=match.score, reasons=match.reasons)
        for id, match in best
        if id in rows
    ]


def _linked(incident: str, person: Person, as_of: int | None) -> set[str]:
    """Return what is linked with an incident, as far as the person sees it."""
    own = family("incident", [incident], as_of=as_of)
    links = records("link", person=person, as_of=as_of).filter(Q(from_id__in=own) | Q(to_id__in=own))
    ends = links.values_list("from_id", "to_id")
    return family("incident", {str(end) for pair in ends for end in pair} - own, as_of=as_of)


def _others(visible: models.QuerySet, own: Any, ours: Traits, days: int) -> list[Any]:
    """Return the incidents that are worth comparing: with the same sides and alike, or with the sides turned round."""
    alike = Q(type=own.type) if own.type else Q()
    if ours.issues:
        alike |= Q(holding(visible, "issue", ours.issues))
    same = _sides(visible, ours.initiators, ours.targets)
    if ours.parties:
        same |= Q(holding(visible, "party", ours.parties))
    found = {str(row.record): row for row in _nearest(visible.filter(same, alike), own)} if same and alike else {}
    turned = _sides(visible, ours.targets, ours.initiators)
    if turned and ours.earliest and ours.latest:
        first, last = _shifted(ours.earliest, -days), _shifted(ours.latest, days)
        in_time = Q(date_latest__gte=first, date_earliest__lte=last)
        in_time &= Q(sort_date__gte=_shifted(first, -VAGUE), sort_date__lte=last)  # what the index knows
        found |= {str(row.record): row for row in _nearest(visible.filter(turned, in_time), own)}
    return list(found.values())


def _sides(visible: models.QuerySet, initiators: Collection[str], targets: Collection[str]) -> Q:
    """Return the condition that both sides have one of these; an empty one if a side is empty."""
    if not initiators or not targets:
        return Q()
    return Q(holding(visible, INITIATORS, initiators)) & Q(holding(visible, TARGETS, targets))


def _shifted(day: Any, days: int) -> Any:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _nearest(rows: models.QuerySet, own: Any) -> list[Any]:
    """Return the rows nearest in time, with what is compared of them alone."""
    rows = rows.values_list("record", "type", "date_earliest", "date_latest", *_at(rows), named=True)
    before = rows.filter(sort_date__lte=own.sort_date).order_by("-sort_date", "-record")[:NEAREST]
    after = rows.filter(sort_date__gt=own.sort_date).order_by("sort_date", "record")[:NEAREST]
    return [*before, *after]


def _at(rows: models.QuerySet) -> tuple[str, ...]:
    return ("at",) if is_of_the_past(rows) else ()


def _traits(rows: Collection[Any], as_of: int | None) -> dict[str, Traits]:
    """Return {incident: traits}, each as of its row's position: two queries, however many rows."""
    found: dict[str, dict[str, set[str]]] = {str(row.record): {key: set() for key in READ} for row in rows}
    positions = {str(row.record): getattr(row, "at", None) for row in rows}
    facets = tables.Facet.objects.filter(record_kind="incident", record_id__in=found, key__in=READ)
    if None in positions.values():
        facets = facets.filter(to_position=None)
    for id, key, value, start, end in facets.values_list("record_id", "key", "value", "from_position", "to_position"):
        at = positions[str(id)]
        if at is None or (start <= at and (end is None or at < end)):
            found[str(id)][key].add(value)
    involved = {actor for facets in found.values() for actor in facets["participant"]}
    persons = standing("actor", as_of).filter(record__in=involved, kind="person").values_list("record", flat=True)
    known = {str(id) for id in persons}
    return {str(row.record): _traits_of(row, found[str(row.record)], known) for row in rows}


def _traits_of(row: Any, facets: dict[str, set[str]], persons: set[str]) -> Traits:
    return Traits(
        type=row.type,
        initiators=frozenset().union(*(facets[key] for key in INITIATORS)),
        targets=frozenset().union(*(facets[key] for key in TARGETS)),
        parties=frozenset(facets["party"]),
        issues=frozenset(facets["issue"]),
        persons=frozenset(facets["participant"] & persons),
        earliest=row.date_earliest,
        latest=row.date_latest,
    )
