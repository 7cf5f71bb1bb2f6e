"""Codings with one thing broken, by what it is broken in."""

from tests.imports.faults.actors import ACTORS
from tests.imports.faults.claims import CLAIMS
from tests.imports.faults.fault import Fault
from tests.imports.faults.files import KEY_FAULTS, UNSTORABLE, YAML
from tests.imports.faults.links import LINKS
from tests.imports.faults.passages import PASSAGES
from tests.imports.faults.sources import SOURCES
from tests.imports.faults.statements import STATEMENTS
from tests.imports.faults.values import VALUES

FAULTS = {
    "sources": SOURCES,
    "passages": PASSAGES,
    "actors": ACTORS,
    "claims": CLAIMS,
    "values": VALUES,
    "statements": STATEMENTS,
    "links": LINKS,
    "keys": KEY_FAULTS,
    "unstorable": UNSTORABLE,
    "yaml": YAML,
}

__all__ = ["FAULTS", "Fault"]
