"""Which record stands for which after merges, at any position of a window; they follow from merge events."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

from incidents.domain.actor import ActorsMerged
from incidents.domain.actor import MergeReversed as ActorMergeReversed
from incidents.domain.incident import IncidentsMerged
from incidents.domain.incident import MergeReversed as IncidentMergeReversed
from incidents.domain.values import Recorded
from incidents.log.driver import Question, Rows, ask
from incidents.readmodels.tables import FACETS, Place, fetch_for, question_for, read_id

MERGES = (ActorsMerged, IncidentsMerged)
REVERSALS = (ActorMergeReversed, IncidentMergeReversed)
MERGED_KINDS = ("actor", "incident")
MERGING = ("ActorsMerged", "IncidentsMerged", "MergeReversed")  # the events' stored names

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

    def __init__(self, place: Place, first: int, *, knows_all: bool = False) -> None:
        self._place = place
        self._first = first
        self._lines: dict[str, Timeline[str]] = {}
        self._within: dict[str, list[tuple[int, str | None]]] = {}
        self._losers: dict[str, set[str]] = {}
        self.knows_all = knows_all  # nothing was merged before the window, as in a rebuild, whose window is the log

    def asking_whether_any(self) -> Question:
        """Return the question whether anything was merged at all: in most trackers nothing was, or not yet."""
        sql = f"SELECT 1 FROM {self._place.name(FACETS)} WHERE key = 'merged' LIMIT 1"
        return Question(sql, (), self._know)

    def _know(self, merges: Rows) -> None:
        self.knows_all = not merges

    def move_to(self, first: int) -> None:
        """Let the window begin later: nothing that is known here has changed until then."""
        self._first = first

    def learn(self, stream: str, recorded: Recorded) -> None:
        """Take a merge or a reversal of the window, in order of positions."""
        if isinstance(recorded.event, MERGES):
            into = recorded.event.into
            self._losers.setdefault(into, set()).add(stream)
        elif isinstance(recorded.event, REVERSALS):
            into = None
        else:
            return
        self._within.setdefault(stream, []).append((recorded.position, into))
        if stream in self._lines:
            self._lines[stream].add(recorded.position, into)

    @property
    def changed(self) -> dict[str, list[tuple[int, str | None]]]:
        """Return the merges and reversals of the window: {loser: [(position, survivor or None)]}."""
        return self._within

    def load(self, kind: str, records: Iterable[str]) -> None:
        """Load what held before the window for many records of a kind, in one go."""
        ask(*self.asking(kind, records))

    def asking(self, kind: str, records: Iterable[str]) -> list[Question]:
        """Return what has to be asked for `load`."""
        missing = [record for record in records if record not in self._lines]
        if kind not in MERGED_KINDS or not missing:
            return []
        if self.knows_all:
            self._draw([record for record in missing if record in self._within], [])
            return []
        sql = (
            f"SELECT record_id, value FROM {self._place.name(FACETS)} WHERE record_id IN ({{ids}})"
            f" AND record_kind = '{kind}' AND key = 'merged'"
            " AND from_position < %s AND (to_position IS NULL OR to_position >= %s)"
        )
        return question_for(sql, missing, self._first, self._first, take=lambda rows: self._draw(missing, rows))

    def _draw(self, records: list[str], rows: Rows) -> None:
        before = {read_id(record): into for record, into in rows}
        for record in records:
            line = Timeline()
            line.add(0, before.get(record))
            for position, into in self._within.get(record, ()):
                line.add(position, into)
            self._lines[record] = line

    def chain(self, kind: str, record: str, position: int) -> list[str]:
        """Return the record and the survivors it was merged into, one after the other; the last stands for it."""
        found = [record]
        if self.knows_all and record not in self._within:
            return found
        while kind in MERGED_KINDS and (survivor := self._merged_into(kind, found[-1], position)):
            if survivor in found:
                break
            found.append(survivor)
        return found

    def _merged_into(self, kind: str, record: str, position: int) -> str | None:
        if record not in self._lines:
            self.load(kind, [record])
        line = self._lines.get(record)  # none where it is known that nothing was merged
        return line.at(position) if line else None

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
        if self.knows_all:
            return set()
        sql = (
            f"SELECT DISTINCT record_id FROM {self._place.name(FACETS)}"
            f" WHERE record_kind = '{kind}' AND key = 'merged' AND value IN ({{ids}})"
        )
        return {read_id(row[0]) for row in fetch_for(sql, survivors, bind=str)}
