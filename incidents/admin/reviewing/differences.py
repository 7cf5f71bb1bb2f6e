"""What a reviewer reads: each record of an incident as the public saw it last and as it stands now."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents.admin import changes, claim_groups, history, labels, values
from incidents.admin.changes import Change, Line
from incidents.admin.columns import badge
from incidents.admin.evidence import Texts
from incidents.admin.history import Entry
from incidents.admin.names import Names
from incidents.readmodels import related, reviewing
from incidents.readmodels.reviewing import Changed, Part

# Columns that follow from the step itself.
STEPS = {"status", "published_at", "id"}


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that is new or changed: its property, the claim as it stands, and what is other than before."""

    title: str | SafeString
    claim: claim_groups.ClaimView
    new: bool
    changes: tuple[Line, ...]


class PartView(msgspec.Struct, frozen=True, kw_only=True):
    """A record for showing; one without marks is as the public saw it."""

    kind: str
    link: Any
    marks: tuple[SafeString, ...]
    lines: tuple[Line, ...]
    claims: tuple[ClaimView, ...]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """All that a review of an incident covers; `since` is the position of its last publication, 0 for none."""

    since: int
    parts: tuple[PartView, ...]
    unchanged: tuple[Any, ...]
    left: tuple[Any, ...]
    entries: tuple[Entry, ...]


def difference(incident: Any) -> Difference:
    """Return what changed about an incident (a current row) since it was last published, its statements included.

    Takes a fixed number of queries.
    """
    parts = reviewing.parts(incident)
    claims = reviewing.changed_claims(parts)
    left = reviewing.left(str(incident.id), still=[part.id for part in parts])
    since = parts[0].since
    streams = {str(incident.id), *reviewing.published_together([str(incident.id)])}
    events = [event for event in history.streams(streams) if event.position > since]
    found = {part.id: _changes(part) for part in parts}
    names = _names(parts, claims, found, left, events)
    held = Texts(names, allowed=True)
    shown = [(part, _part(part, found[part.id], claims.get(part.id, []), names, held)) for part in parts]
    return Difference(
        since=since,
        parts=tuple(view for _, view in shown if view.marks),
        unchanged=tuple(view.link for _, view in shown if not view.marks),
        left=tuple(names.links(left)),
        entries=tuple(history.entry(event, names, held) for event in reversed(events)),
    )


def _names(parts: list[Part], claims: Any, found: Any, left: list[str], events: list[Any]) -> Names:
    told = [
        [[part.id for part in parts], left],
        [change.told for changed in found.values() for change in changed],
        [[c.now.property, c.now.value, c.now.evidence] for changed in claims.values() for c in changed],
        history.told(events),
    ]
    return Names.within(*told, kinds=(*related.RECORD_KINDS, "claim"))


def _changes(part: Part) -> list[Change]:
    """Return each column of a record that differs from what the public saw; all that is told of a new one."""
    now = {field.attname: getattr(part.now, field.attname) for field in part.now._meta.concrete_fields}
    told = []
    for name, value in now.items():
        if name in changes.LEFT_OUT or name in STEPS:
            continue
        old, new = (_plain(getattr(part.before, name, None)), _plain(value))
        if old != new and not (part.before is None and new in ([], {}, "")):
            told.append(Change(kind=part.kind, name=name, old=old, new=new))
    return told


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)


def _part(part: Part, changed: list[Change], claims: list[Changed], names: Names, held: Texts) -> PartView:
    views = tuple(_claim(part.kind, claim, names, held) for claim in claims)
    views = tuple(view for view in views if view.new or view.changes)
    return PartView(
        kind=labels.kind_name(part.kind),
        link=names.link(part.id),
        marks=tuple(_marks(part, changed or views)),
        lines=changes.lines(changed, names),
        claims=views,
    )


def _marks(part: Part, changed: Any) -> Iterable[SafeString]:
    if part.now.status == "withdrawn":
        if part.before is not None:
            yield badge("withdrawn", _("withdrawn"))
    elif part.before is None:
        yield badge("counts", _("new"))
    elif changed:
        yield badge("in_review", _("changed"))


def _claim(kind: str, told: Changed, names: Names, held: Texts) -> ClaimView:
    return ClaimView(
        title=values.property_title(kind, told.now.property, names),
        claim=claim_groups.view(told.now, names, held),
        new=told.before is None,
        changes=_claim_changes(kind, told, names) if told.before is not None else (),
    )


def _claim_changes(kind: str, told: Changed, names: Names) -> tuple[Line, ...]:
    claim = {"kind": kind, "stored": told.now.property, "value": told.now.value}
    found = [
        Change(name=name, old=getattr(told.before, name), new=getattr(told.now, name), **claim)
        for name in changes.OF_CLAIMS
        if getattr(told.before, name) != getattr(told.now, name)
    ]
    shown = changes.lines(found, names)
    added = len(told.now.evidence) - len(told.before.evidence)
    if not added:
        return shown
    before, after = (_pieces(len(row.evidence)) for row in (told.before, told.now))
    return (*shown, Line(title=_("evidence"), old=before, new=after))


def _pieces(count: int) -> str:
    return str(count)
