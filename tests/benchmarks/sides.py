"""Those who do the same work in turns: ours through dispatch, the bare driver, the peers."""

from collections.abc import Sequence

from django.db import connection

from incidents.dispatch import dispatch
from incidents.domain.person import Person
from incidents.domain.values import Command
from tests.benchmarks.bare import Bare
from tests.benchmarks.measure import Times, interleaved
from tests.benchmarks.peers.base import Peer
from tests.benchmarks.peers.changes import change
from tests.benchmarks.plans import EVENT, Window, plans

CURATOR = Person("bench-curator", frozenset(("curator",)))


class BenchError(Exception):
    """A run that went wrong: sides that differ, a log that does not verify."""


class Sides:
    """Ours and those who follow it; `reader` is a bare connection to our database, `limit` one to its copy."""

    def __init__(self, reader: Bare, limit: Bare, peers: dict[str, Peer]) -> None:
        self.reader = reader
        self.limit = limit
        self.peers = peers

    def head(self) -> int:
        """Return the position that our log has reached."""
        return self.reader.rows(f"SELECT max(position) FROM {EVENT}")[0][0]

    def is_postgresql(self) -> bool:
        return connection.vendor == "postgresql"

    def round(self, batches: Sequence[Sequence[Command]], times: Times, number: int, *, bulk: bool) -> int:
        """Let each side save these batches, each in one transaction; return how many events that were."""
        windows: list[Window] = []

        def ours() -> int:
            for batch in batches:
                outcome = dispatch(batch, person=CURATOR)
                windows.append((outcome.first, outcome.last))
            self.reader.settle()
            return windows[-1][1] - windows[0][0] + 1

        times.take("ours", ours)
        events = windows[-1][1] - windows[0][0] + 1
        wanted = plans(self.reader, windows)
        changes = [change(plan) for plan in wanted]

        def limit() -> int:
            for plan in wanted:
                plan.write(self.limit, bulk=bulk)
            self.limit.settle()
            return events

        def saved_by(peer: Peer) -> int:
            for one in changes:
                peer.load(one) if bulk else peer.edit(one)
            self.reader.settle()
            return events

        others = {name: lambda peer=peer: saved_by(peer) for name, peer in self.peers.items()}
        interleaved({"limit": limit, **others}, times, number)
        return events
