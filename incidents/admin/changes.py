"""What an event changed: each column of the record's row, and each claim of it, as it was before and after.

Taken from the versions tables, so an event shows all that followed from it: that a better claim came to count, that a
property became disputed.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from incidents.admin import labels, values
from incidents.admin.names import Names
from incidents.admin.tree import FIELDS
from incidents.domain.person import Person
from incidents.log.read import RecordedEvent
from incidents.readmodels import related

Shown = str | SafeString

# Columns that say no more than another one, or nothing to a person.
LEFT_OUT = {
    "key", "record_id", "from_position", "to_position", "version", "sort_date", "sort_name", "public_from", "public_to",
    "public_with", "title", "notes", "reports", "evidence", "participants", "origins", "position", "text_sha256",
    "file_sha256",
}  # fmt: skip
CODES = {
    "type": {"incident": "types", "link": "links"},
    "status": {"incident": "statuses"},
    "kind": {"actor": "actor_kinds", "source": "source_kinds"},
    "occurrence": "occurrences",
    "scope": "scopes",
    "level_of_summoner": "ranks",
    "level_of_summoned": "ranks",
    "publicity": "publicity",
    "channel": "channels",
    "outcome": "outcomes",
    "act": "acts",
    "acts": "acts",
    "issues": "issues",
    "modality": "modalities",
    "venue": "venues",
    "published_basis": "date_bases",
    "rank": "ranks",
    "reliability": "reliability",
    "assessment": "assessments",
    "confidence": "confidences",
    "speaker_mode": "speaker_modes",
}
# Columns of objects that are shown as the value of a claim is.
SHAPES: dict[str, Callable[[dict[str, Any], Names], Shown]] = {
    "about": lambda value, names: names.link(value["id"]),
    "names": lambda value, _names: values.name(value),
    "ordinal": lambda value, _names: values.ordinal(value),
    "place": lambda value, _names: values.place(value),
    "quantities": lambda value, _names: values.measured(value),
    "tenures": lambda value, names: values.labelled(names.link(value["office"]), values.tenure(value)),
}
# What may change of a claim.
OF_CLAIMS = {
    "credibility": gettext_lazy("credibility"),
    "preferred": gettext_lazy("preferred"),
    "resolved": gettext_lazy("counts"),
    "status": gettext_lazy("status"),
}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that changed, as JSON: of which kind of record, which column or, for a claim, which property."""

    kind: str
    name: str
    old: Any = None
    new: Any = None
    stored: str | None = None
    value: Any = None

    @property
    def told(self) -> list[Any]:
        """What may hold ids."""
        return [self.old, self.new, self.stored, self.value]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A change for showing; what there was not is a dash."""

    title: Shown
    old: Shown
    new: Shown


def told_changes(events: Iterable[RecordedEvent], person: Person) -> dict[int, list[Change]]:
    """Return {position: changes} for events of records that a person may see. Two queries for each kind of record."""
    wanted: dict[str, dict[str, set[int]]] = {}
    for event in events:
        wanted.setdefault(event.stream_kind, {}).setdefault(event.stream_id, set()).add(event.position)
    found: dict[int, list[Change]] = {}
    for kind, records in wanted.items():
        first = min(position for positions in records.values() for position in positions)
        positions = {position for positions in records.values() for position in positions}
        for change in _rows(kind, records, first, person):
            _keep(found, positions, *change)
        if kind in ("incident", "statement", "actor"):
            for change in _claims(records, first, person):
                _keep(found, positions, *change)
    return found


def _keep(found: dict[int, list[Change]], positions: set[int], position: int, change: Change) -> None:
    if position in positions:
        found.setdefault(position, []).append(change)


def _versions(kind: str, person: Person, first: int) -> Any:
    """Return the versions that stood at or after the position before `first`, in order."""
    rows = related.rows(kind, person=person, versions=True).exclude(to_position__lt=first)
    return rows.order_by("from_position")


def _rows(kind: str, records: Iterable[str], first: int, person: Person) -> Iterable[tuple[int, Change]]:
    before: dict[str, Any] = {}
    for row in _versions(kind, person, first).filter(record_id__in=list(records)):
        old = before.get(str(row.record_id))
        before[str(row.record_id)] = row
        if old is None or row.from_position < first:
            continue
        for field in row._meta.concrete_fields:
            was, now = _told(old, field.attname), _told(row, field.attname)
            if field.attname not in LEFT_OUT and was != now:
                yield row.from_position, Change(kind=kind, name=field.attname, old=was, new=now)


def _claims(subjects: Iterable[str], first: int, person: Person) -> Iterable[tuple[int, Change]]:
    before: dict[str, Any] = {}
    for row in _versions("claim", person, first).filter(subject_id__in=list(subjects)):
        old = before.get(str(row.record_id))
        before[str(row.record_id)] = row
        if row.from_position < first:
            continue
        claim = {"kind": row.subject_kind, "stored": row.property, "value": row.value}
        if old is None:
            yield row.from_position, Change(name="claim", new=row.value, **claim)
            continue
        for name in OF_CLAIMS:
            if getattr(old, name) != getattr(row, name):
                yield row.from_position, Change(name=name, old=getattr(old, name), new=getattr(row, name), **claim)


def _told(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)


def told(found: Mapping[int, Iterable[Change]]) -> list[Any]:
    """Return what changes name, as JSON in which names can be looked up."""
    return [change.told for changes in found.values() for change in changes]


def lines(changes: Iterable[Change], names: Names) -> tuple[Line, ...]:
    """Return changes for showing."""
    return tuple(_line(change, names) for change in changes)


def _line(change: Change, names: Names) -> Line:
    if change.stored is None:
        title = labels.field_name(related.VERSION_MODELS[change.kind], change.name)
        return Line(title=title, old=_shown(change, change.old, names), new=_shown(change, change.new, names))
    title = values.property_title(change.kind, change.stored, names)
    value = values.readable(change.kind, change.stored, change.value, names)
    if change.name == "claim":
        return Line(title=title, old=labels.EMPTY, new=value)
    title = values.labelled(title, values.joined([value, str(OF_CLAIMS[change.name])], " – "))
    return Line(title=title, old=_of_claim(change, change.old), new=_of_claim(change, change.new))


def _of_claim(change: Change, value: Any) -> Shown:
    if isinstance(value, bool):
        return labels.yes_no(value)
    return labels.term("credibility" if change.name == "credibility" else "claim_statuses", value)


def _shown(change: Change, value: Any, names: Names) -> Shown:
    if value in (None, "", [], {}):
        return labels.EMPTY
    if isinstance(value, list):
        return values.joined([_shown(change, item, names) for item in value], "; ")
    if isinstance(value, dict) and change.name in SHAPES:
        return SHAPES[change.name](value, names)
    if isinstance(value, dict):
        parts = (_labelled(name, part, names) for name, part in value.items() if part not in (None, "", []))
        return values.joined(list(parts))
    if change.name == "disputed":
        return values.property_title(change.kind, value, names)
    codes = CODES.get(change.name)
    codes = codes.get(change.kind, "claim_statuses") if isinstance(codes, dict) else codes
    if codes:
        return labels.term(codes, value)
    return _plain(value, names)


def _labelled(name: str, value: Any, names: Names) -> Shown:
    return values.labelled(str(FIELDS.get(name, name)), _plain(value, names))


def _plain(value: Any, names: Names) -> Shown:
    if isinstance(value, bool):
        return labels.yes_no(value)
    return names.link(value) if names.get(value) else str(value)
