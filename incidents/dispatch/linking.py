"""What `decide` may know of other links before it records one: repeats, circles, parents; ends follow merges."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from incidents import codebook
from incidents.domain.facts import LinkFacts
from incidents.domain.incident import Incident
from incidents.domain.link import Link, LinkRecords
from incidents.readmodels import lookups
from incidents.readmodels.lookups import LinkRow

if TYPE_CHECKING:
    from incidents.dispatch.desk import Desk

FROM, TO = 1, 2  # the ends of a LinkRow


def link_facts(desk: "Desk", command: LinkRecords) -> LinkFacts:
    """Return what the active links, those of the batch among them, say of a proposed one."""
    start, end = (desk.survivor(side.kind, side.id) for side in (command.from_, command.to))
    found = codebook.current().links.get(command.type)
    directed = found is None or found.directed
    repeat = parent = None
    for record, origin, goal, kind in desk.links.at(command.type, {start} if directed else {start, end}, FROM):
        if record == command.id:
            continue
        if (origin, goal) == (start, end) or (not directed and (origin, goal) == (end, start)):
            repeat = record
        elif origin == start and kind == command.to.kind:
            parent = goal
    cycle = found is not None and found.acyclic and _leads_to(desk.links, command.type, end, start)
    return LinkFacts(repeat=repeat, closes_cycle=cycle, parent=parent)


def _leads_to(links: "Links", type_code: str, start: str, goal: str) -> bool:
    """Say whether links of a type lead from one record to another.

    Looked for from both ends at once: most records that are linked anew have nothing behind them yet, and the search is
    over at once, however long the chain before them.
    """
    seen = {FROM: {start}, TO: {goal}}
    fresh = {FROM: {start}, TO: {goal}}
    while fresh[FROM] and fresh[TO]:
        for end, other in ((TO, FROM), (FROM, TO)):
            reached = {row[other] for row in links.at(type_code, fresh[end], end)}
            if not reached.isdisjoint(seen[other]):
                return True
            fresh[end] = reached - seen[end]
            seen[end] |= reached
            if not fresh[end]:
                return False
    return False


class Links:
    """The active links there are while a batch is decided: the stored ones, and those that it has changed.

    It does not keep the desk: the two would hold each other, and all that a command read, until the collector comes.
    """

    def __init__(self) -> None:
        self._rows: dict[str, LinkRow | None] = {}  # those of the batch; None where one was withdrawn
        self._at: dict[tuple[str, int, str], set[str]] = {}  # type, end, record -> links of the batch
        self._merged: dict[str, str] = {}  # incidents merged in the batch, and what stands for them

    def advance(self, desk: "Desk", stream: str, state: Link | Incident) -> None:
        """Take the new state of a link, or of an incident that was merged or whose merge was reversed."""
        if isinstance(state, Link):
            self._put(desk, stream)
        elif state.merge or stream in self._merged:
            merged = {one for one in desk.changed["incident"] if desk.state(one).merge}
            self._merged = {loser: desk.survivor("incident", loser) for loser in merged}
            for link in self._rows:
                self._put(desk, link)

    def _put(self, desk: "Desk", link: str) -> None:
        state = desk.state(link)
        ends = [desk.survivor(side.kind, side.id) for side in (state.from_, state.to)]
        self._rows[link] = None if state.withdrawn else (link, *ends, state.to.kind)
        for end, record in zip((FROM, TO), ends, strict=True):
            self._at.setdefault((state.type, end, record), set()).add(link)

    def at(self, type_code: str, records: Iterable[str], end: int) -> list[LinkRow]:
        """Return the links of a type that have one of these records at this end."""
        wanted = set(records)
        asked = wanted | {loser for loser, survivor in self._merged.items() if survivor in wanted}
        stored = lookups.links_at(type_code, asked, "from_id" if end == FROM else "to_id")
        found = [
            (link, self._merged.get(start, start), self._merged.get(goal, goal), kind)
            for link, start, goal, kind in stored
            if link not in self._rows
        ]
        pending = {link for record in wanted for link in self._at.get((type_code, end, record), ())}
        return found + [row for link in sorted(pending) if (row := self._rows[link]) and row[end] in wanted]
