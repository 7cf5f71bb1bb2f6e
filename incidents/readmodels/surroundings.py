"""What a record's rows need to know of other records, as it stood at any position of a window.

Survivors follow from merge events; sources and actors are read from their versions tables, which a projection
writes before those that depend on them.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

import msgspec

from incidents.domain.actor import ActorsMerged
from incidents.domain.actor import MergeReversed as ActorMergeReversed
from incidents.domain.incident import IncidentsMerged
from incidents.domain.incident import MergeReversed as IncidentMergeReversed
from incidents.domain.origins import SourceStanding
from incidents.domain.references import References
from incidents.domain.values import Recorded
from incidents.readmodels.build.snapshot import ActorView, SourceView
from incidents.readmodels.build.source import credit_of
from incidents.readmodels.tables import FACETS, VERSIONS, Place, fetch_for, read_id, read_json

MERGES = (ActorsMerged, IncidentsMerged)
REVERSALS = (ActorMergeReversed, IncidentMergeReversed)
MERGED_KINDS = ("actor", "incident")

SOURCE_COLUMNS = "outlet_id, reliability, language, origins, copy_of_id, status"

View = TypeVar("View")


class Timeline(Generic[View]):
    """The views of one record, each from a position on; equal neighbours count as one."""

    __slots__ = ("positions", "views")

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.views: list[View | None] = []

    def add(self, position: int, view: View | None) -> None:
        if not self.views or self.views[-1] != view:
            self.positions.append(position)
            self.views.append(view)

    def at(self, position: int) -> View | None:
        found = bisect_right(self.positions, position)
        return self.views[found - 1] if found else None


class Survivors:
    """Which record stands for which after merges, at any position of the window.

    Within the window merges come from its events; before it, from the facet `merged`, which names the record that one
    was itself merged into, whatever became of that one later.
    """

    def __init__(self, place: Place, first: int) -> None:
        self._place = place
        self._first = first
        self._lines: dict[str, Timeline[str]] = {}
        self._within: dict[str, list[tuple[int, str | None]]] = {}
        self._losers: dict[str, set[str]] = {}
        self._knows_all = first == 1  # in a rebuild every merge lies in the window

    def learn(self, stream: str, recorded: Recorded) -> None:
        """Take a merge or a reversal of the window, in order of positions."""
        if isinstance(recorded.event, MERGES):
            self._within.setdefault(stream, []).append((recorded.position, recorded.event.into))
            self._losers.setdefault(recorded.event.into, set()).add(stream)
        elif isinstance(recorded.event, REVERSALS):
            self._within.setdefault(stream, []).append((recorded.position, None))

    @property
    def changed(self) -> dict[str, list[tuple[int, str | None]]]:
        """Return the merges and reversals of the window: {loser: [(position, survivor or None)]}."""
        return self._within

    def load(self, kind: str, records: Iterable[str]) -> None:
        """Load what held before the window for many records of a kind, in one go."""
        missing = [record for record in records if record not in self._lines]
        if kind not in MERGED_KINDS or not missing:
            return
        before: dict[str, str] = {}
        if not self._knows_all:
            sql = (
                f"SELECT record_id, value FROM {self._place.name(FACETS)} WHERE record_id IN ({{ids}})"
                f" AND record_kind = '{kind}' AND key = 'merged'"
                " AND from_position < %s AND (to_position IS NULL OR to_position >= %s)"
            )
            before = {read_id(record): into for record, into in fetch_for(sql, missing, self._first, self._first)}
        for record in missing:
            line = Timeline()
            line.add(0, before.get(record))
            for position, into in self._within.get(record, ()):
                line.add(position, into)
            self._lines[record] = line

    def chain(self, kind: str, record: str, position: int) -> list[str]:
        """Return the record and the survivors it was merged into, one after the other; the last stands for it."""
        found = [record]
        while kind in MERGED_KINDS and (survivor := self._merged_into(kind, found[-1], position)):
            if survivor in found:
                break
            found.append(survivor)
        return found

    def _merged_into(self, kind: str, record: str, position: int) -> str | None:
        if self._knows_all and record not in self._within:
            return None
        if record not in self._lines:
            self.load(kind, [record])
        return self._lines[record].at(position)

    def survivor(self, kind: str, record: str, position: int) -> str:
        """Return the record that stands for this one at a position: itself unless it was merged."""
        return self.chain(kind, record, position)[-1]

    def members(self, kind: str, record: str) -> list[str]:
        """Return the record and all that were ever merged into it, directly or not, before or in the window."""
        found, fresh = [record], [record]
        while fresh and kind in MERGED_KINDS:
            losers = set().union(*(self._losers.get(one, ()) for one in fresh), self._losers_before(kind, fresh))
            fresh = sorted(losers - set(found))
            found += fresh
        return found

    def _losers_before(self, kind: str, survivors: list[str]) -> set[str]:
        if self._knows_all:
            return set()
        sql = (
            f"SELECT DISTINCT record_id FROM {self._place.name(FACETS)}"
            f" WHERE record_kind = '{kind}' AND key = 'merged' AND value IN ({{ids}})"
        )
        return {read_id(row[0]) for row in fetch_for(sql, survivors, bind=str)}


class Past:
    """The views of sources and actors over a window, by id, loaded from the versions tables on demand."""

    def __init__(self, place: Place, first: int, survivors: Survivors) -> None:
        self.survivors = survivors
        self._place = place
        self._first = first
        self._sources: dict[str, Timeline[SourceView]] = {}
        self._actors: dict[str, Timeline[ActorView]] = {}

    def load(self, kind: str, references: References) -> None:
        """Load what records of a kind name, in a few queries.

        Sources ask for no view of another record, actors for none of an actor: while those are projected, the versions
        that a view is read from are not written yet.
        """
        self.survivors.load("actor", references.actors)
        self.survivors.load("incident", {record for named, record in references.records if named == "incident"})
        if kind != "source":
            self.load_sources(references.sources)
        if kind not in ("source", "actor"):
            self.load_actors(references.actors)

    def load_sources(self, sources: Iterable[str]) -> None:
        """Load sources and, with them, the origins they credit, however far."""
        fresh = {source for source in sources if source not in self._sources}
        while fresh:
            self._sources |= {source: Timeline() for source in fresh}
            rows = fetch_for(self._sql("source", SOURCE_COLUMNS), fresh, self._first)
            credited: set[str] = set()
            for record, position, outlet, letter, language, origins, copy_of, status in rows:
                credits = tuple(credit_of(origin) for origin in read_json(origins))
                credited |= {credit.origin for credit in credits} | ({read_id(copy_of)} - {None})
                source = read_id(record)
                standing = SourceStanding(
                    id=source,
                    outlet=read_id(outlet),
                    letter=letter,
                    credits=credits,
                    copy_of=read_id(copy_of),
                    withdrawn=status == "withdrawn",
                )
                self._sources[source].add(position, SourceView(standing=standing, language=language))
            fresh = credited - self._sources.keys()
        outlets = {view.standing.outlet for line in self._sources.values() for view in line.views if view}
        self.survivors.load("actor", outlets - {None})

    def load_actors(self, actors: Iterable[str]) -> None:
        """Load actors."""
        fresh = {actor for actor in actors if actor not in self._actors}
        self._actors |= {actor: Timeline() for actor in fresh}
        for record, position, kind, country, rank in fetch_for(
            self._sql("actor", "kind, country, rank"), fresh, self._first
        ):
            self._actors[read_id(record)].add(position, ActorView(kind=kind, country=country, rank=rank))

    def seen_to_change(self, kind: str, records: list[str]) -> list[str]:
        """Return those of these sources or actors of which others see a change within the window."""
        (self.load_sources if kind == "source" else self.load_actors)(records)
        return [record for record in records if self.changes(record)]

    def source(self, source: str) -> Timeline[SourceView]:
        if source not in self._sources:
            self.load_sources([source])
        return self._sources[source]

    def actor(self, actor: str) -> Timeline[ActorView]:
        if actor not in self._actors:
            self.load_actors([actor])
        return self._actors[actor]

    def changes(self, record: str) -> list[int]:
        """Return the positions within the window at which something asked of this record changes."""
        merges = [position for position, _ in self.survivors.changed.get(record, ())]
        lines = (self._sources.get(record), self._actors.get(record))
        return merges + [p for line in lines if line for p in line.positions if p >= self._first]

    def at(self, position: int, asked: set[str], memo: dict[Any, Any]) -> "Moment":
        """Return the surroundings at one position; ids that are asked for are added to `asked`."""
        return Moment(self, position, asked, memo)

    def _sql(self, kind: str, columns: str) -> str:
        return (
            f"SELECT record_id, from_position, {columns} FROM {self._place.name(VERSIONS[kind])}"
            " WHERE record_id IN ({ids}) AND (to_position IS NULL OR to_position >= %s)"
            " ORDER BY record_id, from_position"
        )


class Moment:
    """The surroundings at one position (see build.snapshot.Surroundings)."""

    def __init__(self, past: Past, position: int, asked: set[str], memo: dict[Any, Any]) -> None:
        self._past = past
        self._position = position
        self.asked = asked
        self.memo = memo

    def source(self, source: str) -> SourceView | None:
        self.asked.add(source)
        view = self._past.source(source).at(self._position)
        if view is None or view.standing.outlet is None:
            return view
        outlet = self.survivor("actor", view.standing.outlet)
        if outlet == view.standing.outlet:
            return view
        return msgspec.structs.replace(view, standing=msgspec.structs.replace(view.standing, outlet=outlet))

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


def dependents(place: Place, records: Iterable[str]) -> list[tuple[str, str]]:
    """Return (kind, id) of the records whose rows depend on these now."""
    sql = (
        f"SELECT record_kind, record_id FROM {place.name(FACETS)}"
        " WHERE key = 'dependency' AND value IN ({ids}) AND to_position IS NULL"
    )
    return sorted({(kind, read_id(record)) for kind, record in fetch_for(sql, records, bind=str)})
