"""How the rows of one record change over a window of positions, and what has to be written for it.

The same computation serves one command, a chunk of an import and a whole rebuild: they differ in the window only.
"""

from collections.abc import Iterable, Set
from functools import partial
from heapq import heapify, heappop, heappush
from typing import Any

import msgspec

from incidents.readmodels import words
from incidents.readmodels.build import BUILDERS, Member, Row, Snapshot
from incidents.readmodels.build.snapshot import EMPTY, Later
from incidents.readmodels.histories import Histories
from incidents.readmodels.surroundings import Moment, Past

RowKey = tuple[str, str]  # (table, id)
FacetKey = tuple[str, str, str, str]  # (record kind, record id, key, value)


class Changes(msgspec.Struct):
    """What a window changes, gathered over many records.

    `opened` and `facets_opened` begin within the window, [(key, from, to or None)] with the row; `closed` and
    `facets_closed` began before it, [(key, to)]. `current` holds the new current rows, `standing` those of them that a
    window changes as they were before it, `gone` the keys that lose theirs.
    """

    opened: list[tuple[RowKey, int, int | None, Row | Later]] = msgspec.field(default_factory=list)
    closed: list[tuple[RowKey, int]] = msgspec.field(default_factory=list)
    current: dict[RowKey, Row | Later] = msgspec.field(default_factory=dict)
    standing: dict[RowKey, Row | Later] = msgspec.field(default_factory=dict)
    gone: set[RowKey] = msgspec.field(default_factory=set)
    facets_opened: list[tuple[FacetKey, int, int | None]] = msgspec.field(default_factory=list)
    facets_closed: list[tuple[FacetKey, int]] = msgspec.field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything has to be written."""
        return bool(self.opened or self.closed or self.gone or self.facets_opened or self.facets_closed)


def trace(
    kind: str, record: str, histories: Histories, past: Past, changes: Changes, family: "Family | None" = None
) -> bool:
    """Add to `changes` what the window changes in a record's rows; return whether there was anything."""
    family = family or Family(kind, record, histories, past)
    before, within = family.snapshots(histories.first, histories.last)
    return _compare(kind, record, before, within, changes)


class Family:
    """A record and those that were ever merged into it, folded position by position.

    Its rows before the window may be built in advance: they are the same wherever the window begins. What one position
    leaves as it was is not worked out again for the next (see `Moment.part`).
    """

    def __init__(self, kind: str, record: str, histories: Histories, past: Past) -> None:
        self._kind = kind
        self._record = record
        self._past = past
        members = past.survivors.members(kind, record)
        histories.load(kind, members)
        past.survivors.load(kind, members)
        self._members = {member: histories.get(member) for member in members}
        self._moment = Moment(past)
        self._asked: set[str] = set()
        self._before: Snapshot | None = None

    @property
    def members(self) -> frozenset[str]:
        """The record and all that were ever merged into it."""
        return frozenset(self._members)

    def before(self, first: int) -> Snapshot:
        """Return the rows before a window."""
        if self._before is None:
            self._before = self._build(first - 1, set())
        return self._before

    def snapshots(self, first: int, last: int) -> tuple[Snapshot, list[tuple[int, Snapshot]]]:
        """Return the rows before a window, and those at each of its positions where they may change."""
        before = self.before(first)
        # {position: what changes there of all that the rows rest on}
        points: dict[int, set[str]] = {
            position: set() for history in self._members.values() for position in history.positions
        }
        self._await_changes(self._asked, first - 1, last, points)
        found = []
        waiting = list(points)
        heapify(waiting)
        while waiting:
            position = heappop(waiting)
            known = set(self._asked)
            found.append((position, self._build(position, points[position])))
            for point in self._await_changes(self._asked - known, position, last, points):
                heappush(waiting, point)
        return before, found

    def _await_changes(self, asked: Set[str], since: int, last: int, points: dict[int, set[str]]) -> list[int]:
        """Note where these records change behind a position; return the points that are new.

        What a row rests on shows only when it is built, and may change within the window too.
        """
        fresh = []
        for record in self._past.changing(asked):
            for position in self._past.changes(record):
                if not since < position <= last:
                    continue
                if position not in points:
                    points[position] = set()
                    fresh.append(position)
                points[position].add(record)
        return fresh

    def _build(self, position: int, changed: Set[str]) -> Snapshot:
        own = self._members[self._record].at(position)
        if own is None:
            return EMPTY
        survivors = self._past.survivors
        family = [Member(self._record, *own)]
        for member, history in self._members.items():
            if member == self._record:
                continue
            found = history.at(position)
            if found is not None and survivors.survivor(self._kind, member, position) == self._record:
                family.append(Member(member, *found))
        self._moment.move_to(position, changed)
        snapshot = BUILDERS[self._kind](self._record, family, self._moment)
        row = snapshot.rows[self._kind, self._record]
        texts = [row[column] for column in words.COLUMNS[self._kind]]
        document = partial(_document, self._kind, row)
        snapshot.rows["document", self._record] = self._moment.part("document", texts, lambda: Later(document))
        self._asked |= self._moment.asked
        return snapshot


def _document(kind: str, row: Row) -> Row:
    return {"kind": kind, "words": words.document(kind, row)}


def _compare(
    kind: str, record: str, before: Snapshot, within: Iterable[tuple[int, Snapshot]], changes: Changes
) -> bool:
    rows = _Spans(before.rows)
    facets = _Spans(dict.fromkeys(before.facets, True))
    for position, snapshot in within:
        rows.move(position, _changed(rows.standing, snapshot.rows), snapshot.rows)
        gone = facets.standing.keys() - snapshot.facets
        facets.move(position, gone, dict.fromkeys(snapshot.facets - facets.standing.keys(), True))
    changes.opened += rows.opened()
    changes.closed += rows.closed
    changes.facets_opened += [((kind, record, *key), start, end) for key, start, end, _ in facets.opened()]
    changes.facets_closed += [((kind, record, *key), end) for key, end in facets.closed]
    touched = {key for key, *_ in rows.done} | rows.started.keys() | {key for key, _ in rows.closed}
    for key in touched:
        if key in rows.standing:
            changes.current[key] = rows.standing[key]
            if key in before.rows:
                changes.standing[key] = before.rows[key]
        elif key in before.rows:
            changes.gone.add(key)
    return bool(touched or facets.done or facets.started or facets.closed)


def _changed(standing: dict[Any, Any], values: dict[Any, Any]) -> list[Any]:
    """Return the keys that have another value now, or none; mostly it is the very same object."""
    return [key for key, value in standing.items() if (now := values.get(key)) is not value and now != value]


class _Spans:
    """Values by key, each standing for a span of positions; those of before the window have no start."""

    def __init__(self, standing: dict[Any, Any]) -> None:
        self.standing = dict(standing)
        self.started: dict[Any, int] = {}
        self.done: list[tuple[Any, int, int, Any]] = []
        self.closed: list[tuple[Any, int]] = []

    def move(self, position: int, changed: Iterable[Any], values: dict[Any, Any]) -> None:
        """Go on to a position: end what has changed, and begin those of these values that do not stand."""
        for key in changed:
            self._end(key, position)
        for key in values.keys() - self.standing.keys():
            self.standing[key] = values[key]
            self.started[key] = position

    def _end(self, key: Any, position: int) -> None:
        value = self.standing.pop(key)
        if key in self.started:
            self.done.append((key, self.started.pop(key), position, value))
        else:
            self.closed.append((key, position))

    def opened(self) -> list[tuple[Any, int, int | None, Any]]:
        """Return what began within the window: (key, start, end or None, value)."""
        return [*self.done, *((key, start, None, self.standing[key]) for key, start in self.started.items())]
