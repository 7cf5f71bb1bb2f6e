"""What `decide` may know of other links before it records one: repeats, circles, parents; ends follow merges."""

from typing import TYPE_CHECKING

from incidents import codebook
from incidents.domain.facts import LinkFacts
from incidents.domain.incident import Incident
from incidents.domain.link import LinkRecords
from incidents.readmodels import lookups

if TYPE_CHECKING:
    from incidents.dispatch.desk import Desk

Row = tuple[str, str, str, str]  # link, from, to, kind of to


def link_facts(desk: "Desk", command: LinkRecords) -> LinkFacts:
    """Return what the active links, those of the batch among them, say of a proposed one."""
    start, end = (desk.survivor(side.kind, side.id) for side in (command.from_, command.to))
    found = codebook.current().links.get(command.type)
    directed = found is None or found.directed
    repeat = parent = None
    for record, origin, goal, kind in _links_from(desk, command.type, {start} if directed else {start, end}):
        if record == command.id:
            continue
        if (origin, goal) == (start, end) or (not directed and (origin, goal) == (end, start)):
            repeat = record
        elif origin == start and kind == command.to.kind:
            parent = goal
    cycle = found is not None and found.acyclic and _leads_to(desk, command.type, end, start)
    return LinkFacts(repeat=repeat, closes_cycle=cycle, parent=parent)


def _leads_to(desk: "Desk", type_code: str, start: str, goal: str) -> bool:
    """Say whether active links of a type lead from one record to another."""
    seen, fresh = {start}, {start}
    while fresh:
        reached = {end for _, _, end, _ in _links_from(desk, type_code, fresh)}
        if goal in reached:
            return True
        fresh = reached - seen
        seen |= fresh
    return False


def _links_from(desk: "Desk", type_code: str, records: set[str]) -> list[Row]:
    """Return the active links of a type from these records: the stored ones, and those that the batch has changed."""
    merged = {
        stream: desk.survivor("incident", stream)
        for stream in desk.changed["incident"]
        if isinstance(state := desk.state(stream), Incident) and state.merge
    }
    asked = records | {loser for loser, survivor in merged.items() if survivor in records}
    stored = [
        (record, merged.get(start, start), merged.get(end, end), kind)
        for record, start, end, kind in lookups.links_from(type_code, asked)
        if record not in desk.changed["link"]
    ]
    pending = [_row(desk, record) for record in desk.changed["link"] if _is_active(desk, record, type_code)]
    return stored + [row for row in pending if row[1] in records]


def _is_active(desk: "Desk", record: str, type_code: str) -> bool:
    state = desk.state(record)
    return state.type == type_code and not state.withdrawn


def _row(desk: "Desk", record: str) -> Row:
    state = desk.state(record)
    start, end = (desk.survivor(side.kind, side.id) for side in (state.from_, state.to))
    return (record, start, end, state.to.kind)
