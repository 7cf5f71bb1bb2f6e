"""From the state of a record to its rows: pure functions, one module for each kind.

Each takes the record's id, its family (itself, and while merges stand the records merged into it) and a view of the
other records at one position, and returns a Snapshot.
"""

from collections.abc import Callable

from incidents.readmodels.build.actor import actor_snapshot
from incidents.readmodels.build.incident import incident_snapshot
from incidents.readmodels.build.link import link_snapshot
from incidents.readmodels.build.snapshot import Member, Row, Snapshot, Surroundings
from incidents.readmodels.build.source import source_snapshot
from incidents.readmodels.build.statement import statement_snapshot

BUILDERS: dict[str, Callable[[str, list[Member], Surroundings], Snapshot]] = {
    "source": source_snapshot,
    "actor": actor_snapshot,
    "incident": incident_snapshot,
    "statement": statement_snapshot,
    "link": link_snapshot,
}

__all__ = ["BUILDERS", "Member", "Row", "Snapshot", "Surroundings"]
