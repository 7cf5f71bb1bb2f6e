"""Which peers there are, and which of them can run here."""

from importlib import import_module
from importlib.util import find_spec

from django.db import connection

from tests.benchmarks.peers.base import Peer

# Distribution -> (package that must be there, module with the peer here, databases it works on)
KNOWN = {
    "django-simple-history": ("simple_history", "with_simple_history", ("sqlite", "postgresql")),
    "django-reversion": ("reversion", "with_reversion", ("sqlite", "postgresql")),
    "django-pghistory": ("pghistory", "with_pghistory", ("postgresql",)),
    "eventsourcing": ("eventsourcing", "with_eventsourcing", ("sqlite", "postgresql")),
}


def installed() -> list[str]:
    """Return the peers that can run here and on this database."""
    return [
        name for name, (package, _, vendors) in KNOWN.items() if find_spec(package) and connection.vendor in vendors
    ]


def peer(name: str) -> Peer:
    """Return a peer by the name of its distribution."""
    return import_module(f"tests.benchmarks.peers.{KNOWN[name][1]}.peer").PEER
