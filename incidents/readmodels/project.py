"""Brings the read models up to date with events that were just appended, in the same transaction.

A change in one stream may touch rows of another. Which kinds can be touched stands in FAN_OUT and MERGE_FAN_OUT; which
records, in the facets that name it and, where none does, in the facet `dependency` (see `dependents`).
"""

from collections.abc import Iterable, Sequence

from incidents.domain.catalogue import KINDS
from incidents.domain.incident import IncidentPublished, IncidentWithdrawn
from incidents.domain.references import named
from incidents.domain.statement import StatementWithdrawn
from incidents.domain.values import Recorded
from incidents.log.driver import BULK, ask
from incidents.log.read import RecordedEvent
from incidents.readmodels import publication
from incidents.readmodels.dependents import dependents, turned_by_letter
from incidents.readmodels.ground import Ground
from incidents.readmodels.histories import Histories, recorded
from incidents.readmodels.surroundings import Past
from incidents.readmodels.survivors import Survivors
from incidents.readmodels.tables import LIVE, Place
from incidents.readmodels.trace import Changes, trace
from incidents.readmodels.write import write

# A change that others see touches the dependent rows of these kinds: a source's letter, outlet and credits weigh
# claims (a letter alone, only where it may decide: `turned_by_letter`); an actor's country, kind and rank decide sides
# and levels.
FAN_OUT: dict[str, tuple[str, ...]] = {
    "source": ("actor", "incident", "statement"),
    "actor": ("incident", "statement"),
    "incident": (),
    "statement": (),
    "link": (),
}
# A merge, or its reversal, touches whoever names the record that was merged.
MERGE_FAN_OUT: dict[str, tuple[str, ...]] = {
    "actor": ("source", "actor", "incident", "statement"),
    "incident": ("incident", "statement", "link"),
}


Told = tuple[str, str, Recorded]  # a stream's kind, its id, and what was recorded in it


def as_told(events: Iterable[RecordedEvent]) -> list[Told]:
    """Return events of the log as `project` takes them."""
    return [(event.stream_kind, event.stream_id, recorded(event)) for event in events]


def project(told: Sequence[Told], ground: Ground | None = None, place: Place = LIVE) -> None:
    """Update the read models for events that follow each other in the log; `ground` is what was read for them already.

    The caller holds the writer's lock. A failure stops the command that appended the events.
    """
    if not told:
        return
    first, last = told[0][2].position, told[-1][2].position
    ground = ground or _bare(place, first)
    histories, survivors, past = Histories(first, last, ground.histories), ground.survivors, ground.past
    for _, stream, event in told:
        survivors.learn(stream, event)
    touched = _touched(told, survivors, place, first)
    for kind in KINDS:
        if not touched[kind]:
            continue
        changes = Changes()
        changed = _trace_all(kind, sorted(touched[kind]), histories, ground, changes)
        write(changes, place, bulk=len(told) >= BULK)
        past.forget(touched[kind])
        if FAN_OUT[kind]:
            _touch(touched, FAN_OUT[kind], _resting_on(kind, changed, past, place))
    _publish(told, place)


def _bare(place: Place, first: int) -> Ground:
    ground = Ground(place, first - 1)
    ask(ground.survivors.asking_whether_any())
    return ground


def _trace_all(kind: str, records: list[str], histories: Histories, ground: Ground, changes: Changes) -> list[str]:
    past = ground.past
    # What is at hand already was read with what it names.
    others = [record for record in records if ground.family(record) is None]
    histories.load(kind, others)
    past.survivors.load(kind, others)
    past.load(kind, named([histories.get(record).state for record in others]))
    return [record for record in records if trace(kind, record, histories, past, changes, ground.family(record))]


def _touched(told: Sequence[Told], survivors: Survivors, place: Place, first: int) -> dict[str, set[str]]:
    """Return the records whose rows the events themselves touch, by kind."""
    touched: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, stream, event in told:
        for position in (first - 1, event.position):
            touched[kind].update(survivors.chain(kind, stream, position))
    kinds = {stream: kind for kind, stream, _ in told}
    for loser in survivors.changed:
        _touch(touched, MERGE_FAN_OUT[kinds[loser]], dependents(place, [loser]))
    return touched


def _resting_on(kind: str, changed: list[str], past: Past, place: Place) -> set[tuple[str, str]]:
    """Return the records whose rows may change with these sources, or actors, whose own rows have."""
    seen = past.seen_to_change(kind, changed)
    graded = past.changing_by_letter(seen) if kind == "source" else set()
    return dependents(place, set(seen) - graded) | turned_by_letter(place, graded)


def _touch(touched: dict[str, set[str]], reached: tuple[str, ...], records: Iterable[tuple[str, str]]) -> None:
    for kind, record in records:
        if kind in reached:
            touched[kind].add(record)


def _publish(told: Sequence[Told], place: Place) -> None:
    """Set public intervals anew where a publication or a withdrawal changes them."""
    incidents = {stream for _, stream, event in told if isinstance(event.event, IncidentPublished | IncidentWithdrawn)}
    withdrawn = {stream for _, stream, event in told if isinstance(event.event, StatementWithdrawn)}
    if incidents:
        publication.update_incidents(place, incidents)
    statements = publication.statements_following(place, incidents) if incidents else set()
    if withdrawn:
        statements |= withdrawn | publication.statements_about(place, withdrawn)
    if statements:
        publication.update_statements(place, statements)
