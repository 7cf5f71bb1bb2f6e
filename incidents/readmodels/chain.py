"""Chains: the records that hang together by links, as far as the person sees the links and what they join."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.db import models
from django.db.models import Q

from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.readmodels.selection import MERGED_KINDS, family, records

LONGEST = 25  # links between a record and the one that the chain was asked for
MOST = 1_000  # records of a chain

LINKED_KINDS = ("incident", "statement")


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a chain: its kind, id and row, and how many links away it is from the one asked for."""

    kind: str
    id: str
    depth: int
    row: Any


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """The records that hang together, nearest first, then by date; the links between them; whether that is all."""

    records: list[Linked]
    links: list[Any]
    complete: bool


def chain(record: str, *, person: Person, as_of: int | None = None) -> Chain | None:
    """Return all that hangs together with an incident or a statement by links, None where the person sees no such.

    Links are followed in both directions, one query for each step away; beyond LONGEST steps or MOST records the chain
    is cut, and says so. A merged record's id leads to the survivor.
    """
    found = _Walk([record], person, as_of) if is_id(record) else None
    if found is None or not found.starts:
        return None
    members = [
        Linked(kind=kind, id=id, depth=found.depths[id], row=row)
        for kind, rows in found.rows.items()
        for id, row in rows.items()
        if id in found.depths
    ]
    members.sort(key=lambda member: (member.depth, member.row.sort_date, member.id))
    links = [link for link in found.links if {str(link.from_id), str(link.to_id)} <= found.depths.keys()]
    return Chain(records=members, links=links, complete=found.complete)


def chain_members(ids: Iterable[str], *, person: Person, as_of: int | None) -> set[str]:
    """Return the ids of all records that hang together with one of these, these among them."""
    found = _Walk(ids, person, as_of)
    return set(found.depths) | {id for rows in found.rows.values() for id in rows if id in found.starts}


class _Walk:
    """A walk along links from some records, and what it came by: links by id, rows by kind and id, depths by id."""

    def __init__(self, ids: Iterable[str], person: Person, as_of: int | None) -> None:
        self._person = person
        self._as_of = as_of
        self.complete = True
        wanted = set(ids)
        for kind in MERGED_KINDS:
            wanted |= family(kind, wanted, as_of=as_of) if kind in LINKED_KINDS else set()
        found = self._gather(wanted)
        self.links = sorted(found.values(), key=lambda link: (link.type, str(link.record)))
        named = wanted | {end for link in self.links for end in _ends(link)}
        self.rows = {kind: self._rows(kind, named) for kind in LINKED_KINDS}
        shown = {id for rows in self.rows.values() for id in rows}
        self.starts = wanted & shown
        self.depths = _depths(self.starts, [ends for ends in map(_ends, self.links) if set(ends) <= shown])

    def _gather(self, wanted: Collection[str]) -> dict[str, Any]:
        """Return the links within reach, step by step."""
        visible = records("link", person=self._person, as_of=self._as_of)
        found: dict[str, Any] = {}
        reached, fresh = set(wanted), set(wanted)
        for _ in range(LONGEST):
            links = self._touching(visible, fresh)
            found |= {str(link.record): link for link in links}
            fresh = {end for link in links for end in _ends(link)} - reached
            reached |= fresh
            if not fresh:
                return found
            if len(reached) > MOST:
                break
        self.complete = False
        return found

    def _touching(self, visible: models.QuerySet, ids: Collection[str]) -> list[Any]:
        rows = visible.filter(Q(from_id__in=ids) | Q(to_id__in=ids))
        links = list(rows.order_by("type", "record")[: MOST + 1])
        if len(links) > MOST:
            self.complete = False
        return links[:MOST]

    def _rows(self, kind: str, ids: Collection[str]) -> dict[str, Any]:
        rows = records(kind, person=self._person, as_of=self._as_of).filter(record__in=ids)
        return {str(row.record): row for row in rows}


def _ends(link: Any) -> tuple[str, str]:
    return str(link.from_id), str(link.to_id)


def _depths(starts: Collection[str], links: Collection[tuple[str, str]]) -> dict[str, int]:
    """Return how many links away from the starts each record is that can be reached."""
    beside: dict[str, set[str]] = {}
    for one, other in links:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    depths = dict.fromkeys(sorted(starts), 0)
    fresh = list(depths)
    while fresh:
        fresh = [(other, depths[one] + 1) for one in fresh for other in sorted(beside.get(one, ()))]
        fresh = [id for id, depth in fresh if id not in depths and depths.setdefault(id, depth) == depth]
    return depths
