"""What a record's rows need to know of other records, as it stood at any position of a window.

Sources and actors are read from their versions tables, which a projection writes before those that depend on them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any

import msgspec

from incidents.domain.facts import ActorFacts, SourceFacts
from incidents.domain.origins import SourceStanding
from incidents.domain.references import References
from incidents.log.driver import Question, Rows, ask
from incidents.readmodels.build.snapshot import ActorView, SourceView
from incidents.readmodels.build.source import credit_of
from incidents.readmodels.survivors import Survivors, Timeline
from incidents.readmodels.tables import VERSIONS, Place, question_for, read_id, read_json

SOURCE_COLUMNS = "record_id, outlet_id, reliability, language, origins, copy_of_id, status, kind, length"
ACTOR_COLUMNS = "record_id, kind, country, rank, merged_into_id, status"
READ = 4_000  # rows of sources, and of actors, whose views are remembered: a few of them are named in most records


class Past:
    """The views of sources and actors over a window, by id, loaded from the versions tables on demand."""

    def __init__(self, place: Place, first: int, survivors: Survivors) -> None:
        self.survivors = survivors
        self._place = place
        self._first = first
        self._sources: dict[str, Timeline[SourceView]] = {}
        self._actors: dict[str, Timeline[ActorView]] = {}
        # Positions within the window at which something that others ask of a record changes, merges aside.
        self._changes: dict[str, list[int]] = {}
        self._credited: set[str] = set()
        # What commands may know of the sources and actors that were loaded, by id, as of the last version loaded.
        self.source_facts: dict[str, SourceFacts] = {}
        self.actor_facts: dict[str, ActorFacts] = {}

    def load(self, kind: str, references: References) -> None:
        """Load what records of a kind name, in a few queries.

        Sources ask for no view of another record, actors for none of an actor: while those are projected, the versions
        that a view is read from are not written yet.
        """
        sources = references.sources if kind != "source" else set()
        actors = references.actors if kind not in ("source", "actor") else set()
        incidents = {record for named, record in references.records if named == "incident"}
        ask(
            *self._asking_sources(sources),
            *self.survivors.asking("actor", references.actors),
            *self.survivors.asking("incident", incidents),
        )
        self._follow_credits(actors)

    def load_sources(self, sources: Iterable[str]) -> None:
        """Load sources and, with them, the origins they credit, however far."""
        ask(*self._asking_sources(sources))
        self._follow_credits(set())

    def load_actors(self, actors: Iterable[str]) -> None:
        """Load actors."""
        ask(*self._asking_actors(actors))

    def forget(self, records: Iterable[str]) -> None:
        """Drop the views of sources or actors whose rows have been written anew."""
        for record in records:
            self._sources.pop(record, None)
            self._actors.pop(record, None)
            self._changes.pop(record, None)

    def move_to(self, first: int) -> None:
        """Let the window begin later: nothing that is known here has changed until then."""
        self._first = first
        self.survivors.move_to(first)

    def knows(self, record: str) -> bool:
        """Say whether this is a source or an actor that was asked for."""
        return record in self._sources or record in self._actors

    def _asking_sources(self, sources: Iterable[str]) -> list[Question]:
        fresh = {source for source in sources if source not in self._sources}
        self._sources |= {source: Timeline() for source in fresh}
        return question_for(
            self._sql("source", SOURCE_COLUMNS), fresh, self._first, take=lambda rows: self._take_sources(fresh, rows)
        )

    def _take_sources(self, fresh: set[str], rows: Rows) -> None:
        for position, *told in rows:
            view, facts = _source(*told)
            source = view.standing.id
            self._sources[source].add(position, view)
            self.source_facts[source] = facts
            self._credited |= view.behind
        self._note(fresh, self._sources)

    def _follow_credits(self, actors: Set[str]) -> None:
        """Load what the sources credit, and their outlets: as actors too where these actors are asked for."""
        while True:
            outlets = self._outlets()
            questions = [
                *self._asking_sources(self._credited),
                *self._asking_actors(actors | outlets if actors else ()),
                *self.survivors.asking("actor", outlets),
            ]
            if not questions:
                return
            ask(*questions)

    def _outlets(self) -> set[str]:
        outlets = {view.standing.outlet for line in self._sources.values() for view in line.views if view}
        return outlets - {None}

    def _asking_actors(self, actors: Iterable[str]) -> list[Question]:
        fresh = {actor for actor in actors if actor not in self._actors}
        self._actors |= {actor: Timeline() for actor in fresh}
        return question_for(
            self._sql("actor", ACTOR_COLUMNS), fresh, self._first, take=lambda rows: self._take_actors(fresh, rows)
        )

    def _take_actors(self, fresh: set[str], rows: Rows) -> None:
        for position, *told in rows:
            actor, view, facts = _actor(*told)
            self._actors[actor].add(position, view)
            self.actor_facts[actor] = facts
        self._note(fresh, self._actors)

    def _note(self, records: Iterable[str], lines: Mapping[str, Timeline[Any]]) -> None:
        for record in records:
            positions = lines[record].positions
            if positions and positions[-1] >= self._first:  # never an empty list: see `changing`
                self._changes[record] = positions[bisect_left(positions, self._first) :]

    def seen_to_change(self, kind: str, records: list[str]) -> list[str]:
        """Return those of these sources or actors of which others see a change within the window."""
        (self.load_sources if kind == "source" else self.load_actors)(records)
        return self.changing(records)

    def changing_by_letter(self, sources: Iterable[str]) -> set[str]:
        """Return those of these sources of which others see nothing change within the window but the letter."""
        return {source for source in sources if self._is_graded_alone(self._sources[source])}

    def _is_graded_alone(self, line: Timeline[SourceView]) -> bool:
        stood_before = line.positions[0] < self._first
        return stood_before and len({_without_letter(view) for view in line.views}) == 1

    def source(self, source: str) -> Timeline[SourceView]:
        if source not in self._sources:
            self.load_sources([source])
        return self._sources[source]

    def actor(self, actor: str) -> Timeline[ActorView]:
        if actor not in self._actors and actor not in self._sources:  # an origin may be either
            self.load_actors([actor])
        return self._actors.get(actor) or Timeline()

    def changes(self, record: str) -> list[int]:
        """Return the positions within the window at which something asked of this record changes."""
        merges = self.survivors.changed.get(record, ())
        return [*self._changes.get(record, ()), *(position for position, _ in merges)]

    def changing(self, records: Iterable[str]) -> list[str]:
        """Return those of these records of which something that is asked changes within the window."""
        merges = self.survivors.changed
        return [record for record in records if record in self._changes or record in merges]

    def _sql(self, kind: str, columns: str) -> str:
        return (
            f"SELECT from_position, {columns} FROM {self._place.name(VERSIONS[kind])}"
            " WHERE record_id IN ({ids}) AND (to_position IS NULL OR to_position >= %s)"
            " ORDER BY record_id, from_position"
        )


def _without_letter(view: SourceView) -> SourceView:
    return msgspec.structs.replace(view, standing=msgspec.structs.replace(view.standing, letter=None))


@lru_cache(maxsize=READ)
def _source(
    record: Any,
    outlet: Any,
    letter: str | None,
    language: str | None,
    origins: str,
    copy_of: Any,
    status: str,
    kind: str,
    length: int | None,
) -> tuple[SourceView, SourceFacts]:
    """Return what a row of a source's version says."""
    standing = SourceStanding(
        id=read_id(record),
        outlet=read_id(outlet),
        letter=letter,
        credits=tuple(credit_of(origin) for origin in read_json(origins)),
        copy_of=read_id(copy_of),
        withdrawn=status == "withdrawn",
    )
    behind = {credit.origin for credit in standing.credits} | ({standing.copy_of} - {None})
    view = SourceView(standing=standing, language=language, behind=frozenset(behind))
    return view, SourceFacts(kind=kind, length=length, withdrawn=standing.withdrawn)


@lru_cache(maxsize=READ)
def _actor(
    record: Any, kind: str, country: str | None, rank: str | None, into: Any, status: str
) -> tuple[str, ActorView, ActorFacts]:
    """Return what a row of an actor's version says, after its id."""
    facts = ActorFacts(kind=kind, merged_into=read_id(into), withdrawn=status == "withdrawn")
    return read_id(record), ActorView(kind=kind, country=country, rank=rank), facts


class _Part(msgspec.Struct, frozen=True):
    """What was worked out, what was asked for it, and what it was made of, so that no other object gets its id."""

    result: Any
    asked: set[str]
    objects: Sequence[Any]


class Moment:
    """The surroundings of one record at one position after the other (see build.snapshot.Surroundings)."""

    def __init__(self, past: Past) -> None:
        self.asked: set[str] = set()
        self._past = past
        self._position = 0
        self._parts: dict[Any, _Part] = {}
        self._sources: dict[str, tuple[SourceView | None, tuple[str, ...]]] = {}

    def move_to(self, position: int, changed: Set[str]) -> None:
        """Go on to a position; what rests on one of the records that have `changed` there is worked out anew."""
        self.asked = set()
        self._position = position
        if changed:
            self._parts = {key: part for key, part in self._parts.items() if part.asked.isdisjoint(changed)}
            self._sources = {key: known for key, known in self._sources.items() if changed.isdisjoint(known[1])}

    def part(self, name: Any, objects: Sequence[Any], work: Callable[[], Any]) -> Any:
        key = (name, *map(id, objects))
        part = self._parts.get(key)
        if part is None:
            asked, self.asked = self.asked, set()
            part = self._parts[key] = _Part(work(), self.asked, objects)
            self.asked = asked
        self.asked |= part.asked
        return part.result

    def source(self, source: str) -> SourceView | None:
        known = self._sources.get(source)
        if known is None:
            known = self._sources[source] = self._looked_up(source)
        view, asked = known
        self.asked.update(asked)
        return view

    def _looked_up(self, source: str) -> tuple[SourceView | None, tuple[str, ...]]:
        """Return the view of a source, its outlet led to the survivor, and what was asked for it."""
        view = self._past.source(source).at(self._position)
        outlet = view.standing.outlet if view else None
        if outlet is None:
            return view, (source,)
        chain = self._past.survivors.chain("actor", outlet, self._position)
        if len(chain) > 1:
            standing = msgspec.structs.replace(view.standing, outlet=chain[-1])
            view = msgspec.structs.replace(view, standing=standing)
        return view, (source, *chain)

    def actor(self, actor: str) -> ActorView | None:
        self.asked.add(actor)
        return self._past.actor(actor).at(self._position)

    def survivor(self, kind: str, record: str) -> str:
        chain = self._past.survivors.chain(kind, record, self._position)
        self.asked.update(chain)
        return chain[-1]

    def merged_into(self, kind: str, record: str) -> str | None:
        chain = self._past.survivors.chain(kind, record, self._position)
        self.asked.update(chain[1:])
        return chain[-1] if len(chain) > 1 else None
