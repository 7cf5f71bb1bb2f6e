"""What the tracker answers a person: every list, record, claim and filter, in a form that can be kept and compared."""

from collections import defaultdict
from itertools import groupby, islice
from typing import Any

from django.db import models
from django.db.models import Count

from incidents.domain.person import Person
from incidents.models import Facet
from incidents.readmodels import queries
from incidents.readmodels.queries import CURRENT_MODELS, VERSION_MODELS

KINDS = ("incident", "statement", "actor", "source", "link")
CLAIMED = ("incident", "statement", "actor")
Answers = dict[tuple, Any]

# What both the current table and the versions table of a kind have.
COLUMNS = {
    kind: sorted(_columns & {field.attname for field in VERSION_MODELS[kind]._meta.concrete_fields})
    for kind, model in CURRENT_MODELS.items()
    for _columns in ({field.attname for field in model._meta.concrete_fields},)
}


def plain(kind: str, row: models.Model | None) -> dict[str, Any] | None:
    """Return a row as data, the same from the current table and from the versions table."""
    return row and {"id": str(row.record), **{name: getattr(row, name) for name in COLUMNS[kind]}}


def facet_pairs(each: int = 2) -> list[tuple[str, str, str]]:
    """Return (kind, key, value) of every kind and key, with the values that came and went most often."""
    counted = Facet.objects.exclude(key="dependency").values_list("record_kind", "key", "value")
    often = counted.annotate(changes=Count("to_position")).order_by("record_kind", "key", "-changes", "value")
    groups = groupby((pair[:3] for pair in often), key=lambda pair: pair[:2])
    return [pair for _, group in groups for pair in islice(group, each)]


def answers(person: Person, as_of: int | None, pairs: list[tuple[str, str, str]]) -> Answers:
    """Return what a person is answered today or as of a position; `pairs` are the filters tried."""
    return _lists(person, as_of) | _singles(person, as_of) | _filters(person, as_of, pairs)


def _lists(person: Person, as_of: int | None) -> Answers:
    return {
        ("list", kind): sorted(
            (plain(kind, row) for row in queries.records(kind, person=person, as_of=as_of)), key=lambda row: row["id"]
        )
        for kind in KINDS
    }


def _singles(person: Person, as_of: int | None) -> Answers:
    found: Answers = {}
    for kind in KINDS:
        for record in CURRENT_MODELS[kind].objects.values_list("id", flat=True):
            row = queries.record(kind, id=str(record), person=person, as_of=as_of)
            if row is not None:
                found["record", kind, str(record)] = plain(kind, row)
                if kind in CLAIMED:
                    told = queries.claims(subject=str(record), person=person, as_of=as_of)
                    found["claims", str(record)] = [plain("claim", row) for row in told]
    return found


def _filters(person: Person, as_of: int | None, pairs: list[tuple[str, str, str]]) -> Answers:
    found: Answers = defaultdict(list)
    for kind, key, value in pairs:
        rows = queries.records(kind, person=person, as_of=as_of)
        ids = queries.filtered(rows, key, [value]).values_list("record", flat=True)
        found["filter", kind, key, value] = sorted(map(str, ids))
    return found
