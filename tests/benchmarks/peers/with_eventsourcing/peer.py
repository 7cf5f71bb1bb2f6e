"""The peer: an aggregate for each incident and each statement, with its claims; an event holds the rows it changes."""

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from incidents.readmodels.tables import CURRENT
from tests.benchmarks.bare import bare
from tests.benchmarks.peers.changes import KINDS, Change, Values, values_of
from tests.benchmarks.plans import NAMES

BATCH = 50  # aggregates saved at once: with ten megabytes in one pipeline the package waits for ever on PostgreSQL
Rows = dict[str, Any]  # "kind:id" -> values as JSON has them


class Record(Aggregate):
    """A record and its claims."""

    @event("Opened")
    def __init__(self, record: UUID, rows: Rows) -> None:
        self.record = record
        self.rows = rows

    @staticmethod
    def create_id(record: UUID) -> UUID:
        return record

    @event("Changed")
    def change(self, rows: Rows) -> None:
        self.rows.update(rows)


class EventsourcingPeer:
    """Keeps its store beside the benchmarks' database: the same server, or a file of its own."""

    _app: Application

    def join(self) -> None:
        self._app = Application(_environment(os.environ["DATABASE_URL"]) | {"CREATE_TABLE": "no"})

    def adopt(self) -> None:
        self._app = Application(_environment(os.environ["DATABASE_URL"]))
        self._open(_grouped(_current()))

    def edit(self, change: Change) -> None:
        for record, rows in _grouped(_told(change)).items():
            aggregate = self._app.repository.get(record)
            aggregate.change(rows=rows)
            self._app.save(aggregate)

    def load(self, change: Change) -> None:
        self._open(_grouped(_told(change)))

    def _open(self, records: dict[UUID, Rows]) -> None:
        whole = list(records.items())
        for start in range(0, len(whole), BATCH):
            self._app.save(*(Record(record=record, rows=rows) for record, rows in whole[start : start + BATCH]))

    def differing(self) -> list[str]:
        wrong: set[str] = set()
        for record, rows in _grouped(_current()).items():
            theirs = self._app.repository.get(record).rows
            wrong |= {name.partition(":")[0] for name, values in rows.items() if theirs.get(name) != values}
        return sorted(wrong)


def _told(change: Change) -> Iterator[tuple[str, Values]]:
    for kind in KINDS:
        for values in (*change.changed[kind], *change.new[kind]):
            yield kind, values


def _current() -> Iterator[tuple[str, Values]]:
    ours = bare(os.environ["DATABASE_URL"])
    for kind in KINDS:
        table = CURRENT[kind]
        names = ", ".join(f'"{name}"' for name in NAMES[table.name])
        condition = " WHERE subject_kind IN ('incident', 'statement')" if kind == "claim" else ""
        for row in ours.rows(f"SELECT {names} FROM {table.name}{condition}"):
            yield kind, values_of(table, row)
    ours.close()


def _grouped(told: Iterator[tuple[str, Values]]) -> dict[UUID, Rows]:
    """Return rows by the record they belong to, with values that JSON knows."""
    found: dict[UUID, Rows] = {}
    for kind, values in told:
        owner = values["subject_id"] if kind == "claim" else values["id"]
        found.setdefault(owner, {})[f"{kind}:{values['id']}"] = json.loads(json.dumps(values, default=str))
    return found


def _environment(url: str) -> dict[str, str]:
    if url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:///") + "-eventsourcing"
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path}
    parts = urlsplit(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or "",
        "POSTGRES_PORT": str(parts.port or 5432),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": parts.password or "",
    }


PEER = EventsourcingPeer()
