"""What is waiting for somebody: a person's own unfinished work, what they may review, and what is not sound yet.

Each list takes a fixed number of queries, however long it is, and is for curators; anybody else finds it empty. Entries
come in the order of kinds, then the latest record first; `limit` is how many there are at most.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from incidents.domain.person import Person
from incidents.log.models import Event
from incidents.log.personal import FIELD_REDACTED
from incidents.readmodels import models as tables
from incidents.readmodels.reviewing import REVIEWING, authored
from incidents.readmodels.visibility import CURRENT_MODELS

CLAIMED = ("incident", "statement", "actor")
EDITORIAL = ("scope",)  # what a curator decides by its very nature: no source says it
# What a record of each kind should say at least: property -> the condition under which it says nothing of it.
EXPECTED: dict[str, dict[str, Q]] = {
    "incident": {
        "date": Q(date=None),
        "participant": Q(participants=[]),
        "issue": Q(issues=[]),
        "occurrence": Q(occurrence=None),
    },
    "statement": {"date": Q(date=None), "incident": Q(incident=None, about__isnull=True)},
    "actor": {
        "country": Q(country=None, kind__in=("state", "office", "body")),
        "belongs_to": Q(belongs_to=None, kind="office"),
        "rank": Q(rank=None, kind="office"),
    },
}


class Reason(msgspec.Struct, frozen=True):
    """Why a record is on a list: a code, and the property (as stored) that it is about, if any."""

    code: str
    property: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A record on a list."""

    kind: str
    id: str
    reasons: tuple[Reason, ...] = ()


# --- whose work it is


def mine(*, person: Person, limit: int | None = None) -> list[Entry]:
    """Return what a person has worked on and what the public does not see in that form: incidents, and statements
    that belong to none. Work on a statement counts for its incident.
    """
    if not person.has("curator"):
        return []
    said = _worked(tables.Statement.objects.filter(incident=OuterRef("id"), status="active"), person)
    own = _events(person, OuterRef("id"), Coalesce(OuterRef("published_at"), 0)).exclude(type__in=REVIEWING)
    incidents = tables.Incident.objects.filter(merged_into=None).exclude(status="withdrawn")
    unfinished = incidents.filter(Exists(own) | Exists(said)).order_by("-sort_date", "id")
    loose = _worked(tables.Statement.objects.filter(incident=None, status="active"), person)
    return [
        *(_entry("incident", str(id), status) for id, status in unfinished.values_list("id", "status")[:limit]),
        *(_entry("statement", id, "no_incident") for id in _latest(loose, limit)),
    ][:limit]


def _events(person: Person, stream: Any, since: Any) -> QuerySet:
    """Return a person's events in a stream behind a position."""
    return Event.objects.filter(stream_id=stream, position__gt=since, metadata__person=person.name)


def _worked(statements: QuerySet, person: Person) -> QuerySet:
    """Keep the statements that a person has worked on since they were last published."""
    published = tables.StatementVersion.objects.filter(record_id=OuterRef("id")).order_by().values("record_id")
    since = Subquery(published.annotate(last=Max("public_from")).values("last"))
    found = statements.annotate(since=Coalesce(since, 0))
    return found.filter(Exists(_events(person, OuterRef("id"), OuterRef("since")).exclude(type=FIELD_REDACTED)))


def to_review(*, person: Person, four_eyes: bool = True, limit: int | None = None) -> list[Entry]:
    """Return the incidents in review that a person has not worked on; all of them where the rule is waived."""
    if not person.has("editor"):
        return []
    waiting = tables.Incident.objects.filter(status="in_review", merged_into=None)
    since = {str(id): position or 0 for id, position in waiting.order_by().values_list("id", "published_at")}
    own = authored(since, person=person) if four_eyes else set()
    return [_entry("incident", id, "in_review") for id in _latest(waiting) if id not in own][:limit]


# --- what is not sound yet


def disputed(*, person: Person, limit: int | None = None) -> list[Entry]:
    """Return the records with a disputed property that has no note, or no claim that a curator preferred.

    A note on the record as a whole may speak of all of them.
    """
    if not person.has("curator"):
        return []
    contested = tables.Facet.objects.filter(key="disputed", to_position=None).values("record_id")
    rows = [
        (kind, row)
        for kind in CLAIMED
        for row in _standing(kind).filter(id__in=contested).values("id", "disputed", "notes")
    ]
    decided = tables.Claim.objects.filter(subject_id__in=contested, preferred=True, status="active")
    told = [(str(id), stored) for id, stored in decided.values_list("subject_id", "property")]
    stored = [*(name for _, name in told), *(n["property"] for _, row in rows for n in row["notes"] if n["property"])]
    canonical = _canonical(stored)
    preferred = {(id, canonical[name]) for id, name in told}
    entries = []
    for kind, row in rows:
        noted = {canonical[note["property"]] for note in row["notes"] if note["property"]}
        on_the_whole = any(not note["property"] for note in row["notes"])
        missing = [Reason("no_note", name) for name in row["disputed"] if name not in noted and not on_the_whole]
        missing += [Reason("no_preference", n) for n in row["disputed"] if (str(row["id"]), n) not in preferred]
        if missing:
            entries.append(Entry(kind=kind, id=str(row["id"]), reasons=tuple(missing)))
    return entries[:limit]


def _canonical(stored: list[str]) -> dict[str, str]:
    """Return {property as stored: the same with the actors in its key led to their survivors}."""
    parts = {part for name in stored for part in name.split(":")[1:] if len(part) == 36}
    merged = tables.Actor.objects.filter(id__in=parts, merged_into__isnull=False).values_list("id", "merged_into_id")
    survivors = {str(loser): str(survivor) for loser, survivor in merged}
    return {name: ":".join(survivors.get(part, part) for part in name.split(":")) for name in stored}


def without_evidence(*, person: Person, limit: int | None = None) -> list[Entry]:
    """Return the records with a claim that rests on judgement alone, or without any claim of what should be known.

    Which claims rest on judgement alone `with_judgements` says, of those entries that are shown.
    """
    if not person.has("curator"):
        return []
    found: list[Entry] = []
    for kind in CLAIMED:
        found += _unsound(kind, None if limit is None else limit - len(found))
    return found


def _judged() -> QuerySet:
    # Only a passage or a row names a source; within a judgement the quotation marks would be escaped.
    found = tables.Claim.objects.filter(status="active").annotate(told=Cast("evidence", TextField()))
    return found.exclude(Q(told__contains='"source":') | Q(property__in=EDITORIAL))


def _unsound(kind: str, limit: int | None) -> Iterable[Entry]:
    lacking = {f"no_{name}": ExpressionWrapper(told, BooleanField()) for name, told in EXPECTED[kind].items()}
    on_judgement = Exists(_judged().filter(subject_id=OuterRef("id")))
    rows = _standing(kind).filter(on_judgement | Q.create(list(EXPECTED[kind].values()), connector=Q.OR))
    for id, *missing in rows.annotate(**lacking).values_list("id", *lacking)[:limit]:
        told = (Reason("no_claim", name) for name, lacks in zip(EXPECTED[kind], missing, strict=True) if lacks)
        yield Entry(kind=kind, id=str(id), reasons=tuple(told))


def with_judgements(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries with the claims of theirs that rest on judgement alone among the reasons. One query."""
    shown = list(entries)
    reasons: dict[str, list[Reason]] = {}
    judged = _judged().filter(subject_id__in=[entry.id for entry in shown]).order_by("position", "id")
    for record, name in judged.values_list("subject_id", "property"):
        reasons.setdefault(str(record), []).append(Reason("judgement_only", name))
    return [msgspec.structs.replace(e, reasons=(*e.reasons, *reasons.get(e.id, ()))) for e in shown]


def without_text(*, person: Person, held: QuerySet, limit: int | None = None) -> list[Entry]:
    """Return the held sources whose text is not there, then the sources that are only cited.

    `held` gives the digests of the texts that are there, as a queryset of one column.
    """
    if not person.has("curator"):
        return []
    sources = _standing("source")
    lost = sources.filter(held=True).exclude(text_sha256__in=held)
    return [
        *(_entry("source", id, "text_lost") for id in _latest(lost, limit)),
        *(_entry("source", id, "only_cited") for id in _latest(sources.filter(held=False), limit)),
    ][:limit]


def _standing(kind: str) -> QuerySet:
    """Return the records of a kind that were neither withdrawn nor merged away, the latest first."""
    found = CURRENT_MODELS[kind].objects.exclude(status="withdrawn")
    if kind == "actor":
        return found.filter(merged_into=None).order_by("sort_name", "id")
    return (found.filter(merged_into=None) if kind == "incident" else found).order_by("-sort_date", "id")


def _latest(rows: QuerySet, limit: int | None = None) -> list[str]:
    return [str(id) for id in rows.order_by("-sort_date", "id").values_list("id", flat=True)[:limit]]


def _entry(kind: str, id: str, code: str) -> Entry:
    return Entry(kind=kind, id=id, reasons=(Reason(code),))
