"""What a builder works with and what it returns."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Protocol

import msgspec

from incidents.domain import dates
from incidents.domain.origins import SourceStanding

FacetSet = frozenset[tuple[str, str]]  # (key, value)
Row = dict[str, Any]  # column -> value as JSON has it: ids as strings, days as ISO text

# The facets whose values are ids of records that the rows rest on.
REFERENCES = (
    *("source", "outlet", "origin", "cited_in", "participant", "initiator", "target", "party", "speaker"),
    *("on_behalf_of", "addressee", "incident", "about", "end", "office", "belongs_to", "merged", "claimed"),
)

UNDATED = date(1, 1, 1).isoformat()  # sorts before every date


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """What other records need to know of a source; `behind` are the sources it leads to, whether they count or not."""

    standing: SourceStanding
    language: str | None = None
    behind: frozenset[str] = frozenset()


class ActorView(msgspec.Struct, frozen=True, kw_only=True):
    """What other records need to know of an actor."""

    kind: str
    country: str | None = None
    rank: str | None = None


class Surroundings(Protocol):
    """The other records as they stood at one position. What is asked is remembered: it is what a row depends on."""

    asked: set[str]

    def part(self, name: Any, objects: Sequence[Any], work: Callable[[], Any]) -> Any:
        """Return what `work` makes of these very objects; it is kept until something changes that it asked for.

        `name` is hashable and says which part of a record it is.
        """

    def source(self, source: str) -> SourceView | None: ...

    def actor(self, actor: str) -> ActorView | None: ...

    def survivor(self, kind: str, record: str) -> str:
        """Return the record that stands for another one: itself unless it was merged."""

    def merged_into(self, kind: str, record: str) -> str | None:
        """Return the record that stands for the one being built, None while it stands for itself."""


class Member(msgspec.Struct, frozen=True):
    """A stream of a family: its record's id, its state and its version."""

    id: str
    state: Any
    version: int


class Later:
    """A row that is worked out when somebody looks at it: an edit leaves most rows of a record as they were.

    As long as two snapshots have the very same one, nobody has to look.
    """

    __slots__ = ("_found", "_work")
    __hash__ = None

    def __init__(self, work: Callable[[], Row]) -> None:
        self._work: Callable[[], Row] | None = work
        self._found: Row = {}

    @property
    def row(self) -> Row:
        if self._work is not None:
            self._found, self._work = self._work(), None
        return self._found

    def __getitem__(self, column: str) -> Any:
        return self.row[column]

    def __eq__(self, other: object) -> bool:
        return self.row == (other.row if isinstance(other, Later) else other)


class Snapshot(msgspec.Struct, frozen=True):
    """The rows of one record at one position: {(table, id): row}, and its facets as (key, value)."""

    rows: dict[tuple[str, str], Row | Later]
    facets: FacetSet


EMPTY = Snapshot({}, frozenset())


class Sources:
    """The standings of sources, looked up in the surroundings; an outlet's id follows its merges."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def get(self, source: str) -> SourceStanding | None:
        view = self._around.source(source)
        return view.standing if view else None


def bounds(prefix: str, edtf: str | None) -> Row:
    """Return the columns for the bounds of an EDTF date."""
    parsed = dates.parse(edtf) if edtf is not None else None
    earliest, latest = (parsed.earliest, parsed.latest) if parsed else (None, None)
    return {f"{prefix}_earliest": _iso(earliest), f"{prefix}_latest": _iso(latest)}


def sort_date(edtf: str | None) -> str:
    """Return the day a record is sorted by: the earliest, else the latest, else one before all others."""
    parsed = dates.parse(edtf) if edtf is not None else None
    return (_iso(parsed.earliest) or _iso(parsed.latest) or UNDATED) if parsed else UNDATED


def overlap(texts: Iterable[str]) -> Row | None:
    """Return {earliest, latest}, what all these dates allow; None where they contradict or there are none."""
    parsed = [dates.parse(text) for text in texts]
    common = dates.intersection(parsed) if parsed else None
    return {"earliest": _iso(common[0]), "latest": _iso(common[1])} if common else None


def facets(**values: Iterable[str | None]) -> FacetSet:
    """Return facets: each key's values, without empty ones."""
    return frozenset((key, value) for key, several in values.items() for value in several if value)


def with_dependencies(around: Surroundings, *several: FacetSet) -> FacetSet:
    """Return all these facets, and as `dependency` what the rows rest on and no facet names."""
    found = frozenset().union(*several)
    named = {value for key, value in found if key in REFERENCES}
    return found.union(("dependency", record) for record in around.asked - named)


def countries(actors: Iterable[str], around: Surroundings) -> list[str | None]:
    """Return the countries of these actors, None for one that has none."""
    return [view.country for view in map(around.actor, actors) if view]


def unique(values: Iterable[str]) -> list[str]:
    """Return the values in order, each once."""
    return list(dict.fromkeys(values))


def complete(value: Row | None, *names: str) -> Row | None:
    """Return an object with all of these fields, null where it lacks one; None stays None."""
    return None if value is None else {name: value.get(name) for name in names}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
