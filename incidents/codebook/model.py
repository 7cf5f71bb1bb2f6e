"""What a codebook consists of: terms with labels and definitions, and how they hang together.

Frozen and plain; the loader is the only place that makes them. Imports: errors, names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from incidents.codebook.errors import UnknownTermError
from incidents.codebook.names import Cardinality, EndKind, RankLine, RecordKind, RecordsAs, Side


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in English and Indonesian."""

    en: str
    id: str

    def get(self, language: str) -> str:
        """In this language (`en`, `id`, `id-ID` …); English where there is no other."""
        return self.id if language.lower().split("-")[0] == "id" else self.en


@dataclass(frozen=True, slots=True)
class Term:
    """A code with its label and definition."""

    code: str
    label: Bilingual
    definition: Bilingual


@dataclass(frozen=True, slots=True)
class Score:
    """What one score system says. `value` is the text its source prints, never averaged with another system's.

    `code` is the code of that system the value belongs to (`161`, `SANCTION/expel`, or our own code for `rung`),
    `toward` the role it holds toward, or None where it holds toward the target.
    """

    system: str
    version: str
    code: str
    value: str
    toward: str | None = None

    @property
    def key(self) -> str:
        """System and version as one name: `goldstein@cameo-icews`."""
        return f"{self.system}@{self.version}"


@dataclass(frozen=True, slots=True)
class Plover:
    """A PLOVER event type with its mode (or None) and contexts."""

    type: str
    mode: str | None
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Codes of other systems, the usual one first. CAMEO codes are text: leading zeros count.

    `plover` is None where PLOVER leaves such events out; `plover_also` are further readings;
    `toward` holds what differs toward another role than the target (troops: the beneficiary).
    """

    cameo: tuple[str, ...]
    plover: Plover | None
    plover_also: tuple[Plover, ...] = ()
    toward: Mapping[str, Crosswalk] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class IncidentType(Term):
    """A type of incident.

    `rung` is its place on this version's ladder, `scores` the score systems side by side (the rung is one of them),
    `quad` 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, `quad_also` other
    systems' or other sides' view, `acts` the speech acts to record instead where `records_as` is statement.
    """

    records_as: RecordsAs
    track: str | None
    track_also: tuple[str, ...]
    rung: int | None
    symmetric: bool
    quad: int | None
    quad_also: tuple[int, ...]
    acts: tuple[str, ...]
    crosswalk: Crosswalk
    scores: tuple[Score, ...]
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class SpeechAct(Term):
    """What a statement does. `cues` are Indonesian words that usually carry it."""

    cues: tuple[str, ...]
    quad: int | None
    quad_also: tuple[int, ...]
    crosswalk: Crosswalk
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Role(Term):
    """A part in an incident, and the side it puts those on for whom the participant acts."""

    side: Side


@dataclass(frozen=True, slots=True)
class Rank(Term):
    """A level of office. `order`: higher is more senior; compare only within one `line`."""

    order: int
    line: RankLine


@dataclass(frozen=True, slots=True)
class LinkType(Term):
    """A relation between two records.

    `inverse` is the label read from the other end, `ends` the allowed (from, to) kinds, `derived` what the tracker
    computes by itself, `stored` whether such a link may be recorded; where it may not, the definition says what to
    record instead.
    """

    inverse: Bilingual
    directed: bool
    acyclic: bool
    one_parent: bool
    passage_required: bool
    stored: bool
    derived: bool
    ends: tuple[tuple[EndKind, EndKind], ...]
    huridocs: tuple[str, ...]

    def allows(self, from_kind: str, to_kind: str) -> bool:
        """Whether a link of this type may lead from one kind of record to the other."""
        return (from_kind, to_kind) in self.ends


@dataclass(frozen=True, slots=True)
class Property(Term):
    """What can be claimed of a record of one kind.

    `value` is the name of its shape, `codes` the term list of a shape `code`, `keys` the parts of the key of a keyed
    property and `parts` the coded parts of its value, each with `actor` or the name of its term list; `of` the kinds
    of actor it applies to (empty: all). `basis`: a date that must say how it was found.
    """

    kind: RecordKind
    cardinality: Cardinality
    value: str
    codes: str | None
    basis: bool
    keys: Mapping[str, str]
    parts: Mapping[str, str]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication that codes or scores were taken from, pinned."""

    key: str
    title: str
    where: str
    version: str
    licence: str | None


@dataclass(frozen=True, eq=False)
class Codebook:
    """One version of the codebook. All mappings are read-only and keep the order of the files."""

    version: str
    types: Mapping[str, IncidentType]
    acts: Mapping[str, SpeechAct]
    roles: Mapping[str, Role]
    ranks: Mapping[str, Rank]
    issues: Mapping[str, Term]
    links: Mapping[str, LinkType]
    lists: Mapping[str, Mapping[str, Term]]
    properties: Mapping[tuple[str, str], Property]
    references: tuple[Reference, ...]
    countries: Mapping[str, Bilingual]
    _codes: Mapping[str, frozenset[str]] = field(repr=False)

    def codes(self, list_name: str) -> frozenset[str]:
        """All codes of a term list (`types`, `acts`, `issues`, `modalities` …). Raises UnknownTermError."""
        found = self._codes.get(list_name)
        if found is None:
            raise UnknownTermError(
                "unknown_list", None, f"There is no list “{list_name}”; ask for {_names(self.lists)}."
            )
        return found

    def term(self, list_name: str, code: str) -> Term:
        """One term of a list. Raises UnknownTermError."""
        if code not in self.codes(list_name):
            message = f"“{code}” is no code of {list_name}; use one of: {_names(self.lists[list_name])}."
            raise UnknownTermError("unknown_code", list_name, message)
        return self.lists[list_name][code]

    def property(self, kind: str, code: str) -> Property:
        """One property of a kind of record (incident, statement, actor). Raises UnknownTermError."""
        found = self.properties.get((kind, code))
        if found is None:
            known = _names(self.properties_of(kind))
            message = f"“{code}” is no property of kind “{kind}”; use one of: {known}."
            raise UnknownTermError("unknown_property", code, message)
        return found

    def properties_of(self, kind: str) -> Mapping[str, Property]:
        """All properties of a kind of record, by code."""
        return {code: found for (owner, code), found in self.properties.items() if owner == kind}


def _names(items: Mapping[str, object]) -> str:
    return ", ".join(items) or "(none)"
