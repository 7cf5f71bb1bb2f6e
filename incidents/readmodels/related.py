"""What stands beside a record on its page: names for ids, claims, statements, links, and where a record is used.

The second half of `queries`, for people with a role: what is not public yet is shown, what was withdrawn to curators
only. Every function takes a fixed number of queries, however many rows it finds.
"""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery

from incidents.domain.folding import fold
from incidents.domain.person import Person
from incidents.readmodels import models as tables
from incidents.readmodels.queries import CURRENT_MODELS, VERSION_MODELS

IN_LIST = 5_000  # ids named in one query
SHOWN = 50  # uses shown of each kind; a list with a filter shows the others

# What a name is made of, by kind.
NAMING = {
    "actor": ("id", "kind", "name", "names", "country", "status", "merged_into_id"),
    "source": ("id", "kind", "title", "published", "language", "status", "held", "text_sha256", "outlet_id"),
    "incident": ("id", "title", "titles", "date", "type", "status", "merged_into_id"),
    "statement": ("id", "gist", "date", "act", "status"),
    "link": ("id", "type", "from_kind", "from_id", "to_kind", "to_id", "status"),
    "claim": ("id", "subject_kind", "subject_id", "property", "value", "status"),
}
RECORD_KINDS = ("actor", "source", "incident", "statement", "link")
# The facets by which a record uses an actor; an outlet counts where it is the source's own.
ACTOR_USES = ("participant", "party", "speaker", "on_behalf_of", "addressee", "office", "belongs_to")


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What rests on a place of a source: a record, in what way (claim, report, link, credit, cited_in) and, for a
    claim, its property and id. `piece` is the evidence as JSON.
    """

    kind: str
    record: str
    way: str
    piece: dict[str, Any]
    property: str | None = None
    claim: str | None = None


def rows(kind: str, *, person: Person, versions: bool = False) -> models.QuerySet:
    """Return all rows of a kind, merged ones too, with a column `record`; withdrawn ones for curators only."""
    found = (VERSION_MODELS if versions else CURRENT_MODELS)[kind].objects.annotate(
        record=F("record_id" if versions else "id")
    )
    if not person.has("reader"):
        return found.none()
    return found if person.has("curator") else _standing(kind, found)


def _standing(kind: str, found: models.QuerySet) -> models.QuerySet:
    """Leave out what was withdrawn, and claims of what was."""
    found = found.exclude(status="withdrawn")
    if kind != "claim":
        return found
    for subject in ("incident", "statement", "actor"):
        withdrawn = CURRENT_MODELS[subject].objects.filter(id=OuterRef("subject_id"), status="withdrawn")
        found = found.exclude(Exists(withdrawn))
    return found


def by_id(ids: Iterable[str], *, kinds: Collection[str] = RECORD_KINDS) -> dict[str, tuple[str, Any]]:
    """Return {id: (kind, row)} for the ids that are records of these kinds; rows hold what a name is made of."""
    wanted = sorted(set(ids))
    found: dict[str, tuple[str, Any]] = {}
    for start in range(0, len(wanted), IN_LIST):
        for kind in kinds:
            named = _naming(kind).filter(id__in=wanted[start : start + IN_LIST])
            found |= {str(row.id): (kind, row) for row in named}
    return found


def _naming(kind: str) -> models.QuerySet:
    found = CURRENT_MODELS[kind].objects.only(*NAMING[kind])
    if kind != "source":
        return found
    outlet = (f"outlet__{name}" for name in ("id", "kind", "name", "names", "country", "status"))
    return found.select_related("outlet").only(*NAMING[kind], *outlet)


def claims(*, subject: str, person: Person) -> models.QuerySet:
    """Return the claims of a record in the order recorded."""
    return rows("claim", person=person).filter(subject_id=subject).order_by("position", "record")


def statements(*, incident: str, person: Person) -> models.QuerySet:
    """Return the statements made in an incident: by date, then as recorded."""
    first = tables.StatementVersion.objects.filter(record_id=OuterRef("id")).order_by("from_position")
    found = rows("statement", person=person).filter(incident_id=incident)
    found = found.annotate(recorded=Subquery(first.values("from_position")[:1]))
    return found.select_related("speaker", "on_behalf_of", "addressee").order_by("sort_date", "recorded", "id")


def about(*, record: str, person: Person) -> models.QuerySet:
    """Return the statements that speak about a record."""
    used = tables.Facet.objects.filter(key="about", value=record, record_kind="statement", to_position=None)
    found = rows("statement", person=person).filter(id__in=used.values("record_id"))
    return found.select_related("speaker", "on_behalf_of", "addressee").order_by("sort_date", "id")


def links(*, record: str, person: Person) -> models.QuerySet:
    """Return the links that start or end at a record."""
    return rows("link", person=person).filter(Q(from_id=record) | Q(to_id=record)).order_by("type", "id")


def merged_here(kind: str, *, record: str) -> list[str]:
    """Return the records that were merged into this one, those merged into them too."""
    model = CURRENT_MODELS[kind]
    found: list[str] = []
    fresh = [record]
    while fresh:
        ids = model.objects.filter(merged_into_id__in=fresh).order_by("id").values_list("id", flat=True)
        fresh = [str(id) for id in ids if str(id) not in found]
        found += fresh
    return found


def actor_uses(*, actor: str) -> dict[str, tuple[int, list[tuple[str, list[str]]]]]:
    """Return {kind: (records that use an actor, [(record, facet keys)] of the first of them)}."""
    used = tables.Facet.objects.filter(value=actor, to_position=None)
    used = used.filter(Q(key__in=ACTOR_USES) | Q(key="outlet", record_kind="source"))
    counts = dict(used.values_list("record_kind").annotate(Count("record_id", distinct=True)).order_by())
    return {kind: (count, _first_uses(used.filter(record_kind=kind))) for kind, count in sorted(counts.items())}


def _first_uses(used: models.QuerySet) -> list[tuple[str, list[str]]]:
    first = used.values("record_id").annotate(since=Min("from_position")).order_by("since", "record_id")[:SHOWN]
    found: dict[str, list[str]] = {str(row["record_id"]): [] for row in first}
    for record, key in used.filter(record_id__in=found).values_list("record_id", "key").order_by("key"):
        found[str(record)].append(key)
    return list(found.items())


def used_since(*, actor: str, position: int) -> list[tuple[str, str]]:
    """Return (kind, id) of the records that came to use an actor after a position, and still do."""
    used = tables.Facet.objects.filter(value=actor, to_position=None, from_position__gt=position)
    used = used.filter(Q(key__in=ACTOR_USES) | Q(key="outlet", record_kind="source"))
    found = used.values("record_kind", "record_id").annotate(since=Min("from_position"))
    return [(row["record_kind"], str(row["record_id"])) for row in found.order_by("since", "record_id")]


def source_uses(*, source: str, person: Person) -> list[Use]:
    """Return what rests on a source, be it itself or as a relay: claims, reports, links, credits, cited sources."""
    used = tables.Facet.objects.filter(key__in=("source", "cited_in"), value=source, to_position=None)
    ids = used.values("record_id")
    found = [
        *_claim_uses(rows("claim", person=person).filter(subject_id__in=ids, status="active")),
        *_uses("statement", "report", rows("statement", person=person).filter(id__in=ids), "reports"),
        *_uses("link", "link", rows("link", person=person).filter(id__in=ids), "evidence"),
        *_uses("source", "cited_in", rows("source", person=person).filter(id__in=ids), "cited_in"),
        *_credit_uses(rows("source", person=person).filter(id=source)),
    ]
    return [use for use in found if source in (use.piece.get("source"), *use.piece.get("relay", ()))]


def _claim_uses(found: models.QuerySet) -> Iterable[Use]:
    for row in found.order_by("position", "id"):
        for piece in row.evidence:
            yield Use(
                kind=row.subject_kind,
                record=str(row.subject_id),
                way="claim",
                piece=piece,
                property=row.property,
                claim=str(row.id),
            )


def _uses(kind: str, way: str, found: models.QuerySet, column: str) -> Iterable[Use]:
    for record, pieces in found.order_by("id").values_list("id", column):
        yield from (Use(kind=kind, record=str(record), way=way, piece=piece) for piece in pieces)


def _credit_uses(found: models.QuerySet) -> Iterable[Use]:
    for row in found:
        for credit in row.origins:
            if credit["passage"]:
                yield Use(kind="source", record=credit["source"], way="credit", piece=credit["passage"])


def credited_by(*, source: str, person: Person) -> list[str]:
    """Return the sources that credit this one as their origin."""
    used = tables.Facet.objects.filter(record_kind="source", key="origin", value=source, to_position=None)
    found = rows("source", person=person).filter(id__in=used.values("record_id"))
    return [str(id) for id in found.order_by("sort_date", "id").values_list("id", flat=True)]


def facet_values(kind: str, *, key: str) -> list[str]:
    """Return the values that records of a kind have of a facet now, in order."""
    found = tables.Facet.objects.filter(record_kind=kind, key=key, to_position=None)
    return list(found.order_by("value").values_list("value", flat=True).distinct())


def named(found: models.QuerySet, *, words: str) -> models.QuerySet:
    """Keep the actors that have these words in one of their names, or in the one they had before a merge."""
    by_sort_name = Q.create([("sort_name__contains", part) for part in words.casefold().split()])
    folded = [("value__contains", part) for part in fold(words).split()]
    if not folded:
        return found.filter(by_sort_name)
    names = tables.Facet.objects.filter(record_id=OuterRef("id"), key="name", to_position=None)
    return found.filter(Exists(names.filter(Q.create(folded))) | by_sort_name)


def occurring(found: models.QuerySet, *, column: str) -> list[Any]:
    """Return the values that rows have in a column, in order."""
    return list(found.order_by(column).values_list(column, flat=True).distinct())


def source_of_text(digests: Collection[str]) -> dict[str, str]:
    """Return {text digest: source} for the sources that have one of these texts."""
    found = tables.Source.objects.filter(text_sha256__in=digests, status="active")
    return {digest: str(id) for digest, id in found.values_list("text_sha256", "id")}


def standing_texts() -> models.QuerySet:
    """Return the text digests of the sources that were not withdrawn."""
    return tables.Source.objects.filter(status="active").exclude(text_sha256=None).values("text_sha256")
