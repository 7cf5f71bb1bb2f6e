"""How a record came to be as it is: its events for curators, its published versions for everybody else, with diffs."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import models
from django.db.models import Q

from incidents.domain.catalogue import UPCASTERS
from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.log import sql
from incidents.log.models import Event
from incidents.log.read import fetch
from incidents.log.rows import RecordedEvent, recorded
from incidents.readmodels import models as tables
from incidents.readmodels.selection import records
from incidents.readmodels.visibility import TODAY, VERSION_MODELS

PUBLISHED_KINDS = ("incident", "statement")
CLAIMED_KINDS = ("incident", "statement", "actor")

# Columns that only serve the tables.
LEFT_OUT = frozenset((
    "key", "record_id", "from_position", "to_position", "public_from", "public_to", "public_with", "sort_date",
    "sort_name", "version", "published_at", "title",
))  # fmt: skip
# What may change of a claim once it is recorded.
OF_CLAIMS = ("status", "resolved", "preferred", "credibility", "origins", "evidence", "subject_id")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What changed: a column of the record, or one of a claim (then with its id and property); values as JSON has them.

    A claim that is new has the column `claim`, and its value in `after`.
    """

    column: str
    before: Any
    after: Any
    claim: str | None = None
    property: str | None = None


class PublishedVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What the public saw of a record between two positions (`until` None: still), and what was new in it."""

    position: int
    until: int | None
    recorded_at: datetime
    row: Any
    changes: list[Change]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """An event that changed a record, its own or another record's, and what it changed."""

    event: RecordedEvent
    own: bool
    changes: list[Change]


def history(
    kind: str, id: str, person: Person, *, as_of: int | None = None, after: int = 0, size: int = 200
) -> list[PublishedVersion] | list[Step] | None:
    """Return how a record came to be, oldest first, up to a position: Steps for curators, else PublishedVersions.

    At most `size` of them, from behind the position `after` on. Only incidents and statements have published versions;
    of other records one that the person sees now has none to show. None where the person sees no such record. At most
    five queries.
    """
    if not is_id(id) or kind not in VERSION_MODELS:
        return None
    if person.has("curator"):
        return _steps(kind, id, as_of, after, size)
    if not records(kind, person=person, as_of=as_of).filter(record=id).exists():
        return None
    return _published(kind, id, as_of, after, size) if kind in PUBLISHED_KINDS else []


def _published(kind: str, id: str, as_of: int | None, after: int, size: int) -> list[PublishedVersion]:
    rows = VERSION_MODELS[kind].objects.filter(record_id=id, public_from__lte=_last(as_of)).order_by("public_from")
    versions = list(rows)
    first = next((number for number, row in enumerate(versions) if row.public_from > after), len(versions))
    shown = versions[first : first + size]
    times = _times(row.public_from for row in shown)
    before = versions[first - 1] if first else None
    found = []
    for row in shown:
        until = row.public_to if row.public_to is not None and row.public_to <= _last(as_of) else None
        found.append(
            PublishedVersion(
                position=row.public_from,
                until=until,
                recorded_at=times[row.public_from],
                row=row,
                changes=differences(before, row) if before is not None else [],
            )
        )
        before = row
    return found


def _times(positions: Iterable[int]) -> dict[int, datetime]:
    return dict(Event.objects.filter(position__in=list(positions)).values_list("position", "recorded_at"))


def _steps(kind: str, id: str, as_of: int | None, after: int, size: int) -> list[Step] | None:
    versions = VERSION_MODELS[kind].objects.filter(record_id=id)
    claims = tables.ClaimVersion.objects.filter(Q(subject_id=id) | Q(recorded_in=id))
    if kind not in CLAIMED_KINDS:
        claims = claims.none()
    own = Event.objects.filter(stream_id=id, stream_kind=kind)
    positions = _positions((own, "position"), (versions, "from_position"), (claims, "from_position"),
                           after=after, last=_last(as_of), size=size)  # fmt: skip
    if not positions:
        return [] if own.exists() else None
    changed = _row_changes(versions, positions)
    for position, change in _claim_changes(claims, id, positions):
        changed.setdefault(position, []).append(change)
    events = _events(positions)
    return [Step(event=event, own=event.stream_id == id, changes=changed.get(event.position, [])) for event in events]


def _positions(*places: tuple[models.QuerySet, str], after: int, last: int, size: int) -> list[int]:
    """Return the next positions at which something begins, in one query."""
    behind = [
        rows.filter(**{f"{name}__gt": after, f"{name}__lte": last}).order_by().values_list(name, flat=True)
        for rows, name in places
    ]
    first, *others = behind
    return list(first.union(*others).order_by(places[0][1])[:size])


def _events(positions: Collection[int]) -> list[RecordedEvent]:
    """Return the events at these positions, in order."""
    rows = fetch(sql.select(sql.at_positions()), sql.numbers(positions))
    return list(recorded(rows, UPCASTERS))


def _row_changes(versions: models.QuerySet, positions: list[int]) -> dict[int, list[Change]]:
    rows = versions.filter(Q(to_position=None) | Q(to_position__gte=positions[0])).filter(
        from_position__lte=positions[-1]
    )
    before, found = None, {}
    for row in rows.order_by("from_position"):
        if row.from_position >= positions[0]:
            found[row.from_position] = differences(before, row)
        before = row
    return found


def _claim_changes(claims: models.QuerySet, id: str, positions: list[int]) -> Iterable[tuple[int, Change]]:
    rows = claims.filter(Q(to_position=None) | Q(to_position__gte=positions[0])).filter(
        from_position__lte=positions[-1]
    )
    before: dict[str, Any] = {}
    for row in rows.order_by("from_position", "record_id"):
        claim, old = str(row.record_id), before.get(str(row.record_id))
        before[claim] = row
        if row.from_position < positions[0]:
            continue
        told = {"claim": claim, "property": row.property}
        if old is None:
            yield row.from_position, Change(column="claim", before=None, after=row.value, **told)
            continue
        for name in OF_CLAIMS:
            was, now = plain(getattr(old, name)), plain(getattr(row, name))
            if was != now:
                yield row.from_position, Change(column=name.removesuffix("_id"), before=was, after=now, **told)


def differences(before: Any, after: Any) -> list[Change]:
    """Return the columns in which two versions of a record differ; of the first version, those that say something."""
    found = []
    for field in after._meta.concrete_fields:
        if field.name in LEFT_OUT:
            continue
        was = plain(getattr(before, field.attname)) if before is not None else None
        now = plain(getattr(after, field.attname))
        if was != now and not (before is None and now in ([], {})):
            found.append(Change(column=field.name.removesuffix("_id"), before=was, after=now))
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON has it: days as ISO text, ids as strings."""
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _last(as_of: int | None) -> int:
    return TODAY if as_of is None else as_of
