"""A record's page as it stood: what the tracker knew at a position of the log, from the versions tables."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.contrib import messages
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.person import Person
from incidents.models import Event
from incidents.readmodels import queries, related
from incidents.readmodels.queries import AsOfError

LATER = gettext_lazy("That is later than what is recorded: give a position, or a time, up to now.")
UNREADABLE = gettext_lazy(
    "Give a position, a date (2024-10-21), or a time with its zone (2024-10-21T09:35+07:00); days end in UTC."
)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A position of the log that a page is asked for, and what was asked: a position, a date or a time."""

    position: int
    asked: str

    @property
    def recorded_at(self) -> datetime | None:
        """When the event at the position was recorded."""
        return Event.objects.filter(position=self.position).values_list("recorded_at", flat=True).first()


def asked(request: HttpRequest) -> Moment | None:
    """Return the moment that a page is asked for, None for today; what cannot be read is said, and it is today."""
    text = request.GET.get("as_of", "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        return Moment(position=queries.position_of(text, now=datetime.now(UTC)), asked=text)
    except AsOfError as error:
        messages.error(request, LATER if error.code == "future" else UNREADABLE)
        return None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the page of an incident or a statement, today or at a moment."""

    kind: str
    id: str
    person: Person
    moment: Moment | None = None

    @property
    def as_of(self) -> int | None:
        return self.moment.position if self.moment else None

    def by_id(self, ids: Iterable[str], kinds: Collection[str]) -> dict[str, tuple[str, Any]]:
        """Look names up, as they were: for `Names`."""
        if self.moment is None:
            return related.by_id(ids, kinds=kinds)
        return names_then(list(ids), kinds, self.person, self.moment.position)

    def row(self, today: Any) -> Any:
        """Return the record's row: today's, or the version that stood; None where there was none yet."""
        if self.moment is None:
            return today
        return then(self.kind, [self.id], self.person, self.moment.position).get(self.id)

    def claims(self) -> list[Any]:
        if self.moment is None:
            return list(related.claims(subject=self.id, person=self.person))
        return _with_ids(queries.claims(subject=self.id, person=self.person, as_of=self.as_of))

    def links(self) -> list[Any]:
        if self.moment is None:
            return list(related.links(record=self.id, person=self.person))
        rows = queries.records("link", person=self.person, as_of=self.as_of)
        return _with_ids(rows.filter(Q(from_id=self.id) | Q(to_id=self.id)).order_by("type", "record"))

    def statements(self) -> list[Any]:
        """Return the statements made in an incident, in order."""
        if self.moment is None:
            return list(related.statements(incident=self.id, person=self.person))
        rows = queries.records("statement", person=self.person, as_of=self.as_of).filter(incident_id=self.id)
        return _with_ids(self._in_order(rows))

    def about(self) -> list[Any]:
        """Return the statements that speak about it."""
        if self.moment is None:
            return list(related.about(record=self.id, person=self.person))
        rows = queries.records("statement", person=self.person, as_of=self.as_of)
        return _with_ids(self._in_order(queries.filtered(rows, "about", [self.id])))

    def _in_order(self, rows: QuerySet) -> QuerySet:
        all_versions = related.rows("statement", person=self.person, versions=True)
        first = all_versions.filter(record_id=OuterRef("record_id")).order_by().values("record_id")
        recorded = Subquery(first.annotate(first=Min("from_position")).values("first")[:1])
        return rows.annotate(recorded=recorded).order_by("sort_date", "recorded", "record")

    def merged(self) -> list[str]:
        """Return the records merged into this one, those merged into them too."""
        if self.moment is None:
            return related.merged_here(self.kind, record=self.id)
        found: list[str] = []
        fresh = [self.id]
        while fresh:
            losers = _standing(self.kind, self.person, self.moment.position).filter(merged_into_id__in=fresh)
            ids = [str(id) for id in losers.order_by("record_id").values_list("record_id", flat=True)]
            fresh = [id for id in ids if id not in found]
            found += fresh
        return found


def _standing(kind: str, person: Person, position: int) -> QuerySet:
    """Return the versions of a kind that stood at a position, merged and withdrawn ones too."""
    rows = related.rows(kind, person=person, versions=True).filter(from_position__lte=position)
    return rows.filter(Q(to_position=None) | Q(to_position__gt=position))


def _with_ids(rows: Iterable[Any]) -> list[Any]:
    """Return versions that answer to `id` as current rows do."""
    found = list(rows)
    for row in found:
        row.id = row.record_id
    return found


def then(kind: str, ids: Iterable[str], person: Person, position: int) -> dict[str, Any]:
    """Return {id: version} of the records of a kind as they stood at a position."""
    rows = _with_ids(_standing(kind, person, position).filter(record_id__in=list(ids)))
    return {str(row.id): row for row in rows}


def names_then(
    ids: Collection[str], kinds: Collection[str], person: Person, position: int
) -> dict[str, tuple[str, Any]]:
    """Return {id: (kind, version)} as `related.by_id` does for today: what was called so at a position."""
    found: dict[str, tuple[str, Any]] = {}
    for kind in kinds:
        rows = then(kind, ids, person, position)
        if kind == "source":
            outlets = then("actor", {str(row.outlet_id) for row in rows.values() if row.outlet_id}, person, position)
            for row in rows.values():
                row.outlet = outlets.get(str(row.outlet_id))
        found |= {id: (kind, row) for id, row in rows.items()}
    return found


def said_of(moment: Moment) -> str:
    """Return what the banner says."""
    recorded = moment.recorded_at
    when = recorded.strftime("%Y-%m-%d %H:%M:%S UTC") if recorded else "–"
    text = _("As it stood at position {position}, recorded {when}. Nothing is changed here.")
    return text.format(position=moment.position, when=when)
